"""When people meet: booked by staff once or week after week, over a page that says what cannot be had; or left to the parents to choose."""

from typing import Any
from uuid import uuid4

from flask import g, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from blueprints.courses.fields import AskForm, TimesForm
from blueprints.courses.mount import bp, seen
from blueprints.rules import MEMBER, allow
from blueprints.web import db, done, render
from blueprints.words.times import spoken
from domain.booking.kinds.limits import TooFar, TooLate
from domain.booking.taking.claims import SlotTaken
from domain.courses import listed, sessions, support, team, times
from domain.courses.times import Found

CANNOT = {
    SlotTaken: _l("En, der skal være med, er optaget eller fraværende på den tid. Vælg en anden."),
    TooLate: _l("Den tid er passeret."),
    TooFar: _l("Den tid ligger længere ude, end der kan bookes."),
}
NOT_TO_BE_HAD = tuple(CANNOT)


@bp.route("/<int:course_id>/tider", methods=["GET", "POST"])
@allow(MEMBER)
def book(course_id: int) -> AnyResponse:
    """A time that comes again is shown first, with what cannot be had; then it is booked in one go."""
    session, row = db.session(), listed.head(db.session(), course_id)
    people = team.staff(session, g.place.id)
    form = TimesForm(data={"who": [session.info["viewer"].staff], "key": uuid4().hex})
    form.fill(people)
    found: Found | None = None
    if form.validate_on_submit():
        try:
            if form.every.data and request.form.get("trin") != "gem":
                found = times.look(session, g.place.id, form.order())
            else:
                return _booked(course_id, form)
        except NOT_TO_BE_HAD as error:
            form.begins.errors = [cannot(error)]
    seen(row.child_id)
    ask = AskForm(formdata=None, data={"who": [row.tovholder_id]})
    ask.fill(people)
    context: dict[str, Any] = {"form": form, "ask": ask, "one": row, "found": found}
    return render("courses/book.html", 422 if form.errors else 200, **context, **shown(found, dict(people)))


@bp.post("/<int:course_id>/inviter")
@allow(MEMBER)
def invite(course_id: int) -> AnyResponse:
    """The parents choose the time on their own page."""
    listed.head(db.session(), course_id)
    form = AskForm()
    form.fill(team.staff(db.session(), g.place.id))
    if not form.validate():
        return done(_("Vælg mindst én, som familien skal møde."), ".book", "warn", course_id=course_id)
    sessions.ask(db.session(), course_id, form.kind.data, form.who.data)
    return done(_("Familien har fået besked og kan vælge en tid."), ".show", course_id=course_id)


def _booked(course_id: int, form: TimesForm) -> AnyResponse:
    order, key = form.order(), form.key.data or uuid4().hex
    if not order.every:
        sessions.book(db.session(), course_id, order, key)
        return done(_("Tiden er booket. Alle har fået besked."), ".show", course_id=course_id)
    _made, found = support.arrange(db.session(), course_id, order, key)
    number = len(found.offers)
    text = ngettext("Én tid er booket. Alle har fået besked.", "%(num)d tider er booket. Alle har fået besked.", number)
    return done(text, ".show", course_id=course_id)


def shown(found: Found | None, names: dict[int, str]) -> dict[str, Any]:
    """The times that can be had, and those that cannot with the reason, in words."""
    if found is None:
        return {"can": [], "cannot": []}
    quarters = found.wanted.quarters
    why = [
        (one.holiday or ", ".join(names.get(who, _("Intet ledigt lokale")) for who in one.busy))
        for one in found.conflicts
    ]
    return {
        "can": [spoken(one.first, quarters) for one in found.offers],
        "cannot": list(zip((spoken(one.first, quarters) for one in found.conflicts), why, strict=True)),
    }


def cannot(error: Exception) -> str:
    return next(str(CANNOT[kind]) for kind in CANNOT if isinstance(error, kind))
