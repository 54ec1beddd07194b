"""A time for an inquiry: with whom, then one at which both are free; or the parents choose it themselves."""

from functools import partial

from flask import Response, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from blueprints.inquiries.mount import ASKED, bp
from blueprints.inquiries.shown import SEEN
from blueprints.rules import MEMBER, allow
from blueprints.web import db, done, render
from blueprints.words.offered import NotHad, picker, pressed
from blueprints.words.times import spoken
from domain import audit
from domain.booking.finding.places import PLACES
from domain.inquiries import answering, meeting, writing
from domain.inquiries.tables import WITH_PARENTS, WITH_WRITER


@bp.post("/<int:inquiry_id>/med")
@allow(ASKED)
def meet(inquiry_id: int) -> AnyResponse:
    """With a colleague: the times come at once. With the parents: they are asked to choose."""
    session = db.session()
    meets = WITH_PARENTS if request.form.get("med") == WITH_PARENTS else WITH_WRITER
    inquiry = answering.held(session, inquiry_id)
    meeting.offer(session, inquiry, WITH_PARENTS if inquiry.from_unit_id is None else meets)
    answering.news(session, inquiry)
    if inquiry.meets == WITH_PARENTS:
        return done(
            _("Forældrene er bedt om at vælge en tid. Du kan også gøre det for dem."), ".times", inquiry_id=inquiry_id
        )
    return done(_("Her er de tider, hvor I begge kan."), ".times", "info", inquiry_id=inquiry_id)


@bp.get("/<int:inquiry_id>/tid")
@allow(MEMBER)
def times(inquiry_id: int) -> Response:
    """Joint times, week by week; with a time booked already, the same page moves it."""
    return _picker(inquiry_id)


@bp.post("/<int:inquiry_id>/tid")
@allow(MEMBER)
def book(inquiry_id: int) -> AnyResponse:
    """Book, or move, to the time that was chosen."""
    session = db.session()
    found = meeting.plan(session, writing.locked(session, inquiry_id), _place())
    try:
        booked = pressed(partial(meeting.book, session, found))
    except NotHad as missed:
        return _picker(inquiry_id, missed)
    when = spoken(booked.first, booked.quarters)
    return done(_("Aftalt %(when)s. Alle har fået besked.", when=when), ".show", inquiry_id=inquiry_id)


@bp.post("/<int:inquiry_id>/aflys")
@allow(MEMBER)
def cancel(inquiry_id: int) -> AnyResponse:
    """The time is free again; another can be found."""
    session = db.session()
    meeting.cancel(session, writing.locked(session, inquiry_id))
    return done(_("Tiden er aflyst. Alle har fået besked."), ".show", inquiry_id=inquiry_id)


def _place() -> str:
    """An outreach visit is "hjem"; nothing said is the type's own place."""
    wanted = request.values.get("sted", "")
    return wanted if wanted in PLACES else ""


def _picker(inquiry_id: int, missed: NotHad | None = None) -> Response:
    session = db.session()
    inquiry = writing.locked(session, inquiry_id, change=False)
    found = meeting.plan(session, inquiry, _place())
    address = partial(url_for, ".times", inquiry_id=inquiry_id, sted=_place() or None)
    audit.seen(session, SEEN, [inquiry.child_id] if inquiry.child_id else ())
    return render(
        "inquiries/times.html",
        missed.status if missed else 200,
        inquiry=inquiry,
        plan=found,
        picker=picker(meeting.times(session, found), found.quarters, address, missed),
        home=url_for(".times", inquiry_id=inquiry_id, sted="hjem"),
    )
