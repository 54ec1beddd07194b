"""Pages at their edges: very many rows, none, a name without end, an error, a time that somebody else took first."""

import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
from playwright.sync_api import expect
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from domain import due
from domain.access.staff import Membership, Staff
from domain.access.units import Unit
from domain.base import now, today
from domain.due import Entry
from domain.journey import talk
from domain.journey.choosing.plan import plan
from domain.people import Child, Guardian, Start
from tests.browser.demo_server import Municipality
from tests.browser.tabs import PHONE, Tab, read
from tests.browser.visits.known import known
from tests.browser.visits.visit import HOUSE, NURSES

ENDLESS = "Wolfeschlegelsteinhausenbergerdorff" * 4
LONG = "Specialbørnehavesammenslutningen ved Skovlunde Bytorv og Himmelblå Sommerfuglehave"
MANY = 240


def holds(tab: Tab) -> None:
    """Nothing beside the screen, whichever it is; and on a phone nothing that axe finds."""
    tab.fits()
    tab.resize(PHONE)
    tab.accessible()


def unit(session: Session, slug: str) -> int:
    return session.scalars(select(Unit.id).where(Unit.slug == slug)).one()


def many(demo: Municipality) -> None:
    """A house with very many starts to come, each with something to do today."""
    with demo.session() as session:
        house, owed = unit(session, "troldebo"), []
        for number in range(MANY):
            child = Child(name=f"Barn {number}", sort_name=f"barn {number:03}", birth_date=date(2026, 1, 20))
            session.add(child)
            session.flush()
            day = today() + timedelta(days=50 + number)
            start = Start(key=uuid4().hex, child_id=child.id, unit_id=house, starts_on=day)
            session.add(start)
            session.flush()
            key, at = f"tolk/{start.id}", now() - timedelta(minutes=5)
            owed.append(
                Entry(key=key, unit_id=house, child_id=child.id, kind="tolk", at=at, target=f"start/{start.id}")
            )
        due.put(session, owed)


@pytest.mark.parametrize("page", ["starter/", "boern/"])
def test_a_long_list_comes_in_pages(open_tab, demo, page):
    many(demo)
    tab = open_tab(staff="leder", width=PHONE)
    tab.open(f"{HOUSE}/{page}")
    rows = tab.page.locator("main tbody tr")
    assert 50 <= len(read(rows)) <= 100
    holds(tab)
    tab.page.get_by_role("navigation", name="Sider").get_by_role("link", name="Næste").click()
    tab.page.wait_for_url("**side=2*")
    expect(rows).not_to_have_count(0)


def test_min_dag_with_very_much_to_do_shows_what_is_first(open_tab, demo):
    many(demo)
    tab = open_tab(staff="leder", width=PHONE)
    tab.open(f"{HOUSE}/")
    expect(tab.page.locator("main .lead")).to_contain_text(re.compile("ting (venter på dig|er over tid)"))
    expect(tab.page.locator("#venter li:visible")).to_have_count(10)
    tab.page.locator("#venter summary").click()
    expect(tab.page.locator("#venter li:visible").nth(100)).to_be_visible()
    holds(tab)


@pytest.mark.parametrize("page", ["", "frontdesk/", "frontdesk/?vis=liste", "frontdesk/fravaer", "starter/", "boern/"])
def test_where_nothing_has_happened_it_says_what_will_come(open_tab, demo, page):
    with demo.session() as session:
        staff = session.scalars(select(Staff.id).where(Staff.login == "leder")).one()
        values = {"unit_id": unit(session, "skovlunde-klub")}
        session.execute(update(Membership).where(Membership.staff_id == staff).values(values))
    tab = open_tab(staff="leder", width=PHONE)
    tab.open(f"/dagtilbud/skovlunde-klub/{page}")
    expect(tab.page.locator("main").get_by_text("Ingen ").first).to_be_visible()
    holds(tab)


def endless(demo: Municipality) -> None:
    """Everybody and everything is called something without a space in it."""
    with demo.session() as session:
        session.execute(update(Child).values(name=ENDLESS), execution_options={"unscoped": "a test"})
        session.execute(update(Guardian).values(name=ENDLESS), execution_options={"unscoped": "a test"})
        session.execute(update(Staff).values(name=ENDLESS))
        session.execute(update(Unit).values(name=LONG))


@pytest.mark.parametrize(
    "page", ["", "frontdesk/", "frontdesk/?vis=liste", "frontdesk/aabninger", "starter/", "starter/{booked}", "starter/{waiting}/tid", "boern/", "boern/{child}", "boern/{child}/set"]
)  # fmt: skip
def test_a_name_without_end_stays_inside_staffs_pages(open_tab, demo, page):
    endless(demo)
    tab = open_tab(staff="leder", width=PHONE)
    tab.open(f"{HOUSE}/{page.format(**known(demo))}")
    holds(tab)


@pytest.mark.parametrize("page", ["", "/skema", "/samtykke", "/tid", "/kvittering", "/flyt"])
def test_a_name_without_end_stays_inside_the_parents_pages(open_tab, demo, page):
    endless(demo)
    link = demo.link(known(demo)["booked"])
    tab = open_tab(link=link, width=PHONE)
    tab.open(f"/book/{link}{page}")
    holds(tab)


def test_an_error_says_what_to_do(open_tab):
    tab = open_tab(staff="leder", width=PHONE)
    tab.open(f"{NURSES}/starter/1", 403)
    expect(tab.page.get_by_role("heading", level=1)).to_have_text("Det har du ikke adgang til")
    holds(tab)


def test_of_two_who_want_the_same_time_the_later_keeps_the_form_and_gets_the_nearest(open_tab, demo):
    ids = known(demo)
    link = demo.link(ids["waiting"])
    tab = open_tab(link=link, width=PHONE)
    tab.open(f"/book/{link}/tid")
    radio = tab.page.get_by_role("radio").nth(1)
    radio.check()
    first = int(radio.get_attribute("value") or 0)
    with demo.session() as session:
        waits = [one for one in others(session, ids) if first in {offer.first for offer in talk.times(session, one)}]
        talk.book(session, waits[0], first, uuid4().hex)
    tab.page.get_by_role("button", name="Book tiden").click()
    expect(tab.page.get_by_text("Tiden er lige blevet taget. Her er de nærmeste.")).to_be_visible()
    expect(tab.page.get_by_role("radio")).not_to_have_count(0)
    holds(tab)
    tab.page.get_by_role("radio").first.check()
    tab.page.get_by_role("button", name="Book tiden").click()
    expect(tab.page.get_by_role("heading", level=1)).to_have_text("Jeres tid til start-samtalen")


def others(session: Session, ids: dict[str, int]):
    """What other families of the house could book."""
    starts = session.scalars(
        select(Start.id).where(
            Start.unit_id == ids["house"], Start.starts_on > today(), Start.closed == "", Start.id != ids["waiting"]
        )
    )
    return [found for one in starts if not (found := plan(session, one)).booked]
