"""Courses of the demo, for the families that have a place: one with help every week, one late and handed on, one to choose a time, one ended, one closed."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from domain import consent
from domain.access import Guardian, Membership, Viewer
from domain.access import Staff as StaffViewer
from domain.access.citizens import Guardianship
from domain.access.staff import Membership as Works
from domain.access.staff import Staff
from domain.access.units import Unit
from domain.base import now, today
from domain.booking.finding.openings import midnight, monday
from domain.booking.kinds.types import FAMILY_HOME, FAMILY_TALK
from domain.booking.tables import HELD, Appointment, Claim
from domain.booking.taking.claims import SlotTaken
from domain.courses import both, handing, life, sessions, stopping, support, told, voices
from domain.courses.tables import Course, Said
from domain.courses.times import Order
from domain.demo.states import Sessions, acting
from domain.referrals.states import FOLLOWED, RUNNING
from domain.referrals.tables import Referral, Standing
from domain.tovholder.followed import ENDED, REACHED, Look, Plan

ACCOUNT, ONE_WEEK = "familieraadgiver", timedelta(weeks=1)
GOALS = (
    "Vi kommer ud ad døren om morgenen uden at råbe.",
    "Aftenerne er rolige, og alle sover i egen seng.",
    "Vi taler sammen om bruddet, uden at børnene er budbringere.",
    "Vi ved, hvem vi kan ringe til, når det er svært.",
    "Vi spiser sammen tre gange om ugen.",
)
NAMES = ("Farmor Grethe", "Naboen Samir", "Moster Line")
SAID = (("Mor", (3, 4, 6)), ("Far", (4, 4, 5)), ("Familierådgiveren", (3, 5)))
AGREED = "Tøjet lægges frem om aftenen. Far står op først tirsdag og torsdag."
LEARNED = "Det hjalp at begynde med morgenen. Familien bruger nu sit eget netværk først."
REASON = "Der er stadig dage, hvor det går skævt."


def unfold(sessions_: Sessions) -> None:
    """Everybody does what they would have done themselves."""
    with acting(sessions_) as session:
        house = session.scalars(select(Unit).where(Unit.actor == "familiehus")).one()
        team = _team(session, house)
        found = _with_a_place(session, house.id)
    stories = (_weekly, _handed_on, _to_choose, _ended, _closed)
    for number, (one, story) in enumerate(zip(found, stories, strict=False)):
        viewer = team[number % 2]
        with acting(sessions_, viewer) as session:
            plan = Plan(
                goal=GOALS[number],
                tovholder_id=viewer.staff or 0,
                starts_on=today() - 3 * ONE_WEEK,
                follow_up_on=today() + 3 * ONE_WEEK,
                track=2 if number else 1,
            )
            course = both.begin(session, one.id, plan)
            story(session, course, viewer, team[1 - number % 2])
        if story is _closed:
            _take_back(sessions_, one)


def _weekly(session: Session, course: Course, viewer: Viewer, _other: Viewer) -> None:
    """Help at home every week, one time that has been, the scale over time, and who is with them."""
    for name in NAMES:
        voices.add_person(session, course.id, name)
    for voice, numbers in SAID:
        for place, value in enumerate(numbers):
            at = now() - (len(numbers) - place) * ONE_WEEK
            said = {"voice": voice, "value": value, "reason": REASON if place == 1 else "", "at": at}
            session.add(Said(**life.whose(course), **said, staff_id=viewer.staff))
    session.flush()
    for hour in (13, 14, 15):  # whatever else is booked there already
        first = midnight(monday(today()) + ONE_WEEK) + 96 + hour * 4
        until = today() + 9 * ONE_WEEK
        order = Order(
            type_key=FAMILY_HOME, staff_ids=(viewer.staff or 0,), first=first, quarters=6, every=1, until=until
        )
        try:
            support.arrange(session, course.id, order, f"demo{hour}")
        except SlotTaken:
            continue
        break
    _has_been(session, course, viewer)


def _handed_on(session: Session, course: Course, _viewer: Viewer, other: Viewer) -> None:
    """It should have been looked at, and the role is offered to a colleague."""
    course.follow_up_on = today() - timedelta(days=4)
    session.flush()
    handing.offer(session, course.id, other.staff or 0, course.version)


def _to_choose(session: Session, course: Course, viewer: Viewer, _other: Viewer) -> None:
    sessions.ask(session, course.id, FAMILY_TALK, [viewer.staff or 0])


def _ended(session: Session, course: Course, viewer: Viewer, _other: Viewer) -> None:
    _has_been(session, course, viewer)
    both.evaluate(session, course.id, Look(decided=ENDED, outcome=REACHED, learned=LEARNED), course.version)


def _closed(session: Session, course: Course, viewer: Viewer, _other: Viewer) -> None:
    sessions.ask(session, course.id, FAMILY_TALK, [viewer.staff or 0])


def _has_been(session: Session, course: Course, viewer: Viewer) -> None:
    """Booked for a day to come, and then moved back by four weeks, as it would have been."""
    day = monday(today()) + 2 * ONE_WEEK + timedelta(days=2)
    order = Order(type_key=FAMILY_TALK, staff_ids=(viewer.staff or 0,), first=midnight(day) + 36, quarters=4)
    held = sessions.book(session, course.id, order, f"demo-{course.id}")
    row = session.get_one(Appointment, held.appointment_id)
    row.first, row.state = row.first - 4 * 7 * 96, HELD
    session.flush()
    session.execute(delete(Claim).where(Claim.appointment_id == row.id))
    told.booked(session, course, [row])
    told.held(session, row)
    sessions.write(session, held.id, AGREED, [])


def _take_back(sessions_: Sessions, one: Any) -> None:
    """A parent's no: what was booked is given back, and nobody reads it any longer."""
    with acting(sessions_) as session:
        holder = select(Guardianship.guardian_id).where(Guardianship.child_id == one.child_id, Guardianship.custody)
        guardian = session.scalars(holder).first() or 0
    parent = Guardian(guardian=guardian, child_ids=(one.child_id,), custody_ids=(one.child_id,))
    with acting(sessions_, parent) as session:
        asked = f"referral/{one.id}", consent.REFERRAL
        consent.answer(session, one.child_id, asked, guardian, consent.NO, "egen side")
        stopping.stop(session, one.id)


def _with_a_place(session: Session, unit_id: int) -> Sequence[Any]:
    own = (Standing.unit_id == unit_id, Standing.state.in_((RUNNING, FOLLOWED)))
    rows = select(Referral.id, Referral.child_id).join(Standing, Standing.referral_id == Referral.id)
    return session.execute(rows.where(*own, Referral.child_id.is_not(None)).order_by(Referral.id)).all()


def _team(session: Session, house: Unit) -> list[Viewer]:
    """The demo's own account first, then a colleague."""
    rows = select(Staff.id, Works.role).join(Works, Works.staff_id == Staff.id)
    own = rows.where(Works.unit_id == house.id, Works.role == "familieraadgiver", Staff.active)
    found = session.execute(own.order_by(Staff.login != ACCOUNT, Staff.id)).all()
    return [
        StaffViewer(
            staff=row.id,
            memberships=(
                Membership(unit_id=house.id, actor="familiehus", slug=house.slug, unit_name=house.name, role=row.role),
            ),
        )
        for row in found[:2]
    ]
