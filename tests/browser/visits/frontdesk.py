"""Frontdesk, and the line for an earlier time."""

from sqlalchemy import select

from domain.access.roles import INTERPRETER
from domain.access.staff import Membership, Staff
from domain.booking.tables import Participant
from domain.journey.waitlist import line, waiting
from tests.browser.demo_server import Municipality
from tests.browser.visits.known import known
from tests.browser.visits.visit import HOUSE, OFFICE, Visit


def offered(demo: Municipality) -> None:
    """The family with a time wants an earlier one, and is the first in the line."""
    start_id = known(demo)["booked"]
    with demo.session() as session:
        waiting.ask(session, start_id, range(5), 0, 24 * 60)
    line.work(demo.database.sessions)


def interprets(demo: Municipality) -> None:
    """The consultant speaks the language of the family with a time."""
    talk = int(known(demo)["talk"])
    with demo.session() as session:
        one = session.scalars(select(Staff).where(Staff.login == "konsulent")).one()
        unit = session.scalars(select(Membership.unit_id).where(Membership.staff_id == one.id)).one()
        session.add(Membership(staff_id=one.id, unit_id=unit, role=INTERPRETER))
        seat = {"resource_id": one.resource_id, "staff_id": one.id, "unit_id": unit, "role": INTERPRETER}
        session.add(Participant(appointment_id=talk, place=9, **seat))


VISITS = (
    Visit(shows=("frontdesk/week.html",), address=f"{HOUSE}/frontdesk/", staff="leder", main=True),
    Visit(shows=("frontdesk/list.html",), address=f"{HOUSE}/frontdesk/?vis=liste", staff="leder"),
    Visit(shows=("frontdesk/openings.html",), address=f"{HOUSE}/frontdesk/aabninger", staff="paedagog"),
    Visit(shows=("frontdesk/absences.html",), address=f"{HOUSE}/frontdesk/fravaer", staff="paedagog"),
    Visit(shows=("frontdesk/waiting.html",), address=f"{HOUSE}/frontdesk/venteliste", staff="leder", main=True),
    Visit(shows=("book/time/waiting.html",), address="/book/{link}/venteliste", of="booked", main=True),
    Visit(shows=("book/time/offer.html",), address="/book/{link}/tilbud", of="booked", main=True, before=offered),
    Visit(
        shows=("frontdesk/sickday.html",), address=f"{HOUSE}/frontdesk/fravaer/{{absence}}", staff="leder", main=True
    ),
    Visit(
        shows=("frontdesk/opening.html",),
        address=f"{HOUSE}/frontdesk/aabninger",
        staff="paedagog",
        after=lambda _demo, tab: tab.page.locator("#faste a").first.click(),
    ),
    Visit(
        shows=("frontdesk/hours.html",),
        address=f"{HOUSE}/frontdesk/aabninger",
        staff="paedagog",
        after=lambda _demo, tab: tab.page.locator("#dage a").first.click(),
    ),
    Visit(shows=("frontdesk/open_week.html",), address=f"{HOUSE}/frontdesk/aabninger/uge", staff="leder", main=True),
    Visit(shows=("frontdesk/copy.html",), address=f"{HOUSE}/frontdesk/aabninger/kopier", staff="leder"),
    Visit(
        shows=("frontdesk/move.html", "frontdesk/doubts.html"),
        address=f"{HOUSE}/frontdesk/aftaler/{{talk}}/flyt?dag=2026-12-25&kl=10:00",
        staff="leder",
        main=True,
    ),
    Visit(
        shows=("frontdesk/interpreting.html",),
        address=f"{OFFICE}/frontdesk/aftaler/{{talk}}/tolkning",
        staff="konsulent",
        before=interprets,
    ),
    Visit(shows=("frontdesk/paper.html",), address=f"{HOUSE}/frontdesk/papir?dag={{day}}&hele=1", staff="leder"),
)
