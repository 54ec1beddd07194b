"""Times of any appointment that has no start, as the slot picker shows them: a week at a time, the nearest that has some."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from blueprints import door
from blueprints.language import clock, weekday
from blueprints.language import day as written
from blueprints.words.times import Week, few
from domain.base import today
from domain.booking.finding.openings import local_day, monday
from domain.booking.finding.search import Offer


def offered(
    offers: Sequence[Offer], quarters: int, wanted: str, near: date | None = None, *, every: bool = False
) -> Week:
    """The week asked for ("2026-11-16"), else the one with the time nearest to the day `near`, or today; beside it the nearest that have some.

    A few times a day, unless every one is asked for.
    """
    near = near or today()
    weeks = sorted({monday(local_day(one.first)) for one in offers})
    asked = door.day(wanted)
    shown = monday(asked) if asked else min(weeks, key=lambda one: abs(one - monday(near)), default=monday(near))
    whole = [one for one in offers if monday(local_day(one.first)) == shown]
    own = whole if every else few(whole)
    days = groupby(own, key=lambda one: local_day(one.first))
    return Week(
        monday=shown,
        number=shown.isocalendar().week,
        days=[
            (written(day), weekday(day).capitalize(), [_slot(one, quarters) for one in of_day]) for day, of_day in days
        ],
        before=max((one for one in weeks if one < shown), default=None),
        after=min((one for one in weeks if one > shown), default=None),
        more=len(whole) > len(own),
    )


def _slot(offer: Offer, quarters: int) -> tuple[str, str, str, str | None]:
    return str(offer.first), clock(offer.first), clock(offer.first + quarters), None
