"""A time for a family, found and booked by staff: the same joint times as the parents see, for the first conversation and the follow-up."""

from typing import Any
from uuid import uuid4

from flask import Response, abort, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from blueprints import door
from blueprints.behind import behind
from blueprints.rules import MEMBER, allow
from blueprints.starts.looks import TALK, seen
from blueprints.starts.mount import bp
from blueprints.web import db, done, render
from blueprints.words.talks import AFTER, FIRST, FOLLOW, TALKS
from blueprints.words.times import (
    NOT_TO_BE_HAD,
    Week,
    held_for,
    joined,
    meant,
    names,
    nothing_fits,
    pager,
    spoken,
    taken,
    ways,
    week,
)
from blueprints.words.ways import WAYS, way
from domain.booking.kinds.types import START_TALK
from domain.booking.tables import BOOKED, Appointment
from domain.journey import talk
from domain.journey.choosing import offered
from domain.journey.choosing.choice import Choice, choose
from domain.journey.choosing.doubts import Doubted
from domain.journey.choosing.plan import Plan, plan


@bp.get("/<int:start_id>/tid", defaults=FIRST)
@bp.get("/<int:start_id>/opfoelgning/tid", endpoint=f"{FOLLOW}times", defaults=AFTER)
@allow(MEMBER)
def times(start_id: int, which: str) -> Response:
    """Joint times, week by week; with a time booked already, the same page moves it."""
    return _picker(start_id, which)


@bp.post("/<int:start_id>/tid", defaults=FIRST)
@bp.post("/<int:start_id>/opfoelgning/tid", endpoint=f"{FOLLOW}book", defaults=AFTER)
@allow(MEMBER)
def book(start_id: int, which: str) -> AnyResponse:
    """Book, or move, to the time that was chosen. A first conversation is followed by what suits the follow-up."""
    first = request.form.get("slot", type=door.slot)
    if first is None:
        return _picker(start_id, which, 422, _("Vælg en tid."))
    found = plan(db.session(), start_id, _relax(), which, joined())
    try:
        appointment = _book_or_move(found, first)
    except Doubted:
        return _picker(
            start_id, which, 409, _("Det har ændret sig, siden du så det sidst. Se, hvad der står ved tiden.")
        )
    except NOT_TO_BE_HAD as error:
        return _picker(start_id, which, 409, taken(error) or "")
    if appointment.state != BOOKED:  # the form of a booking that has been cancelled since
        return _picker(start_id, which, 409, _("Den tid er aflyst siden. Vælg en igen."), uuid4().hex)
    when = spoken(appointment.first, appointment.quarters)
    text = _("%(talk)s er %(when)s. Alle har fået besked.", talk=str(TALKS[which].the).capitalize(), when=when)
    new = which == START_TALK and not found.booked
    return done(text, ".follow_up" if new else ".show", start_id=start_id)


def _book_or_move(found: Plan, first: int) -> Appointment:
    session, shown = db.session(), request.form.getlist("set")
    if found.booked:
        standing, seen_ = offered.moving(session, found, first, shown)
        if standing is not None:
            return talk.move(session, standing, found, first, seen=seen_)
    key = request.form.get("key", "")[:64] or uuid4().hex
    seen_ = offered.at(session, found, first, shown)
    return talk.book(session, found, first, f"starter/{found.start_id}/{key}", seen_)


@bp.post("/<int:start_id>/aflys", defaults=FIRST)
@bp.post("/<int:start_id>/opfoelgning/aflys", endpoint=f"{FOLLOW}cancel", defaults=AFTER)
@allow(MEMBER)
def cancel(start_id: int, which: str) -> AnyResponse:
    """Cancel the conversation; another time can be booked at once."""
    talk.cancel(db.session(), standing(start_id, which))
    return done(_("Tiden er aflyst. Alle har fået besked."), ".show", start_id=start_id)


def standing(start_id: int, which: str) -> Appointment:
    return talk.standing(db.session(), start_id, which) or abort(404, _("Der er ingen booket tid."))


def _relax() -> str:
    wanted = request.values.get("relax", "")
    return wanted if wanted in WAYS else ""


def _picker(start_id: int, which: str, status: int = 200, wrong: str = "", key: str = "") -> Response:
    session, every, together = db.session(), request.values.get("alle", ""), request.values.get("sammen")
    chosen = choose(session, start_id, _relax(), which, joined())
    found, against = chosen.plan, offered.Offered(session, chosen).about
    shown = week(chosen, request.values.get("uge", ""), every=bool(every), against=against)
    kept = {"relax": found.relax or None, "alle": every or None, "sammen": together}
    here = {"uge": shown.monday.isoformat(), **kept}
    seen(found.child_id, found.unit_id, found.sundhedspleje_id, [TALK] if found.booked else ())
    why, on = _otherwise(chosen, shown)
    return render(
        "starts/talk/times.html",
        status,
        plan=found,
        talk=TALKS[which],
        for_=names(found),
        week=shown,
        sent_to=_address(found, **here),
        everything=_address(found, **here | {"alle": "1"}),
        why=why,
        ways=[*held_for(found, lambda sammen: _address(found, relax=kept["relax"], sammen=sammen)), *on],
        meant=meant(found, staff=True),
        behind=behind(found, everybody=True),
        wrong=wrong,
        chosen=request.form.get("slot", ""),
        key=key or request.form.get("key") or uuid4().hex,
        way=way(found.relax, staff=True),
        **pager(shown, lambda monday: _address(found, uge=monday.isoformat(), **kept)),
    )


def _otherwise(chosen: Choice, shown: Week) -> tuple[list[Any], Any]:
    """Why there is no time in a week without one, and the ways on from here."""

    def address(relax: str) -> str:
        return _address(chosen.plan, relax=relax or None, sammen=request.values.get("sammen"))

    if shown.days:
        return [], ways(chosen, address, staff=True)
    *why, on = nothing_fits(db.session(), chosen, shown, address, staff=True)
    return why, on


def _address(found: Plan, **values: Any) -> str:
    return url_for(f".{TALKS[found.kind].pre}times", start_id=found.start_id, **values)
