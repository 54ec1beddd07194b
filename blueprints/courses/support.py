"""Help that comes again: all its times on one page, changed in one go and ended in one go."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from flask import Response, g, request
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from blueprints.courses.booking import NOT_TO_BE_HAD, cannot, shown
from blueprints.courses.fields import LastForm, TimesForm
from blueprints.courses.mount import bp, seen
from blueprints.courses.words import EVERY, TYPES
from blueprints.rules import MEMBER, allow
from blueprints.web import db, done, render
from blueprints.words.times import spoken
from domain.base import COPENHAGEN, moment
from domain.courses import listed, support, team, times
from domain.courses.tables import Support
from domain.courses.times import Found


@bp.get("/fast/<int:support_id>")
@allow(MEMBER)
def recurring(support_id: int) -> Response:
    return _page(support.one(db.session(), support_id))


@bp.post("/fast/<int:support_id>")
@allow(MEMBER)
def change(support_id: int) -> AnyResponse:
    """Shown first, with what cannot be had; then from the new first day on instead of what stood."""
    session, made = db.session(), support.one(db.session(), support_id)
    form = TimesForm()
    form.fill(team.staff(session, g.place.id))
    found: Found | None = None
    if form.validate_on_submit() and form.every.data:
        order, key = form.order(), form.key.data or uuid4().hex
        try:
            if request.form.get("trin") == "gem":
                booked = support.change(session, support_id, order, key)
                text = ngettext("Ændret: én tid er booket.", "Ændret: %(num)d tider er booket.", len(booked.offers))
                return done(text, ".show", course_id=made.course_id)
            own = support.planned(session, support_id, support.from_week(order.first))
            found = times.look(session, g.place.id, order, own)
        except NOT_TO_BE_HAD as error:
            form.begins.errors = [cannot(error)]
    return _page(made, 200 if found else 422, form=form, found=found)


@bp.post("/fast/<int:support_id>/slut")
@allow(MEMBER)
def end(support_id: int) -> AnyResponse:
    """Nothing after that day."""
    form, made = LastForm(), support.one(db.session(), support_id)
    if not form.validate():
        return _page(made, 422, last=form)
    gone = support.end(db.session(), support_id, form.last.data)
    text = ngettext("Slut: én tid er givet tilbage.", "Slut: %(num)d tider er givet tilbage.", gone)
    return done(text, ".show", course_id=made.course_id)


def _page(made: Support, status: int = 200, **typed: Any) -> Response:
    session, people = db.session(), team.staff(db.session(), g.place.id)
    found = typed.get("found")
    form = typed.get("form") or TimesForm(formdata=None, data=_as_it_is(made))
    form.fill(people)
    form.every.choices = [(key, text) for key, text in EVERY.items() if key]
    own = [one for one in listed.times(session, made.course_id) if one.support_id == made.id]
    seen(made.child_id)
    return render(
        "courses/support.html",
        status,
        made=made,
        form=form,
        last=typed.get("last") or LastForm(formdata=None),
        found=found,
        ahead=[one for one in own if one.ahead],
        kind=TYPES[made.type_key],
        every=EVERY[made.every],
        spoken=spoken,
        **shown(found, dict(people)),
    )


def _as_it_is(made: Support) -> dict[str, Any]:
    at: datetime = moment(made.first).astimezone(COPENHAGEN)
    same = {"kind": made.type_key, "who": made.staff_ids, "every": made.every, "until": made.until}
    return same | {"begins": at.time(), "minutes": made.quarters * 15, "key": uuid4().hex}
