"""After the booking, in a browser: the follow-up taken with one click, the family at the door, an interpreter confirmed, twins met together."""

import re

from playwright.sync_api import expect
from sqlalchemy import select

from domain.access.units import Unit
from domain.base import quarter
from domain.booking.finding.openings import midnight
from domain.booking.kinds.types import START_TALK
from domain.booking.tables import BOOKED, Appointment
from domain.journey.choosing.plan import plan
from domain.people import Child, Start
from tests.browser.demo_server import WEDNESDAY, Municipality
from tests.browser.tabs import PHONE

HOUSE = "/dagtilbud/troldebo"


def booked(demo: Municipality, *which) -> int:
    """A start of Troldebo whose first conversation is to come."""
    with demo.session() as session:
        rows = select(Appointment.start_id).join(Start, Start.id == Appointment.start_id)
        house = select(Unit.id).where(Unit.slug == "troldebo").scalar_subquery()
        rows = rows.where(Appointment.type_key == START_TALK, Appointment.state == BOOKED, Start.unit_id == house)
        return session.scalars(rows.where(Appointment.first > quarter(WEDNESDAY) + 200, *which)).first()


def test_a_parent_takes_the_suggested_follow_up_with_one_click_and_moves_it(open_tab, demo):
    link = demo.link(booked(demo))
    tab = open_tab(link=link, width=PHONE)
    tab.open(f"/book/{link}/kvittering")
    tab.page.get_by_role("button", name="Tag den tid").click()
    expect(tab.page.get_by_role("heading", level=1)).to_have_text("Opfølgning efter start")
    tab.accessible()
    tab.page.get_by_role("link", name="Flyt opfølgningen").click()
    tab.page.get_by_role("radio").last.check()
    tab.page.get_by_role("button", name="Flyt til tiden").click()
    expect(tab.page.get_by_role("status")).to_contain_text("Tiden er flyttet")


def test_at_the_door_the_family_says_that_it_is_here_and_the_house_sees_it(open_tab, demo):
    with demo.session() as session:
        today = midnight(WEDNESDAY.date())
        rows = select(Appointment.start_id).where(Appointment.state == BOOKED, Appointment.type_key == START_TALK)
        start = session.scalars(rows.where(Appointment.first >= today, Appointment.first < today + 96)).first()
    link = demo.link(start)
    parent = open_tab(link=link, width=PHONE)
    parent.open(f"/book/{link}")
    parent.page.get_by_role("button", name="Vi er her").click()
    expect(parent.page.get_by_text("Børnehuset ved, at I er her")).to_be_visible()
    leader = open_tab(staff="leder")
    leader.open(f"{HOUSE}/")
    expect(leader.page.get_by_role("link", name=re.compile("Familien er her"))).to_be_visible()
    leader.open(f"{HOUSE}/starter/{start}")
    expect(leader.page.locator("#samtalen")).to_contain_text("Familien er her")
    leader.accessible()


def test_a_family_that_did_not_come_is_noted_with_a_reason_and_stands_on_the_list(open_tab, demo):
    with demo.session() as session:
        rows = select(Appointment).where(Appointment.state == BOOKED, Appointment.type_key == START_TALK)
        early = midnight(WEDNESDAY.date())
        one = session.scalars(rows.where(Appointment.first >= early).order_by(Appointment.first)).first()
        one.first, start = early + 4, one.start_id
    leader = open_tab(staff="leder", width=PHONE)
    leader.open(f"{HOUSE}/starter/{start}")
    leader.page.get_by_role("link", name="Familien kom ikke").click()
    leader.page.get_by_label("De kom ikke").check()
    leader.page.get_by_label("Glemt").check()
    leader.accessible()
    leader.page.get_by_role("button", name="Notér").click()
    expect(leader.page.locator("#foer")).to_contain_text("Kom ikke: Glemt")
    leader.open(f"{HOUSE}/starter/?tilstand=kom-ikke")
    expect(leader.page.get_by_role("table")).to_contain_text("Kom ikke")


def test_an_interpreter_is_ordered_and_confirmed(open_tab, demo):
    start = booked(demo, Start.interpreter != "ukrainsk")
    leader = open_tab(staff="leder", width=PHONE)
    leader.open(f"{HOUSE}/starter/{start}/tolk")
    leader.page.get_by_label("Sprog").fill("Somali")
    leader.page.get_by_role("button", name="Gem").click()
    expect(leader.page.locator("#samtalen")).to_contain_text("Tolk skal bestilles: somali")
    leader.page.get_by_role("link", name="Ret tolken").click()
    leader.page.get_by_label("Tolk bekræftet").check()
    leader.page.get_by_label("Omkostningssted").fill("4711")
    leader.accessible()
    leader.page.get_by_role("button", name="Gem").click()
    expect(leader.page.locator("#samtalen")).to_contain_text("Tolk bekræftet: somali")


def test_twins_are_met_in_one_conversation(open_tab, demo):
    one, other = twins(demo)
    link = demo.link(one)
    demo.link(other)
    tab = open_tab(link=link, width=PHONE)
    tab.open(f"/book/{link}/tid")
    expect(tab.page.locator("#boern")).to_contain_text(" og ")
    tab.accessible()
    tab.page.get_by_role("radio").first.check()
    tab.page.get_by_role("button", name="Book tiden").click()
    expect(tab.page.get_by_text("Samtalen er også for")).to_be_visible()
    with demo.session() as session:
        states = session.scalars(select(Appointment.state).where(Appointment.start_id.in_((one, other))))
        assert states.all() == [BOOKED, BOOKED]


def twins(demo: Municipality) -> tuple[int, int]:
    """Two starts of children born the same day with one surname, without a time."""
    with demo.session() as session:
        for start in session.scalars(
            select(Start.id).join(Child).where(Start.starts_on > WEDNESDAY.date(), Start.closed == "")
        ):
            found = plan(session, start, together=None)
            if not found.booked and any(one.joins for one in found.siblings):
                return start, next(one.start_id for one in found.siblings if one.joins)
    raise LookupError("the demo has no twins to come")
