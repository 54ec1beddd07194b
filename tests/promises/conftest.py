"""God Start as it is shipped, with four web processes behind a proxy that says who asks, and everything it leaves behind in one folder."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session, sessionmaker

from domain import access, store
from tests.promises.person import Person
from tests.servers import Server, running
from tests.team import Team, make_team


@dataclass
class House:
    """`folder` holds the instance, what is temporary, and what the server complained of."""

    server: Server
    folder: Path
    url: str
    engine: Engine = field(init=False)
    team: Team = field(init=False)
    people: int = 0

    def __post_init__(self) -> None:
        self.engine = create_engine(self.url)
        store.prepare(self.engine)
        self.sessions: sessionmaker[Session] = sessionmaker(self.engine, expire_on_commit=False)
        access.install(self.sessions, self.engine)
        with self.sessions() as session:
            self.team = make_team(session)

    def person(self, **about) -> Person:
        """Each comes from a network of their own, unless a test says from where."""
        self.people += 1
        return Person(self.server.port, **{"address": f"10.{self.people // 250}.{self.people % 250}.7"} | about)

    def left_behind(self) -> list[Path]:
        """All that somebody who steals the disk has, and what the terminal has shown."""
        self.server.complaints.seek(0)
        (self.folder / "stderr").write_text(self.server.complaints.read())
        return [self.folder]


@pytest.fixture(scope="module")
def house(tmp_path_factory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("house")
    (folder / "tmp").mkdir()
    url = f"sqlite:///{folder / 'godstart.sqlite'}"
    settings = {"workers": 4, "trusted_proxies": 1, "database_url": url, "tmpdir": folder / "tmp"}
    with running(folder / "instance", **settings) as server:
        made = House(server, folder, url)
        yield made
        made.engine.dispose()
