"""The home-visit programme as it lives: begun once, counted anew, booked, held, declined; and who is told what."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from domain import cpr
from domain.access import Guardian as GuardianViewer
from domain.access import Membership, NotAllowed, Staff, sees
from domain.access.citizens import Link
from domain.access.jobs import work_as
from domain.base import moment
from domain.booking import verbs
from domain.booking.kinds.limits import TooLate
from domain.booking.kinds.types import ensure_types
from domain.booking.tables import BOOKED, CANCELLED, NO_SHOW, Absence, Appointment, Claim
from domain.booking.tables import HELD as TOOK_PLACE
from domain.booking.taking.claims import SlotTaken
from domain.due import Due
from domain.journey import telling
from domain.outbox import Outbox
from domain.people import Child
from domain.visits import booking, care, extra, lists, outcome, programme, reading
from domain.visits.booking import NoSuchVisit, VisitOver
from domain.visits.tables import (
    DECLINED,
    HELD,
    PLANNED,
    SPECIAL,
    HomeVisit,
    Programme,
    SpecialNeed,
)
from domain.visits.windows import BARSEL, EIGHT, ETABLERING, FIXED, FOUR, TWO, windows
from tests.databases import sqlite_only
from tests.factories import SECRET, as_house, make_child, make_guardian, make_staff, make_unit
from tests.scenes.bookings import at_clock

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
BORN = date(2026, 10, 30)


@pytest.fixture(autouse=True)
def monday(at):
    at(NOW)


class Home:
    """A newborn with two parents, cared for by Karen, with Lone as her colleague."""

    def __init__(self, session, born: date = BORN, **more) -> None:
        leave(session)
        ensure_types(as_house(session))
        self.unit = make_unit(session, "sundhedspleje", "Sundhedsplejen Skovlunde", "sundhedspleje")
        self.nurse = make_staff(session, self.unit, "sundhedsplejerske", "Karen", hours="8:00-15:00")
        self.other = make_staff(session, self.unit, "sundhedsplejerske", "Lone", hours="8:00-15:00")
        care_ = {"sundhedspleje_id": self.unit, "sundhedsplejerske_id": self.nurse}
        self.child = make_child(session, "Elias", born, **care_)
        self.mother, self.father = (make_guardian(session, self.child) for _ in range(2))
        self.as_house(session)
        programme.begin(session, SECRET, session.get_one(Child, self.child), **more)
        session.commit()

    def as_house(self, session):
        leave(session)
        work_as(session, "test")

    def as_nurse(self, session):
        own = Membership(unit_id=self.unit, actor="sundhedspleje", slug="s", unit_name="", role="sundhedsplejerske")
        return self._as(session, Staff(staff=self.nurse, memberships=(own,)))

    def as_mother(self, session):
        own = (self.child,)
        return self._as(session, GuardianViewer(guardian=self.mother, child_ids=own, custody_ids=own))

    def as_uncle(self, session):
        """The child's guardian without custody."""
        return self._as(session, GuardianViewer(guardian=self.father, child_ids=(self.child,), custody_ids=()))

    def visit(self, session, kind: str = BARSEL) -> HomeVisit:
        rows = select(HomeVisit).where(HomeVisit.child_id == self.child, HomeVisit.kind == kind)
        return session.scalars(rows).one()

    def _as(self, session, viewer):
        leave(session)
        sees(session, viewer)
        return session


def leave(session) -> None:
    """Whoever was there is gone, with all they have read."""
    session.commit()
    session.expunge_all()
    session.info.pop("viewer", None)
    session.info["writing"] = True


@pytest.fixture
def home(session) -> Home:
    return Home(session)


def due_of(session, home) -> dict[str, Any]:
    """(kind, staff_id, done_at) by key, as the house keeps them."""
    rows = select(Due.key, Due.kind, Due.staff_id, Due.done_at).where(Due.child_id == home.child)
    return {one.key: one for one in session.execute(rows.execution_options(unscoped="a test"))}


def mails(session) -> list[tuple[str, int | None]]:
    rows = select(Outbox.kind, Outbox.guardian_id).where(Outbox.sent_at.is_(None), Outbox.guardian_id.is_not(None))
    return [(row.kind, row.guardian_id) for row in session.execute(rows.order_by(Outbox.id))]


def book(session, home, kind: str = BARSEL, first: int | None = None, key: str = "k") -> Appointment:
    of = booking.plan(session, home.visit(session, kind).id)
    return booking.book(session, of, first or booking.times(session, of)[0].first, key)


def test_a_newborn_gets_six_windows_a_first_contact_and_a_link_for_each_parent_and_only_once(session, home):
    assert [one.kind for one in reading.of_child(session, home.child).visits] == list(FIXED)
    assert set(due_of(session, home)) == {
        f"visit-contact/{home.child}",
        *(f"visit/{one.id}" for one in session.scalars(select(HomeVisit))),
    }
    links = session.scalars(select(Link).where(Link.child_id == home.child)).all()
    assert {one.guardian_id for one in links} == {home.mother, home.father}
    assert all(one.start_id is None and one.expires_on > date(2027, 7, 30) for one in links)
    programme.begin(session, SECRET, session.get_one(Child, home.child))
    assert session.scalar(select(func.count(HomeVisit.id))) == len(FIXED)


@pytest.mark.parametrize(("born", "left"), [(date(2026, 6, 2), [FOUR, EIGHT]), (date(2026, 3, 2), [EIGHT])])
def test_newcomers_enter_at_their_age(session, born, left):
    home = Home(session, born, entered_on=date(2026, 11, 2))
    assert [one.kind for one in reading.of_child(session, home.child).visits] == left
    assert not reading.of_child(session, home.child).late


def test_another_birth_date_moves_what_is_not_over_says_what_moved_and_twice_moves_nothing(session, home):
    outcome.hold(session, home.visit(session).id, date(2026, 11, 2))
    outcome.decline(session, home.visit(session, TWO).id)
    booked = book(session, home, ETABLERING)
    days = {"birth_date": date(2026, 10, 20), "term_on": None, "home_on": None}
    moved = programme.redate(session, home.child, **days)
    assert [one.kind for one in moved] == [kind for kind in FIXED if kind not in {BARSEL, TWO}]
    assert [one.kind for one in moved if one.outside] == [ETABLERING]
    assert session.get_one(Appointment, booked.id).state == BOOKED
    assert home.visit(session).opens_on == date(2026, 11, 3)
    assert home.visit(session, EIGHT).opens_on == date(2027, 6, 20)
    assert session.get_one(Child, home.child).birth_date == date(2026, 10, 20)
    assert programme.redate(session, home.child, **days) == []


def test_a_birth_date_that_a_list_has_changed_is_counted_anew_at_night(session, home):
    session.get_one(Child, home.child).birth_date = date(2026, 10, 28)
    session.flush()
    assert len(programme.follow(session)) == len(FIXED)
    assert home.visit(session).opens_on == date(2026, 11, 1)
    assert programme.follow(session) == []


def test_in_hospital_the_windows_wait_for_the_day_the_child_comes_home(session, home):
    outcome.impossible(session, home.visit(session).id, "indlagt")
    assert f"visit-home/{home.child}" in due_of(session, home)
    session.expire_all()
    days = {"birth_date": BORN, "term_on": None, "home_on": date(2026, 11, 20)}
    moved = programme.redate(session, home.child, **days)
    assert moved[0].kind == BARSEL
    assert moved[0].after.opens_on == date(2026, 11, 24)
    assert home.visit(session).state == PLANNED
    assert f"visit-home/{home.child}" not in due_of(session, home)


DATES = st.dates(date(2026, 3, 1), date(2026, 11, 2))
STEPS = st.lists(
    st.tuples(DATES, st.none() | st.integers(0, 90), st.none() | st.integers(0, 90)), min_size=1, max_size=3
)


@sqlite_only
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS, st.none() | st.dates(date(2026, 3, 1), date(2026, 12, 31)))
def test_however_often_the_days_change_the_visits_are_those_of_the_last_ones(session, steps, entered):
    home = Home(session, entered_on=entered)
    for born, term, stay in steps:
        own = {
            "birth_date": born,
            "term_on": None if term is None else born + timedelta(days=term),
            "home_on": None if stay is None else born + timedelta(days=stay),
        }
        programme.redate(session, home.child, **own)
        found = session.scalars(select(HomeVisit).where(HomeVisit.child_id == home.child)).all()
        wanted = windows(programme.counted(session.get_one(Programme, home.child)))
        assert {(one.kind, one.opens_on, one.closes_on) for one in found} == {
            (one.kind, one.opens_on, one.closes_on) for one in wanted
        }
        assert programme.redate(session, home.child, **own) == []


def test_a_booked_visit_takes_the_own_nurses_time_with_her_way_there_and_tells_both_parents(session, home):
    home.as_nurse(session)
    appointment = book(session, home)
    visit = home.visit(session)
    assert (visit.state, visit.appointment_id) == (BOOKED, appointment.id)
    claims = session.scalars(select(Claim.quarter).where(Claim.appointment_id == appointment.id)).all()
    assert (min(claims), max(claims)) == (appointment.first - 1, appointment.first + 4)
    assert [one.staff_id for one in appointment.participants] == [home.nurse]
    assert set(mails(session)) >= {("confirmed", home.mother), ("confirmed", home.father)}
    rows = due_of(session, home)
    assert f"visit/{visit.id}" not in rows
    assert rows[f"appointment/{appointment.id}/{home.unit}"].staff_id == home.nurse
    assert book(session, home, key="again").id == appointment.id


def test_two_families_cannot_have_the_same_hour(session, home):
    first = book(session, home).first
    other = Home(session)
    session.get_one(Child, other.child).sundhedsplejerske_id = home.nurse
    session.get_one(Child, other.child).sundhedspleje_id = home.unit
    session.flush()
    care.follow(session, [other.child])
    with pytest.raises(SlotTaken):
        book(session, other, first=first)


def test_parents_choose_in_the_window_move_and_decline_and_can_think_better_of_it(session, home):
    home.as_mother(session)
    of = booking.plan(session, home.visit(session, ETABLERING).id)
    offers = booking.times(session, of)
    assert {moment(one.first).date() for one in offers} <= {date(2026, 11, day) for day in range(6, 10)}
    with pytest.raises(TooLate):
        booking.book(session, of, at_clock(date(2026, 11, 4), "9:00"), "early")
    appointment = booking.book(session, of, offers[0].first, "k")
    again = booking.plan(session, of.visit.id)
    booking.move(session, again, offers[-1].first)
    assert (appointment.first, appointment.sequence) == (offers[-1].first, 1)
    outcome.decline(session, of.visit.id)
    assert home.visit(session, ETABLERING).state == DECLINED
    assert session.get_one(Appointment, appointment.id).state == CANCELLED
    with pytest.raises(VisitOver):
        booking.plan(session, of.visit.id)
    outcome.reopen(session, of.visit.id)
    assert home.visit(session, ETABLERING).state == PLANNED


def test_where_several_could_come_each_time_is_hers_who_then_comes_also_when_it_is_moved(session, home):
    mine = home.as_nurse(session)
    mine.get_one(Child, home.child).sundhedsplejerske_id = None
    mine.flush()
    of = booking.plan(mine, home.visit(mine, ETABLERING).id)
    offers = booking.times(mine, of)
    whose = {one.first: one.picks[0].staff_id for one in offers}
    made = booking.book(mine, of, offers[0].first, "k")
    came = made.participants[0].staff_id
    assert came == whose[made.first]
    away = next(one.resource_id for one in of.needs[0].candidates if one.staff_id == came)
    later = offers[-1].first
    mine.add(Absence(resource_id=away, first=later - 96, last=later + 96))
    mine.flush()
    again = booking.plan(mine, of.visit.id)
    whose = {one.first: one.picks[0].staff_id for one in booking.times(mine, again)}
    assert whose[made.first + 4] == came
    assert whose[later] not in {came, None}
    moved = booking.move(mine, again, later)
    assert [one.staff_id for one in moved.participants] == [whose[later]]


def test_what_is_declined_stays_on_the_line_and_custody_declines_it(session, home):
    visit = home.visit(session, TWO).id
    home.as_uncle(session)
    with pytest.raises(NotAllowed):
        outcome.decline(session, visit)
    session.rollback()
    home.as_mother(session)
    outcome.decline(session, visit)
    home.as_nurse(session)
    assert (home.visit(session, TWO).id, home.visit(session, TWO).state) == (visit, DECLINED)


def test_what_parents_cancel_is_to_be_had_again(session, home):
    appointment = book(session, home, ETABLERING)
    visit = home.visit(session, ETABLERING)
    booking.cancel(session, booking.plan(session, visit.id))
    assert (visit.state, visit.appointment_id) == (PLANNED, None)
    assert f"visit/{visit.id}" in due_of(session, home)
    assert ("cancelled", home.mother) in mails(session)
    assert session.get_one(Appointment, appointment.id).state == CANCELLED


def test_held_late_is_held_and_a_family_that_was_not_at_home_gets_another_time(session, home, at):
    first = book(session, home, ETABLERING).first
    visit = home.visit(session, ETABLERING)
    at(moment(first) + timedelta(hours=2))
    outcome.missed(session, visit.id)
    session.expire_all()
    assert (visit.state, visit.appointment_id) == (PLANNED, None)
    assert session.scalars(select(Appointment)).one().state == NO_SHOW
    at(datetime(2026, 12, 1, 9, tzinfo=UTC))
    assert reading.of_child(session, home.child).late
    with pytest.raises(outcome.NotThatDay):
        outcome.hold(session, visit.id, date(2026, 12, 2))
    outcome.hold(session, visit.id, date(2026, 11, 30))
    assert (visit.state, visit.held_on) == (HELD, date(2026, 11, 30))
    row = due_of(session, home)[f"visit/{visit.id}"]
    assert (row.kind, row.done_at is not None) == ("besoeg-afholdt", True)
    assert session.get_one(Programme, home.child).contacted_at is not None


def test_a_held_visit_keeps_the_time_it_was_held_at(session, home, at):
    appointment = book(session, home, ETABLERING)
    at(moment(appointment.first) + timedelta(hours=1))
    outcome.hold(session, home.visit(session, ETABLERING).id, moment(appointment.first).date())
    assert home.visit(session, ETABLERING).appointment_id == appointment.id
    assert appointment.state == TOOK_PLACE


def test_a_visit_by_special_need_at_any_age_to_school_is_its_sundhedsplejes_alone_to_read_about(session, home):
    home.as_nurse(session)
    span = date(2026, 11, 9), date(2026, 11, 20)
    visit = extra.add(session, SECRET, home.child, *span, "soevn", "Søvn og rutiner om aftenen")
    assert visit.kind == SPECIAL
    own = next(one for one in reading.of_child(session, home.child).visits if one.kind == SPECIAL)
    assert (own.need, own.plan) == ("soevn", "Søvn og rutiner om aftenen")
    with pytest.raises(extra.AtSchool):
        extra.add(session, SECRET, home.child, date(2033, 10, 20), date(2033, 11, 1), "sprog", "")
    with pytest.raises(extra.NoSuchSpan):
        extra.add(session, SECRET, home.child, date(2026, 11, 9), date(2026, 11, 8), "sprog", "")
    with pytest.raises(cpr.CprRefused):
        extra.add(session, SECRET, home.child, *span, "sprog", "Hent 010120-1234 fra bussen")
    home.as_mother(session)
    seen = next(one for one in reading.of_child(session, home.child).visits if one.kind == SPECIAL)
    assert (seen.need, seen.plan) == (None, None)
    assert session.scalars(select(SpecialNeed)).all() == []


def test_another_unit_sees_nothing_of_it(session, home):
    other = Home(session)
    other.as_nurse(session)
    assert reading.of_child(session, home.child) is None
    assert {one.child_id for one in session.scalars(select(HomeVisit))} == {other.child}
    elsewhere = select(HomeVisit.id).where(HomeVisit.child_id == home.child).execution_options(unscoped="a test")
    with pytest.raises(NoSuchVisit):
        booking.plan(session, session.scalars(elsewhere).first())


def test_the_lists_and_their_counts_say_the_same(session, home, at):
    home.as_nurse(session)
    at(datetime(2026, 11, 6, 9, tzinfo=UTC))  # seven days old: the first window is over, the second open
    found = lists.counts(session, home.unit)
    assert (found.week, found.late, found.timeless, found.newborn, found.all) == (1, 1, 2, 1, 1)
    for name in lists.OF_VISITS:
        assert len(lists.visits(session, name, home.unit, None, 0)) == found.of(name)
        assert len(lists.visits(session, name, home.unit, home.nurse, 0)) == found.of(name)
        assert lists.visits(session, name, home.unit, home.other, 0) == []
    assert [one.child_id for one in lists.lines(session, lists.NEWBORN, home.unit, None, 0)] == [home.child]
    assert lists.per_nurse(session, home.unit) == [(home.nurse, "Karen", found)]
    assert lists.per_unit(session, [home.unit]) == [(home.unit, "Sundhedsplejen Skovlunde", found)]
    programme.contacted(session, home.child)
    assert lists.counts(session, home.unit).newborn == 0


def test_the_visits_go_along_to_another_nurse(session, home):
    session.get_one(Child, home.child).sundhedsplejerske_id = home.other
    session.flush()
    care.follow(session, [home.child])
    visit = home.visit(session)
    session.expire_all()
    assert due_of(session, home)[f"visit/{visit.id}"].staff_id == home.other


@pytest.mark.parametrize(
    "wrong",
    [{"state": BOOKED}, {"state": HELD}, {"state": "andet"}, {"closes_on": date(2020, 1, 1)}, {"kind": "barsel"}],
)
@sqlite_only
def test_the_database_lets_no_visit_be_what_it_cannot_be(session, home, wrong):
    values = {"kind": SPECIAL, "opens_on": BORN, "closes_on": BORN, "state": PLANNED} | wrong
    session.add(HomeVisit(child_id=home.child, unit_id=home.unit, **values))
    with pytest.raises(IntegrityError):
        session.flush()


def test_on_a_sick_day_a_visit_that_is_given_back_is_to_be_had_again(session, home):
    appointment = book(session, home)
    visit = home.visit(session)
    verbs.cancel(session, appointment)
    telling.tell(session, [telling.News(appointment, "cancelled-by-us")])
    assert (visit.state, visit.appointment_id) == (PLANNED, None)
    rows = due_of(session, home)
    assert f"visit/{visit.id}" in rows
    assert not [key for key in rows if key.startswith("appointment/")]
