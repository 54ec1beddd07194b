"""Venteliste: which families of the house wait for an earlier time, and what is held for whom."""

from typing import Any

from flask import Response, g
from flask_babel import gettext as _

from blueprints.danish import WEEKDAYS
from blueprints.frontdesk.hours import clock
from blueprints.frontdesk.mount import bp, tabs
from blueprints.language import at, day
from blueprints.rules import MEMBER, allow
from blueprints.web import db, render
from blueprints.words.times import spoken
from domain import audit
from domain.journey.waitlist import waiters, waiting


@bp.get("/venteliste")
@allow(MEMBER)
def waiting_list() -> Response:
    """In the order in which they are asked."""
    rows = waiters.of_unit(db.session(), g.place.id)
    audit.seen(db.session(), "Venteliste")
    return render("frontdesk/waiting.html", rows=[_row(one) for one in rows], tabs=tabs("waiting"))


def _row(one: Any) -> dict[str, Any]:
    every = len(one.weekdays) == len(waiting.WEEKDAYS)
    days = _("Alle hverdage") if every else ", ".join(str(WEEKDAYS[number]).lower() for number in one.weekdays)
    held = one.offered is not None
    return {
        "name": one.name,
        "href": f"/til/start/{one.start_id}",
        "starts": day(one.starts_on),
        "wish": f"{days} {clock((one.begins, one.ends))}",
        "since": day(one.since),
        "now": spoken(one.first, one.quarters) if one.first is not None else _("Ingen tid endnu"),
        "offer": _("Reserveret %(time)s indtil %(until)s", time=spoken(one.offered, one.held), until=at(one.until))
        if held
        else "",
    }
