"""Free times week by week for partials/slot_picker.html, of whatever is looked for: a few a day, and the ways to the weeks around."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from flask_babel import gettext as _

from blueprints import door
from blueprints.language import clock, weekday
from blueprints.language import day as written
from blueprints.words.times import WEEK, few
from domain.base import today
from domain.booking.openings import local_day, monday
from domain.booking.search import Offer

Slot = tuple[str, str, str, str | None]


@dataclass(frozen=True, kw_only=True)
class Free:
    """One week: `days` as the slot picker takes them, and the nearest weeks that have a time, or None."""

    number: int
    days: list[tuple[str, str, list[Slot]]]
    prev: tuple[str, str] | None
    next: tuple[str, str] | None


def free(offers: Sequence[Offer], quarters: int, wanted: str, address: Callable[[str], str]) -> Free:
    """The week asked for ("2026-11-16"), else the first that has a time. `address`: of the same page in another week."""
    weeks = sorted({monday(local_day(one.first)) for one in offers})
    asked = door.day(wanted)
    shown = monday(asked) if asked else next(iter(weeks), monday(today()))
    own = few([one for one in offers if shown <= local_day(one.first) < shown + WEEK])
    before, after = [one for one in weeks if one < shown], [one for one in weeks if one > shown]

    def way(to: date | None) -> tuple[str, str] | None:
        return (address(to.isoformat()), _("Uge %(week)s", week=to.isocalendar().week)) if to else None

    return Free(
        number=shown.isocalendar().week,
        days=[
            (written(day), weekday(day).capitalize(), [_slot(one, quarters) for one in of_day])
            for day, of_day in groupby(own, key=lambda one: local_day(one.first))
        ],
        prev=way(before[-1] if before else None),
        next=way(after[0] if after else None),
    )


def _slot(offer: Offer, quarters: int) -> Slot:
    first = offer.first
    return str(first), clock(first), clock(first + quarters), None
