"""The meeting, made for a chair with a laptop at the table: one item at a time, and everybody sees what the others write."""

from hashlib import blake2b
from typing import Any

from flask import Response, g, jsonify, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from blueprints import door
from blueprints.conferences.meeting import drawing, words
from blueprints.conferences.mount import PLANNER, bp
from blueprints.conferences.tasks.words import PARTS, RECOGNISABLE, TEN, URGENCY, ZERO
from blueprints.conferences.words import FIELDS as CALLED
from blueprints.rules import MEMBER, allow
from blueprints.web import db, done, render
from domain import audit
from domain.conferences.meeting import items, live, running, under, writing
from domain.conferences.meeting.door import OPEN, NoSuchItem
from domain.conferences.meeting.live import UNLOCKED
from domain.conferences.meeting.writing import Conflict, Edit
from domain.conferences.tables.meeting import AGREEMENTS, DISCUSSED, EFFORT, FIELDS, NOW, TASK, TRANSITIONS, WAITS
from domain.conferences.tables.series import APOLOGY, BEGUN, PLANNED
from domain.conferences.year import table
from domain.consent import CONFERENCE, PURPOSES

SEEN = "Konference"


@bp.get("/<int:conference_id>/moede")
@bp.get("/<int:conference_id>/moede/<int:item_id>")
@allow(MEMBER)
def meeting(conference_id: int, item_id: int | None = None) -> AnyResponse:
    """Without an item: where the meeting is. Whoever looks on asks again with the mark they have; 204: nothing is new."""
    session, known = db.session(), request.headers.get("If-None-Match")
    g.unattended = known is not None and "X-Active" not in request.headers
    if known is not None and known == f'"{live.mark(session, conference_id)}"':
        return Response(status=204)
    if item_id is None:
        return _where_it_is(conference_id, items.listed(session, conference_id))
    return page(conference_id, item_id, known=known is not None)


def page(conference_id: int, item_id: int, status: int = 200, *, known: bool = False, **refused: Any) -> Response:
    """One item. `known`: it is looked on at, which is noted once. `refused`: an `agreement` or a `number`, the form as it was filled in."""
    conference = table.one(db.session(), conference_id)
    rows = items.listed(db.session(), conference_id, item_id)
    item = next((one for one in rows if one.id == item_id), None)
    if item is None:
        raise NoSuchItem
    if not known:
        _seen(item)
    mark = f'"{live.mark_of(conference, rows)}"'
    shown = _shown(conference, item, rows)
    answer = render("conferences/meeting/room.html", status, mark=mark, **shown, **refused)
    answer.headers["ETag"] = mark
    return answer


def _shown(conference: Any, item: Any, rows: Any) -> dict[str, Any]:
    """Two statements more: everybody at it, and what stands under the item."""
    session = db.session()
    people = table.table_of(session, conference.id)
    found = under.under(session, item, conference.unit_id, conference.first) if item.door == OPEN else None
    viewer, place = session.info["viewer"], rows.index(item)
    return {
        **STATIC,
        "conference": conference,
        "conference_id": conference.id,
        "items": rows,
        "item": item,
        "place": place + 1,
        "following": next((one for one in (*rows[place + 1 :], *rows[:place]) if one.state == WAITS), None),
        "current": next((one for one in rows if one.state == NOW), None),
        "people": people,
        "coming": [one for one in people if one.state != APOLOGY],
        "under": found,
        "fields": words.fields(item),
        "voices": _voices(found.numbers) if found else [],
        "leads": live.leads(viewer, conference) and conference.state in {PLANNED, BEGUN},
        "writes": conference.state in UNLOCKED and conference.approved_at is None,
        "me": viewer.staff,
        "own_text": item.writer_id == viewer.staff,
        "drawn": drawing.draw(rows, conference.first, conference.quarters, conference.begun_at),
    }


STATIC: dict[str, Any] = {
    "title": words.title,
    "about": words.about,
    "states": words.STATES,
    "names_of": CALLED,
    "moves_of": words.MOVES,
    "spent": drawing.spent,
    "base_of": lambda row: digest(row.text) if row else digest(""),
    "open_door": OPEN,
    "running_state": BEGUN,
    "planned_state": PLANNED,
    "now_state": NOW,
    "discussed": DISCUSSED,
    "waits": WAITS,
    "kinds": {"task": TASK, "effort": EFFORT, "agreements": AGREEMENTS, "transitions": TRANSITIONS},
    "parts_of": PARTS,
    "urgencies": URGENCY,
    "recognisable": RECOGNISABLE,
    "ends": (ZERO, TEN),
}


@bp.post("/<int:conference_id>/moede/begynd")
@allow(MEMBER)
def begin_meeting(conference_id: int) -> AnyResponse:
    """From now on the time is counted. Another day than its own: it asks once."""
    try:
        item_id = running.begin(db.session(), conference_id, any_day="sure" in request.form)
    except running.NotToday as error:
        mover = PLANNER.admits(db.session().info["viewer"], g.place)
        return render("conferences/meeting/begin.html", 409, one=error.conference, mover=mover)
    return redirect(url_for(".meeting", conference_id=conference_id, item_id=item_id), 303)


@bp.post("/moede/punkt/<int:item_id>/nu")
@allow(MEMBER)
def take_item(item_id: int) -> AnyResponse:
    """This one, whichever was."""
    conference_id = running.take(db.session(), item_id)
    return redirect(url_for(".meeting", conference_id=conference_id, item_id=item_id, _anchor="punkt"), 303)


@bp.post("/<int:conference_id>/moede/<int:item_id>/afslut")
@allow(MEMBER)
def conclude_item(conference_id: int, item_id: int) -> AnyResponse:
    """It has been discussed: on to the next one that waits."""
    following = running.conclude(db.session(), item_id)
    if following is None:
        return done(
            _("Alle punkter er drøftet. Læs referatet, og slut mødet."), ".referat", conference_id=conference_id
        )
    return redirect(url_for(".meeting", conference_id=conference_id, item_id=following, _anchor="punkt"), 303)


@bp.post("/<int:conference_id>/moede/<int:item_id>")
@allow(MEMBER)
def save_texts(conference_id: int, item_id: int) -> AnyResponse:
    """What was written: the fields that were changed. A text that loses is kept beside the one that stands, and both are shown."""
    outcomes = writing.save_all(db.session(), item_id, list(_edits()))
    lost = [one for one in outcomes if isinstance(one, Conflict)]
    if "X-Live" in request.headers:
        return jsonify(
            [{"field": one.field, "version": one.version, "lost": isinstance(one, Conflict)} for one in outcomes]
        )
    if lost:
        text = _(
            "En anden gemte i samme felt, mens du skrev. Begge tekster er gemt og står ved siden af hinanden: saml dem."
        )
        return done(text, ".meeting", "warn", conference_id=conference_id, item_id=item_id, _anchor="samtidig")
    return done(_("Gemt."), ".meeting", conference_id=conference_id, item_id=item_id)


def digest(text: str) -> str:
    """By which a field that comes back is known to be as it was."""
    return blake2b(text.encode(), digest_size=6).hexdigest()


def _edits() -> Any:
    """Of the fields that were sent those that are no longer what the form began with."""
    for field in FIELDS:
        if field in request.form:
            text = request.form[field].replace("\r\n", "\n").rstrip()
            if request.form.get(f"{field}-base") != digest(text):
                yield Edit(field, text, request.form.get(f"{field}-version", 0, type=door.number))


def _where_it_is(conference_id: int, rows: Any) -> AnyResponse:
    """The item that is now, else the first that waits, else the first; without an agenda to where it is made."""
    for states in ({NOW}, {WAITS}, {row.state for row in rows}):
        for row in rows:
            if row.state in states:
                return redirect(url_for(".meeting", conference_id=conference_id, item_id=row.id), 303)
    return done(_("Lav dagsordenen først."), ".agenda", "info", conference_id=conference_id)


def _seen(item: Any) -> None:
    """A look at an item about a named child is a look at the child, by the parents' yes."""
    if item.door == OPEN and item.child_id is not None:
        audit.seen(db.session(), SEEN, [item.child_id], consent=PURPOSES[CONFERENCE].full)
    else:
        audit.seen(db.session(), SEEN)


def _voices(rows: Any) -> list[tuple[str, list[dict[str, Any]]]]:
    """Each voice's numbers in their order, as partials/drawn/sheet.html draws them."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row.field, []).append({"value": row.number, "reason": row.text, "at": row.at})
    return list(found.items())
