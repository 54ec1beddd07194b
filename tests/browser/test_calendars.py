"""A sundhedsplejerske's own calendar: she gives its address, sees it fetched, and its times are no longer offered; her bookings go out as a feed."""

from dataclasses import replace
from datetime import timedelta

import icalendar
import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from blueprints.running.duties import DUTIES
from domain.access.roles import SUNDHEDSPLEJERSKE
from domain.access.staff import Staff
from domain.base import moment, today
from domain.journey.choosing.plan import plan
from domain.people import Child
from tests.browser.acts import press, told
from tests.browser.tabs import each
from tests.browser.visits.known import known
from tests.browser.visits.visit import work
from tests.machines.calendar_server import calendar, serving

NEXT_WEEK = timedelta(days=7)


@pytest.fixture
def server(demo, monkeypatch):
    """On this machine, which the municipality has allowed."""
    allowed = replace(demo.app.config["SETTINGS"], calendar_http=True, calendar_networks="127.0.0.0/8")
    monkeypatch.setitem(demo.app.config, "SETTINGS", allowed)
    with serving() as found:
        yield found


def nurse_of(demo, start_id):
    """Whoever must be there, as she signs in; one whom the demo has given no calendar."""
    with demo.session() as session:
        [need] = [one for one in plan(session, start_id).needs if one.role == SUNDHEDSPLEJERSKE]
        staff = session.get_one(Staff, need.candidates[0].staff_id)
        return staff.login


def fetch(demo):
    duty = next(one for one in DUTIES if one.name == "calendars of staff")
    work(demo).attend(duty)


def offered(tab, link, week):
    """The quarters at which a time is offered."""
    tab.open(f"/book/{link}/tid?uge={week}&alle=1")
    return {int(one.get_attribute("value")) for one in each(tab.page.get_by_role("radio"))}


def test_from_the_address_of_a_calendar_to_times_that_are_no_longer_offered(open_tab, demo, server):
    start = known(demo)["waiting"]
    link, week = demo.link(start), today() + NEXT_WEEK
    parent, nurse = open_tab(link=link), open_tab(staff=nurse_of(demo, start))
    before = offered(parent, link, week)
    hit = min(before)
    spans = [f"{name}:{moment(at):%Y%m%dT%H%M%SZ}" for name, at in (("DTSTART", hit), ("DTEND", hit + 4))]
    address = server.put("/k.ics", calendar("|".join(["UID:1", "SUMMARY:Tandlæge", *spans])))
    nurse.open("/konto")
    nurse.page.get_by_label("Kalenderens adresse").fill(address)
    press(nurse, "Gem adressen")
    told(nurse, "Adressen er gemt.")
    expect(nurse.page.get_by_text("Hentes nu", exact=True)).to_be_visible()
    fetch(demo)
    expect(nurse.page.locator("#kalenderstand")).to_contain_text("18.11.2026 kl. 10.40")
    expect(nurse.page.get_by_text("Hentes nu", exact=True)).to_be_hidden()
    after = offered(parent, link, week)
    assert after == {one for one in before if one >= hit + 4}


def test_her_bookings_go_out_to_her_own_calendar(open_tab, demo):
    nurse = open_tab(staff="sundhedsplejerske")
    nurse.open("/konto")
    press(nurse, "Lav en ny adresse")
    told(nurse, "Her er den nye adresse.")
    answer = nurse.page.request.get(nurse.page.get_by_label("Adressen. Giv den ikke videre.").input_value())
    events = icalendar.Calendar.from_ical(answer.body()).walk("VEVENT")
    assert {str(one["SUMMARY"]).partition(",")[0] for one in events} >= {"Start-samtale"}
    with demo.session() as session:
        names = session.scalars(select(Child.name)).all()
    assert [name for name in names if name in answer.text()] == []
