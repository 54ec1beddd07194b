"""The follow-up: suggested with the first conversation, moving with it until somebody moves it alone; consent as for the first."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from domain.access.jobs import work_as
from domain.audit import Change
from domain.booking.finding.openings import local_day, midnight
from domain.booking.kinds.limits import TooFar, TooLate
from domain.booking.kinds.types import FOLLOW_UP
from domain.booking.showing.interpreters import CONFIRMED, NEEDED, VIDEO, InterpreterOrder
from domain.booking.tables import BOOKED, CANCELLED, Appointment, Participant
from domain.caseload.handing import Choice, hand_over
from domain.caseload.planning import Wanted, propose
from domain.consent import NO, YES
from domain.due import Due
from domain.journey import family as journey
from domain.journey import interpreters, talk
from domain.journey.choosing.plan import plan
from domain.journey.follow_up import suggest
from domain.outbox import Outbox
from domain.people import Start
from tests.factories import SECRET, answer_consent, as_guardian, make_family, make_staff
from tests.scenes.bookings import at_clock

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
STARTS = date(2026, 12, 14)
FIRST = at_clock(date(2026, 11, 18), "9:00")
"""A Wednesday."""
UNSCOPED = {"unscoped": "test"}


@pytest.fixture
def family(database, at):
    at(NOW)
    with database.sessions() as session:
        family = make_family(session, starts_on=STARTS)
    with database.sessions() as session:
        answer_consent(as_guardian(session, family, family.mother), family, family.mother, YES)
    return family


@pytest.fixture
def work(database, family):
    with database.sessions() as session:
        yield job(session)


def job(session):
    session.info["writing"] = True
    work_as(session, "test")
    return session


def book_both(session, family) -> tuple[Appointment, Appointment]:
    first = talk.book(session, plan(session, family.start), FIRST, "first")
    found = suggest(session, family.start, first.first)
    return first, talk.book(session, found.plan, found.offer.first, "after")


def roles(session, appointment) -> set[str]:
    return set(session.scalars(select(Participant.role).where(Participant.appointment_id == appointment.id)))


def test_it_is_suggested_on_the_same_weekday_and_hour_about_twelve_weeks_after_the_start(work, family):
    offer = suggest(work, family.start, FIRST).offer
    day = local_day(offer.first)
    assert day.weekday() == 2
    assert abs(day - (STARTS + timedelta(weeks=12))) <= timedelta(days=3)
    assert offer.first - midnight(day) == 36


def test_it_lasts_half_an_hour_and_the_sundhedsplejerske_comes_where_consent_covers_it(work, family):
    _, after = book_both(work, family)
    assert (after.quarters, roles(work, after)) == (2, {"paedagog", "sundhedsplejerske"})


def test_without_a_yes_it_is_the_paedagog_alone(database, at):
    at(NOW)
    with database.sessions() as session:
        family = make_family(session, starts_on=STARTS)
    with database.sessions() as session:
        _, after = book_both(job(session), family)
        assert roles(session, after) == {"paedagog"}


@pytest.mark.parametrize(("weeks", "error"), [(9, TooLate), (15, TooFar)])
def test_nobody_books_it_outside_its_weeks(work, family, weeks, error):
    day = STARTS + timedelta(weeks=weeks)
    with pytest.raises(error):
        talk.book(work, plan(work, family.start, kind=FOLLOW_UP), at_clock(day, "9:00"), "key")


def test_staff_have_the_same_weeks_for_the_first_as_parents(work, family):
    with pytest.raises(TooFar):
        talk.book(work, plan(work, family.start), at_clock(STARTS, "9:00"), "key")


def test_it_moves_with_the_first(work, family):
    first, after = book_both(work, family)
    before = after.first
    talk.move(work, first, plan(work, family.start), at_clock(date(2026, 11, 19), "10:00"))
    day = local_day(after.first)
    assert (day.weekday(), after.first - midnight(day), after.alone) == (3, 40, False)
    assert after.first != before
    told = set(work.execute(select(Outbox.subject, Outbox.kind).where(Outbox.guardian_id == family.mother)))
    assert (f"appointment/{after.id}", "moved") in told


def test_moved_alone_it_stays_when_the_first_moves(work, family):
    first, after = book_both(work, family)
    talk.move(work, after, plan(work, family.start, kind=FOLLOW_UP), after.first + 4)
    alone = after.first
    assert after.alone
    talk.move(work, first, plan(work, family.start), at_clock(date(2026, 11, 19), "10:00"))
    assert after.first == alone


def test_it_stands_when_the_first_is_cancelled_and_goes_when_the_start_is_closed(work, family):
    first, after = book_both(work, family)
    talk.cancel(work, first)
    assert after.state == BOOKED
    talk.cancel_for(work, work.get_one(Start, family.start))
    assert after.state == CANCELLED


def test_a_no_takes_the_sundhedsplejerske_out_of_both(database, family):
    with database.sessions() as session:
        both = [one.id for one in book_both(job(session), family)]
        session.commit()
    with database.sessions() as session:
        as_guardian(session, family, family.father)
        journey.answer(session, family.start, "start-deltage", NO, family.father, "egen side")
        session.commit()
    with database.sessions() as session:
        job(session)
        seats = session.scalars(select(Participant.role).where(Participant.appointment_id.in_(both)))
        assert set(seats) == {"paedagog"}


def test_it_has_its_place_on_min_dag_a_mail_and_a_reminder_and_nothing_to_prepare(work, family):
    _, after = book_both(work, family)
    kinds = set(work.scalars(select(Outbox.kind).where(Outbox.subject == f"appointment/{after.id}")))
    assert {"confirmed", "reminder"} <= kinds
    rows = work.scalars(
        select(Due.kind).where(Due.key.startswith(f"appointment/{after.id}/")), execution_options=UNSCOPED
    )
    assert set(rows) == {FOLLOW_UP}
    prepared = select(Due.at).where(Due.key == f"forbered/{family.start}")
    assert [at.date() for at in work.scalars(prepared, execution_options=UNSCOPED)] == [date(2026, 11, 15)]


def test_a_handover_that_moves_the_first_moves_it_along_and_asks_the_interpreter_anew(database, family):
    """As a move of one conversation does. A colleague has other hours; what she takes over at its own time stays where it is."""
    with database.sessions() as session:
        job(session)
        colleague = make_staff(session, family.sundhedspleje, "sundhedsplejerske", "Mette Lund")
        first, after = book_both(session, family)
        interpreters.ask(session, first, "arabisk", VIDEO)
        interpreters.settle(session, first, CONFIRMED, VIDEO, "")
        was = after.first
        unit = family.sundhedspleje
        wanted = Wanted(
            unit_id=unit, from_id=family.nurse, to_ids=(colleague,), begins_on=NOW.date(), returns_on=STARTS
        )
        [line] = propose(session, wanted).lines
        later = next(way for way in line.ways if way.first >= first.first + first.quarters)
        choices = {first.id: Choice(first.sequence, later.first, later.resource)}
        hand_over(session, SECRET, wanted, {family.child: colleague}, choices)
        order = session.get_one(InterpreterOrder, first.id, populate_existing=True)
        assert (order.state, order.language) == (NEEDED, "arabisk")
        assert (hour(after.first), after.sequence) == (hour(later.first), 1)
        assert hour(was) != hour(later.first)
        seats = select(Change.row_id).where(Change.kind == "participant").distinct()
        assert first.id in session.scalars(seats, execution_options=UNSCOPED).all()


def hour(first: int) -> int:
    """Quarters after midnight."""
    return first - midnight(local_day(first))
