"""One task whole: what is written in it, what the parents say, who is wanted, its numbers, and what has become of it."""

from typing import Any

from flask import Response, g
from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, StringField
from wtforms.validators import InputRequired, Length, NumberRange

from blueprints import til
from blueprints.conferences.mount import bp
from blueprints.conferences.tasks.words import (
    HURRIES,
    KINDS,
    PARTS,
    RECOGNISABLE,
    STATES,
    TEN,
    URGENCY,
    VOICES,
    ZERO,
    standing,
)
from blueprints.danish import Form, stripped
from blueprints.messages.sms import has_sms
from blueprints.rules import MEMBER, allow
from blueprints.web import db, render
from blueprints.words.about_people import LINE, no_cpr
from blueprints.words.agreeing import said_of
from domain import audit, suspicion
from domain.access import Viewer
from domain.asking import RAN_OUT, whom
from domain.conferences.tables.task import ALIVE, DRAFT
from domain.conferences.tasks import queue
from domain.conferences.tasks.life import NoSuchTask
from domain.conferences.tasks.support import ROLES_WANTED
from domain.conferences.tasks.writing import WRITABLE, words_of
from domain.consent import CONFERENCE, GRANTED, PURPOSES, REFUSED
from domain.inquiries import target as inquiries

SEEN = "Opgave"


class NumberForm(Form):
    voice = StringField(
        _l("Hvis tal?"),
        [InputRequired(_l("Skriv, hvis tal det er.")), Length(max=LINE), no_cpr],
        filters=[stripped],
        description=_l("For eksempel pædagogen, moren eller barnet."),
    )
    value = IntegerField(_l("Tal"), [InputRequired(_l("Vælg et tal.")), NumberRange(0, 10, _l("Vælg fra 0 til 10."))])
    reason = StringField(_l("Hvorfor? (hvis I vil)"), [Length(max=LINE), no_cpr], filters=[stripped])


@bp.get("/opgaver/<int:task_id>")
@allow(MEMBER)
def show_task(task_id: int) -> Response:
    """As far as the viewer may read it; a look at a child's task is a look at the child."""
    return task_page(task_id)


def task_page(task_id: int, status: int = 200, **more: Any) -> Response:
    """The same page again when what was asked for could not be done: `more` says why."""
    session = db.session()
    found = queue.whole(session, task_id)
    if found is None:
        raise NoSuchTask
    task, viewer = found.task, _viewer()
    seen(task, viewer)
    own, draft = task.writer_id == viewer.staff, task.state == DRAFT
    anonymous = own and draft and not task.child_id
    names = suspicion.names(session, task.unit_id, words_of(task).texts()) if anonymous else ()
    numbers = queue.numbers(session, task_id) if not draft else []
    context = {
        "found": found,
        "task": task,
        "own": own,
        "asking": task.from_unit_id in viewer.every_unit(),
        "draft": draft,
        "names": names,
        "voiced": told(numbers),
        "number": NumberForm(None),
        "wanted": found.roles,
        "steps": queue.steps(session, task_id) if not draft else [],
        "way": None,
        "reach": whom(session, task.child_id, found.consent, task.start_id, sms=has_sms()) if own and draft else None,
        "source": source(task),
    }
    return render("conferences/tasks/show.html", status, **WORDS, **_agreement(found, own=own), **context | more)


def _agreement(found: queue.Whole, *, own: bool) -> dict[str, Any]:
    """What the parents say to it. Whoever else reads it does so by their yes."""
    task = found.task
    waits = queue.lacks_yes(task.state, task.child_id, found.consent)
    return {
        "agreed": found.consent == GRANTED or (not own and task.child_id is not None),
        "refused": found.consent == REFUSED,
        "ran_out": waits and found.consent == RAN_OUT,
        "lacking": waits and task.state in ALIVE,
        "said": said_of(found.consent, over=task.state not in (DRAFT, *ALIVE)),
    }


def source(task: Any) -> str | None:
    """The inquiry that it came from, for whoever may read that too."""
    found = inquiries.source(db.session(), task)
    return til.address(found) if found else None


WORDS: dict[str, Any] = {
    "kinds": KINDS,
    "states": STATES,
    "standing": standing,
    "urgencies": URGENCY,
    "hurries": HURRIES,
    "parts_of": PARTS,
    "roles_called": {role: _l(name) for role, name in ROLES_WANTED.items()},
    "voices": VOICES,
    "ends": (ZERO, TEN),
    "writable": WRITABLE,
    "open_states": ALIVE,
    "recognisable": RECOGNISABLE,
}


def seen(task: Any, viewer: Viewer) -> None:
    """The writer reads what they wrote themselves; everybody else reads it by the parents' yes."""
    if task.child_id is not None:
        by = None if task.writer_id == viewer.staff else PURPOSES[CONFERENCE].full
        audit.seen(db.session(), SEEN, [task.child_id], consent=by)
    else:
        audit.seen(db.session(), SEEN)


def told(rows: Any) -> list[tuple[str, list[Any]]]:
    """Each voice's numbers in their order, for partials/drawn/sheet.html."""
    found: dict[str, list[Any]] = {}
    for row in rows:
        found.setdefault(row.voice, []).append(row)
    return [*found.items()]


def _viewer() -> Viewer:
    viewer: Viewer = db.session().info["viewer"]
    return viewer


def acting_role() -> set[str]:
    """What the viewer is in the acting unit."""
    return set(_viewer().roles(g.place.id))
