"""The agenda's minutes drawn against the meeting's length, and below them the time that has really been used."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from domain.base import moment, now
from domain.conferences.tables.meeting import DISCUSSED, NOW, POSTPONED

GAP = 0.3
"""Per cent between two items."""


class Block(NamedTuple):
    """One item: where it begins, its middle and how wide it is, in per cent; `kind` of the style sheet."""

    number: int
    x: float
    width: float
    kind: str

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 2)


@dataclass(frozen=True)
class Minutes:
    """`planned` and `used` blocks, `end` of the meeting and `now` in per cent (None: not now), and figures for those who read."""

    planned: list[Block]
    used: list[Block]
    end: float
    now: float | None
    length: int
    total: int
    behind: int

    @property
    def over(self) -> int:
        """How many minutes more are planned than there are."""
        return max(self.total - self.length, 0)


def draw(items: Sequence[Any], first: int, quarters: int, begun_at: datetime | None) -> Minutes:
    """By the numbers that the items have on the agenda. What is postponed takes no more time; what it has taken stands there."""
    length, stands = quarters * 15, [(n, item) for n, item in enumerate(items, 1) if item.state != POSTPONED]
    total = sum(item.minutes for _number, item in stands)
    begins = begun_at or moment(first)
    ahead = (now() - begins).total_seconds() / 60
    running = begun_at is not None and any(item.state == NOW for item in items)
    whole = max(length, total, ahead if running else 0) or 1
    used = [block for number, item in enumerate(items, 1) for block in _used(number, item, begins, whole)]
    planned = list(_planned(stands, whole))
    done = sum(item.minutes for item in items if item.state == DISCUSSED)
    current = next((item for item in items if item.state == NOW), None)
    lately = min(current.minutes, spent(current)) if current else 0
    return Minutes(
        planned=planned,
        used=used,
        end=length / whole * 100,
        now=min(ahead / whole * 100, 100) if running else None,
        length=length,
        total=total,
        behind=round(ahead - done - lately) if running else 0,
    )


def spent(item: Any) -> int:
    """Minutes so far."""
    running = (now() - item.begun_at).total_seconds() if item.state == NOW and item.begun_at else 0
    return int((item.used + running) // 60)


def _planned(items: Sequence[tuple[int, Any]], whole: float) -> Iterator[Block]:
    x = 0.0
    for number, item in items:
        width = item.minutes / whole * 100
        yield Block(number, round(x, 2), round(max(width - GAP, 0.1), 2), _kind(item, "planned"))
        x += width


def _used(number: int, item: Any, begins: datetime, whole: float) -> Iterator[Block]:
    if item.begun_at is None:
        return
    minutes = (item.used + ((now() - item.begun_at).total_seconds() if item.state == NOW else 0)) / 60
    x = max((item.begun_at - begins).total_seconds() / 60, 0) / whole * 100
    width = max(min(minutes / whole * 100, 100 - x), 0.2)
    yield Block(number, round(x, 2), round(width, 2), _kind(item, "done"))


def _kind(item: Any, otherwise: str) -> str:
    return "now" if item.state == NOW else otherwise
