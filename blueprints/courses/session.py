"""One time of a course: what was agreed in a line or two, who was there; moved, or given back."""

from datetime import datetime
from typing import Any

from flask import Response
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from blueprints.courses.booking import NOT_TO_BE_HAD, cannot
from blueprints.courses.fields import NoteForm, WhenForm
from blueprints.courses.mount import bp, seen
from blueprints.courses.words import TIMES, TYPES
from blueprints.rules import MEMBER, allow
from blueprints.web import db, done, render
from blueprints.words.times import spoken
from domain.base import COPENHAGEN, moment, now, quarter
from domain.booking.tables import HELD, NO_SHOW
from domain.courses import listed, sessions


@bp.get("/samtaler/<int:session_id>")
@allow(MEMBER)
def held(session_id: int) -> Response:
    return _page(session_id)


@bp.post("/samtaler/<int:session_id>")
@allow(MEMBER)
def note(session_id: int) -> AnyResponse:
    """A line or two, and what became of it."""
    form = NoteForm()
    people = listed.whole(db.session(), sessions.one(db.session(), session_id).course.id).people
    form.people.choices = [(one.id, one.a) for one in people]
    if form.validate_on_submit():
        said = form.note.data or "", form.people.data or [], form.state.data or ""
        wrote = sessions.write(db.session(), session_id, *said)
        return done(_("Det er gemt."), ".show", course_id=wrote.course.id)
    return _page(session_id, 422, note=form)


@bp.post("/samtaler/<int:session_id>/flyt")
@allow(MEMBER)
def move(session_id: int) -> AnyResponse:
    """To any time at which the same people are free."""
    form = WhenForm()
    if form.validate_on_submit():
        try:
            moved = sessions.move(db.session(), session_id, form.first())
        except NOT_TO_BE_HAD as error:
            form.begins.errors = [cannot(error)]
        else:
            return done(_("Tiden er flyttet. Alle har fået besked."), ".show", course_id=moved.course.id)
    return _page(session_id, 422, when=form)


@bp.post("/samtaler/<int:session_id>/aflys")
@allow(MEMBER)
def cancel(session_id: int) -> AnyResponse:
    """Everybody's time is free again."""
    gone = sessions.cancel(db.session(), session_id)
    return done(_("Tiden er aflyst, og alle har fået besked."), ".show", course_id=gone.course.id)


def _page(session_id: int, status: int = 200, **typed: Any) -> Response:
    session = db.session()
    one = sessions.one(session, session_id)
    found = listed.whole(session, one.course.id)
    seen(one.course.child_id)
    form = typed.get("note") or NoteForm(formdata=None, data=_noted(one))
    form.people.choices = [(person.id, person.a) for person in found.people]
    time = next(row for row in found.times if row.id == session_id)
    began = time.first is not None and time.first <= quarter(now())
    return render(
        "courses/session.html",
        status,
        one=found.row,
        time=time,
        form=form,
        when=typed.get("when") or WhenForm(formdata=None, data=_starts(time.first)),
        began=began,
        state=TIMES[time.state],
        kind=TYPES[time.kind],
        spoken=spoken,
    )


def _noted(one: sessions.Held) -> dict[str, Any]:
    state = one.appointment.state if one.appointment else ""
    known = state if state in {HELD, NO_SHOW} else None
    return {"note": one.session.note, "people": one.session.person_ids, "state": known}


def _starts(first: int | None) -> dict[str, Any]:
    if first is None:
        return {}
    at: datetime = moment(first).astimezone(COPENHAGEN)
    return {"day": at.date(), "begins": at.time()}
