"""Who can read what anonymous parents write: nobody who has not given the reading passphrase, however they came in."""

import secrets
import subprocess
import time
from contextlib import suppress
from http.client import HTTPException
from uuid import uuid4

import psutil
import pytest

from domain.access.sessions import area_key
from domain.access.staff import StaffSession
from domain.base import now
from tests.factories import as_house, make_staff, make_unit
from tests.promises import parents
from tests.promises.cookies import dumped

WROTE = "Kanariefuglen på Åløse Torv"
UNLOCK = "/laesekode/laas-op"


@pytest.fixture(scope="module")
def case(house):
    """A case's number, and a counsellor's browser that has it open."""
    counsellor = house.person()
    parents.sign_in(counsellor, house.team)
    parents.unlock(counsellor)
    before = set(parents.inbox(counsellor, house.team))
    parents.write(house.person(), WROTE)
    [number] = set(parents.inbox(counsellor, house.team)) - before
    assert WROTE in counsellor.get(f"{house.team.way}raadgivning/{number}").text
    return number, counsellor


def forged(house, staff_id):
    """A session that somebody has put into the database, with a cookie signed by the server's own secret."""
    person, secret = house.person(), secrets.token_urlsafe(24)
    with house.sessions() as session:
        row = StaffSession(id=uuid4().hex, key=area_key(secret, "staff"), staff_id=staff_id)
        row.created_at = row.seen_at = now()
        as_house(session).add(row)
        session.commit()
    person.cookies["godstart"] = dumped(house.folder, {"s": secret, "csrf_token": secrets.token_hex(20)})
    return person


@pytest.mark.parametrize("role", ["administrator", "leder", "familieraadgiver", "counsellor"])
def test_a_forged_session_reads_no_word(house, case, role):
    number, _counsellor = case
    with house.sessions() as session:
        if role == "administrator":
            unit = make_unit(as_house(session), "forvaltning", "Forvaltningen", "afdeling", slug=uuid4().hex)
            staff = make_staff(session, unit, role)
        else:
            staff = house.team.staff if role == "counsellor" else make_staff(as_house(session), house.team.unit, role)
        session.commit()
    person = forged(house, staff)
    assert person.get("/konto").status == 200  # the forgery itself works
    ways = ["", number, f"{number}/kollega", f"{number}/giv", "tekster", "tal", "hold", "tider"]
    answers = [person.get(f"{house.team.way}raadgivning/{way}") for way in ways]
    assert {one.status for one in answers} <= {200, 303, 403, 404}
    assert not [one.text for one in answers if WROTE in one.text or "Kanarie" in one.text]
    assert answers[1].status in {303, 403, 404}
    if role == "counsellor":
        assert answers[1].of("Location").startswith(UNLOCK)


def test_without_the_second_cookie_nothing_opens_also_after_a_restart(house, case):
    number, counsellor = case
    way = f"{house.team.way}raadgivning/{number}"
    for worker in web_processes(house):
        worker.kill()
    wait_for(house, way, counsellor)
    assert WROTE in counsellor.get(way).text
    second = {name: value for name, value in counsellor.cookies.items() if name != "godstart"}
    assert second
    half = house.person(cookies={"godstart": counsellor.cookies["godstart"]})
    assert half.get(way).of("Location").startswith(UNLOCK)
    other = house.person(cookies=dict(second))
    assert other.get(way).of("Location").startswith("/login")
    stolen = forged(house, house.team.staff)
    stolen.cookies |= second
    assert stolen.get(way).of("Location").startswith(UNLOCK)
    wrong = house.person(cookies={name: f"{value[:-4]}AAAA" for name, value in second.items()} | half.cookies)
    assert wrong.get(way).of("Location").startswith(UNLOCK)


def web_processes(house):
    """The web workers: the granian main process starts them again."""
    [main] = [
        one for one in house.server.below() if "granian" in one.cmdline() and one.ppid() == house.server.process.pid
    ]
    return [one for one in main.children() if one.status() != psutil.STATUS_ZOMBIE]


def wait_for(house, way, person):
    """Until the workers are there again: granian takes some seconds to start them."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            return person.get(way)
        except (OSError, HTTPException):
            with suppress(subprocess.TimeoutExpired):
                house.server.process.wait(0.1)
    raise AssertionError("the web workers did not come back")
