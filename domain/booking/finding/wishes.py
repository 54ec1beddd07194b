"""What is looked for, and what is found: roles and who can fill them, and an appointment to be."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from domain.booking.finding.openings import MINUTES, QUARTERS_A_DAY, Span
from domain.booking.finding.places import Where
from domain.booking.tables import AppointmentType

WEEK = 7 * QUARTERS_A_DAY
MONDAY = 4 * QUARTERS_A_DAY
"""The first quarter of a Monday: time is counted from a Thursday."""

ClaimKey = tuple[int, int]
"""(resource, quarter)"""


class Candidate(NamedTuple):
    """Somebody, or a room, that can fill a role. `open=False`: needs no opening, as rooms."""

    resource_id: int
    staff_id: int | None
    unit_id: int
    room_id: int | None = None
    open: bool = True


class Need(NamedTuple):
    """A role and who can fill it, best first. `even`: of those who are free, whoever has least booked in that week."""

    role: str
    candidates: tuple[Candidate, ...]
    even: bool = False


class Offer(NamedTuple):
    """A start quarter, and who would come: one for each need. `adjacent`: a pick's other appointment ends or begins there."""

    first: int
    picks: tuple[Candidate, ...]
    adjacent: bool


class Placement(NamedTuple):
    """An appointment to be: when, who fills which role, and what it claims - the margins too, of those who travel."""

    first: int
    quarters: int
    seats: tuple[tuple[str, Candidate], ...]
    claims: frozenset[ClaimKey]

    @property
    def room_id(self) -> int | None:
        return next((pick.room_id for _, pick in self.seats if pick.room_id is not None), None)


@dataclass(frozen=True)
class Wish:
    """What is looked for: who, for how many quarters, where, and the buffers, in quarters, of the roles that travel."""

    type_key: str
    needs: tuple[Need, ...]
    quarters: int
    buffers: tuple[int, int]
    travels: frozenset[str]
    where: Where

    def margins(self, role: str) -> tuple[int, int]:
        """Quarters before and after that must be unclaimed, and are claimed with the appointment."""
        return self.buffers if role in self.travels else (0, 0)

    def resources(self) -> frozenset[int]:
        return frozenset(candidate.resource_id for need in self.needs for candidate in need.candidates)

    def placed(self, offer: Offer) -> "Placement":
        """What an appointment at this time would be."""
        return self.placed_with(offer.first, offer.picks)

    def placed_with(self, first: int, picks: tuple[Candidate, ...]) -> "Placement":
        """The same with these people, one for each need."""
        seats = tuple((need.role, pick) for need, pick in zip(self.needs, picks, strict=True))
        claims = frozenset(
            (pick.resource_id, number)
            for role, pick in seats
            for number in range(first - self.margins(role)[0], first + self.quarters + self.margins(role)[1])
        )
        return Placement(first, self.quarters, seats, claims)

    def around(self, lo: int, hi: int) -> Span:
        """What must be known to judge the starts in [lo, hi): the buffers, the neighbours, the whole week where it counts."""
        lo, hi = lo - self.buffers[0] - 1, hi + self.buffers[1] + 1
        if any(need.even for need in self.needs):
            return lo - (lo - MONDAY) % WEEK, hi + (MONDAY - hi) % WEEK
        return lo, hi


def wish(
    needs: Iterable[Need], type_: AppointmentType, quarters: int | None = None, where: Where | None = None
) -> Wish:
    """`quarters`: when not the type's own length; `where`: when it is known which unit's."""
    length = quarters or type_.minutes // MINUTES
    buffers = type_.buffer_before // MINUTES, type_.buffer_after // MINUTES
    return Wish(type_.key, tuple(needs), length, buffers, frozenset(type_.travels), where or Where(type_.place))
