"""A sundhedspleje of four in which one has many children and some home visits booked: what a handover is tried on."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from domain.access import Membership as Place
from domain.access import Staff as Viewer
from domain.access import sees
from domain.access.staff import Membership, Staff
from domain.access.units import Unit
from domain.base import now, today
from domain.booking import verbs
from domain.booking.finding.openings import local_day, public_holiday
from domain.booking.finding.search import Candidate, Need
from domain.booking.kinds.types import HOME_VISIT, ensure_types
from domain.booking.tables import Appointment, AppointmentType, Claim, Participant
from domain.booking.verbs import Booking
from domain.caseload.tables import HOLIDAY, ChildHandover
from domain.people import Child
from tests.factories import as_house, make_child, make_guardian, make_staff, make_unit
from tests.scenes.bookings import at_clock
from tests.scenes.canaries import working

NOW = datetime(2026, 11, 16, 7, tzinfo=UTC)
TODAY, FIRST = date(2026, 11, 16), date(2026, 11, 17)
CLOCKS = ("8:30", "10:00", "11:30", "13:00", "14:30")


@dataclass
class Ward:
    """Ids. Karen has the children; Mette, Ida and Bodil could have them."""

    unit: int
    slug: str
    karen: int
    others: list[int]
    resources: dict[int, int]
    children: list[int] = field(default_factory=list)
    guardians: list[int] = field(default_factory=list)
    booked: list[int] = field(default_factory=list)

    @property
    def viewer(self) -> Viewer:
        place = Place(unit_id=self.unit, actor="sundhedspleje", slug=self.slug, unit_name="", role="leder")
        return Viewer(staff=self.others[0], memberships=(place,))


def make_ward(session: Session, children: int = 6, bookings: int = 3, day: date = TODAY) -> Ward:
    """Each child has two guardians, the first ones a home visit each, five a day, from the day after `day` on. Committed."""
    as_house(session)
    ensure_types(session)
    unit = make_unit(session, "sundhedspleje", "Sundhedsplejen Skovlunde", "distrikt")
    names = ("Karen Lindegaard", "Mette Lund", "Ida Holm", "Bodil Dam")
    karen, *others = (make_staff(session, unit, "sundhedsplejerske", name, "8:00-16:00") for name in names)
    resources = dict(session.execute(select(Staff.id, Staff.resource_id).where(Staff.id.in_([karen, *others]))).all())
    found = Ward(unit, session.get_one(Unit, unit).slug, karen, others, resources)
    for number in range(children):
        child = make_child(session, f"Barn {number:03}", sundhedspleje_id=unit, sundhedsplejerske_id=karen)
        found.children.append(child)
        found.guardians += [make_guardian(session, child, name=f"{who} {number}") for who in ("Mor", "Far")]
    for number in range(bookings):
        found.booked.append(visit(session, found, found.children[number], *when(number, day)))
    session.commit()
    return found


def when(number: int, day: date = TODAY) -> tuple[date, str]:
    """Five a day, on working days."""
    for _ in range(number // len(CLOCKS) + 1):
        day += timedelta(days=1)
        while day.weekday() > 4 or public_holiday(day):
            day += timedelta(days=1)
    return day, CLOCKS[number % len(CLOCKS)]


def visit(session: Session, ward: Ward, child: int, day: date, clock: str, staff: int | None = None) -> int:
    """A home visit with Karen, or somebody else, with travel time around it."""
    who = staff or ward.karen
    need = Need("sundhedsplejerske", (Candidate(ward.resources[who], who, ward.unit),))
    type_, key = session.get_one(AppointmentType, HOME_VISIT), f"{child}/{day}/{clock}/{who}"
    first = at_clock(day, clock)
    wanted = Booking(type_=type_, unit_id=ward.unit, first=first, needs=(need,), request_key=key, child_id=child)
    return verbs.book(session, wanted).id


def acting(session: Session, ward: Ward) -> Session:
    """A session becomes that of one of the unit."""
    session.info["writing"] = True
    sees(session, ward.viewer)
    return session


def standing(session: Session) -> dict[int, tuple[str, int, int, int]]:
    """By appointment: its state, first quarter, who takes part and how many quarters it claims."""
    rows = session.execute(
        select(Appointment.id, Appointment.state, Appointment.first, Participant.staff_id)
        .join(Participant, Participant.appointment_id == Appointment.id)
        .execution_options(unscoped="test")
    ).all()
    claims = session.execute(select(Claim.appointment_id, Claim.resource_id)).all()
    who = dict(session.execute(select(Staff.id, Staff.resource_id)).all())
    return {one: (state, first, staff, claims.count((one, who[staff]))) for one, state, first, staff in rows}


def in_scene(session: Session, unit: int, nurse: int) -> dict[str, object]:
    """A handover for a while, of nobody, and whose page is asked for."""
    made = ChildHandover(
        unit_id=unit,
        from_id=nurse,
        reason=HOLIDAY,
        begins_on=today(),
        returns_on=today() + timedelta(weeks=2),
        made_at=now(),
        begun_at=None,
        returned_at=None,
    )
    session.add(made)
    session.flush()
    return {"nurse_id": nurse, "handover_id": made.id}


def in_demo(sessions: sessionmaker[Session], town: Any) -> None:
    """Of whoever is signed in: a child without a time, to be handed to a colleague."""
    own = town.places["sundhedspleje"]
    with working(sessions) as session:
        booked = select(Appointment.child_id).where(Appointment.child_id.is_not(None))
        free = select(Child.id).where(Child.sundhedsplejerske_id == own.staff, Child.id.not_in(booked))
        child = session.scalars(free.order_by(Child.id)).first()
        other = select(Membership.staff_id).where(Membership.unit_id == own.unit, Membership.staff_id != own.staff)
        to = session.scalars(other.order_by(Membership.staff_id)).first()
        made = session.scalars(select(ChildHandover.id).where(ChildHandover.unit_id == own.unit)).first()
        rows = session.execute(
            select(Appointment.id, Appointment.first)
            .where(Appointment.type_key == HOME_VISIT, Appointment.request_key.like("demo/%"))
            .order_by(Appointment.first)
        ).all()
    day = {"dag": local_day(rows[0].first).isoformat(), "hvem": own.staff}
    first, second, third = (row.id for row in rows)
    hands = {"to": to, "begins_on": today().isoformat(), "reason": HOLIDAY, "barn": child, f"barn-{child}": to}
    town.values |= {"nurse_id": own.staff, "handover_id": made}
    town.values["forms"] |= {
        "caseload.hand_over": hands,
        "rounds.tell": day,
        "rounds.reorder": day | {"besoeg": [first, third, second], "udgave": [0, 0, 0]},
        "rounds.travel": day | {"besoeg": first, "minutter": 30},
    }
