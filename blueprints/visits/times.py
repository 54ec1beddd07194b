"""A time for a visit, chosen by staff: the family's own sundhedsplejerske's free hours, or a colleague's."""

from functools import partial

from flask import Response, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from blueprints.rules import MEMBER, allow
from blueprints.visits.mount import bp
from blueprints.web import db, done, render
from blueprints.words.offered import NotHad, picker, pressed
from blueprints.words.times import spoken
from blueprints.words.visits import KINDS
from blueprints.words.ways import TO_STAFF
from domain import audit
from domain.base import today
from domain.booking.finding.search import Offer
from domain.booking.tables import Appointment
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
    session, found = db.session(), _plan(visit_id)

    def book_or_move(first: int, key: str) -> Appointment:
        if found.booked:
            return booking.move(session, found, first)
        return booking.book(session, found, first, f"besoeg/{visit_id}/{key}")

    try:
        made = pressed(book_or_move)
    except NotHad as missed:
        return _picker(visit_id, missed)
    when = spoken(made.first, made.quarters)
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


def _comes(of: booking.Plan, offer: Offer) -> str | None:
    """Whose time it is, where several could come."""
    return of.people[offer.picks[0].resource_id].name if len(of.people) > 1 else None


def _picker(visit_id: int, missed: NotHad | None = None) -> Response:
    found, substitute = _plan(visit_id), request.values.get("afloeser") or None
    address = partial(url_for, ".times", visit_id=visit_id)
    audit.seen(db.session(), "Besøg", [found.visit.child_id])
    return render(
        "visits/visit/times.html",
        missed.status if missed else 200,
        plan=found,
        kinds=KINDS,
        picker=picker(
            booking.times(db.session(), found),
            found.quarters,
            partial(address, afloeser=substitute),
            missed,
            max(found.visit.opens_on, today()),
            partial(_comes, found),
        ),
        other=address(uge=request.values.get("uge"), afloeser=None if found.substitute else "1"),
        people=[(one.name, TO_STAFF.get(one.known, "")) for one in found.people.values()],
    )
