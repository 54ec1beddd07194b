"""An appointment that staff move to any time they say, as long as what speaks against it has been shown to them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased, joinedload

from domain.booking import verbs
from domain.booking.finding.grid import load
from domain.booking.finding.places import Where
from domain.booking.finding.search import Candidate, Need, Wish, wish
from domain.booking.kinds.types import FOLLOW_UP, START_TALK
from domain.booking.showing.interpreters import InterpreterOrder
from domain.booking.showing.of_start import followed
from domain.booking.tables import Appointment, AppointmentType
from domain.booking.taking.seats import kept, staff_of
from domain.journey import interpreters, talk
from domain.journey.choosing import doubts
from domain.journey.choosing.doubts import Doubt
from domain.journey.choosing.plan import NoSuchStart
from domain.journey.telling import News, tell
from domain.people import Child


class NoSuchAppointment(NoSuchStart):
    """There is no such appointment, or not for this viewer."""


@dataclass(frozen=True, kw_only=True)
class Booked:
    """An appointment as it stands, and about whom it is."""

    appointment: Appointment
    type: AppointmentType
    child_id: int
    child: str
    sundhedspleje_id: int | None
    followed: bool
    interpreter: InterpreterOrder | None

    def needs(self) -> tuple[Need, ...]:
        """The same people and the same room."""
        return kept(self.appointment, self.appointment.participants)

    def wish(self) -> Wish:
        where = Where(self.appointment.place, self.appointment.unit_id)
        return wish(self.needs(), self.type, self.appointment.quarters, where)

    def seats(self) -> list[tuple[str, Candidate]]:
        return [(one.role, one.candidates[0]) for one in self.needs()]


def booked(session: Session, appointment_id: int) -> Booked:
    """One that is about a child: an event has a page of its own. Raises NoSuchAppointment. One statement."""
    of = aliased(Appointment)
    first = select(func.coalesce(of.with_id, of.id)).where(of.id == appointment_id).scalar_subquery()
    row = (
        session.execute(_the_appointment().where(Appointment.id == first, Appointment.child_id.is_not(None)))
        .unique()
        .one_or_none()
    )
    if row is None:
        _missing()
    return Booked(
        appointment=row.Appointment,
        type=row.AppointmentType,
        child_id=row.child_id,
        child=row.name or "",
        sundhedspleje_id=row.sundhedspleje_id,
        followed=row.Appointment.type_key == START_TALK and row.followed,
        interpreter=row.InterpreterOrder,
    )


def _the_appointment() -> Select[*tuple[Any, ...]]:
    along = followed(Appointment.start_id).label("followed")
    return (
        select(
            Appointment,
            AppointmentType,
            Appointment.child_id,
            Child.name,
            Child.sundhedspleje_id,
            along,
            InterpreterOrder,
        )
        .join(AppointmentType, AppointmentType.key == Appointment.type_key)
        .outerjoin(InterpreterOrder, InterpreterOrder.appointment_id == Appointment.id)
        .outerjoin(Child, Child.id == Appointment.child_id)
        .options(joinedload(Appointment.participants))
    )


def against(session: Session, one: Booked, first: int) -> Sequence[Doubt]:
    """What speaks against moving it there, worst first. Two statements."""
    wanted, own = one.wish(), one.appointment
    window = doubts.around(wanted, first)
    grid = load(session, wanted.resources(), wanted.type_key, window, own.id, wanted.where)
    others = doubts.same_day(session, one.child_id, own.type_key, *doubts.whole_day(first), own.id)
    return [*doubts.of_people(grid, wanted, first, one.seats()), *doubts.of_day(others, first)]


def move(session: Session, one: Booked, first: int, shown: Iterable[str]) -> Appointment:
    """To that very time with the same people and the same room; everybody is told. A follow-up is from then on moved alone.

    The first conversation takes its follow-up along, and an interpreter is asked for anew, as with any move.
    Raises Doubted when something speaks against it that is not among the keys that were `shown`: nothing has changed then.
    Raises TooLate, TooFar, NotBooked, SlotTaken as any move.
    """
    doubts.accepted(against(session, one, first), shown)
    picks = tuple(candidate for _role, candidate in one.seats())
    one.appointment.alone = one.appointment.alone or one.type.key == FOLLOW_UP
    verbs.move_to(session, one.appointment, one.wish().placed_with(first, picks))
    tell(session, [News(one.appointment, "moved", {"moved": staff_of(session, one.appointment)})])
    if one.interpreter is not None:
        interpreters.ask(session, one.appointment, one.interpreter.language, one.interpreter.way)
    if one.followed:
        talk.along(session, one.appointment)
    return one.appointment


def _missing() -> NoReturn:
    raise NoSuchAppointment
