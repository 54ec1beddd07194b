"""A conversation of a start: who must be there, who of them could come, and between which days it can be (domain.md, "Den gode start")."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from domain.access.roles import INTERPRETER
from domain.base import now, quarter, today
from domain.booking.finding.openings import MINUTES, midnight
from domain.booking.finding.places import Where
from domain.booking.finding.search import Need
from domain.booking.kinds.limits import bookable
from domain.booking.kinds.types import FOLLOW_UP, START_TALK
from domain.booking.tables import AppointmentType
from domain.journey.choosing.people import ACTORS as ACTORS
from domain.journey.choosing.people import ANY_PAEDAGOG as ANY_PAEDAGOG
from domain.journey.choosing.people import EXTERNAL as EXTERNAL
from domain.journey.choosing.people import HALF_HOUR as HALF_HOUR
from domain.journey.choosing.people import PAEDAGOG_ONLY as PAEDAGOG_ONLY
from domain.journey.choosing.people import RELAXATIONS as RELAXATIONS
from domain.journey.choosing.people import ROOM as ROOM
from domain.journey.choosing.people import SUBSTITUTE as SUBSTITUTE
from domain.journey.choosing.people import Person, could_come, needs_of, person, seated
from domain.journey.choosing.siblings import NoSuchStart as NoSuchStart
from domain.journey.choosing.siblings import Sibling, Together, family, family_of

SHORT = 2
"""Quarters of a conversation that is cut to half an hour."""
WEEK = timedelta(weeks=1)
BEFORE, LAST_BEFORE, HURRY = 5 * WEEK, 2 * WEEK, 3 * WEEK
FOLLOWED_FROM, FOLLOWED_TO = 10 * WEEK, 14 * WEEK
ABOUT = (
    "child_id",
    "child",
    "unit_id",
    "sundhedspleje_id",
    "house",
    "starts_on",
    "newcomer",
    "booked",
    "now",
    "followed",
)


@dataclass(frozen=True, kw_only=True)
class Plan:
    """One conversation of a start; where one stands, as long and in the place that it was booked for. `lo` and `hi` are quarters; `people` by resource id; `nurse`: "egen", "afløser", "en", or "" for nobody.

    `booked` is the appointment that stands, `seated` the resources of those who take part in it, and `now` its quarter, as far as
    the viewer may see it; `interpreter` the language that is asked for;
    `starts`: (start, child) of everybody it is held for, this one first; `siblings` those who join, or could; `families`: by child all guardians;
    `followed`: a follow-up is booked that moves along.
    """

    start_id: int
    child_id: int
    child: str
    starts: tuple[tuple[int, int], ...]
    siblings: tuple[Sibling, ...]
    families: Mapping[int, frozenset[int]]
    unit_id: int
    sundhedspleje_id: int | None
    house: str
    starts_on: date
    newcomer: bool
    interpreter: str
    interpreter_way: str
    closed: str
    type: AppointmentType
    quarters: int
    where: Where
    needs: tuple[Need, ...]
    seated: frozenset[int]
    people: Mapping[int, Person]
    nurse: str
    relax: str
    lo: int
    hi: int
    booked: int | None
    now: int | None
    followed: bool

    @property
    def kind(self) -> str:
        """Which of the two conversations."""
        return self.type.key

    @property
    def wanted(self) -> tuple[Need, ...]:
        """`needs`; where the same is only moved, with those who take part already before the others. The room may be another."""
        if self.booked is None or self.relax:
            return self.needs
        return tuple(
            one
            if one.role == ROOM
            else Need(one.role, tuple(sorted(one.candidates, key=lambda pick: pick.resource_id not in self.seated)))
            for one in self.needs
        )

    @property
    def interprets(self) -> bool:
        """One of the municipality's own is to interpret."""
        return any(need.role == INTERPRETER for need in self.needs)


def plan(session: Session, start_id: int, relax: str = "", kind: str = START_TALK, together: Together = ()) -> Plan:
    """What the start needs, with one of `RELAXATIONS` or none. Two statements."""
    return variants(session, start_id, ("", relax), kind, together)[relax]


def variants(
    session: Session,
    start_id: int,
    wanted: Iterable[str] = ("", *RELAXATIONS),
    kind: str = START_TALK,
    together: Together = (),
) -> dict[str, Plan]:
    """The plan itself under "", and each way to relax it under its name. `together`: the other starts it is to be held for (None: its twins')."""
    start, siblings, hidden = family(session, start_id, kind, together)
    every = [start, *(row for row, sibling in siblings if sibling.joins)]
    language, way = next(((one.interpreter, one.interpreter_way) for one in every if one.interpreter), ("", ""))
    rows = could_come(session, start.unit_id, None if hidden else _sundhedspleje(every), language)
    lo, hi = _between(session, every, kind)
    same: dict[str, Any] = {name: getattr(start, name) for name in ABOUT} | {
        "start_id": start.id,
        "starts": tuple((one.id, one.child_id) for one in every),
        "siblings": tuple(sibling for _, sibling in siblings),
        "families": {one.child_id: family_of(one) for one in every},
        "interpreter": language,
        "interpreter_way": way,
        "closed": next((one.closed for one in every if one.closed), ""),
        "type": start.AppointmentType,
        "where": Where(start.place or start.AppointmentType.place, start.unit_id),
        "seated": frozenset(seated(start)),
        "people": {row.resource_id: person(row) for row in rows},
        "lo": lo,
        "hi": hi,
    }
    return {relax: _relaxed(start, rows, relax, same) for relax in wanted}


def _sundhedspleje(every: Sequence[Any]) -> int | None:
    """The unit of all of them, where it may be there for each."""
    units = {one.sundhedspleje_id if one.present else None for one in every}
    unit: int | None = every[0].sundhedspleje_id
    return unit if units == {unit} else None


def _between(session: Session, every: Sequence[Any], kind: str) -> tuple[int, int]:
    """In the window of the earliest start; what is too far ahead to be booked is no offer."""
    type_, staff = every[0].AppointmentType, session.info["viewer"].staff is not None
    earliest = now() if staff else now() + timedelta(hours=type_.lead_hours)
    lo, hi = window(min(one.starts_on for one in every), earliest, kind)
    return lo, min(hi, bookable(session, type_)[1])


def _relaxed(start: Any, rows: Sequence[Any], relax: str, same: Mapping[str, Any]) -> Plan:
    needs, nurse = needs_of(start, rows, same["where"].kind, relax)
    whole = start.long or start.AppointmentType.minutes // MINUTES
    quarters = min(SHORT, whole) if relax == HALF_HOUR else whole
    return Plan(needs=needs, nurse=nurse, relax=relax, quarters=quarters, **same)


def window(starts_on: date, earliest: datetime, kind: str = START_TALK) -> tuple[int, int]:
    """Quarters between which it can be: the first 5 to 2 weeks before the start, with less than 3 weeks left any day before it; the follow-up 10 to 14 weeks after it."""
    if kind == FOLLOW_UP:
        first, last = starts_on + FOLLOWED_FROM, starts_on + FOLLOWED_TO
    elif starts_on - today() < HURRY:
        first, last = today(), starts_on
    else:
        first, last = starts_on - BEFORE, starts_on - LAST_BEFORE
    return max(midnight(first), quarter(earliest) + 1), midnight(last)
