"""A time for a family, found and booked by staff: the same joint times as the parents see."""

from datetime import date
from typing import Any
from uuid import uuid4

from flask import Response, abort, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from blueprints.rules import MEMBER, allow
from blueprints.starts.looks import TALK, seen
from blueprints.starts.mount import bp
from blueprints.times import WAYS, meant, nothing_fits, pager, spoken, way, ways, week
from blueprints.web import db, done, render
from domain.booking.claims import SlotTaken
from domain.booking.limits import TooFar, TooLate
from domain.booking.tables import BOOKED, HELD, NO_SHOW, Appointment
from domain.journey import talk
from domain.journey.choice import choose
from domain.journey.plan import Plan, plan


@bp.get("/<int:start_id>/tid")
@allow(MEMBER)
def times(start_id: int) -> Response:
    """Joint times, week by week; with a time booked already, the same page moves it."""
    return _picker(start_id)


@bp.post("/<int:start_id>/tid")
@allow(MEMBER)
def book(start_id: int) -> AnyResponse:
    """Book, or move, to the time that was chosen."""
    first = request.form.get("slot", type=int)
    if first is None:
        return _picker(start_id, 422, _("Vælg en tid."))
    try:
        appointment = _book_or_move(plan(db.session(), start_id, _relax()), first)
    except (SlotTaken, TooLate, TooFar):
        return _picker(start_id, 409, _("Tiden er lige blevet taget. Her er de nærmeste."))
    if appointment.state != BOOKED:  # the form of a booking that has been cancelled since
        return _picker(start_id, 409, _("Den tid er aflyst siden. Vælg en igen."), uuid4().hex)
    when = spoken(appointment.first, appointment.quarters)
    return done(_("Start-samtalen er %(when)s. Alle har fået besked.", when=when), ".show", start_id=start_id)


def _book_or_move(found: Plan, first: int) -> Appointment:
    session = db.session()
    standing = talk.standing(session, found.start_id) if found.booked else None
    if standing is not None:
        return talk.move(session, standing, found, first)
    key = request.form.get("key", "")[:64] or uuid4().hex
    return talk.book(session, found, first, f"starter/{found.start_id}/{key}")


@bp.post("/<int:start_id>/aflys")
@allow(MEMBER)
def cancel(start_id: int) -> AnyResponse:
    """Cancel the conversation; another time can be booked at once."""
    talk.cancel(db.session(), _standing(start_id))
    return done(_("Tiden er aflyst. Alle har fået besked."), ".show", start_id=start_id)


@bp.post("/<int:start_id>/afholdt")
@allow(MEMBER)
def held(start_id: int) -> AnyResponse:
    """It took place; what it led to is written next."""
    talk.finish(db.session(), _standing(start_id), HELD)
    return done(_("Samtalen er afholdt. Skriv nu anbefalingerne til forældrene."), ".show", start_id=start_id)


@bp.post("/<int:start_id>/udeblevet")
@allow(MEMBER)
def no_show(start_id: int) -> AnyResponse:
    """The family did not come."""
    talk.finish(db.session(), _standing(start_id), NO_SHOW)
    return done(_("Noteret, at familien ikke kom."), ".show", start_id=start_id)


def _standing(start_id: int) -> Appointment:
    return talk.standing(db.session(), start_id) or abort(404, _("Der er ingen booket tid."))


def _relax() -> str:
    wanted = request.values.get("relax", "")
    return wanted if wanted in WAYS else ""


def _picker(start_id: int, status: int = 200, wrong: str = "", key: str = "") -> Response:
    session, every = db.session(), request.values.get("alle", "")
    chosen = choose(session, start_id, _relax())
    found, shown = chosen.plan, week(chosen, request.values.get("uge", ""), every=bool(every))
    seen(found.child_id, found.unit_id, found.sundhedspleje_id, [TALK] if found.booked else ())

    def address(monday: date, every: str = every, relax: str = found.relax) -> str:
        kept: dict[str, Any] = {"relax": relax or None, "alle": every or None}
        return url_for(".times", start_id=found.start_id, uge=monday.isoformat(), **kept)

    def other(relax: str) -> str:
        return url_for(".times", start_id=found.start_id, relax=relax or None)

    otherwise = ways(chosen, other, staff=True) if shown.days else None
    *why, on = [otherwise] if otherwise is not None else nothing_fits(session, chosen, shown, other, staff=True)
    return render(
        "starts/times.html",
        status,
        plan=found,
        week=shown,
        sent_to=address(shown.monday),
        everything=address(shown.monday, every="1"),
        why=why,
        ways=on,
        meant=meant(found, staff=True),
        wrong=wrong,
        chosen=request.form.get("slot", ""),
        key=key or request.form.get("key") or uuid4().hex,
        way=way(found.relax, staff=True),
        **pager(shown, address),
    )
