"""A time for a visit, chosen by staff: the family's own sundhedsplejerske's free hours, or a colleague's."""

from datetime import date
from typing import Any
from uuid import uuid4

from flask import Response, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from blueprints import door
from blueprints.rules import MEMBER, allow
from blueprints.visits.mount import bp
from blueprints.web import db, done, render
from blueprints.words.offered import offered
from blueprints.words.times import NOT_TO_BE_HAD, pager, spoken, taken
from blueprints.words.visits import KINDS
from blueprints.words.ways import TO_STAFF
from domain import audit
from domain.base import today
from domain.booking.tables import BOOKED
from domain.visits import booking


@bp.get("/<int:visit_id>/tid")
@allow(MEMBER)
def times(visit_id: int) -> Response:
    """Week by week, beginning in the window; with a time booked already the same page moves it."""
    return _picker(visit_id)


@bp.post("/<int:visit_id>/tid")
@allow(MEMBER)
def book(visit_id: int) -> AnyResponse:
    """Book, or move, to the time that was chosen."""
    first = request.form.get("slot", type=door.slot)
    if first is None:
        return _picker(visit_id, 422, _("Vælg en tid."))
    session, found = db.session(), _plan(visit_id)
    key = f"besoeg/{visit_id}/{request.form.get('key', '')[:64] or uuid4().hex}"
    try:
        verb = booking.move(session, found, first) if found.booked else booking.book(session, found, first, key)
    except NOT_TO_BE_HAD as error:
        return _picker(visit_id, 409, taken(error) or "")
    if verb.state != BOOKED:  # the form of a booking that has been cancelled since
        return _picker(visit_id, 409, _("Den tid er aflyst siden. Vælg en igen."), uuid4().hex)
    when = spoken(verb.first, verb.quarters)
    return done(_("Besøget er %(when)s. Familien har fået besked.", when=when), ".one", visit_id=visit_id)


@bp.post("/<int:visit_id>/tid/aflys")
@allow(MEMBER)
def cancel(visit_id: int) -> AnyResponse:
    """The time is given back; the visit is to be had again."""
    booking.cancel(db.session(), booking.plan(db.session(), visit_id))
    return done(
        _("Tiden er aflyst, og familien har fået besked. Besøget mangler en ny tid."), ".one", visit_id=visit_id
    )


def _plan(visit_id: int) -> booking.Plan:
    return booking.plan(db.session(), visit_id, substitute=bool(request.values.get("afloeser")))


def _picker(visit_id: int, status: int = 200, wrong: str = "", key: str = "") -> Response:
    found = _plan(visit_id)
    offers = booking.times(db.session(), found)
    every = bool(request.values.get("alle"))
    near = max(found.visit.opens_on, today())
    shown = offered(offers, found.quarters, request.values.get("uge", ""), near, every=every)
    kept: dict[str, Any] = {"afloeser": request.values.get("afloeser") or None}
    audit.seen(db.session(), "Besøg", [found.visit.child_id])

    def address(week: date, **more: Any) -> str:
        return url_for(".times", visit_id=visit_id, uge=week.isoformat(), **kept | more)

    return render(
        "visits/visit/times.html",
        status,
        plan=found,
        kinds=KINDS,
        week=shown,
        wrong=wrong,
        key=key or request.form.get("key") or uuid4().hex,
        chosen=request.form.get("slot", ""),
        sent_to=address(shown.monday, alle="1" if every else None),
        everything=address(shown.monday, alle="1"),
        other=address(shown.monday, afloeser=None if found.substitute else "1"),
        people=[(one.name, TO_STAFF.get(one.known, "")) for one in found.people.values()],
        **pager(shown, address),
    )
