"""A leader in the morning: a pædagog with nine conversations is ill, and one page later everybody knows."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from domain.access.staff import Staff
from domain.outbox import Outbox
from tests.browser.acts import go, heading, press, told
from tests.browser.demo_server import WEDNESDAY, Municipality
from tests.factories import as_house
from tests.scenes.sick import NINE, Sick, book_all, make_house

MONDAY = WEDNESDAY.date().replace(day=23)


@pytest.fixture
def sick(demo: Municipality) -> Sick:
    with demo.database.sessions() as session:
        found = make_house(session)
    book_all(demo.database.sessions, found, day=MONDAY)
    return found


def test_nine_conversations_of_a_sick_paedagog(demo, open_tab, sick):
    with demo.session() as session:
        login = session.scalars(select(Staff.login).where(Staff.id == sick.leader)).one()
    leader = open_tab(staff=login)
    leader.open(f"/dagtilbud/{sick.slug}/frontdesk/")
    go(leader, "Fravær")
    leader.page.get_by_label("Hvem?").select_option("Jonas Bech")
    for label in ("Første dag", "Sidste dag"):
        leader.page.get_by_label(label).fill(MONDAY.isoformat())
    press(leader, "Notér")
    heading(leader, "Fravær: Jonas Bech")
    bookings = leader.page.locator("main fieldset")
    expect(bookings).to_have_count(len(NINE))
    expect(leader.page.get_by_role("radio", name="Samme tid med Mette Lund", checked=True)).to_have_count(4)
    bookings.last.get_by_label("Aflys, og bed forældrene vælge en ny tid").check()
    bookings.first.get_by_label("Vent: gør ikke noget nu").check()
    leader.accessible()
    leader.fits()
    press(leader, "Send til alle")
    told(leader, "8 aftaler er løst. Én aftale mangler.")
    expect(bookings).to_have_count(1)
    go(leader, "Min dag")
    go(leader, "Fravær: aftaler mangler en løsning")
    press(leader, "Send til alle")
    told(leader, "Én aftale er løst.")
    with demo.database.sessions() as session:
        kinds = as_house(session).scalars(select(Outbox.kind).where(Outbox.guardian_id.is_not(None))).all()
    assert len([kind for kind in kinds if not kind.startswith("reminder")]) == 2 * len(NINE)
