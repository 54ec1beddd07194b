"""God Start as it is shipped, with two web processes behind a proxy that says who asks, and everything it leaves behind in one folder."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session, sessionmaker

from domain import access, store
from tests.databases import SITE
from tests.factories import SECRET
from tests.machines.servers import Server, running
from tests.promises.person import Person
from tests.scenes.team import Team, make_team


@dataclass
class House:
    """`folder` holds the instance, what is temporary, and what the server complained of."""

    server: Server
    folder: Path
    url: str
    disk: Engine = field(init=False)
    team: Team = field(init=False)
    people: int = 0

    def __post_init__(self) -> None:
        """`disk` goes round all nets, as whoever has stolen it."""
        self.disk, engine = create_engine(self.url), create_engine(self.url)
        store.prepare(engine)
        self.sessions: sessionmaker[Session] = sessionmaker(engine, expire_on_commit=False, info={"site": SITE})
        access.install(self.sessions, engine)
        with self.sessions() as session:
            self.team = make_team(session)

    def close(self) -> None:
        self.disk.dispose()
        self.sessions.kw["bind"].dispose()

    def person(self, **about) -> Person:
        """Each comes from a network of their own, unless a test says from where."""
        self.people += 1
        return Person(self.server.port, **{"address": f"10.{self.people // 250}.{self.people % 250}.7"} | about)

    def left_behind(self) -> list[Path]:
        """All that somebody who steals the disk has, and what the terminal has shown."""
        self.server.complaints.seek(0)
        (self.folder / "stderr").write_text(self.server.complaints.read())
        return [self.folder]


@contextmanager
def open_house(folder: Path, url: str, **settings: object) -> Iterator[House]:
    """`folder` is empty, and everything that the server writes beside its database goes there."""
    (folder / "tmp").mkdir()
    usual = {
        "workers": 2,
        "trusted_proxies": 1,
        "database_url": url,
        "tmpdir": folder / "tmp",
        "counselling_secret": SECRET,
    }
    with running(folder / "instance", **usual | settings) as server:
        made = House(server, folder, url)
        try:
            yield made
        finally:
            made.close()
