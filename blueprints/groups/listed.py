"""The unit's groups with their seats, those whom nobody has thought of, and what could be proposed to them; and one group."""

from babel import Locale
from flask import Response, g, request
from flask_babel import get_locale

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
STAYS = (PROPOSED, INVITED, HOLDS, WAITS)


@bp.get("/")
@allow(MEMBER)
def index() -> Response:
    """What is proposed is only a proposal: nobody is written to from here. With ?afsluttet=1 the groups that have ended."""
    session, ended = db.session(), bool(request.args.get("afsluttet"))
    groups = reading.of_unit(session, g.place.id, ended=ended)
    if ended:
        return render("groups/ended.html", groups=groups, **WORDS)
    found = proposing.propose(proposing.newborns(session, g.place.id), groups)
    no = reading.declined(session, g.place.id, today() - proposing.NEWBORN)
    audit.seen(session, "Nyfødte uden gruppe")
    return render("groups/index.html", groups=groups, found=found, declined=no, **WORDS)


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
