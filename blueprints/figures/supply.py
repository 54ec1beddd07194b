"""Families without a time against joint times left, week by week: drawn, and in words where it is short."""

from typing import Any

from flask import Response, g
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from blueprints.figures.mount import TIMES, bp
from blueprints.rules import allow
from blueprints.web import db, render
from domain import audit
from domain.figures import supply as figures
from domain.figures.hiding import few
from domain.figures.supply import BEGUN, ENOUGH, MISSING, SHORT, House, Week

STATES = {
    ENOUGH: ("ok", "check", _l("Nok")),
    BEGUN: ("none", "time", _l("Er i gang")),
    SHORT: ("warn", "hourglass", _l("Knap")),
    MISSING: ("bad", "error", _l("Mangler tider")),
}


@bp.get("/tider")
@allow(TIMES)
def supply() -> Response:
    """The unit's houses together, drawn; then each of them, where there are several."""
    houses, whole = figures.supply(db.session(), g.place.id)
    audit.seen(db.session(), "Tider og familier")
    exact = {one.id for one in houses} <= set(db.session().info["viewer"].units("dagtilbud"))
    return render(
        "figures/supply.html",
        whole=whole,
        weeks=[_week(week, exact) for week in whole.weeks],
        warning=warning(whole, exact),
        waiting=_families(whole.waiting, exact),
        houses=[_house(one, exact) for one in houses],
        states=STATES,
        worst=[(one.name, warning(one, exact)) for one in houses if one.without],
    )


def warning(house: House, exact: bool) -> str:
    """One sentence about the week to do something about first; nothing where there is time for all."""
    week = house.short
    if week is None:
        return ""
    return _(
        "Uge %(week)s: %(families)s mangler en tid, %(times)s.",
        week=week.monday.isocalendar().week,
        families=_families(week.families, exact),
        times=ngettext("én tid tilbage", "%(num)d tider tilbage", week.times),
    )


def _families(number: int, exact: bool) -> str:
    if not exact and few(number):
        return str(_("under fem familier"))
    return ngettext("én familie", "%(num)d familier", number)


def _house(house: House, exact: bool) -> tuple[str, int | None, int, str, str]:
    """(name, families or None where they are few, times, state, the state in words with its week)."""
    week, families = house.short, None if not exact and few(house.waiting) else house.waiting
    times = sum(one.times for one in house.weeks)
    if week is None:
        return house.name, families, times, ENOUGH, str(STATES[ENOUGH][2])
    said = _("%(state)s i uge %(week)s", state=STATES[week.state][2], week=week.monday.isocalendar().week)
    return house.name, families, times, week.state, said


def _week(week: Week, exact: bool) -> dict[str, Any]:
    hidden = not exact and few(week.families)
    return {
        "number": week.monday.isocalendar().week,
        "monday": week.monday,
        "families": None if hidden else week.families,
        "times": week.times,
        "state": week.state,
    }
