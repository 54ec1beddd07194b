"""Three families want an earlier time: the first lets it pass, the second takes it, and the house sees it all."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from domain.access.staff import Staff
from domain.base import now
from domain.booking.tables import Absence, Appointment
from domain.booking.taking.waitlist import OFFERED, Reservation
from domain.journey import talk
from domain.journey.waitlist import line
from tests.browser.acts import go, heading, press, told
from tests.browser.demo_server import WEDNESDAY, Municipality
from tests.scenes.bookings import at_clock
from tests.scenes.canaries import working
from tests.scenes.sick import NINE, Sick, book_all, make_house

FULL, LATER = WEDNESDAY.date() + timedelta(days=5), WEDNESDAY.date() + timedelta(days=9)


@pytest.fixture
def sick(demo: Municipality) -> Sick:
    """Monday is full of Jonas' conversations; three families have theirs on the Friday after, and he has no other day."""
    with demo.database.sessions() as session:
        found = make_house(session)
    book_all(demo.database.sessions, found, NINE, FULL)
    book_all(demo.database.sessions, found, NINE[:3], LATER)
    with working(demo.database.sessions) as session:
        for first, last in ((WEDNESDAY.date(), FULL), (FULL + timedelta(days=1), LATER)):
            first_, last_ = at_clock(first, "0:00"), at_clock(last, "0:00")
            session.add(Absence(resource_id=found.resource, first=first_, last=last_))
    return found


def test_three_families_and_one_time(demo, open_tab, sick, at):
    starts = sick.starts[-3:]
    links = [demo.link(start) for start in starts]
    families = [open_tab(link=link) for link in links[:2]]
    for family, link in zip(families, links, strict=False):
        family.open(f"/book/{link}")
        go(family, "Ønsk en tidligere tid")
        family.accessible()
        family.page.get_by_label("Slut senest kl.").fill("17:00")
        family.page.get_by_label("Torsdag").uncheck()
        press(family, "Skriv os på ventelisten")
        told(family, "I står på ventelisten.")
        at(now() + timedelta(minutes=1))
    with working(demo.database.sessions) as session:
        talk.cancel(session, talk.standing(session, sick.starts[8]))
    line.work(demo.database.sessions)
    first, second = families
    first.page.reload()
    go(first, "Se tiden, og svar")
    heading(first, "En tidligere tid til jer")
    with working(demo.database.sessions) as session:
        own = select(Appointment.id).where(Appointment.unit_id == sick.house)
        held = select(Reservation.until).where(Reservation.state == OFFERED, Reservation.appointment_id.in_(own))
        at(session.scalars(held).one())
        login = session.scalars(select(Staff.login).where(Staff.id == sick.leader)).one()
    line.work(demo.database.sessions)
    leader = open_tab(staff=login)
    leader.open(f"/dagtilbud/{sick.slug}/frontdesk/venteliste")
    expect(leader.page.get_by_role("row").filter(has_text="Reserveret mandag")).to_have_count(1)
    second = open_tab(link=links[1])  # a day later the second check comes again
    second.open(f"/book/{links[1]}/tilbud")
    second.accessible()
    second.fits()
    press(second, "Tag tiden")
    told(second, "Tiden er jeres. Alle har fået besked.")
    expect(second.page.locator("main .lead")).to_contain_text("16.00–17.00")
    leader.page.reload()
    expect(leader.page.get_by_role("row").filter(has_text="Venter")).to_have_count(1)
