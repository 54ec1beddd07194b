"""Why nothing fits, and what would help."""

from datetime import UTC, date, datetime, timedelta

import pytest

from domain.access import Job, sees
from domain.booking.finding.fit import Variant, counted, days
from domain.booking.finding.openings import midnight
from domain.booking.finding.search import joint
from tests.scenes.bookings import at_clock, away, kind, need, person, unit, weekly

MONDAY = date(2026, 6, 8)
TUESDAY, THURSDAY = MONDAY + timedelta(days=1), MONDAY + timedelta(days=3)
LO, HI = midnight(MONDAY), midnight(MONDAY + timedelta(days=7))


@pytest.fixture(autouse=True)
def now(at):
    at(datetime(2026, 6, 1, 7, tzinfo=UTC))


@pytest.fixture
def house(session):
    found = unit(session)
    sees(session, Job(name="test", all_units=(("dagtilbud", found),)))
    return found


def open_on(session, house, hours, *weekdays):
    who = person(session, house, "")
    weekly(session, who.resource_id, hours, weekdays)
    return who


def why_not(session, needs, type_, lo, hi):
    found = joint(session, needs, type_, lo, hi)
    return [(role.need.role, days(found, role)) for role in found.roles]


def test_it_says_on_which_days_each_role_has_time(session, house):
    nurse, paedagog = open_on(session, house, "8:00-12:00", 1), open_on(session, house, "8:00-12:00", 3)
    found = why_not(session, [need("nurse", nurse), need("group", paedagog)], kind(session), LO, HI)
    assert found == [("nurse", (TUESDAY,)), ("group", (THURSDAY,))]


def test_a_day_counts_when_one_candidate_has_time_for_the_whole_run(session, house):
    early, late = open_on(session, house, "8:00-8:30", 1, 2), open_on(session, house, "8:30-9:00", 1, 2)
    whole = open_on(session, house, "8:00-9:00", 2)
    away(session, whole, at_clock(TUESDAY, "08:00"), at_clock(TUESDAY, "09:00"))
    ((_, found),) = why_not(session, [need("a", early, late, whole)], kind(session), LO, HI)
    assert found == (TUESDAY + timedelta(days=1),)


def test_days_are_those_of_the_window_only(session, house):
    talk, nurse = kind(session), open_on(session, house, "8:00-9:00", 0, 1, 2)
    lo, hi = at_clock(MONDAY, "08:15"), at_clock(MONDAY + timedelta(days=2), "08:45")
    ((_, found),) = why_not(session, [need("a", nurse)], talk, lo, hi)
    assert found == (TUESDAY,)
    ((_, found),) = why_not(session, [need("a", nurse)], talk, lo, hi + 1)
    assert found == (TUESDAY, TUESDAY + timedelta(days=1))
    ((_, found),) = why_not(session, [need("a", nurse)], talk, lo, lo)
    assert found == ()


def test_what_would_help_is_counted_for_each_way_to_relax_in_one_statement(session, house, statements):
    nurse, paedagog = open_on(session, house, "8:00-9:00", 1), open_on(session, house, "8:30-9:30", 1)
    other, substitute = open_on(session, house, "8:00-9:15", 1), open_on(session, house, "8:00-10:00", 3)
    group, talk = need("group", paedagog), kind(session)
    variants = [
        Variant(key="as wished", needs=(need("nurse", nurse), group)),
        Variant(key="another", needs=(need("nurse", nurse), need("group", paedagog, other))),
        Variant(key="substitute", needs=(need("nurse", substitute), group)),
        Variant(key="shorter", needs=(need("nurse", nurse), group), quarters=2),
        Variant(key="alone", needs=(group,)),
    ]
    session.expire_all()
    session.refresh(talk)
    with statements(most=1):
        found = counted(session, talk, LO, HI, variants)
    assert found == [("as wished", 0), ("another", 1), ("substitute", 0), ("shorter", 1), ("alone", 1)]


def test_no_variant_is_no_answer(session, house):
    assert counted(session, kind(session), LO, HI, []) == []
