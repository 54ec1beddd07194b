"""The unit's groups with their seats, those whom nobody has thought of, and what could be proposed to them; and one group."""

from datetime import date
from typing import Any

from babel import Locale
from flask import Response, g, request, url_for
from flask_babel import format_date, get_locale
from flask_babel import gettext as _

from blueprints.door import day, number
from blueprints.groups.mount import bp
from blueprints.groups.words import KINDS, STANDINGS, THEMES, born, weeks
from blueprints.rules import MEMBER, allow
from blueprints.web import db, render
from domain import audit
from domain.base import today
from domain.booking.showing.who import who
from domain.groups import proposing, reading
from domain.groups.tables import HOLDS, INVITED, PROPOSED, WAITS, GroupMeeting

WORDS = {"kinds": KINDS, "standings": STANDINGS, "themes": THEMES, "born": born, "weeks": weeks}
FURTHEST = 10_000
"""Pages."""
STAYS = (PROPOSED, INVITED, HOLDS, WAITS)


@bp.get("/")
@allow(MEMBER)
def index() -> Response:
    """What is proposed is only a proposal: nobody is written to from here. With ?afsluttet=1 the groups that have ended."""
    session, ended = db.session(), bool(request.args.get("afsluttet"))
    groups = reading.of_unit(session, g.place.id, ended=ended)
    if ended:
        return render("groups/ended.html", groups=groups, **WORDS)
    month, page = which()
    found = proposing.propose(proposing.newborns(session, g.place.id, month, page), groups)
    months = proposing.months(session, g.place.id)
    no = proposing.declined(session, g.place.id, today() - proposing.NEWBORN)
    audit.seen(session, "Nyfødte uden gruppe")
    return render("groups/index.html", groups=groups, found=found, declined=no, **_pages(months, month, page), **WORDS)


def which() -> tuple[date | None, int]:
    """The month of birth and the page of it that the address asks for: the same on the list and on what is proposed from it."""
    month = request.args.get("foedt", type=day)
    return month and month.replace(day=1), min(max(request.args.get("side", 0, number), 0), FURTHEST)


def _pages(months: list[tuple[date, int]], month: date | None, page: int) -> dict[str, Any]:
    """Tabs by month with how many, and the way back and on."""
    every = sum(one for _month, one in months)
    total = dict(months).get(month, 0) if month else every

    def way(to: int) -> str:
        return url_for(".index", foedt=month, side=to or None)

    named = [(one, f"{format_date(one, 'LLLL yyyy')} ({count})") for one, count in months]
    more = proposing.PAGE * (page + 1) < total
    return {
        "tabs": [
            (url_for(".index"), _("Alle (%(number)s)", number=every), month is None),
            *((url_for(".index", foedt=one), text, one == month) for one, text in named),
        ],
        "total": total,
        "month": month,
        "page": page,
        "before": (way(page - 1), _("Forrige")) if page else None,
        "after": (way(page + 1), _("Næste")) if more else None,
    }


@bp.get("/<int:group_id>")
@allow(MEMBER)
def show(group_id: int) -> Response:
    """Who has a seat, who waits, who has not answered; and when they meet."""
    session = db.session()
    group = reading.one(session, group_id)
    seats = reading.members(session, group_id)
    meetings = reading.meetings(session, GroupMeeting.group_id == group_id)
    people = who(session, [one.appointment_id for one in meetings])
    audit.seen(session, "Gruppe")
    return render(
        "groups/show.html",
        group=group,
        seats=seats,
        proposed=[one for one in seats if one.standing == PROPOSED],
        stays=STAYS,
        language=Locale(group.language).get_display_name(get_locale()),
        meetings=meetings,
        people=people,
        **WORDS,
    )
