"""Times for one person's own visit, as the slot picker shows them: a week at a time, the nearest that has some."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from flask_babel import gettext as _

from blueprints import door
from blueprints.language import clock, weekday
from blueprints.language import day as written
from blueprints.words.times import few
from domain.booking.openings import local_day, monday
from domain.booking.search import Offer

WEEK = timedelta(weeks=1)


@dataclass(frozen=True, kw_only=True)
class Offered:
    """For parts.slot_picker: `days`, and the Mondays before and after, where there are times. `more`: not all are shown."""

    monday: date
    number: int
    days: list[tuple[str, str, list[tuple[str, str, str, str | None]]]]
    before: date | None
    after: date | None
    more: bool


def offered(offers: Sequence[Offer], quarters: int, wanted: str, near: date, *, every: bool = False) -> Offered:
    """The week asked for, else the one with the time nearest to the day `near`. A few times a day, unless every one is asked for."""
    weeks = sorted({monday(local_day(one.first)) for one in offers})
    asked = door.day(wanted)
    shown = monday(asked) if asked else min(weeks, key=lambda one: abs(one - monday(near)), default=monday(near))
    whole = [one for one in offers if monday(local_day(one.first)) == shown]
    own = whole if every else few(whole)
    days = groupby(own, key=lambda one: local_day(one.first))
    return Offered(
        monday=shown,
        number=shown.isocalendar().week,
        days=[
            (written(day), weekday(day).capitalize(), [_slot(one, quarters) for one in of_day]) for day, of_day in days
        ],
        before=max((one for one in weeks if one < shown), default=None),
        after=min((one for one in weeks if one > shown), default=None),
        more=len(whole) > len(own),
    )


def pager(shown: Offered, address: Callable[[str], str]) -> dict[str, tuple[str, str] | None]:
    """`prev` and `next` for the slot picker: past weeks without a time."""

    def leads(to: date | None) -> tuple[str, str] | None:
        return (address(to.isoformat()), _("Uge %(week)s", week=to.isocalendar().week)) if to else None

    return {"prev": leads(shown.before), "next": leads(shown.after)}


def _slot(offer: Offer, quarters: int) -> tuple[str, str, str, str | None]:
    return str(offer.first), clock(offer.first), clock(offer.first + quarters), None
