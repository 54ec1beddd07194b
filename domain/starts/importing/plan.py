"""Everything that is to be written if a list is applied. Negative numbers stand for ids of rows that are still to come."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from domain.starts.coming import Question
from domain.starts.standing import Adult, Begin, Kid


class Log(NamedTuple):
    """What the audit is told of one start: new, or which columns of it, its child and its guardians have changed."""

    start: int
    child: int
    columns: tuple[str, ...]


class Ask(NamedTuple):
    """A question that has not been put before."""

    start: int
    child: int
    question: Question


class Again(NamedTuple):
    """A question that stands and gets other words. With `anew` what was answered before counts no longer."""

    id: int
    child: int
    question: Question
    anew: bool


class Moved(NamedTuple):
    """A start that has got another house before it began."""

    start: int
    house: int
    before: int


@dataclass
class Plan:
    """What is new has a negative id; what has changed stands with all its columns, `fell` are guardianships that end,
    `custody` and `care` children who have other holders of custody, or another sundhedspleje.
    """

    kids: list[Kid] = field(default_factory=list)
    adults: list[Adult] = field(default_factory=list)
    begins: list[Begin] = field(default_factory=list)
    custody_new: list[tuple[int, int, bool]] = field(default_factory=list)
    custody_other: list[tuple[int, int, bool]] = field(default_factory=list)
    fell: list[tuple[int, int]] = field(default_factory=list)
    followed: list[tuple[int, date]] = field(default_factory=list)
    asked: list[Ask] = field(default_factory=list)
    again: list[Again] = field(default_factory=list)
    dropped: list[tuple[int, int]] = field(default_factory=list)
    moved: list[Moved] = field(default_factory=list)
    redated: list[int] = field(default_factory=list)
    custody: list[int] = field(default_factory=list)
    care: list[tuple[int, int | None]] = field(default_factory=list)
    logs: list[Log] = field(default_factory=list)

    @property
    def ended(self) -> set[int]:
        """Children some of whose consent ends with it."""
        anew = {one.child for one in self.again if one.anew}
        return anew | {child for _, child in self.dropped} | set(self.custody)

    @property
    def empty(self) -> bool:
        return not self.logs


def differ(now: Any, before: Any) -> tuple[str, ...]:
    """The names of the columns that are not as they were; of something new the first."""
    if before is None:
        return tuple(now._fields[:1])
    return tuple(name for name, one, other in zip(now._fields, now, before, strict=True) if one != other)
