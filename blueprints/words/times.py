"""Joint times as pages show them, to parents and to staff: one week by days, who is meant, and what helps when nothing fits."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy.orm import Session

from blueprints import door
from blueprints.language import clock, hours, weekday
from blueprints.language import day as written
from blueprints.words.doubts import briefly
from blueprints.words.ways import GROUPS, NURSES, TO_STAFF, way
from domain.base import moment, today
from domain.booking.finding.openings import local_day, monday
from domain.booking.finding.search import Offer, packed
from domain.booking.kinds.limits import TooFar, TooLate
from domain.booking.kinds.types import FOLLOW_UP, START_TALK
from domain.booking.taking.claims import SlotTaken
from domain.journey.choosing.choice import Choice
from domain.journey.choosing.doubts import Doubt
from domain.journey.choosing.plan import Plan

TAKEN = {
    SlotTaken: _l("Tiden er lige blevet taget. Her er de nærmeste."),
    TooLate: _l("Den tid kan ikke længere vælges her. Her er de nærmeste."),
    TooFar: _l("Den tid ligger for langt ude. Her er de nærmeste."),
}
NOT_TO_BE_HAD = tuple(TAKEN)
PREFERRED = {START_TALK: timedelta(weeks=-4), FOLLOW_UP: timedelta(weeks=12)}
"""From the start."""
WEEK = timedelta(weeks=1)
MOST_A_DAY = 6


@dataclass(frozen=True, kw_only=True)
class Week:
    """One week of offers for partials/time/slot_picker.html. `before` and `after` are Mondays, or None at the window's edge.

    `more`: the week has times that are not shown. `doubts`: the keys of what is said against those that are.
    """

    monday: date
    number: int
    days: list[tuple[str, str, list[tuple[str, str, str, str | None]]]]
    before: date | None
    after: date | None
    more: bool
    doubts: tuple[str, ...] = ()


def week(
    found: Choice,
    wanted: str = "",
    *,
    every: bool = False,
    against: Callable[[Offer], Iterable[Doubt]] = lambda _offer: (),
) -> Week:
    """The week asked for ("2026-11-16"), else four weeks before the start, or the nearest week that has a time.

    A few times a day, unless every one is asked for. `against`: what staff are told beside a time.
    """
    plan = found.plan
    first, last = monday(local_day(plan.lo)), monday(local_day(plan.hi - 1))
    begins = max(first, min(monday(door.day(wanted) or _best(found, first, last)), last))
    whole = found.offers(begins, begins + WEEK)
    own = whole if every else few(whole)
    days = [(day, list(of_day)) for day, of_day in groupby(own, key=lambda offer: local_day(offer.first))]
    said = {offer: list(against(offer)) for offer in own}
    return Week(
        monday=begins,
        number=begins.isocalendar().week,
        days=[
            (written(day), _weekday(day).capitalize(), [_slot(one, plan, said[one]) for one in of_day])
            for day, of_day in days
        ],
        before=begins - WEEK if begins > first else None,
        after=begins + WEEK if begins < last else None,
        more=len(whole) > len(own),
        doubts=tuple(sorted({one.key for about in said.values() for one in about})),
    )


def _best(found: Choice, first: date, last: date) -> date:
    """Of the weeks that have a time the one nearest to four weeks before the start, or twelve after it."""
    preferred = monday(found.plan.starts_on + PREFERRED.get(found.plan.kind, timedelta()))
    weeks = [first + number * WEEK for number in range((last - first).days // 7 + 1)]
    filled = [one for one in weeks if found.any(one, one + WEEK)]
    return min(filled, key=lambda one: abs(one - preferred), default=max(first, min(preferred, last)))


def few(offers: Iterable[Offer]) -> list[Offer]:
    """At most so many a day as an eye takes in, by the clock: those next to other appointments, then whole and half hours."""
    days = groupby(packed(offers), key=lambda offer: local_day(offer.first))
    picked = [one for _day, of_day in days for one in sorted(of_day, key=_handy)[:MOST_A_DAY]]
    return sorted(picked, key=lambda offer: offer.first)


def _handy(offer: Offer) -> tuple[bool, int]:
    return not offer.adjacent, (0, 2, 1, 2)[offer.first % 4]


def pager(shown: Week, address: Callable[[date], str]) -> dict[str, tuple[str, str] | None]:
    """`prev` and `next` for the slot picker."""

    def leads(to: date | None) -> tuple[str, str] | None:
        return (address(to), _("Uge %(week)s", week=to.isocalendar().week)) if to else None

    return {"prev": leads(shown.before), "next": leads(shown.after)}


def meant(plan: Plan, *, staff: bool = False) -> list[tuple[str, str, str]]:
    """Who takes part: (actor, name, note) for each need; several who could are named by what they are."""
    nurses = NURSES | TO_STAFF if staff else NURSES
    notes = {"sundhedsplejerske": nurses.get(plan.nurse, ""), "paedagog": _l("Pædagog fra barnets gruppe")}
    notes["tolk"] = _("Tolker på %(language)s", language=plan.interpreter)
    return [(actor, name, str(notes[role])) for actor, name, role in _roles(plan)]


def taken(error: Exception | None) -> str | None:
    """Why a time could not be had, in words; the same for parents and for staff."""
    return next((str(text) for kind, text in TAKEN.items() if isinstance(error, kind)), None)


def spoken(first: int, quarters: int) -> str:
    """An appointment's time in words."""
    return hours(moment(first), moment(first + quarters))


def ways(found: Choice, address: Callable[[str], str], *, staff: bool = False) -> list[tuple[str, str, str | None]]:
    """The other ways to hold it, for ui.rows."""
    return [(address(relax), way(relax, staff=staff), None) for relax in found.ways()]


def joined() -> Collection[int] | None:
    """The starts that the conversation is to be held for as well, from the address: nothing said is the child's twins, 0 is nobody."""
    said = request.values.get("sammen", "")
    numbers = set(door.numbers(said.split(".")))
    return numbers - {0} if said else None


def held_for(plan: Plan, address: Callable[[str], str]) -> list[tuple[str, str, str | None]]:
    """Held together with brothers and sisters, or apart, for ui.rows. What is booked stays as it was booked."""
    if plan.booked or not plan.siblings:
        return []
    joins = [one.start_id for one in plan.siblings if one.joins]
    found = [(address("0"), _("Hold samtalen for %(child)s alene", child=plan.child), None)] if joins else []
    return found + [
        (
            address(".".join(map(str, [*joins, one.start_id]))),
            _("Hold én samtale for %(names)s", names=_list([plan.child, one.name])),
            _("De er tvillinger") if one.twin else None,
        )
        for one in plan.siblings
        if not one.joins
    ]


def names(plan: Plan) -> str:
    """Of everybody the conversation is held for."""
    return _list([plan.child, *(one.name for one in plan.siblings if one.joins)])


def _list(people: list[str]) -> str:
    *most, last = people
    return _("%(some)s og %(last)s", some=", ".join(most), last=last) if most else last


def nothing_fits(
    session: Session, found: Choice, shown: Week, address: Callable[[str], str], *, staff: bool = False
) -> tuple[str, list[str], list[Any], list[Any]]:
    """Why the week has no time, who is free when, and what would help: for partials/time/slot_picker.html."""
    days = [shown.monday + timedelta(days=number) for number in range(5)]
    free = found.free_days()
    people = [(actor, name, [day in free[role] for day in days]) for actor, name, role in _roles(found.plan)]
    counted = [
        (
            address(relax),
            way(relax, staff=staff),
            ngettext("Én tid", "%(num)d tider", times) if times else _("Ingen tider"),
        )
        for relax, times in found.relaxed(session)
    ]
    return _why(people, days), [weekday(day, "abbreviated") for day in days], people, counted


def _why(people: list[Any], days: list[date]) -> str:
    said = []
    for _actor, name, free in people:
        has = [weekday(day) for day, yes in zip(days, free, strict=True) if yes]
        said.append(
            _("%(name)s har tid %(days)s.", name=name, days=", ".join(has))
            if has
            else _("%(name)s har ikke tid.", name=name)
        )
    return " ".join(said)


def _roles(plan: Plan) -> list[tuple[str, str, str]]:
    return [
        (plan.people[one.candidates[0].resource_id].actor, _name(plan, one), one.role)
        for one in plan.needs
        if one.role in GROUPS and one.candidates
    ]


def _name(plan: Plan, need: Any) -> str:
    if len(need.candidates) == 1:
        return plan.people[need.candidates[0].resource_id].name
    return str(GROUPS[need.role])


def _slot(offer: Offer, plan: Plan, against: Iterable[Doubt]) -> tuple[str, str, str, str | None]:
    note = ", ".join(briefly(one, plan.people) for one in against)
    return str(offer.first), clock(offer.first), clock(offer.first + plan.quarters), note or None


def _weekday(day: date) -> str:
    name = weekday(day)
    return _("%(weekday)s, i dag", weekday=name) if day == today() else name
