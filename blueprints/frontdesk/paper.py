"""The day, or the week, on paper: who has whom, when and where, to take along where there is no screen."""

from datetime import date, timedelta
from typing import Any

from flask import Response, g, request, url_for
from flask_babel import gettext as _

from blueprints import door
from blueprints.frontdesk.mount import bp
from blueprints.language import clock, longday
from blueprints.language import day as written
from blueprints.rules import MEMBER, allow
from blueprints.web import db, render
from domain import audit
from domain.base import today
from domain.booking.finding.openings import monday, public_holiday, wall_minutes
from domain.booking.showing.who import who
from domain.frontdesk.week import Event, Person
from domain.frontdesk.week import week as of_unit

DAYS = 7


@bp.get("/papir")
@allow(MEMBER)
def paper() -> Response:
    """One day of everybody; with `hele` the whole week, with `hvem` one person's."""
    day, whole = door.day(request.args.get("dag", "")) or today(), bool(request.args.get("hele"))
    begins, only = monday(day), request.args.get("hvem", type=door.number)
    everybody = of_unit(db.session(), g.place.id, begins)
    people = [one for one in everybody if only in {None, one.resource_id}]
    days = [begins + timedelta(days=number) for number in range(DAYS)] if whole else [day]
    ids = {event.id for one in people for at in days for event in one.events[at] if event.id is not None}
    with_ = who(db.session(), ids)
    audit.seen(db.session(), "Dagsliste")
    address: dict[str, Any] = {"dag": day.isoformat(), "hele": "1" if whole else None, "hvem": only}
    return render(
        "frontdesk/paper.html",
        title=_("Uge %(week)s", week=day.isocalendar().week) if whole else longday(day).capitalize(),
        days=[
            (longday(at).capitalize(), public_holiday(at), _lists(people, at, with_))
            for at in days
            if not whole or at in days[:5] or any(one.events[at] for one in people)
        ],
        printed=written(today()),
        other=url_for(".paper", **address | {"hele": None if whole else "1"}),
        whole=whole,
        choices=[(url_for(".paper", **address | {"hvem": None}), _("Alle"), only is None)]
        + [
            (url_for(".paper", **address | {"hvem": one.resource_id}), one.name, only == one.resource_id)
            for one in everybody
        ],
        back=url_for(".week", uge=day.isoformat()),
    )


def _lists(people: list[Person], at: date, with_: dict[int, list[tuple[str, str]]]) -> list[tuple[str, list[Any]]]:
    """For each who has something that day: name, and (time, whom, what, where, with whom) by the clock."""
    return [
        (one.name, [_line(event, one.name, with_) for event in sorted(one.events[at], key=lambda event: event.first)])
        for one in people
        if one.events[at]
    ]


def _line(event: Event, name: str, with_: dict[int, list[tuple[str, str]]]) -> tuple[str, str, str, str, str]:
    begins, ends = wall_minutes(event.first), wall_minutes(event.last)
    time = f"{clock(event.first)}–{clock(event.last) if ends else '24.00'}" if begins or ends else _("Hele dagen")
    if event.id is None:
        return time, "", _("Fravær") if event.away else _("Optaget"), "", ""
    others = [other for _actor, other in with_[event.id] if other != name]
    return time, event.child, _(event.kind), event.place, ", ".join(others)
