"""Workers that are killed with -9 at a chosen step: real processes, made by a helper that has read the program once.

As a program (`python -m tests.machines.killing`) it is that helper: for each line {"now", "at"} it forks a worker which has that clock, and
which at its `at`th step kills itself as `kill -9` would; without `at` it works to the end. Its answer says how, and how many steps.
A step is a call or a return in the code that takes, writes, sends and records a message, down to SQLAlchemy's and smtplib's own.
"""

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Self

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from domain import outbox
from domain.outbox import Outbox
from tests.databases import Database
from tests.machines.gateway import Gateway
from tests.machines.post import Receiver
from tests.machines.servers import OURS, ROOT
from tests.scenes.meetings import NOW, SECRET, meeting, works, write_to

STEPS = (
    "blueprints/running/worker.py",
    "blueprints/messages/",
    "domain/outbox.py",
    "domain/messages/",
    "domain/store.py",
)
STEPS += ("smtplib.py", "http/client.py", "sqlalchemy/engine/default.py")
LATER = timedelta(minutes=20)
"""Longer than a worker holds what it has taken."""


@dataclass
class Killer:
    """The helper process, over one database."""

    database: Database
    folder: Path
    receiver: Receiver = field(default_factory=Receiver)
    gateway: Gateway = field(default_factory=Gateway)

    def __enter__(self) -> Self:
        self._stack = ExitStack()
        self._stack.enter_context(self.receiver.up())
        self._stack.enter_context(self.gateway.up())
        environment = {name: value for name, value in os.environ.items() if name not in OURS}
        environment |= {"INSTANCE_PATH": str(self.folder), "DATABASE_URL": self.database.url, "SECRET_KEY": SECRET}
        environment |= {"MAIL_URL": self.receiver.url, "DEMO": "0", "SMS_TOKEN": "t", "SMS_URL": self.gateway.url}
        self._helper = subprocess.Popen(
            [sys.executable, "-m", "tests.machines.killing"],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        return self

    def __exit__(self, *_error: object) -> None:
        self._helper.communicate()
        self._stack.close()

    def work(self, now: datetime, at: int | None = None) -> dict[str, int]:
        """{"signal": how it ended, "steps": how many it took}."""
        assert self._helper.stdin is not None
        assert self._helper.stdout is not None
        self._helper.stdin.write(json.dumps({"now": now.isoformat(), "at": at}) + "\n")
        self._helper.stdin.flush()
        found: dict[str, int] = json.loads(self._helper.stdout.readline())
        return found

    def names(self) -> Counter[str]:
        """What has arrived, by our own names for it; and nothing any longer."""
        names = [mail["Message-ID"].strip("<>").partition("@")[0] for mail in self.receiver.received]
        names += [body["userref"] for body in self.gateway.sent]
        self.receiver.received.clear()
        self.gateway.sent.clear()
        return Counter(names)


@dataclass
class Swept:
    """How many workers were killed, and how many messages came twice, each under one and the same name."""

    kills: int = 0
    messages: int = 0
    twice: int = 0


def sweep(killer: Killer, most: int | None = None) -> Swept:
    """Kill a worker at each of its steps (or at `most` of them, evenly), and let another finish. AssertionError if a promise is broken."""
    database, swept = killer.database, Swept()
    with database.sessions() as session:
        family = meeting(works(session))
        write_to(session, family.guardians[1], mobile="+4520112233")
    steps = _steps(killer, family)
    chosen = range(1, steps + 1) if most is None else sorted({1 + steps * n // most for n in range(most)})
    for number, at in enumerate(chosen, 1):
        expected = _put(database, family, number)
        ended = killer.work(NOW, at)
        assert ended["signal"] == signal.SIGKILL, f"step {at} of {steps}: the worker came to its end"
        killer.work(NOW + LATER)
        killer.work(NOW + 2 * LATER)
        _judge(database, killer.names(), expected, at, swept)
        swept.kills += 1
    return swept


def _steps(killer: Killer, family) -> int:
    _put(killer.database, family, 0)
    ended = killer.work(NOW)
    assert ended["signal"] == 0
    assert sum(killer.names().values()) == 3
    return ended["steps"]


def _put(database: Database, family, number: int) -> int:
    """A mail to one parent, an SMS to the other, a mail to a colleague. How many."""
    with database.sessions() as session:
        works(session).execute(delete(Outbox), execution_options={"unscoped": "test", "synchronize_session": False})
        outbox.put(session, "confirmed", family.about, guardians=family.guardians[:1], sequence=number, due_at=NOW)
        soon = {"guardians": family.guardians[1:], "channel": outbox.SMS, "sequence": number, "due_at": NOW}
        outbox.put(session, "reminder-soon", family.about, **soon)
        outbox.put(session, "confirmed", family.about, staff=family.staff[:1], sequence=number, due_at=NOW)
        session.commit()
    return 3


def _judge(database: Database, names: Counter[str], expected: int, at: int, swept: Swept) -> None:
    with database.sessions() as session:
        rows = rows_of(session)
    assert [row.sent_at is not None for row in rows] == [True] * expected, f"step {at}: {rows}"
    assert len(names) == expected, f"step {at}: {names}"
    twice = sum(count - 1 for count in names.values())
    assert twice <= 1, f"step {at}: {names}"
    swept.messages += expected
    swept.twice += twice


def rows_of(session: Session):
    return works(session).execute(select(*Outbox.__table__.columns).order_by(Outbox.id)).all()


def _fork(app, now: str, at: int | None) -> dict[str, int]:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        steps = _work(app, now, at)
        os.write(writing, str(steps).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as told:
        steps = int(told.read() or 0)
    status = os.waitpid(child, 0)[1]
    return {"signal": os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0, "steps": steps}


def _work(app, now: str, at: int | None) -> int:
    from blueprints.running import worker
    from domain import base

    clock, taken = datetime.fromisoformat(now), 0
    base.clock = lambda: clock
    worker.DUTIES = ()

    def step(frame, event, _argument):
        nonlocal taken
        if event in {"call", "return"} and any(part in frame.f_code.co_filename for part in STEPS):
            taken += 1
            if taken == at:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.setprofile(step)
    worker.run(app, once=True)
    sys.setprofile(None)
    return taken


def main() -> None:
    from app import create_app

    app = create_app()
    with app.app_context():
        app.extensions["sqlalchemy"].engine.dispose()
    for line in sys.stdin:
        print(json.dumps(_fork(app, **json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
