"""A sundhedspleje of four in which one has many children and some home visits booked: what a handover is tried on."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.access import Membership as Place
from domain.access import Staff as Viewer
from domain.access import sees
from domain.access.staff import Staff
from domain.access.units import Unit
from domain.booking import verbs
from domain.booking.search import Candidate, Need
from domain.booking.tables import Appointment, AppointmentType, Claim, Participant
from domain.booking.types import HOME_VISIT, ensure_types
from domain.booking.verbs import Booking
from tests.bookings import at_clock
from tests.factories import as_house, make_child, make_guardian, make_staff, make_unit

NOW = datetime(2026, 11, 16, 7, tzinfo=UTC)
FIRST = date(2026, 11, 17)
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


def make_ward(session: Session, children: int = 6, bookings: int = 3) -> Ward:
    """Each child has two guardians, the first ones a home visit each, five a day. Committed."""
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
        found.booked.append(visit(session, found, found.children[number], *when(number)))
    session.commit()
    return found


def when(number: int) -> tuple[date, str]:
    """Five a day, on working days."""
    weeks, day = divmod(number // len(CLOCKS), 4)
    return FIRST + timedelta(weeks=weeks, days=day), CLOCKS[number % len(CLOCKS)]


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
