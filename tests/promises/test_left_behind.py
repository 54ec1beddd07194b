"""What a stolen disk shows: the database, its log, session rows, temporary files, mails and the terminal, searched in every spelling."""

import hashlib
import socket
from concurrent.futures import ThreadPoolExecutor
from ipaddress import ip_address

import pytest
from sqlalchemy import text

from domain.access.sessions import area_key
from domain.store import wipe
from tests.promises import parents
from tests.promises.cookies import loaded
from tests.promises.person import CANARY_ADDRESS, CANARY_AGENT
from tests.promises.traces import traces

WROTE = "Kanariefuglen på Åløse Torv sover dårligt"
MORE = "Blåmejsen æder kun grød om natten"
ANSWERED = "Rødhalsen råder jer til ro før middagsluren"
NOTED = "Gærdesmutten vågner før ørnen"
PROTOCOL = "HTTP/1.1\r\nHost: x\r\nSec-Fetch-Site: same-origin\r\nConnection: close\r\n"


@pytest.fixture(scope="module")
def said(house):
    """A case with something in it from both sides: (parent, counsellor, code)."""
    parent, counsellor = house.person(), house.person()
    parents.sign_in(counsellor, house.team)
    parents.unlock(counsellor)
    before = set(parents.inbox(counsellor, house.team))
    code = parents.write(parent, WROTE, topic="soevn")
    assert WROTE in parents.come_back(parent, code).text
    assert parents.write_more(parent, MORE).status == 303
    [case] = set(parents.inbox(counsellor, house.team)) - before
    parents.answer(counsellor, house.team, case, ANSWERED)
    counsellor.get(f"{house.team.way}raadgivning/{case}")
    assert counsellor.send(f"{house.team.way}raadgivning/{case}/note", note=NOTED).status == 303
    shown = parent.get("/anonym/sag").text
    assert all(one in shown for one in (WROTE, MORE, ANSWERED))
    assert NOTED not in shown
    return parent, counsellor, code


def test_no_word_of_it(house, said):
    assert traces(house.left_behind(), WROTE, MORE, ANSWERED, NOTED, "Kanariefuglen", "Åløse") == []
    assert (
        traces(house.left_behind(), "Familiehuset") != []
    )  # what is no secret is found, so the search looks in the right place


def test_nor_the_code(house, said):
    code = said[2]
    spelt = {code, code.replace("-", ""), code.lower(), code.replace("-", "").lower(), code.replace("-", " ")}
    ways = (hashlib.sha256, hashlib.sha1, hashlib.md5, hashlib.sha512, hashlib.blake2b)
    hashed = {way(one.encode()).digest() for way in ways for one in spelt}
    assert traces(house.left_behind(), *spelt, *hashed) == []
    assert traces(house.left_behind(), code[:9], code[-7:]) == []


def test_nor_who_it_was_whatever_went_wrong(house, said):
    """Every kind of answer, from one address and one browser that nothing may remember."""
    asks = Asks(house)
    assert [status for status in (200, 303, 400, 403, 404, 405, 413, 422, 429, 500) if not asks.status(status)] == []
    agents = (CANARY_AGENT, CANARY_AGENT[:13])
    packed = ip_address(CANARY_ADDRESS).packed
    assert traces(house.left_behind(), CANARY_ADDRESS, *agents, "203.0.113.", packed) == []


class Asks:
    """Somebody with the canary's address, and a way to each status."""

    def __init__(self, house):
        self.house, self.person = house, house.person(address=CANARY_ADDRESS, agent=CANARY_AGENT)

    def status(self, status):
        ways = {
            200: lambda: self.person.get("/anonym/"),
            303: lambda: self.person.get("/anonym/forlad"),
            400: lambda: self.person.ask("POST", "/anonym/", {"text": "x"}),
            403: self._from_elsewhere,
            404: lambda: self.person.get("/anonym/findes/ikke"),
            405: lambda: self.person.ask("PUT", "/anonym/"),
            422: lambda: (self.person.get("/anonym/"), self.person.send("/anonym/", text=""))[1],
            429: self._often,
            500: self._broken,
        }
        if status == 413:
            return self._large()
        return ways[status]().status == status

    def _from_elsewhere(self):
        self.person.get("/anonym/")
        return self.person.ask("POST", "/anonym/", self.person.form("/anonym/"), {"Sec-Fetch-Site": "cross-site"})

    def _often(self):
        self.person.get("/anonym/kode")
        return [self.person.send("/anonym/kode", code="0000") for _ in range(25)][-1]

    def _broken(self):
        """A fault that nobody foresaw: a column that cannot be read."""
        with self.house.disk.begin() as connection:
            connection.execute(text("INSERT INTO counselling_desk (unit_id, open, answer_days, retention_days, backup_days, texts) VALUES (:unit, 1, 3, 90, 30, '{')"), {"unit": self.house.team.unit})  # fmt: skip
        try:
            return self.person.get("/anonym/")
        finally:
            with self.house.disk.begin() as connection:
                connection.execute(text("DELETE FROM counselling_desk"))

    def _large(self):
        about = f"X-Forwarded-For: {CANARY_ADDRESS}\r\nUser-Agent: {CANARY_AGENT}\r\n".encode()
        with socket.create_connection(("127.0.0.1", self.house.server.port), timeout=30) as line:
            form = "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 20000000\r\n\r\n"
            line.sendall(f"POST /anonym/ {PROTOCOL}".encode() + about + form.encode())
            return b" 413 " in line.recv(64)


def test_one_browser_as_staff_parent_and_nobody_cannot_be_joined(house, said):
    """The three areas know it by three different names, and nothing that is stored holds two of them, or the secret."""
    person = house.person()
    code = parents.write(person, "En helt anden sag")
    parents.sign_in(person, house.team)
    assert parents.come_back(person, code).status == 200
    person.get("/book/")
    secret = loaded(house.folder, person.cookies["godstart"])["s"]
    keys = [area_key(secret, area) for area in ("staff", "book", "anonym")]
    assert len(set(keys)) == 3
    with house.disk.connect() as connection:
        rows = {
            name: [tuple(row) for row in connection.exec_driver_sql(f'SELECT * FROM "{name}"')]
            for name in ("staff_session", "anonymous_visit", "visit", "anonymous_case", "anonymous_nonce")
        }
    for name, own in (("staff_session", keys[0]), ("anonymous_visit", keys[2])):
        [mine] = [row for row in rows[name] if own in row]
        others = [value for other, found in rows.items() if other != name for row in found for value in row]
        alike = [one for one in mine if isinstance(one, str | bytes) and len(one) > 15 and one in others]
        assert alike == [], name
    assert traces(house.left_behind(), secret, hashlib.sha256(secret.encode()).digest()) == []


def key_of(house, person):
    """What the visit's row is found by."""
    return {"key": area_key(loaded(house.folder, person.cookies["godstart"])["s"], "anonym")}


def test_what_is_deleted_leaves_the_files_with_its_keys(house, said):
    parent = house.person()
    code = parents.write(parent, "Denne her bliver slettet")
    parents.come_back(parent, code)
    with house.disk.connect() as connection:
        kept = connection.execute(
            text(
                "SELECT parent_wrap, team_sealed, lookup FROM anonymous_case WHERE id = (SELECT case_id FROM anonymous_visit WHERE key = :key)"
            ),
            key_of(house, parent),
        ).one()
        connection.rollback()
    assert len(traces(house.left_behind(), *kept)) >= 3
    assert parents.delete(parent).status == 303
    wipe(house.disk)  # what the worker does every hour
    assert traces(house.left_behind(), *kept) == []


def test_wrong_ended_and_deleted_codes_are_told_the_same(house, said):
    parent = house.person()
    deleted, ended, mistyped = (parents.write(parent, f"Nummer {number}") for number in range(3))
    parents.come_back(parent, deleted)
    parents.delete(parent)
    parents.come_back(parent, ended)
    case = text("SELECT case_id FROM anonymous_visit WHERE key = :key")
    with house.disk.begin() as connection:
        number = connection.scalar(case, key_of(house, parent))
        connection.execute(text("UPDATE anonymous_case SET expires_on = '2020-01-01' WHERE id = :id"), {"id": number})
    never = "0000-0000-0000-00000"
    answers = [parents.come_back(house.person(), code) for code in (deleted, ended, never)]
    assert mistyped not in {deleted, ended}
    assert [one.status for one in answers] == [422] * 3
    assert len({same(one, code) for one, code in zip(answers, (deleted, ended, never), strict=True)}) == 1
    assert len({tuple(name for name, _ in one.head) for one in answers}) == 1


def same(answer, code):
    """The page, without what each page has of its own: the form's tokens and the code that was typed."""
    import re

    plain = answer.text.replace(code, "CODE")
    return re.sub(r'(name="(?:csrf_token|opened|nonce)"[^>]*value=")[^"]*', r"\1", plain)


def test_a_text_that_was_moved_to_another_case_is_refused_and_the_page_stands(house, said):
    codes = [parents.write(house.person(), f"Flyttet tekst {number}") for number in range(2)]
    ids = text("SELECT m.id, m.case_id, m.body FROM anonymous_message m ORDER BY m.sequence, m.id")
    people = [house.person(), house.person()]
    pages = [parents.come_back(one, code).text for one, code in zip(people, codes, strict=True)]
    assert all(f"Flyttet tekst {number}" in page for number, page in enumerate(pages))
    visits = text("SELECT case_id FROM anonymous_visit WHERE key = :key")
    with house.disk.begin() as connection:
        cases = [connection.scalar(visits, key_of(house, one)) for one in people]
        bodies = {row.case_id: row.body for row in connection.execute(ids) if row.case_id in cases}
        for case, other in zip(cases, reversed(cases), strict=True):
            connection.execute(
                text("UPDATE anonymous_message SET body = :body WHERE case_id = :case"),
                {"body": bodies[other], "case": case},
            )
    for one in people:
        shown = one.get("/anonym/sag")
        assert shown.status == 200
        assert "Flyttet tekst" not in shown.text


def test_a_form_that_is_sent_twice_at_once_is_one_case(house, said):
    parent = house.person()
    parent.get("/anonym/")
    form = parent.form("/anonym/") | {"text": "Dobbeltklik"}
    others = [house.person(cookies=dict(parent.cookies), address=parent.address) for _ in range(4)]
    with house.disk.connect() as connection:
        count = text("SELECT count(*) FROM anonymous_case")
        before = connection.scalar(count)
        connection.rollback()
        with ThreadPoolExecutor(4) as pool:
            answers = [*pool.map(lambda one: one.ask("POST", "/anonym/", form), others)]
        assert len({parents.code_on(one) for one in answers}) == 1
        assert connection.scalar(count) == before + 1


def test_a_flood_from_one_network_closes_no_door(house, said):
    flood, honest = house.person(), house.person()
    flood.get("/anonym/")
    statuses = [flood.ask("POST", "/anonym/", flood.form("/anonym/") | {"text": f"{n}"}).status for n in range(12)]
    assert statuses[-1] == 429
    assert "plus" in flood.page.text
    assert parents.write(honest, "Jeg skriver bare én gang")
