"""A house in which a pædagog has a day full of conversations, and colleagues with some time: what a sick day is tried on."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, sessionmaker

from domain.access.staff import Membership, Staff
from domain.access.units import Group, Unit
from domain.base import today
from domain.booking.kinds.types import ensure_types
from domain.booking.tables import Absence, Appointment, Claim, Participant
from domain.consent import TIME, Consent
from domain.journey import talk
from domain.journey.choosing.plan import plan
from domain.outbox import Outbox
from tests.factories import as_house, make_child, make_guardian, make_staff, make_start, make_unit
from tests.scenes.bookings import added, at_clock
from tests.scenes.canaries import working

NOW = datetime(2026, 11, 16, 7, tzinfo=UTC)
STARTS = date(2026, 12, 14)
SICK = date(2026, 11, 18)
NINE = tuple(f"{hour}:00" for hour in range(8, 17))
MORNING, NOON, DAY = "8:00-12:00", "12:00-14:00", "8:00-17:00"


@dataclass
class Sick:
    """Ids. Jonas is the one who is away; Mette is his substitute and free in the morning; Ida has time at noon."""

    house: int
    slug: str
    sundhedspleje: int
    jonas: int
    mette: int
    ida: int
    leader: int
    nurses: list[int]
    resource: int
    children: list[int] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    guardians: list[int] = field(default_factory=list)

    @property
    def away(self) -> dict[str, object]:
        """The leader's form."""
        return {"resource": self.resource, "first": SICK.isoformat(), "last": SICK.isoformat(), "reason": ""}


def make_house(session: Session) -> Sick:
    """Committed."""
    as_house(session)
    ensure_types(session)
    house = make_unit(session, address="Torvet 3")
    sundhedspleje = make_unit(session, "sundhedspleje", "Sundhedsplejen Skovlunde", "sundhedspleje")
    groups = [added(session, Group(unit_id=house, name=name)).id for name in ("Mariehønen", "Sommerfuglen")]
    jonas = make_staff(session, house, "paedagog", "Jonas Bech", DAY, group_id=groups[0])
    mette = make_staff(session, house, "paedagog", "Mette Lund", MORNING, group_id=groups[0])
    ida = make_staff(session, house, "paedagog", "Ida Holm", NOON, group_id=groups[1])
    leader = make_staff(session, house, "leder", "Else Madsen", "")
    nurses = [make_staff(session, sundhedspleje, "sundhedsplejerske", f"Karen {n}", DAY) for n in range(3)]
    session.get_one(Staff, jonas).substitute_id = mette
    slug, resource = session.get_one(Unit, house).slug, session.get_one(Staff, jonas).resource_id
    session.commit()
    return Sick(house, slug, sundhedspleje, jonas, mette, ida, leader, nurses, resource)


def book_all(sessions: sessionmaker[Session], sick: Sick, clocks: Iterable[str] = NINE, day: date = SICK) -> None:
    """A family with two guardians at each of these times, with Jonas and its own sundhedsplejerske; nobody has been told yet."""
    with working(sessions) as session:
        _book_all(session, sick, clocks, day)
        session.execute(delete(Outbox).execution_options(synchronize_session=False))


def full_wednesday(sessions: sessionmaker[Session], later: date) -> Sick:
    """Jonas' day is full; three more families have theirs `later`. On the days between, and the one before, he is away."""
    with sessions() as session:
        found = make_house(session)
    book_all(sessions, found)
    book_all(sessions, found, NINE[:3], later)
    with working(sessions) as session:
        for first, last in ((SICK - timedelta(days=1), SICK), (SICK + timedelta(days=1), later)):
            away = Absence(resource_id=found.resource, first=at_clock(first, "0:00"), last=at_clock(last, "0:00"))
            session.add(away)
    return found


def _book_all(session: Session, sick: Sick, clocks: Iterable[str], day: date) -> None:
    for number, clock in enumerate(clocks):
        nurse = sick.nurses[number % len(sick.nurses)]
        child = make_child(session, f"Barn {number}", sundhedspleje_id=sick.sundhedspleje, sundhedsplejerske_id=nurse)
        start = make_start(session, child, sick.house, STARTS, contact_id=sick.jonas, group_id=_group(session, sick))
        same = {"purpose": TIME, "to_unit_id": sick.sundhedspleje, "until": today() + timedelta(weeks=20)}
        session.add(Consent(child_id=child, start_id=start, **same))
        sick.guardians += [make_guardian(session, child) for _ in range(2)]
        session.flush()
        talk.book(session, plan(session, start), at_clock(day, clock), f"sick/{start}")
        sick.children.append(child)
        sick.starts.append(start)


def _group(session: Session, sick: Sick) -> int:
    return session.scalars(select(Membership.group_id).where(Membership.staff_id == sick.jonas)).one() or 0


def booked(session: Session, sick: Sick) -> dict[int, tuple[str, int, set[int]]]:
    """By start: the state, the first quarter, and the staff of its conversation; every quarter of all that stands is claimed, nothing else is."""
    found: dict[int, tuple[str, int, set[int]]] = {}
    rows = session.execute(
        select(
            Appointment.start_id, Appointment.state, Appointment.first, Participant.staff_id, Participant.resource_id
        )
        .join(Participant, Participant.appointment_id == Appointment.id)
        .where(Appointment.start_id.in_(sick.starts))
        .execution_options(unscoped="test")
    ).all()
    due = set()
    for start, state, first, staff, resource in rows:
        found.setdefault(start, (state, first, set()))[2].add(staff)
        due |= {(resource, first + n) for n in range(4)} if state in {"booket", "reserveret"} else set()
    assert set(map(tuple, session.execute(select(Claim.resource_id, Claim.quarter)))) == due
    return found
