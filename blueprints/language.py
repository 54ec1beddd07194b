"""Which language a page is in, and how days and times are said in it: Danish is the source; who asks may have chosen another."""

from datetime import date, datetime

from flask import Flask, g, request
from flask_babel import Babel, format_date, format_datetime, ngettext
from flask_babel import gettext as _
from flask_login import current_user

from domain.base import COPENHAGEN, moment, now, today
from domain.booking.openings import wall_minutes

LANGUAGES = {"da": "Dansk"}
babel = Babel()


def chosen() -> str:
    """The member of staff's own, else the one in the address, else Danish."""
    wanted = request.args.get("sprog", "")
    if not wanted and g.get("place") is not None and current_user.is_authenticated:
        wanted = current_user.found.viewer.language
    return wanted if wanted in LANGUAGES else "da"


def clock(quarter: int) -> str:
    """The time of a quarter, in Copenhagen: 9.30."""
    hours, minutes = divmod(wall_minutes(quarter), 60)
    return f"{hours}.{minutes:02}"


def hours(start: datetime, end: datetime) -> str:
    """A time as a person says it: onsdag 18.11.2026 kl. 9.30–10.30."""
    start, end = start.astimezone(COPENHAGEN), end.astimezone(COPENHAGEN)
    at = f"{start.hour}.{start.minute:02}–{end.hour}.{end.minute:02}"
    return _("%(day)s kl. %(clock)s", day=format_date(start, "EEEE d.M.yyyy", rebase=False), clock=at)


def register(app: Flask) -> None:
    babel.init_app(app, locale_selector=chosen)
    app.jinja_env.filters |= {
        "clock": clock,
        "day": lambda value: format_date(value, "d.M.yyyy"),
        "longday": lambda value: format_date(value, "EEEE d. MMMM"),
        "weekday": lambda value: format_date(value, "EEEE"),
        "at": lambda value: format_datetime(value, "d.M.yyyy 'kl.' H.mm"),
        "age": age,
        "moment": moment,
    }
    app.jinja_env.globals |= {"now": now, "today": today}


def age(born: date, on: date | None = None) -> str:
    """Under eight weeks in days or weeks, under two years in months, then in years (screens.md)."""
    on = on or today()
    days, months = (on - born).days, (on.year - born.year) * 12 + on.month - born.month - (on.day < born.day)
    if days < 0:
        return _("ikke født")
    if days < 21:  # noqa: PLR2004
        return ngettext("%(num)d dag", "%(num)d dage", days)
    if months < 2:  # noqa: PLR2004
        return _("%(number)d uger", number=days // 7)
    if months < 24:  # noqa: PLR2004
        return _("%(number)d mdr.", number=months)
    return _("%(number)d år", number=months // 12)
