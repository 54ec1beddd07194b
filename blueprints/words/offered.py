"""Times of any appointment that has no start, chosen by parents or by staff: a week of them at a time, and the one that was pressed."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from uuid import uuid4

from flask import request
from flask_babel import gettext as _

from blueprints import door
from blueprints.language import clock, weekday
from blueprints.language import day as written
from blueprints.words.times import NOT_TO_BE_HAD, Week, few, pager, taken
from domain.base import today
from domain.booking.finding.openings import local_day, monday
from domain.booking.finding.search import Offer
from domain.booking.tables import BOOKED, Appointment
from domain.booking.taking.claims import SlotTaken

KEY = re.compile(r"[\w-]{1,64}")

Beside = Callable[[Offer], str | None]
"""What is said with a time."""


class NotHad(Exception):
    """Why there is no booking: for the page, which shows the times again. `over`: the form's own booking has been cancelled since."""

    def __init__(self, status: int, text: str, *, over: bool = False) -> None:
        super().__init__(text)
        self.status, self.text, self.over = status, text, over


@dataclass(frozen=True, kw_only=True)
class Picker:
    """For parts.offered_times. `key` makes one booking of two clicks; `everything`: the address that shows all of the week's times."""

    week: Week
    key: str
    wrong: str
    chosen: str
    sent_to: str
    everything: str
    prev: tuple[str, str] | None
    next: tuple[str, str] | None


def pressed(book: Callable[[int, str], Appointment]) -> Appointment:
    """What `book` makes of the first quarter that was chosen and of the form's key. NotHad."""
    first = request.form.get("slot", type=door.slot)
    if first is None:
        raise NotHad(422, _("Vælg en tid."))
    try:
        made = book(first, _key())
    except NOT_TO_BE_HAD as error:
        raise NotHad(409, taken(error) or "") from error
    if made.state != BOOKED:
        raise NotHad(409, taken(SlotTaken()) or "", over=True)
    return made


def picker(
    offers: Sequence[Offer],
    quarters: int,
    address: Callable[..., str],
    missed: NotHad | None = None,
    near: date | None = None,
    beside: Beside = lambda _offer: None,
) -> Picker:
    """The times to choose from. `address(uge=, alle=)`: the page's own, which takes its form too; `missed`: what was pressed and not had.

    `beside`: what is said with a time, such as who comes.
    """
    every = bool(request.values.get("alle"))
    week = offered(offers, quarters, request.values.get("uge", ""), near, beside, every=every)
    here = week.monday.isoformat()
    return Picker(
        week=week,
        key=uuid4().hex if missed and missed.over else _key(),
        wrong=missed.text if missed else "",
        chosen=request.form.get("slot", ""),
        sent_to=address(uge=here, alle="1" if every else None),
        everything=address(uge=here, alle="1"),
        **pager(week, lambda monday: address(uge=monday.isoformat())),
    )


def _key() -> str:
    said = request.form.get("key", "")
    return said if KEY.fullmatch(said) else uuid4().hex


def offered(
    offers: Sequence[Offer], quarters: int, wanted: str, near: date | None, beside: Beside, *, every: bool
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
            (written(day), weekday(day).capitalize(), [_slot(one, quarters, beside(one)) for one in of_day])
            for day, of_day in days
        ],
        before=max((one for one in weeks if one < shown), default=None),
        after=min((one for one in weeks if one > shown), default=None),
        more=len(whole) > len(own),
    )


def _slot(offer: Offer, quarters: int, note: str | None) -> tuple[str, str, str, str | None]:
    return str(offer.first), clock(offer.first), clock(offer.first + quarters), note
