"""Two people at a table who write in the same field of one item, over the wire, as fast as they can: what became of every line they sent."""

import html
import json
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPConnection
from threading import Barrier
from urllib.parse import urlencode

from sqlalchemy import select

from domain.conferences.tables.meeting import NOTES, OWN, Passage, Rival
from domain.conferences.tables.series import BEGUN
from tests.databases import Database
from tests.factories import as_house
from tests.scenes.municipality import Browser, sign_in
from tests.scenes.round_table import Table, lay, make_item
from tests.scenes.street import SIGNER

WRITERS = ("leder", "psykolog")
FIELD = re.compile(r'<textarea[^>]*id="noter"[^>]*>\n?(.*?)</textarea>', re.DOTALL)
VERSION = re.compile(r'name="noter-version" value="(\d+)"')


@dataclass
class Writer:
    """One browser. `sent`: every line; `lost`: those that were said to have lost."""

    name: str
    port: int
    way: str
    browser: Browser
    sent: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)

    def write(self, times: int, together: Barrier) -> None:
        """Reads what stands, adds a line of their own, and sends it; whoever has lost reads again."""
        together.wait()
        for number in range(times):
            text, version = self._read()
            self._send(f"{self.name} {number}", text, version)

    def _read(self) -> tuple[str, int]:
        page = self._ask("GET")[1]
        found = FIELD.search(page)
        assert found is not None, page[:400]
        return html.unescape(found[1]), int(VERSION.search(page)[1])  # type: ignore[index]

    def _send(self, line: str, text: str, version: int) -> None:
        form = {"noter": "\n".join(filter(None, (text, line))), "noter-version": version}
        status, answer = self._ask("POST", form | {"csrf_token": self.browser.token})
        if status != 200:
            self.refused.append(status)
            return
        self.sent.append(line)
        if json.loads(answer)[0]["lost"]:
            self.lost.append(line)

    def _ask(self, method: str, form: dict[str, object] | None = None) -> tuple[int, str]:
        kind = {"Content-Type": "application/x-www-form-urlencoded"} if form else {}
        headers = {"Cookie": self.browser.cookie, "Sec-Fetch-Site": "same-origin", "X-Live": "1"} | kind
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request(method, self.way, urlencode(form) if form else None, headers)
        answer = connection.getresponse()
        found = answer.status, answer.read().decode()
        connection.close()
        return found


@dataclass
class Outcome:
    """`stands` in the field in the end; `beside` it every text that lost."""

    writers: list[Writer]
    stands: str
    beside: list[str]
    page: str

    def check(self) -> str:
        """Every line is in what stands or in a text beside it, and every conflict is told to its writer and shown to the table."""
        sent = [line for one in self.writers for line in one.sent]
        lost = [line for one in self.writers for line in one.lost]
        assert not [one.refused for one in self.writers if one.refused], [one.refused for one in self.writers]
        kept = self.stands.splitlines()
        missing = [
            line for line in sent if line not in kept and not any(line in text.splitlines() for text in self.beside)
        ]
        assert not missing, f"lost without a word: {missing[:5]}"
        silent = [line for line in sent if line not in lost and line not in kept]
        assert not silent, f"overwritten: {silent[:5]}"
        assert len(self.beside) == len(lost) == self.page.count('class="panel rival"'), (len(self.beside), len(lost))
        return f"{len(sent)} saves by {len(self.writers)}: {len(lost)} conflicts, all kept and shown; 0 texts lost"


def interleave(database: Database, port: int, times: int) -> Outcome:
    """`times` saves by each of two, who begin at once."""
    table = lay(database, state=BEGUN)
    with table.home() as session:
        item = make_item(session, table, OWN)
    together = Barrier(len(WRITERS))
    writers = [_writer(table, name, port, item) for name in WRITERS]
    with ThreadPoolExecutor(len(writers)) as pool:
        list(pool.map(lambda one: one.write(times, together), writers))
    with table.home() as session:
        stands = session.scalars(select(Passage.text).where(Passage.item_id == item, Passage.field == NOTES)).one()
        beside = session.scalars(select(Rival.text).where(Rival.conference_id == table.conference)).all()
    return Outcome(writers, stands, list(beside), writers[0]._ask("GET")[1])


def _writer(table: Table, name: str, port: int, item: int) -> Writer:
    with table.database.sessions() as session:
        secret = sign_in(as_house(session), table.staff[name])
        session.commit()
    place = table.places[name]
    way = f"/{place.actor}/{place.slug}/konferencer/{table.conference}/moede/{item}"
    return Writer(name, port, way, Browser(SIGNER, secret))
