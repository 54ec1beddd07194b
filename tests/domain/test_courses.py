"""A family's course: who holds it, what the parents' consent opens and closes, and help that comes again and is never sold twice."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from domain import consent
from domain.access import NotAllowed
from domain.base import quarter, today
from domain.booking.kinds.types import FAMILY_TALK
from domain.booking.tables import BOOKED, CANCELLED, HELD, Appointment, Claim
from domain.booking.taking.claims import SlotTaken
from domain.courses import at_home, handing, life, listed, sessions, stopping, support, team, voices
from domain.courses.life import CourseChanged, NoSuchCourse, NotOurStaff
from domain.courses.tables import Course, CourseSession, NetworkPerson
from domain.courses.times import Order
from domain.cpr import CprRefused
from domain.due import Due
from domain.outbox import Outbox
from domain.tovholder.followed import ADJUSTED, GO_ON, Look, NotAhead
from domain.tovholder.handing import NotOffered
from tests.scenes import courses
from tests.scenes.courses import GOAL, NAME, NOTE, NOW, REASON, weekly

WEDNESDAY = date(2026, 11, 11)
KEY = "a" * 32


@pytest.fixture
def house(database, at):
    at(NOW)
    return courses.settle(database)


def test_a_course_has_a_tovholder_of_the_house_and_a_day_on_which_it_is_looked_at_again(house):
    with house.by("tovholder") as session:
        row = listed.head(session, house.course)
        assert (row.goal, row.tovholder, row.state) == (GOAL, "Tovholder", "i-gang")
        own = session.scalars(select(Due).where(Due.kind == "forloeb-opfoelgning")).one()
        assert (own.staff_id, own.matter_id) == (house.staff["tovholder"], house.referral)
        referral = session.get_one(Course, house.course)
        with pytest.raises(NotAhead):
            life.open_(session, referral, courses.plan(house.staff["tovholder"], follow_up_on=today() - timedelta(1)))
        with pytest.raises(NotOurStaff):
            life.open_(session, referral, courses.plan(house.staff["fsr"]))
        with pytest.raises(CprRefused):
            life.open_(session, referral, courses.plan(house.staff["tovholder"], goal="Om 010203-1234"))


def test_the_role_changes_hands_with_a_yes_and_its_history_is_kept(house):
    version = house.version()
    with house.by("kollega") as session, pytest.raises(NotAllowed):
        handing.offer(session, house.course, house.staff["kollega"], version)
    with house.by("tovholder") as session:
        refused = handing.offer(session, house.course, house.staff["kollega"], version)
    with house.by("kollega") as session:
        handing.answer(session, refused, yes=False)
        assert listed.head(session, house.course).tovholder == "Tovholder"
    with house.by("tovholder") as session:
        handing.offer(session, house.course, house.staff["leder"], version)
        offered = handing.offer(session, house.course, house.staff["kollega"], version)
        with pytest.raises(NotOurStaff):
            handing.offer(session, house.course, house.staff["fsr"], version)
    with house.by("leder") as session, pytest.raises(NotOffered):
        handing.answer(session, offered, yes=True)
    with house.by("kollega") as session:
        assert listed.head(session, house.course).tovholder == "Tovholder"
        assert listed.whole(session, house.course).offered.number == house.staff["kollega"]
        handing.answer(session, offered, yes=True)
        with pytest.raises(NotOffered):
            handing.answer(session, offered, yes=True)
    with house.by("leder") as session:
        found = listed.whole(session, house.course)
        assert found.row.tovholder == "Kollega"
        assert [(one.c, one.b) for one in found.offers] == [("Kollega", "0"), ("Leder", ""), ("Kollega", "1")]
        due = session.scalars(select(Due).where(Due.kind == "forloeb-opfoelgning", Due.done_at.is_(None))).one()
        assert due.staff_id == house.staff["kollega"]


def test_a_look_moves_the_day_and_says_when_the_goal_is_another(house):
    version, day = house.version(), today() + timedelta(weeks=9)
    with house.by("tovholder") as session:
        life.follow_up(
            session, house.course, Look(decided=ADJUSTED, text="Går fremad", goal="Sove", next_on=day), version
        )
        with pytest.raises(CourseChanged):
            life.follow_up(session, house.course, Look(decided=GO_ON, text="Igen", next_on=day), version)
    with house.by("tovholder") as session:
        found = listed.whole(session, house.course)
        assert (found.row.goal, found.row.follow_up_on) == ("Sove", day)
        assert [one.a for one in found.steps] == ["justeret", "begyndt"]


def test_the_family_chooses_who_is_with_them_and_each_voice_has_its_own_line(house):
    with house.at_home(house.mother) as session:
        voices.add_person(session, house.course, NAME)
        voices.add_person(session, house.course, NAME.lower())
        voices.say(session, house.course, "Mor", 4, REASON)
        voices.say(session, house.course, "Mor", 4, REASON)
        with pytest.raises(CprRefused):
            voices.add_person(session, house.course, "010203-1234")
    with house.by("tovholder") as session:
        voices.say(session, house.course, "Familierådgiveren", 6)
        found = listed.whole(session, house.course)
        assert [(name, [one.value for one in said]) for name, said in found.voices] == [
            ("Mor", [4]),
            ("Familierådgiveren", [6]),
        ]
        assert [one.a for one in found.people] == [NAME]
    with house.at_home(house.father) as session:
        voices.remove_person(session, session.scalars(select(NetworkPerson.id)).one())
    with house.by("tovholder") as session:
        assert listed.whole(session, house.course).people == []


def test_help_that_comes_again_takes_every_joint_time_with_its_travel_and_lists_the_rest(house):
    first = courses.at(WEDNESDAY, "13:00")
    with house.by("tovholder") as session:  # taken the second week, in the quarter of an hour that travel needs
        sessions.book(
            session,
            house.course,
            _once(house, courses.at(WEDNESDAY + timedelta(weeks=1), "14:30"), "tovholder"),
            "b" * 32,
        )
        made, found = support.arrange(session, house.course, weekly(house, first, 8), KEY)
        support.arrange(session, house.course, weekly(house, first, 8), KEY)
        taken = [(one.first, one.busy) for one in found.conflicts if not one.holiday]
        assert taken == [(courses.at(WEDNESDAY + timedelta(weeks=1), "13:00"), (house.staff["tovholder"],))]
        assert len(found.offers) == 8
        ids = support.ahead(session, made.id)
        assert len(ids) == 8
        claims = session.scalar(select(func.count()).select_from(Claim).where(Claim.appointment_id.in_(ids)))
        assert claims == 8 * (6 + 2)
        assert {one.place for one in session.scalars(select(Appointment).where(Appointment.id.in_(ids)))} == {"hjem"}
        news = session.scalars(select(Outbox).where(Outbox.kind == "course-times")).all()
        assert {one.guardian_id for one in news} == {house.mother, house.father}
    with house.by("kollega") as session, pytest.raises(SlotTaken):
        sessions.book(session, house.course, _once(house, first + 5, "tovholder"), "c" * 32)


def test_public_holidays_are_left_out_and_the_clock_on_the_wall_stays(house):
    first = courses.at(date(2027, 3, 4), "13:00")
    with house.by("tovholder") as session:
        _made, found = support.arrange(session, house.course, weekly(house, first, 10), KEY)
    assert [one.holiday for one in found.conflicts] == ["Skærtorsdag", "Kristi himmelfartsdag"]
    assert {courses.at(today(), "13:00") % 4} == {one.first % 4 for one in found.offers}
    assert found.offers[-1].first == courses.at(date(2027, 5, 13), "13:00")


def test_it_is_changed_and_ended_in_one_go_and_the_time_is_free_again(house):
    first = courses.at(WEDNESDAY, "13:00")
    with house.by("tovholder") as session:
        made, _ = support.arrange(session, house.course, weekly(house, first, 5), KEY)
        later = courses.at(WEDNESDAY + timedelta(weeks=2, days=1), "09:00")
        support.change(session, made.id, weekly(house, later, 4, every=2), "d" * 32)
        stands = _stands(session)
        assert stands == [first, first + 672, later, later + 1344, later + 2688]
        assert support.end(session, made.id, WEDNESDAY + timedelta(weeks=1)) == 3
        assert _stands(session) == [first, first + 672]
        kept = select(func.count()).select_from(Claim).where(Claim.quarter >= later - 1)
        assert session.scalar(kept) == 0
        with pytest.raises(support.NoSuchSupport):
            support.change(session, made.id, weekly(house, later, 4), "e" * 32)


def test_one_time_of_a_series_is_moved_or_cancelled_for_itself_and_the_others_stand(house):
    first, week = courses.at(WEDNESDAY, "09:00"), timedelta(weeks=1)
    with house.by("tovholder") as session:
        made, _ = support.arrange(session, house.course, weekly(house, first, 3), KEY)
        one, two, three, four = session.scalars(select(CourseSession).order_by(CourseSession.planned)).all()
        away = courses.at(WEDNESDAY + 3 * week + timedelta(days=1), "09:00")
        sessions.move(session, two.id, away)
        sessions.cancel(session, three.id)
        session.flush()
        shown = [(time.first, time.moved) for time in listed.times(session, house.course) if time.ahead]
        assert shown == [(one.planned, False), (four.planned, False), (away, True)]
        told = select(Outbox.kind, Outbox.subject, func.count()).where(Outbox.kind.in_(("moved", "cancelled")))
        told = told.where(Outbox.guardian_id.is_not(None)).group_by(Outbox.kind, Outbox.subject).order_by(Outbox.kind)
        about = [f"appointment/{which.appointment_id}" for which in (three, two)]
        assert [(row.kind, row.subject) for row in session.execute(told)] == list(
            zip(("cancelled", "moved"), about, strict=True)
        )
        assert {number for *_which, number in session.execute(told)} == {len(consent.holders(session, house.child))}
        later = courses.at(WEDNESDAY + 2 * week, "11:00")
        support.change(session, made.id, weekly(house, later, 1), "d" * 32)
        left = [time.first for time in listed.times(session, house.course) if time.ahead]
    assert left == [one.planned, later, later + 7 * 96, away], (
        "what was moved for itself belongs to the week it came from"
    )


def test_when_nothing_can_be_had_all_stands_as_it_was(house):
    first = courses.at(WEDNESDAY, "13:00")
    with house.by("tovholder") as session:
        made, _ = support.arrange(session, house.course, weekly(house, first, 2), KEY)
        sessions.book(session, house.course, _once(house, courses.at(WEDNESDAY, "09:00"), "kollega"), "b" * 32)
        before = _stands(session)
    with house.by("tovholder") as session:
        order = weekly(house, courses.at(WEDNESDAY, "09:00"), 0, staff_ids=(house.staff["kollega"],))
        with pytest.raises(SlotTaken):
            support.change(session, made.id, order, "d" * 32)
        session.rollback()
        assert _stands(session) == before


def test_the_parents_choose_and_move_a_time_within_what_is_open(house):
    with house.by("tovholder") as session:
        asked = sessions.ask(session, house.course, FAMILY_TALK, [house.staff["tovholder"]]).id
        assert sessions.ask(session, house.course, FAMILY_TALK, [house.staff["kollega"]]).id == asked
        sessions.ask(session, house.course, FAMILY_TALK, [house.staff["tovholder"]])
    with house.at_home(house.mother) as session:
        person = voices.add_person(session, house.course, NAME).id
        with pytest.raises(SlotTaken):
            sessions.choose(session, sessions.one(session, asked), courses.at(WEDNESDAY, "13:00"), KEY, [])
        sessions.choose(session, sessions.one(session, asked), courses.at(WEDNESDAY, "09:00"), KEY, [person])
    with house.at_home(house.father) as session:
        held = sessions.one(session, asked)
        assert held.session.person_ids == [person]
        sessions.choose(session, held, courses.at(WEDNESDAY, "10:00"), "f" * 32, [])
        assert _stands(session) == [courses.at(WEDNESDAY, "10:00")]
        sessions.cancel(session, asked)
    with house.by("tovholder") as session:
        assert _stands(session) == []
        kinds = set(session.scalars(select(Outbox.kind).where(Outbox.staff_id == house.staff["tovholder"])))
        assert "cancelled" in kinds


def test_what_was_agreed_is_a_line_and_never_a_cpr_number(house, at):
    with house.by("tovholder") as session:
        made = sessions.book(session, house.course, _once(house, courses.at(WEDNESDAY, "09:00"), "tovholder"), KEY).id
    at(NOW + timedelta(days=9, hours=3))
    with house.by("tovholder") as session:
        with pytest.raises(CprRefused):
            sessions.write(session, made, "010203-1234", [])
        sessions.write(session, made, NOTE, [], HELD)
        sessions.write(session, made, NOTE, [], HELD)
        assert listed.whole(session, house.course).past[0].note == NOTE
        assert session.scalars(select(Appointment.state)).all() == [HELD]


def test_one_parents_no_closes_the_course_at_the_next_look_and_frees_every_time_to_come(house):
    with house.by("tovholder") as session:
        support.arrange(session, house.course, weekly(house, courses.at(WEDNESDAY, "13:00"), 5), KEY)
        handing.offer(session, house.course, house.staff["kollega"], session.get_one(Course, house.course).version)
    house.answer(house.father, consent.NO)
    for reader in ("tovholder", "leder", "fsr"):
        with house.by(reader) as session:
            with pytest.raises(NoSuchCourse):
                listed.head(session, house.course)
            assert listed.courses(session, house.unit) == []
            assert session.scalars(select(CourseSession.id)).all() == []
            assert session.scalars(select(Due.id)).all() == []
    with house.at_home(house.mother) as session:
        assert at_home.of_child(session, house.child) == []
    with house.worker() as session:
        assert stopping.sweep(session) == 1
        assert stopping.sweep(session) == 0
    with house.by("leder") as session:
        assert listed.taken_back(session, house.unit) == 1
        assert session.scalars(select(Appointment.state).distinct()).all() == [CANCELLED]
        assert session.scalar(select(func.count()).select_from(Claim)) == 0
        told = session.execute(select(Outbox.kind, Outbox.guardian_id, Outbox.staff_id)).all()
        assert {(kind, who) for kind, who, _ in told} >= {
            ("course-ended", house.mother),
            ("course-ended", house.father),
        }
        assert ("course-stopped", None, house.staff["tovholder"]) in told


def test_the_leader_sees_what_each_carries(house):
    with house.by("tovholder") as session:
        support.arrange(session, house.course, weekly(house, courses.at(WEDNESDAY, "13:00"), 5), KEY)
    with house.by("leder") as session:
        rows = {row.name: (row.courses, row.late, row.times) for row in team.load(session, house.unit)}
    assert rows == {"Tovholder": (1, 0, 3), "Kollega": (0, 0, 0), "Leder": (0, 0, 0)}


def _once(house, first, who):
    return Order(type_key=FAMILY_TALK, staff_ids=(house.staff[who],), first=first, quarters=4)


def _stands(session):
    rows = select(Appointment.first).where(Appointment.state == BOOKED, Appointment.first > quarter(NOW))
    return list(session.scalars(rows.order_by(Appointment.first)))
