"""The figures of a year: each start counted once, in its month and house; only what five families share is told."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import update

from domain.access.staff import Staff
from domain.access.units import District
from domain.base import quarter
from domain.booking.kinds.types import START_TALK, ensure_types
from domain.booking.tables import BOOKED, CANCELLED, HELD, NO_SHOW, Appointment, Participant
from domain.consent import ConsentRequest
from domain.figures import year as figures
from domain.figures.load import shares
from domain.figures.year import ALONE, ANSWERED, IN_TIME, INVITED, NO_SHOWS, STARTS, TIME, UNDER_ONE, year
from tests.factories import as_house, ask_consent, make_child, make_staff, make_start, make_unit
from tests.scenes.bookings import added

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
MARCH, APRIL = date(2026, 3, 9), date(2026, 4, 13)


class Town:
    """Two districts with two houses in the first and one in the second, and Dagplejen in none."""

    def __init__(self, session, at) -> None:
        at(NOW)
        self.session = as_house(session)
        ensure_types(session)
        first, second = (added(session, District(slug=name, name=name)).id for name in ("Baltorp", "Skovlunde"))
        self.care = make_unit(session, "sundhedspleje", "Sundhedsplejen", "distrikt", district_id=first)
        self.a, self.b, self.c = (
            make_unit(session, name=name, district_id=district)
            for name, district in (("A", first), ("B", first), ("C", second))
        )
        self.free = make_unit(session, name="Dagplejen", kind="dagpleje")
        self.district = make_unit(session, name="Distrikt Baltorp", kind="distrikt", district_id=first)
        self.office = make_unit(session, "forvaltning", "Forvaltningen", "center")

    def starts(self, house: int, day: date, number: int, born: date = date(2025, 6, 1), **values) -> list[int]:
        return [
            make_start(self.session, make_child(self.session, born=born), house, day, **values) for _ in range(number)
        ]

    def talk(self, start: int, house: int, state: str, day: date, *staff: int) -> int:
        first = quarter(datetime(day.year, day.month, day.day, 9, tzinfo=UTC))
        values = {"type_key": START_TALK, "unit_id": house, "start_id": start, "first": first, "quarters": 4}
        talk = added(self.session, Appointment(**values, state=state, request_key=uuid4().hex, booked_at=NOW))
        for place, one in enumerate(staff):
            resource = self.session.get_one(Staff, one).resource_id
            seat = {"resource_id": resource, "staff_id": one, "unit_id": house, "role": "paedagog"}
            added(self.session, Participant(appointment_id=talk.id, place=place, **seat))
        return talk.id

    def of(self, unit: int, number: int = 2026):
        self.session.flush()
        return year(self.session, unit, number)


@pytest.fixture
def town(session, at) -> Town:
    return Town(session, at)


def test_a_start_is_counted_in_its_house_month_and_year(town):
    town.starts(town.a, MARCH, 6)
    town.starts(town.a, APRIL, 7)
    town.starts(town.a, date(2025, 12, 31), 8)
    town.starts(town.a, MARCH, 5, closed="flyttet")
    town.starts(town.b, MARCH, 9)
    found = town.of(town.a)
    assert [row.name for row in found.rows] == ["A"]
    assert [found.get(STARTS, town.a, month) for month in (0, 2, 3, 4)] == [13, 0, 6, 7]
    assert town.of(town.a, 2025).get(STARTS, town.a, 12) == 8


@pytest.mark.parametrize(
    ("born", "under"), [(date(2025, 3, 9), 0), (date(2025, 3, 10), 6), (date(2024, 3, 10), 0), (date(2026, 1, 1), 6)]
)
def test_a_child_is_under_one_until_its_birthday(town, born, under):
    town.starts(town.a, MARCH, 6, born=born)
    assert town.of(town.a).get(UNDER_ONE, town.a, 3) == under


def test_how_far_each_start_came(town):
    starts = town.starts(town.a, MARCH, 30, invited_at=NOW)
    town.session.flush()
    for number, start in enumerate(starts):
        if number < 20:
            town.talk(start, town.a, CANCELLED, date(2026, 2, 1))
            town.talk(start, town.a, HELD if number < 10 else BOOKED, date(2026, 2, 7))
        elif number < 25:
            town.talk(start, town.a, NO_SHOW, date(2026, 2, 7))
    found = town.of(town.a)
    told = {name: found.get(name, town.a, 3) for name in (INVITED, ANSWERED, TIME, IN_TIME, NO_SHOWS)}
    assert told == {INVITED: 30, ANSWERED: 0, TIME: 20, IN_TIME: 10, NO_SHOWS: 5}
    assert found.ahead(town.a, 3) == 30


def test_a_conversation_on_the_day_itself_or_later_was_not_in_time(town):
    for start in town.starts(town.a, MARCH, 5):
        town.talk(start, town.a, HELD, MARCH)
    found = town.of(town.a)
    assert (found.get(TIME, town.a), found.get(IN_TIME, town.a)) == (5, 0)


def test_parents_who_want_the_paedagog_alone_are_counted_by_their_no(town):
    for start in town.starts(town.a, MARCH, 5):
        child = make_child(town.session)
        ask_consent(town.session, child, start, town.a, town.care)
    town.starts(town.a, MARCH, 5)
    town.session.flush()
    town.session.execute(update(ConsentRequest.__table__).values(state="nej"), execution_options={"unscoped": "test"})
    assert town.of(town.a).get(ALONE, town.a, 3) == 5


def test_small_numbers_and_what_gives_them_away_are_hidden(town):
    town.starts(town.a, MARCH, 4)
    town.starts(town.a, APRIL, 9)
    town.starts(town.a, date(2026, 5, 4), 20)
    found = town.of(town.a)
    assert [found.get(STARTS, town.a, month) for month in (3, 4, 5, 0)] == [None, None, 20, 33]


def test_whoever_sees_a_district_learns_no_more_of_a_house_than_its_leader(town):
    town.starts(town.a, MARCH, 3)
    town.starts(town.a, APRIL, 30)
    town.starts(town.b, MARCH, 40)
    town.starts(town.c, MARCH, 50)
    for unit, row in ((town.a, town.a), (town.district, town.a), (town.office, town.a)):
        assert town.of(unit).get(STARTS, row, 3) is None
    whole = town.of(town.office)
    assert whole.secret == town.of(town.a).secret


@pytest.mark.parametrize(
    ("unit", "rows"),
    [
        ("a", ["A"]),
        ("free", ["Dagplejen"]),
        ("district", ["A", "B", "Baltorp"]),
        ("office", ["A", "B", "C", "Dagplejen", "Baltorp", "Skovlunde", ""]),
        ("care", ["A", "B", "Baltorp"]),
    ],
)
def test_a_unit_sees_its_own_houses_and_the_sums_of_what_is_its_own(town, unit, rows):
    assert [row.name for row in town.of(getattr(town, unit)).rows] == rows


def test_two_statements_whatever_there_is_to_count(town, statements):
    town.starts(town.a, MARCH, 6)
    town.session.flush()
    with statements(most=2):
        year(town.session, town.office, 2026)


def test_no_row_says_who(town):
    assert not {"name", "birth_date", "child_id", "id"} & set(figures._counted().selected_columns.keys())


def test_conversations_are_shared_out_between_those_who_took_part(town):
    rita, bo = (make_staff(town.session, town.a, "paedagog", name) for name in ("Rita", "Bo"))
    nurse = make_staff(town.session, town.care, "sundhedsplejerske", "Karen")
    for number, start in enumerate(town.starts(town.a, MARCH, 13)):
        town.talk(start, town.a, HELD, date(2026, 2, 7) + timedelta(days=number), rita if number < 7 else bo)
    found = shares(town.session, town.a, 2026)
    assert [(one.name, one.held, one.booked) for one in found] == [("Bo", 6, 0), ("Rita", 7, 0)]
    assert shares(town.session, town.b, 2026) == []
    town.talk(town.starts(town.b, MARCH, 1)[0], town.b, HELD, MARCH, bo)
    assert [one.held for one in shares(town.session, town.b, 2026)] == [None]
    assert nurse


def test_a_sundhedsplejes_leader_sees_how_its_own_share_the_conversations_and_nobody_elses(town):
    rita = make_staff(town.session, town.a, "paedagog", "Rita")
    karen, lise = (make_staff(town.session, town.care, "sundhedsplejerske", name) for name in ("Karen", "Lise"))
    for number, start in enumerate(town.starts(town.a, MARCH, 14) + town.starts(town.c, MARCH, 6)):
        day = date(2026, 2, 7) + timedelta(days=number)
        talk = town.talk(start, town.a, HELD if number < 12 else BOOKED, day, rita)
        nurse = town.session.get_one(Staff, karen if number < 6 else lise)
        seat = {"resource_id": nurse.resource_id, "staff_id": nurse.id, "unit_id": town.care}
        added(town.session, Participant(appointment_id=talk, place=8, role="sundhedsplejerske", **seat))
    found = shares(town.session, town.care, 2026)
    assert [(one.name, one.held, one.booked) for one in found] == [("Karen", 6, 0), ("Lise", 6, 8)]
    assert {one.name for one in shares(town.session, town.a, 2026)} == {"Rita"}
