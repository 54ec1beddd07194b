"""The round on the screen, and on paper with no more than a visit needs."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import Response, g, url_for
from flask_babel import gettext as _

from blueprints.language import clock, longday
from blueprints.language import day as written
from blueprints.rounds.mount import bp, colleagues, wanted
from blueprints.rules import MEMBER, allow
from blueprints.web import db, render
from domain import audit
from domain.base import now, quarter, today
from domain.booking.finding.openings import Span
from domain.booking.tables import BOOKED
from domain.rounds import going
from domain.rounds.day import Stop, reached, stops
from domain.rounds.order import differs, suggested, timed

ONE_DAY = timedelta(days=1)
WAYS = (0, 15, 30, 45, 60, 90, 120)


@dataclass(frozen=True)
class Suggestion:
    """Another order: (visit, when it would be, whether the family hears of it) in order."""

    order: list[tuple[Stop, str, bool]]
    moved: int


@bp.get("/")
@allow(MEMBER)
def show() -> Response:
    """One's own today; any day, any colleague's."""
    day, (staff, people) = wanted(), colleagues()
    found = stops(db.session(), g.place.id, staff, day)
    reach = reached(db.session(), [one.child_id for one in found])
    audit.seen(db.session(), "Runde", [one.child_id for one in found])
    return render(
        "rounds/show.html",
        title=longday(day).capitalize(),
        day=day,
        staff=staff,
        people=people,
        stops=[(one, spoken(one.window), reach[one.child_id], _coming(one)) for one in found],
        untold=sum(one.window is None and _coming(one) for one in found),
        suggestion=_suggestion(found),
        ways=WAYS,
        way=_way(day, staff),
    )


@bp.get("/papir")
@allow(MEMBER)
def paper() -> Response:
    """To take along where there is no screen. An address that is protected stays on the screen."""
    day, (staff, people) = wanted(), colleagues()
    found = stops(db.session(), g.place.id, staff, day)
    reach = reached(db.session(), [one.child_id for one in found])
    audit.seen(db.session(), "Runde", [one.child_id for one in found])
    return render(
        "rounds/paper.html",
        title=longday(day).capitalize(),
        name=dict(people)[staff],
        lines=[(one, spoken(one.window), reach[one.child_id]) for one in found],
        printed=written(today()),
        back=url_for(".show", **_asked(day, staff)),
    )


def spoken(window: Span | None) -> str:
    """9.00–11.00, or nothing."""
    return f"{clock(window[0])}–{clock(window[1])}" if window else ""


def _coming(one: Stop) -> bool:
    return one.state == BOOKED and one.first > quarter(now())


def _suggestion(found: list[Stop]) -> Suggestion | None:
    """None where the order is as it would be suggested."""
    coming = [one for one in found if _coming(one)]
    order = suggested(coming)
    times = timed(order)
    moved = differs(coming, times)
    if not moved or [one.id for one in order] == [one.id for one in coming]:
        return None
    shown = [(one, clock(times[one.id]), one in moved and not _within(one, times[one.id])) for one in order]
    return Suggestion(shown, len(moved))


def _within(one: Stop, first: int) -> bool:
    return one.window is not None and one.window[0] <= first <= one.window[1]


def _way(day: date, staff: int) -> dict[str, Any]:
    """To the days beside, and to paper."""
    return {
        "before": (url_for(".show", **_asked(day - ONE_DAY, staff)), _("Dagen før")),
        "after": (url_for(".show", **_asked(day + ONE_DAY, staff)), _("Dagen efter")),
        "now": (url_for(".show", hvem=staff), _("I dag")),
        "paper": url_for(".paper", **_asked(day, staff)),
        "window": going.LONG // 4,
    }


def _asked(day: date, staff: int) -> dict[str, Any]:
    return {"dag": day.isoformat(), "hvem": staff}
