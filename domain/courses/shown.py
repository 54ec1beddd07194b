"""A course as a page shows it: its row, what has been said and decided, and its times."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from domain.base import now, quarter
from domain.booking.tables import BOOKED, GIVEN_BACK
from domain.written import Line


@dataclass(frozen=True)
class Time:
    """One session: when, in what state, with whom, and the line or two on it. `first` None: the parents have been asked to choose."""

    id: int
    kind: str
    support_id: int | None
    first: int | None
    quarters: int
    state: str
    note: str
    person_ids: Sequence[int]
    cancel_days: int
    planned: int | None = None
    people: list[str] = field(default_factory=list)

    @property
    def stands(self) -> bool:
        return self.state == BOOKED

    @property
    def moved(self) -> bool:
        """Whether it is of a series, and elsewhere than the series put it."""
        return self.stands and self.planned is not None and self.planned != self.first

    @property
    def ahead(self) -> bool:
        return self.stands and self.first is not None and self.first > quarter(now())


@dataclass(frozen=True)
class Whole:
    """A course (`row` of _columns) with its steps, voices, people, offers of the role, and times; the newest step and the first time first."""

    row: Any
    steps: list[Line]
    voices: list[tuple[str, list[Line]]]
    people: list[Line]
    offers: list[Line]
    times: list[Time]

    @property
    def offered(self) -> Line | None:
        """The open offer of the role, if there is one: `number` is to whom, `c` their name, `a` "" while it is open."""
        return next((one for one in self.offers if not one.a), None)

    @property
    def ahead(self) -> list[Time]:
        return [one for one in self.times if one.ahead]

    @property
    def next(self) -> Time | None:
        return next(iter(self.ahead), None)

    @property
    def past(self) -> list[Time]:
        """What has been, the latest first; what was given back is not among it."""
        return [
            one
            for one in reversed(self.times)
            if one.first is not None and not one.ahead and one.state not in GIVEN_BACK
        ]

    @property
    def to_choose(self) -> Time | None:
        return next((one for one in self.times if one.first is None), None)
