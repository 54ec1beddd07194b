"""Home visits on the parents' own page: what is offered and when; choosing a time, moving it, or saying no thank you."""

from functools import partial

from flask import Response, abort, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from blueprints.book.link import arrival, bp, custody
from blueprints.rules import CUSTODY, GUARDIAN, allow
from blueprints.web import db, done, render
from blueprints.words import times as shown
from blueprints.words.offered import NotHad, picker, pressed
from blueprints.words.visits import STATES, TO_PARENTS, TOLD
from blueprints.words.ways import NURSES
from domain.base import today
from domain.booking.kinds.limits import TooLate
from domain.booking.tables import Appointment
from domain.booking.verbs import Changed, NotBooked
from domain.visits import booking, outcome, reading
from domain.visits.booking import NoSuchVisit, VisitOver


@bp.get("/<string:token>/besoeg/<int:visit_id>")
@allow(GUARDIAN)
def visit(token: str, visit_id: int) -> Response:
    """When, who comes, and what the family can do about it."""
    return _page(visit_id)


@bp.get("/<string:token>/besoeg/<int:visit_id>/tid")
@allow(CUSTODY)
def visit_times(token: str, visit_id: int) -> AnyResponse:
    """The sundhedsplejerske's free times in the window; with a time already the same page moves it."""
    return _picker(visit_id)


@bp.post("/<string:token>/besoeg/<int:visit_id>/tid")
@allow(CUSTODY)
def book_visit(token: str, visit_id: int) -> AnyResponse:
    """Booked, or moved; of two who want the same time, the later gets the nearest ones."""
    try:
        found = _plan(visit_id)
        pressed(partial(_book_or_move, found))
    except (Changed, NotBooked, VisitOver):
        return done(_("En anden har lige ændret tiden. Se, hvad den er nu."), ".visit", "warn", visit_id=visit_id)
    except NotHad as missed:
        return _picker(visit_id, missed)
    text = _("Tiden er flyttet. Alle har fået besked.") if found.booked else _("Tiden er booket. Alle har fået besked.")
    return done(text, ".visit", visit_id=visit_id)


@bp.post("/<string:token>/besoeg/<int:visit_id>/aflys")
@allow(CUSTODY)
def cancel_visit(token: str, visit_id: int) -> AnyResponse:
    """The time is given back, and another can be chosen at once."""
    try:
        booking.cancel(db.session(), _plan(visit_id))
    except (Changed, NotBooked, VisitOver, TooLate):
        return _late(visit_id)
    return done(_("Tiden er aflyst. I kan vælge en ny her."), ".visit", visit_id=visit_id)


@bp.post("/<string:token>/besoeg/<int:visit_id>/nej-tak")
@allow(CUSTODY)
def decline_visit(token: str, visit_id: int) -> AnyResponse:
    """The programme is an offer."""
    own(visit_id)
    try:
        outcome.decline(db.session(), visit_id)
    except (Changed, NotBooked, VisitOver, TooLate):
        return _late(visit_id)
    return done(_("I har sagt nej tak til besøget. I kan fortryde her."), ".visit", visit_id=visit_id)


@bp.post("/<string:token>/besoeg/<int:visit_id>/ja-alligevel")
@allow(CUSTODY)
def want_visit(token: str, visit_id: int) -> AnyResponse:
    """The family has thought better of it."""
    own(visit_id)
    outcome.reopen(db.session(), visit_id)
    return done(_("I kan vælge en tid til besøget."), ".visit", visit_id=visit_id)


def own(visit_id: int) -> tuple[reading.Line, reading.Shown]:
    """A visit of the link's own child; not there for any other."""
    try:
        line, found = reading.one(db.session(), visit_id)
    except NoSuchVisit:
        abort(404)
    return (line, found) if line.child_id == arrival().child_id else abort(404)


def _plan(visit_id: int) -> booking.Plan:
    try:
        found = booking.plan(db.session(), visit_id)
    except NoSuchVisit:
        abort(404)
    return found if found.visit.child_id == arrival().child_id else abort(404)


def _book_or_move(found: booking.Plan, first: int, key: str) -> Appointment:
    if found.booked:
        return booking.move(db.session(), found, first)
    return booking.book(db.session(), found, first, f"book/{arrival().child_id}/besoeg/{found.visit.id}/{key}")


def _late(visit_id: int) -> AnyResponse:
    text = _("Det kan ikke længere ændres her. Ring til sundhedsplejen.")
    return done(text, ".visit", "warn", visit_id=visit_id)


def _page(visit_id: int) -> Response:
    line, found = own(visit_id)
    return render(
        "book/visit/show.html",
        line=line,
        visit=found,
        kind=TO_PARENTS[found.kind],
        told=TOLD[found.standing],
        state=STATES[found.standing],
        when=shown.spoken(found.first, found.quarters) if found.first and found.quarters else "",
        open=reading.changeable(db.session(), found),
        custody=custody(),
    )


def _picker(visit_id: int, missed: NotHad | None = None) -> AnyResponse:
    try:
        found = _plan(visit_id)
    except VisitOver:
        return done(_("Besøget har ingen tid, I kan vælge."), ".visit", "info", visit_id=visit_id)
    address = partial(url_for, ".visit_times", visit_id=visit_id)
    near = max(found.visit.opens_on, today())
    return render(
        "book/visit/times.html",
        missed.status if missed else 200,
        plan=found,
        kind=TO_PARENTS[found.visit.kind],
        picker=picker(booking.times(db.session(), found), found.quarters, address, missed, near),
        now=shown.spoken(found.booked.first, found.booked.quarters) if found.booked else "",
        people=[(one.name, NURSES[one.known]) for one in found.people.values()],
    )
