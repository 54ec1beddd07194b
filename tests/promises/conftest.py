"""God Start as it is shipped, with four web processes behind a proxy that says who asks, and everything it leaves behind in one folder."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.promises.person import Person
from tests.servers import Server, running


@dataclass
class House:
    """`folder` holds the instance, what is temporary, and what the server complained of."""

    server: Server
    folder: Path

    def person(self, **about) -> Person:
        return Person(self.server.port, **about)

    def left_behind(self) -> list[Path]:
        """All that somebody who steals the disk has, and what the terminal has shown."""
        self.server.complaints.seek(0)
        (self.folder / "stderr").write_text(self.server.complaints.read())
        return [self.folder]


@pytest.fixture(scope="module")
def house(tmp_path_factory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("house")
    (folder / "tmp").mkdir()
    with running(folder / "instance", workers=4, trusted_proxies=1, demo=1, tmpdir=folder / "tmp") as server:
        yield House(server, folder)
