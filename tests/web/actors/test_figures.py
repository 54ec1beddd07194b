"""The leader's pages of figures: what is short is said in one sentence and drawn, and small numbers are nobody's business elsewhere."""

import io
import re
import zipfile
from datetime import date, timedelta

import pytest
from openpyxl import load_workbook

from domain.access.units import District, Unit
from domain.base import now, today
from domain.booking.finding.openings import monday
from domain.booking.kinds.types import ensure_types
from domain.figures import notice
from tests.factories import as_house, make_child, make_staff, make_start, make_unit, sign_in
from tests.pages import lint
from tests.scenes.bookings import added

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
            self.care = make_unit(session, "sundhedspleje", "Sundhedsplejen D", "distrikt", district_id=district)
            self.school = make_unit(session, name="Skolen", kind="skole")
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


def starts(office: Office, number: int, house: int | None = None, day: date = date(2026, 3, 9)) -> None:
    with office.sessions() as session:
        as_house(session)
        for _ in range(number):
            make_start(session, make_child(session, "Barnekanarie"), house or office.house, day, invited_at=now())
        session.commit()


def test_a_year_is_drawn_and_stands_in_a_table(office, statements):
    starts(office, 6)
    way = office.enter(office.house, "leder")
    office.page(f"{way}/tal/?aar=2026")
    with statements(most=5):
        page = office.page(f"{way}/tal/?aar=2026")
    assert 'aria-label="Starter i Troldebo i 2026 måned for måned.' in page
    assert re.search(r'<th scope="row">marts</th><td data-label="Starter" class="n">6</td>', page)
    assert "Hent som regneark" in page


def test_a_small_number_is_a_dash_that_is_read_out_as_hidden(office):
    starts(office, 4)
    page = office.page(f"{office.enter(office.house, 'leder')}/tal/?aar=2026")
    assert '<span class="sr-only">skjult</span>' in page
    assert ">4<" not in page


def test_forvaltning_goes_from_all_houses_to_one(office):
    starts(office, 6)
    starts(office, 30, office.other)
    way = office.enter(office.office, "centerchef")
    page = office.page(f"{way}/tal/?aar=2026")
    assert "I alt, måned for måned" in page
    [link] = re.findall(r'href="([^"]*sted=\d+)#maaneder">Troldebo<', page)
    assert "Troldebo, måned for måned" in office.page(link.replace("&amp;", "&"))
    assert "Samtaler fordelt" not in page


def test_a_leader_has_no_way_to_another_house(office):
    starts(office, 6, office.other)
    way = office.enter(office.house, "leder")
    office.page(f"{way}/tal/?aar=2026&sted={office.other}", 404)
    assert "Ellekilde" not in office.page(f"{way}/tal/?aar=2026")


def test_a_sundhedsplejes_leader_is_told_of_starts_and_of_nothing_that_is_known_by_consent(office, statements):
    starts(office, 6)
    starts(office, 7, office.other, date(2026, 4, 13))
    way = office.enter(office.care, "leder")
    office.page(f"{way}/tal/?aar=2026")
    with statements(most=5):
        page = office.page(f"{way}/tal/?aar=2026")
    assert "I alt, måned for måned" in page
    assert re.search(r'<th scope="row">marts</th><td data-label="Starter" class="n">6</td>', page)
    book = office.client.get(f"{way}/tal/tal.xlsx?aar=2026")
    heads = list(next(load_workbook(io.BytesIO(book.data)).worksheets[0].values))
    assert heads == ["Sted", "Starter", "Under 1 år", "Inviteret"]
    for consent in ("Svaret", "Tid booket", "Afholdt i tide", "Udeblevet", "Uden sundhedsplejerske", "Dage før start"):
        assert consent not in page
    assert "Er der tider nok?" not in page
    office.page(f"{way}/tal/tider", 403)
    assert "/tal/" in office.page(f"{way}/")


def test_who_only_visits_has_no_figures(office):
    office.page(f"{office.enter(office.care, 'sundhedsplejerske')}/tal/", 403)


def test_a_unit_without_houses_has_nobodys_figures(office):
    starts(office, 6)
    page = office.page(f"{office.enter(office.school, 'leder')}/tal/?aar=2026")
    assert ">6<" not in page


@pytest.mark.parametrize("wanted", ["?aar=1", "?aar=99999999999999", "?aar=x", "?sted=x&aar=2026"])
def test_a_year_or_a_place_that_nobody_has_is_no_error_of_ours(office, wanted):
    assert office.client.get(f"{office.enter(office.house, 'leder')}/tal/{wanted}").status_code in {200, 404}


def test_the_workbook_holds_the_same_figures_and_no_child(office):
    starts(office, 6)
    with office.sessions() as session:
        as_house(session).get_one(Unit, office.house).name = '=HYPERLINK("http://example.org")'
        session.commit()
    starts(office, 3, day=date(2026, 5, 4))
    starts(office, 9, day=date(2026, 6, 4))
    way = office.enter(office.house, "leder")
    answer = office.client.get(f"{way}/tal/tal.xlsx?aar=2026")
    assert "god-start-2026.xlsx" in answer.headers["Content-Disposition"]
    book = load_workbook(io.BytesIO(answer.data))
    whole, months = (list(sheet.values) for sheet in book)
    assert book.sheetnames == ["2026", "Måneder"]
    assert whole[1][:4] == ('=HYPERLINK("http://example.org")', 18, 18, 18)
    assert {cell.data_type for sheet in book for row in sheet for cell in row} <= {"s", "n"}
    assert [row[2] for row in months[3:7]] == ["skjult", 0, "skjult", 9]
    meetings = office.client.get(f"{way}/konferencer/tal.xlsx?aar=2026")
    nothing = (0, 0, None, 0, None, 0, None, 0)
    assert [*load_workbook(io.BytesIO(meetings.data)).worksheets[0].values][1][1:] == nothing, "nothing is hidden there"
    assert "Barnekanarie" not in str(whole + months)
    parts = zipfile.ZipFile(io.BytesIO(answer.data))
    assert not any(b"<f>" in parts.read(name) for name in parts.namelist())
