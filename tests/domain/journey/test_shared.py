"""Twins and siblings in one conversation: one time, each start booked; what one child's parents say covers no other child."""

from datetime import UTC, date, datetime
from typing import NamedTuple

import pytest
from sqlalchemy import select

from domain.access import Staff as StaffViewer
from domain.access import sees
from domain.access.citizens import Guardianship, Link
from domain.access.jobs import work_as
from domain.access.links import open_link as hand_out
from domain.access.sessions import arrived
from domain.access.tokens import token, token_hash
from domain.access.viewers import Membership as Place
from domain.base import now
from domain.booking.showing.of_start import latest, of_start
from domain.booking.tables import BOOKED, CANCELLED, HELD, Appointment, Claim, Participant
from domain.consent import BEFOREHAND, MEETING, NO, YES, answer
from domain.due import Due
from domain.journey import family as journey
from domain.journey import outcome, talk
from domain.journey.choosing.plan import plan
from domain.outbox import Outbox
from tests.factories import SECRET, Family, as_guardian, as_house, ask_consent, make_child, make_family, make_start
from tests.scenes.bookings import added, at_clock

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
STARTS = date(2026, 12, 14)
TIME = at_clock(date(2026, 11, 18), "9:00")
OTHER = at_clock(date(2026, 11, 19), "10:00")
UNSCOPED = {"unscoped": "test"}


class Pair(NamedTuple):
    """A family, and the other child's ids."""

    family: Family
    child: int
    start: int


def born(session, family: Family, name: str, day: date = date(2026, 1, 20), *, guardians=()) -> tuple[int, int]:
    """A brother or sister with the same guardians (or with these)."""
    child = make_child(session, name, day, sundhedspleje_id=family.sundhedspleje, sundhedsplejerske_id=family.nurse)
    start = make_start(session, child, family.house, STARTS, group_id=family.group, invited_at=now())
    for guardian in guardians or (family.mother, family.father, family.uncle):
        added(session, Guardianship(child_id=child, guardian_id=guardian, custody=guardian != family.uncle))
        hand_out(session, SECRET, start, child, guardian, date(2027, 5, 1))
    ask_consent(session, child, start, family.house, family.sundhedspleje)
    return child, start


@pytest.fixture
def pair(database, at) -> Pair:
    at(NOW)
    with database.sessions() as session:
        family = make_family(session, starts_on=STARTS)
        found = born(as_house(session), family, "Ellen")
        session.commit()
    return Pair(family, *found)


def job(session):
    session.info["writing"] = True
    work_as(session, "test")
    return session


@pytest.fixture
def work(database, pair):
    with database.sessions() as session:
        yield job(session)


def says(database, pair: Pair, start: int, value: str, purpose: str = MEETING) -> None:
    """The mother, about one of the children."""
    with database.sessions() as session:
        as_guardian(session, pair.family, pair.family.mother)
        child = pair.child if start == pair.start else pair.family.child
        viewer = session.info["viewer"]
        sees(session, type(viewer)(guardian=viewer.guardian, child_ids=(child,), custody_ids=(child,)))
        answer(session, child, (f"start/{start}", purpose), pair.family.mother, value, "egen side")
        session.commit()


def together(session, pair: Pair) -> Appointment:
    return talk.book(session, plan(session, pair.family.start, together=None), TIME, "key")


def roles(session) -> set[str]:
    return set(session.scalars(select(Participant.role)))


def rows(session):
    columns = (Appointment.start_id, Appointment.first, Appointment.state)
    return sorted(map(tuple, session.execute(select(*columns), execution_options=UNSCOPED)))


def test_twins_are_suggested_and_siblings_offered(work, pair):
    _, later = born(work, pair.family, "Storebror", date(2024, 5, 1))
    found = plan(work, pair.family.start, together=None)
    assert [(one.name, one.twin, one.joins) for one in found.siblings] == [
        ("Ellen", True, True),
        ("Storebror", False, False),
    ]
    assert [one.joins for one in plan(work, pair.family.start, together={later}).siblings] == [False, True]


def test_who_has_other_guardians_or_starts_elsewhere_is_not_met_together(work, pair):
    half = born(work, pair.family, "Halvsøster", guardians=(pair.family.mother,))[1]
    names = {one.name for one in plan(work, pair.family.start, together=None).siblings}
    assert names == {"Ellen"}
    with pytest.raises(journey.NoSuchStart):
        plan(work, pair.family.start, together={half})


def test_both_starts_are_booked_by_one_time(work, pair, statements):
    with statements(most=13):
        made = together(work, pair)
    assert rows(work) == sorted([(pair.family.start, TIME, BOOKED), (pair.start, TIME, BOOKED)])
    claimed = work.scalars(select(Claim.resource_id)).all()
    assert len(claimed) == 4  # the pædagog's four quarters, once
    assert [one.others for one in of_start(work, pair.start)] == [["Elias"]]
    mails = work.scalars(
        select(Outbox.subject).where(Outbox.kind == "confirmed", Outbox.guardian_id == pair.family.mother)
    )
    assert mails.all() == [f"appointment/{made.id}"]


def test_a_move_a_cancellation_and_what_became_of_it_count_for_both(work, pair, at):
    made = together(work, pair)
    talk.move(work, talk.standing(work, pair.start), plan(work, pair.start), OTHER)
    assert {first for _, first, _ in rows(work)} == {OTHER}
    at(datetime(2026, 11, 19, 11, tzinfo=UTC))
    outcome.finish(work, made, HELD)
    assert {state for *_, state in rows(work)} == {HELD}
    told = work.scalars(select(Due.target).where(Due.kind == "anbefalinger"), execution_options=UNSCOPED)
    assert set(told) == {f"start/{pair.family.start}", f"start/{pair.start}"}


def test_the_sundhedsplejerske_is_there_only_when_every_childs_parents_allow_it(database, pair):
    says(database, pair, pair.family.start, YES)
    with database.sessions() as session:
        assert not plan(job(session), pair.family.start, together=None).nurse
    says(database, pair, pair.start, YES)
    with database.sessions() as session:
        assert plan(job(session), pair.family.start, together=None).nurse == "egen"


def test_a_no_for_one_child_takes_her_out_of_the_one_conversation(database, pair):
    for start in (pair.family.start, pair.start):
        says(database, pair, start, YES)
    with database.sessions() as session:
        together(job(session), pair)
        assert "sundhedsplejerske" in roles(session)
        session.commit()
    with database.sessions() as session:
        as_guardian(session, pair.family, pair.family.mother)
        viewer, both = session.info["viewer"], (pair.child, pair.family.child)
        sees(session, type(viewer)(guardian=viewer.guardian, child_ids=both, custody_ids=(pair.child,)))
        journey.answer(session, pair.start, MEETING, NO, pair.family.mother, "egen side")
        assert "sundhedsplejerske" not in roles(session)


def test_a_yes_for_one_child_shows_her_that_ones_time_and_nothing_of_the_other(database, pair):
    says(database, pair, pair.family.start, YES)
    says(database, pair, pair.start, NO, BEFOREHAND)
    with database.sessions() as session:
        together(job(session), pair)
        session.commit()
    with database.sessions() as session:
        place = Place(
            unit_id=pair.family.sundhedspleje, actor="sundhedspleje", slug="s", unit_name="S", role="sundhedsplejerske"
        )
        sees(session, StaffViewer(staff=pair.family.nurse, memberships=(place,)))
        [time] = of_start(session, pair.family.start)
        assert (time.first, time.others) == (TIME, [])
        assert of_start(session, pair.start) == []
        assert plan(session, pair.family.start).nurse == ""


def test_a_start_that_is_closed_leaves_and_the_other_keeps_the_time(work, pair):
    for start, other in ((pair.family.start, pair.start),):
        together(work, pair)
        journey.close(work, start, "flyttet")
        assert rows(work) == sorted([(start, TIME, CANCELLED), (other, TIME, BOOKED)])
        standing = talk.standing(work, other)
        assert standing.start_id == other
        assert standing.with_id is None
        assert latest(of_start(work, other)).staff


def test_a_parent_sees_the_sibling_only_by_a_link_of_their_own_to_it(database, pair):
    family = pair.family
    with database.sessions() as session:
        sees(session, job(session).info["viewer"])
        found = arrived(session, token_hash(family.tokens[family.mother]), "browser")
        assert set(found.viewer.children()) == {family.child, pair.child}
        assert found.viewer.custody() == (family.child,)
        session.execute(Link.__table__.delete().where(Link.__table__.c.start_id == pair.start))
        again = arrived(session, token_hash(token(SECRET, family.start, family.mother, 1)), "browser")
        assert again.viewer.children() == (family.child,)
