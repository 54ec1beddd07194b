"""The leader's pages of figures: what is short is said in one sentence and drawn, and small numbers are nobody's business elsewhere."""

import re
from datetime import timedelta

import pytest

from domain.access.units import District, Unit
from domain.base import today
from domain.booking.openings import monday
from domain.booking.types import ensure_types
from domain.figures import notice
from tests.bookings import added
from tests.factories import as_house, make_child, make_staff, make_start, make_unit, sign_in
from tests.pages import lint

WEEK = timedelta(weeks=1)


class Office:
    """A house with one hour a week, its district's leader, and forvaltning; a browser for whoever looks."""

    def __init__(self, app, database, client) -> None:
        self.app, self.sessions, self.client = app, database.sessions, client
        with self.sessions() as session:
            as_house(session)
            ensure_types(session)
            district = added(session, District(slug="d", name="D")).id
            self.house = make_unit(session, name="Troldebo", district_id=district)
            self.other = make_unit(session, name="Ellekilde", district_id=district)
            self.district = make_unit(session, name="Distrikt D", kind="distrikt", district_id=district)
            self.office = make_unit(session, "forvaltning", "Forvaltningen", "center")
            make_staff(session, self.house, "paedagog")
            session.commit()

    def families(self, number: int, house: int | None = None, weeks: int = 7) -> None:
        day = monday(today()) + weeks * WEEK
        with self.sessions() as session:
            as_house(session)
            for _ in range(number):
                make_start(session, make_child(session), house or self.house, day)
            session.commit()

    def enter(self, unit: int, role: str) -> str:
        """The unit's address, for somebody in this role who has signed in."""
        with self.sessions() as session:
            sign_in(session, self.client, make_staff(as_house(session), unit, role, hours=""))
            found = session.get_one(Unit, unit)
            return f"/{found.actor}/{found.slug}"

    def page(self, way: str, status: int = 200) -> str:
        found = self.client.get(way)
        assert found.status_code == status, way
        assert lint(found.text) == []
        return found.text


@pytest.fixture
def office(app, database, client) -> Office:
    return Office(app, database, client)


def test_a_leader_sees_the_weeks_drawn_with_their_table(office, statements):
    office.families(6)
    way = f"{office.enter(office.house, 'leder')}/tal/tider"
    office.page(way)
    with statements(most=5):
        page = office.page(way)
    assert 'role="img" aria-label="Der er tider nok til dem, der mangler en: 6 familier."' in page
    assert page.count("<rect class=") >= 3 + 7 + 2
    week = (monday(today()) + 2 * WEEK).isocalendar().week
    assert f'<th scope="row">Uge {week}</th>' in page


def test_what_is_missing_is_said_in_one_sentence(office):
    office.families(7, office.other)
    page = office.page(f"{office.enter(office.other, 'leder')}/tal/tider")
    week = (monday(today()) + 2 * WEEK).isocalendar().week
    assert f"Uge {week}: 7 familier mangler en tid, 0 tider tilbage." in page
    assert "Åbn flere tider" in page


def test_a_district_sees_its_houses_and_which_is_worst(office):
    office.families(2)
    office.families(3, office.other)
    page = office.page(f"{office.enter(office.district, 'distriktsleder')}/tal/tider")
    assert re.search(r"<strong>Ellekilde</strong>: Uge \d+: 3 familier mangler en tid, 0 tider tilbage.", page)
    assert "<strong>Troldebo" not in page
    assert '<th scope="row">Troldebo</th>' in page


def test_forvaltning_is_told_no_number_of_families_under_five(office):
    office.families(3, office.other)
    way = office.enter(office.office, "konsulent")
    page = office.page(f"{way}/tal/tider")
    assert "under fem familier mangler en tid" in page
    assert ">3<" not in page
    office.families(2, office.other)
    assert "5 familier mangler en tid" in office.page(f"{way}/tal/tider")


@pytest.mark.parametrize("role", ["paedagog", "dagplejer"])
def test_who_does_not_lead_has_no_figures(office, role):
    way = office.enter(office.house, role)
    office.page(f"{way}/tal/tider", 403)
    assert "/tal/" not in office.page(f"{way}/")


def test_min_dag_tells_the_leader_and_leads_to_the_week(office, statements):
    office.families(2, office.other)
    way = office.enter(office.other, "leder")
    with office.sessions() as session:
        notice.look_ahead(as_house(session))
        session.commit()
    office.page(f"{way}/")
    with statements(most=3):
        page = office.page(f"{way}/")
    week = monday(today()) + 2 * WEEK
    assert "Der mangler tider til start-samtaler" in page
    assert f"Uge {week.isocalendar().week}" in page
    assert office.client.get(f"/til/week/{week:%Y%m%d}").location == f"{way}/tal/tider"
