"""Handing children over: all or nothing, conflicts beforehand, every family told once, and back on the day that was said."""

from collections import Counter
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from domain.access import Guardian, sees
from domain.access.citizens import Guardianship
from domain.audit import Change
from domain.base import today
from domain.booking.finding.openings import midnight
from domain.booking.tables import BOOKED, CANCELLED, Absence
from domain.booking.taking.claims import SlotTaken
from domain.caseload import kin, load, moving, reading
from domain.caseload.handing import Choice, PlanChanged, Taken, hand_over
from domain.caseload.planning import BadPeriod, NoColleague, Wanted, propose
from domain.caseload.tables import END, LEAVE, ChildHandover, HandedChild
from domain.due import Due, Entry
from domain.due import put as put_due
from domain.outbox import Outbox
from domain.people import Child
from domain.visits.tables import BOOKED as HOME_BOOKED
from domain.visits.tables import KINDS, PLANNED, HomeVisit
from tests.databases import sqlite_only
from tests.factories import SECRET, as_house, make_guardian
from tests.scenes.bookings import added, at_clock
from tests.scenes.canaries import working
from tests.scenes.wards import FIRST, NOW, acting, make_ward, standing, visit

CLAIMED = 6
"""Quarters of a home visit: an hour, and a quarter before and after it."""


@pytest.fixture
def now(at):
    at(NOW)


def wanted(ward, **more):
    same = {"unit_id": ward.unit, "from_id": ward.karen, "to_ids": tuple(ward.others), "begins_on": today()}
    return Wanted(**same | more)


def as_suggested(plan):
    """What the page sends when nothing is changed on it."""
    choices = {}
    for line in plan.lines:
        one, way = line.hit.appointment, line.ways[0] if line.ways else None
        choices[one.id] = Choice(one.sequence, way.first, way.resource) if way else Choice(one.sequence)
    return choices


def nurses(session, ward):
    rows = select(Child.id, Child.sundhedsplejerske_id).where(Child.id.in_(ward.children))
    return dict(session.execute(rows.execution_options(unscoped="test")).all())


def told(session):
    """(kind, guardian) of all that is to be sent at once."""
    rows = select(Outbox.kind, Outbox.guardian_id).where(Outbox.guardian_id.is_not(None))
    return [tuple(row) for row in session.execute(rows.where(Outbox.kind.not_like("reminder%")))]


def test_eighty_children_with_35_bookings_go_to_three_colleagues_in_one_go(database, now, statements):
    with database.sessions() as session:
        ward = make_ward(session, 80, 35)
    with database.sessions() as session:
        acting(session, ward)
        with statements(most=5):
            plan = propose(session, wanted(ward))
        assert (len(plan.gives), len(plan.lines), plan.conflicts) == (80, 35, 0)
        with statements(most=30 + 35):  # a version number for each booking
            hand_over(session, SECRET, plan.wanted, plan.gives, as_suggested(plan))
        session.commit()
    with database.sessions() as session:
        as_house(session)
        assert nurses(session, ward) == plan.gives
        assert max(Counter(plan.gives.values()).values()) - min(Counter(plan.gives.values()).values()) <= 1
        found = standing(session)
        assert all(found[one][2] == plan.gives[child] for one, child in zip(ward.booked, ward.children, strict=False))
        assert all((state, claims) == (BOOKED, CLAIMED) for state, _, _, claims in found.values())
        everybody = told(session)
        assert sorted(who for _kind, who in everybody) == sorted(ward.guardians)
        assert {kind for kind, _ in everybody} == {"new-nurse"}
        rows = select(Change.kind, Change.child_id).where(Change.verb == "change")
        noted = session.execute(rows.execution_options(unscoped="test")).all()
        assert {child for kind, child in noted if kind == "child"} == set(ward.children)
        assert {child for kind, child in noted if kind == "participant"} == set(ward.children[:35])


def test_a_conflict_is_said_beforehand_with_what_could_be_done(database, now):
    with database.sessions() as session:
        ward = make_ward(session)
        for other in ward.others[1:]:
            session.add(Absence(resource_id=ward.resources[other], first=0, last=at_clock(date(2027, 1, 1), "8:00")))
        visit(session, ward, ward.children[5], FIRST, "10:00", ward.others[0])
        session.commit()
    with database.sessions() as session:
        acting(session, ward)
        plan = propose(session, wanted(ward, to_ids=(ward.others[0],)))
        assert [line.stays for line in plan.lines] == [True, False, True]
        [conflict] = [line for line in plan.lines if not line.stays]
        mette = ward.resources[ward.others[0]]
        assert conflict.ways
        assert all(way.resource == mette and way.first != conflict.hit.appointment.first for way in conflict.ways)
        hand_over(session, SECRET, plan.wanted, plan.gives, as_suggested(plan))
        session.commit()
        everybody = told(session)
        assert sorted(who for _, who in everybody) == sorted(ward.guardians)
        assert sorted(who for kind, who in everybody if kind == "moved") == ward.guardians[2:4]
        assert standing(session)[ward.booked[1]][1] == conflict.ways[0].first


def test_a_plan_knows_which_colleagues_are_away_in_that_time_and_no_other(database, now):
    spans = [(at_clock(date(2026, 12, day), "8:00"), at_clock(date(2026, 12, day + 1), "8:00")) for day in (20, 13)]
    with database.sessions() as session:
        ward = make_ward(session)
        first, second = (ward.resources[one] for one in ward.others[:2])
        session.add_all(Absence(resource_id=first, first=begins, last=ends) for begins, ends in spans)
        session.add(Absence(resource_id=second, first=spans[1][0] - 96, last=spans[1][0]))
        session.commit()
    with database.sessions() as session:
        acting(session, ward)
        period = {"begins_on": date(2026, 12, 13), "returns_on": date(2026, 12, 31)}
        away = {one.staff_id: one.away for one, _gets in propose(session, wanted(ward, **period)).shares()}
        assert away[ward.others[0]] == (spans[1], spans[0])
        assert away[ward.others[1]] == ((spans[1][0] - 96, spans[1][0]),)
        later = {"begins_on": date(2026, 12, 14), "returns_on": date(2026, 12, 20)}
        away = {one.staff_id: one.away for one, _gets in propose(session, wanted(ward, **later)).shares()}
        assert away == {ward.others[0]: (spans[1],)} | dict.fromkeys(ward.others[1:], ())
        hand_over(session, SECRET, wanted(ward, **later), propose(session, wanted(ward, **later)).gives, {})
        back = {"from_id": ward.others[0], "to_ids": (ward.karen,), "begins_on": date(2026, 12, 19)}
        [(karen, _gets)] = propose(session, wanted(ward, **back)).shares()
        assert karen.away == ((midnight(date(2026, 12, 14)), midnight(date(2026, 12, 20))),)


def test_what_has_been_taken_meanwhile_leaves_everything_as_it_was(database, now):
    with database.sessions() as session:
        ward = make_ward(session)
    with database.sessions() as session:
        acting(session, ward)
        plan = propose(session, wanted(ward))
    line = plan.lines[1]
    taker = next(staff for staff, resource in ward.resources.items() if resource == line.ways[0].resource)
    with database.sessions() as session:
        as_house(session)
        visit(session, ward, ward.children[5], FIRST, "10:30", taker)
        session.commit()
        before = standing(session), nurses(session, ward)
    with database.sessions() as session:
        acting(session, ward)
        with pytest.raises(Taken) as refused:
            hand_over(session, SECRET, plan.wanted, plan.gives, as_suggested(plan))
        assert refused.value.args[0] == [line.hit.appointment.id]
        assert isinstance(refused.value, SlotTaken)
        session.rollback()
        assert (standing(session), nurses(session, ward)) == before
        assert told(session) == []


@sqlite_only
def test_a_plan_is_made_for_what_is_there_and_for_colleagues_alone(database, now):
    with database.sessions() as session:
        ward = make_ward(session)
    with database.sessions() as session:
        acting(session, ward)
        plan = propose(session, wanted(ward))
        choices, first = as_suggested(plan), plan.lines[0].hit.appointment.id
        for wrong in (
            {first: choices[first]},
            choices | {first: choices[first]._replace(sequence=7)},
            choices | {first: choices[first]._replace(resource=ward.resources[ward.karen])},
        ):
            with pytest.raises(PlanChanged):
                hand_over(session, SECRET, plan.wanted, plan.gives, wrong)
        for gives in ({}, plan.gives | {ward.children[0]: ward.karen}):
            with pytest.raises(PlanChanged):
                hand_over(session, SECRET, plan.wanted, gives, choices)
        for wrong in ((), (ward.karen,), (ward.others[0], 9999)):
            with pytest.raises(NoColleague):
                propose(session, wanted(ward, to_ids=wrong))
        ends = {"reason": END, "returns_on": FIRST + timedelta(weeks=2)}
        for days in ({"begins_on": FIRST - timedelta(days=9)}, {"returns_on": today()}, ends):
            with pytest.raises(BadPeriod):
                propose(session, wanted(ward, **days))


def test_of_a_holiday_bookings_and_children_come_back(database, now, at):
    """Only what falls into it goes along; whoever has been given to somebody else meanwhile stays there."""
    with database.sessions() as session:
        ward = make_ward(session, 6, 3)
        later = visit(session, ward, ward.children[0], FIRST + timedelta(weeks=3), "9:00")
        entry = Entry(key="visit/1", unit_id=ward.unit, staff_id=ward.karen, child_id=ward.children[4], kind="besoeg",
                      at=NOW + timedelta(days=2), target="visit/1")  # fmt: skip
        after = Entry(key="visit/2", unit_id=ward.unit, staff_id=ward.karen, child_id=ward.children[4], kind="besoeg",
                      at=NOW + timedelta(days=30), target="visit/2")  # fmt: skip
        put_due(session, [entry, after])
        session.commit()
    begins, returns = FIRST, FIRST + timedelta(weeks=2)
    with database.sessions() as session:
        acting(session, ward)
        plan = propose(session, wanted(ward, begins_on=begins, returns_on=returns))
        assert len(plan.lines) == 3
        hand_over(session, SECRET, plan.wanted, plan.gives, as_suggested(plan))
        session.commit()
        assert set(nurses(session, ward).values()) == {ward.karen}
        assert {kind for kind, _ in told(session)} == {"other-nurse"}
        assert standing(session)[later][2] == ward.karen
    at(NOW + timedelta(days=1))
    days(database)
    with database.sessions() as session:
        assert nurses(as_house(session), ward) == plan.gives
        assert whose(session) == {"visit/1": plan.gives[ward.children[4]], "visit/2": ward.karen}
    with working(database.sessions) as session:
        session.get_one(Child, ward.children[5]).sundhedsplejerske_id = None
    at(NOW + timedelta(days=16))
    days(database)
    with database.sessions() as session:
        found = nurses(as_house(session), ward)
        assert [found[one] for one in ward.children] == [ward.karen] * 5 + [None]
        assert whose(session) == {"visit/1": ward.karen, "visit/2": ward.karen}
        assert len({who for _, who in told(session)}) == len(told(session)) == len(ward.guardians)


@sqlite_only
def test_who_leaves_is_no_colleague_with_room_and_what_has_not_begun_never_does_if_it_is_taken_back(database, now, at):
    with database.sessions() as session:
        ward = make_ward(session)
    leaves = {"reason": END, "returns_on": None, "begins_on": FIRST}
    with database.sessions() as session:
        acting(session, ward)
        for undone in (True, False):
            plan = propose(session, wanted(ward, **leaves))
            made = hand_over(session, SECRET, plan.wanted, plan.gives, as_suggested(plan)).id
            if undone:
                assert moving.come_back(session, made) == 0
        session.commit()
        assert works(session, ward)[ward.karen], "until the day"
    at(NOW + timedelta(days=1))
    days(database)
    with database.sessions() as session:
        acting(session, ward)
        assert nurses(session, ward) == plan.gives
        with pytest.raises(moving.NoSuchHandover):
            moving.come_back(session, made)
        assert works(session, ward) == {one: one != ward.karen for one in (ward.karen, *ward.others)}
        session.get_one(Child, ward.children[0]).sundhedsplejerske_id = ward.karen
        session.flush()
        assert works(session, ward)[ward.karen], "who has a child again works there"


def works(session, ward):
    return {one.staff_id: one.works for one in load.of_unit(session, ward.unit)}


def days(database):
    with working(database.sessions) as session:
        moving.follow_days(session)


def whose(session):
    rows = select(Due.key, Due.staff_id).where(Due.key.like("visit/%"))
    return dict(session.execute(rows.execution_options(unscoped="test")).all())


@sqlite_only
def test_brothers_and_sisters_stay_together_and_a_guardian_of_two_hears_once(database, now):
    with database.sessions() as session:
        ward = make_ward(session, 6, 3)
        shared = ward.guardians[0]
        for child in (ward.children[1], ward.children[2]):
            added(session, Guardianship(child_id=child, guardian_id=shared, custody=True))
        days_ = {"opens_on": FIRST, "closes_on": FIRST + timedelta(days=9)}
        visit_ = {"child_id": ward.children[0], "unit_id": ward.unit, "appointment_id": ward.booked[0]}
        added(session, HomeVisit(kind=KINDS[0], state=HOME_BOOKED, **days_, **visit_))
        session.commit()
    with database.sessions() as session:
        acting(session, ward)
        plan = propose(session, wanted(ward))
        assert len({plan.gives[one] for one in ward.children[:3]}) == 1
        choices = as_suggested(plan)
        gone, moved, _stays = (line.hit.appointment.id for line in plan.lines)
        choices[gone] = Choice(0)
        first = at_clock(FIRST + timedelta(days=8), "9:00")
        choices[moved] = choices[moved]._replace(first=first)
        hand_over(session, SECRET, plan.wanted, plan.gives, choices)
        session.commit()
        by_guardian = {who: kind for kind, who in told(session)}
        assert len(by_guardian) == len(told(session)) == len(ward.guardians)
        assert by_guardian[shared] == "times-changed"
        assert by_guardian[ward.guardians[1]] == "cancelled-by-us"
        assert by_guardian[ward.guardians[2]] == "moved"
        assert standing(session)[gone] == (CANCELLED, at_clock(FIRST, "8:30"), ward.karen, 0)
        visit_ = session.scalars(select(HomeVisit)).one()
        assert (visit_.state, visit_.appointment_id) == (PLANNED, None)
        assert whose(session) == {f"visit/{visit_.id}": plan.gives[ward.children[0]]}


def test_together_joins_those_who_share_anybody():
    assert kin.together([{1, 2}, {3}, {2, 4}, {5}, {4, 3}, set(), set()]) == [0, 0, 0, 3, 0, 5, 6]


def test_the_load_is_counted_against_a_target_of_ones_own_or_the_units(database, now):
    with database.sessions() as session:
        ward = make_ward(session)
    with database.sessions() as session:
        acting(session, ward)
        load.set_targets(session, ward.unit, {None: 5, ward.others[0]: 9})
        load.set_targets(session, ward.unit, {None: 4, ward.others[1]: None})
        found = {one.staff_id: one for one in load.of_unit(session, ward.unit)}
        karen, mette = found[ward.karen], found[ward.others[0]]
        assert (karen.children, karen.babies, karen.booked, karen.target, karen.own) == (6, 6, 3, 4, False)
        assert (mette.children, mette.target, mette.own) == (0, 9, True)
        assert load.nobodys(session, ward.unit) == 0
        for wrong in ({None: -1}, {None: 1001}, {9999: 5}):
            with pytest.raises(load.BadTarget):
                load.set_targets(session, ward.unit, wrong)


@sqlite_only
def test_some_children_are_handed_over_with_their_own_bookings_alone(database, now):
    with database.sessions() as session:
        ward = make_ward(session)
        extra = make_guardian(session, ward.children[1], custody=False)
        session.commit()
    with database.sessions() as session:
        acting(session, ward)
        only = frozenset(ward.children[1:2])
        plan = propose(session, wanted(ward, child_ids=only, to_ids=(ward.others[1],)))
        assert [line.hit.appointment.id for line in plan.lines] == ward.booked[1:2]
        made = hand_over(session, SECRET, plan.wanted, plan.gives, as_suggested(plan))
        session.commit()
        assert {who for _, who in told(session)} == {*ward.guardians[2:4], extra}
        handed = session.scalars(select(HandedChild.child_id).where(HandedChild.handover_id == made.id)).all()
        assert handed == [*only]


@sqlite_only
def test_why_somebody_is_away_is_their_own_units_alone(database, now):
    with database.sessions() as session:
        ward, other = make_ward(session), make_ward(session, 1, 0)
    with database.sessions() as session:
        acting(session, ward)
        plan = propose(session, wanted(ward, reason=LEAVE))
        made = hand_over(session, SECRET, plan.wanted, plan.gives, as_suggested(plan)).id
        session.commit()
        assert session.scalars(select(ChildHandover.reason)).all() == [LEAVE]
    parent = Guardian(guardian=ward.guardians[0], child_ids=(ward.children[0],), custody_ids=(ward.children[0],))
    for viewer in (other.viewer, parent):
        with database.sessions() as session:
            session.info["writing"] = True
            sees(session, viewer)
            assert session.scalars(select(ChildHandover.id)).all() == []
            with pytest.raises(moving.NoSuchHandover):
                moving.come_back(session, made)
            told_ = reading.at_home(session, ward.children[0])
            assert (told_.now_, told_.to, told_.first) == ("Mette Lund", None, None)
