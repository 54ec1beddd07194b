"""The week of a unit: everybody's, day by day, as a grid or as a list."""

from datetime import date, timedelta
from typing import Any

from flask import Response, g, request, url_for
from flask_babel import gettext as _

from blueprints import door
from blueprints.frontdesk.mount import PEOPLE, WORKDAYS, bp, pager, side, tabs, wanted
from blueprints.language import clock, longday, weekday
from blueprints.language import day as written
from blueprints.rules import MEMBER, allow
from blueprints.web import db, render
from domain import audit
from domain.base import today
from domain.booking.finding.openings import local_day, monday, public_holiday, wall_minutes
from domain.booking.tables import RESERVED
from domain.frontdesk.week import BUSY, Event, Person
from domain.frontdesk.week import week as of_unit

ALL_DAYS = 7
ALL_DAY = 24 * 60


@bp.get("/")
@allow(MEMBER)
def week() -> Response:
    """A week at a time; eight people at a time in the grid."""
    begins, listed = wanted(), request.args.get("vis") == "liste"
    page = max(request.args.get("side", 1, door.number), 1)
    some = () if listed else (PEOPLE + 1, PEOPLE * (page - 1))
    people = of_unit(db.session(), g.place.id, begins, *some)
    shown = people if listed else people[:PEOPLE]
    audit.seen(db.session(), "Uge")
    days = _days(shown, begins)
    return render(
        "frontdesk/list.html" if listed else "frontdesk/week.html",
        number=begins.isocalendar().week,
        span=_span(days),
        people=[(one.name, None) for one in shown],
        days=[
            (f"{day.day}.", _weekday(day), day == today(), [_cell(one, day) for one in shown], day.isoformat())
            for day in days
        ],
        agenda=[(_long(day), _events(people, day), public_holiday(day)) for day in days] if listed else [],
        tabs=tabs("list" if listed else "week"),
        paper=url_for(".paper", dag=(today() if monday(today()) == begins else begins).isoformat()),
        more=side(".week", page + 1) if len(people) > len(shown) else None,
        back=side(".week", page - 1) if page > 1 else None,
        **pager(".week", begins, vis=request.args.get("vis")),
    )


def _days(people: list[Person], begins: date) -> list[date]:
    """Monday to Friday, and the weekend where somebody has something or can be booked."""
    week_ = [begins + timedelta(days=number) for number in range(ALL_DAYS)]
    busy = any(one.events.get(day) or one.openings.get(day) for one in people for day in week_[WORKDAYS:])
    return week_ if busy else week_[:WORKDAYS]


def _cell(one: Person, day: date) -> tuple[list[tuple[int, int]], list[tuple[Any, ...]]]:
    """For partials/time/week.html: openings and bookings of one person on one day."""
    opened = [(wall_minutes(first), _end(first, last)) for first, last in one.openings[day]]
    return opened, [_booking(event) for event in one.events[day]]


def _booking(event: Event) -> tuple[Any, ...]:
    begins, ends = wall_minutes(event.first), _end(event.first, event.last)
    label = _("Hele dagen") if (begins, ends) == (0, ALL_DAY) else clock(event.first)
    if event.kind == BUSY:
        return begins, ends, label, _("Optaget"), None, "forvaltning", "taken", None
    if event.away:
        return begins, ends, label, _("Fravær"), url_for(".absences"), "forvaltning", "away", None
    text = f"{_(event.kind)}, {event.child or event.place}"
    if event.state == RESERVED:
        text = _("Reserveret: %(what)s", what=text)
    text = _("%(what)s: ramt af fravær", what=text) if event.hit else text
    text = _("%(what)s: dobbelt i egen kalender", what=text) if event.double else text
    kind, way = "away" if event.hit else "double" if event.double else "", f"/til/appointment/{event.id}"
    return begins, ends, clock(event.first), text, way, event.actor, kind, _move(event)


def _move(event: Event) -> str | None:
    """Where it is moved, as long as it can be."""
    return url_for(".move", appointment_id=event.id) if event.movable else None


def _end(first: int, last: int) -> int:
    return wall_minutes(last) if local_day(last) == local_day(first) else ALL_DAY


def _events(people: list[Person], day: date) -> list[tuple[str, str, str, str | None, str, str | None]]:
    """(time, text, name, href, actor, where it is moved) of everybody's day, by time."""
    rows = [(event.first, _booking(event), one.name) for one in people for event in one.events[day]]
    return [
        (booking[2], booking[3], name, booking[4], booking[5], booking[7])
        for _first, booking, name in sorted(rows, key=lambda row: (row[0], row[2]))
    ]


def _span(days: list[date]) -> str:
    return f"{days[0].day}.{days[0].month}.–{written(days[-1])}"


def _weekday(day: date) -> str:
    return weekday(day).capitalize()


def _long(day: date) -> str:
    return longday(day).capitalize()
