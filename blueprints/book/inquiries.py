"""What the parents are asked about an inquiry that names their child, and the times they choose among when they are to take part."""

from functools import partial
from typing import Any

from flask import Response, abort, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse

from blueprints.book.asked import asked, kept, said
from blueprints.book.link import arrival, bp, custody, guardian
from blueprints.inquiries.words import ROLES_ASKED
from blueprints.rules import CUSTODY, allow
from blueprints.web import db, done, render
from blueprints.words.offered import NotHad, picker, pressed
from blueprints.words.times import spoken
from domain.inquiries import asking, meeting, reading, writing
from domain.inquiries.reading import Whole
from domain.inquiries.tables import CLOSED, WITH_PARENTS, WITHDRAWN

ENDED = _l("Henvendelsen er trukket tilbage. Ingen andre kan læse den.")


@bp.get("/<string:token>/henvendelse/<int:inquiry_id>")
@allow(CUSTODY)
def inquiry(token: str, inquiry_id: int) -> Response:
    """Who asks whom about what, and until when a yes counts; the text itself; one's answer; and the time, when there is one to choose."""
    found = _found(inquiry_id)
    over = ENDED if found.inquiry.state == WITHDRAWN else ""
    when = reading.when(db.session(), found.inquiry) if found.inquiry.has_time else None
    with_us = found.inquiry.meets == WITH_PARENTS and found.inquiry.state != WITHDRAWN
    choose = with_us and found.inquiry.state != CLOSED
    context: dict[str, Any] = {"it": found, "when": spoken(*when) if when and with_us else "", "choose": choose}
    return asked(
        "inquiry/show", writing.subject(inquiry_id), arrival().child_id, over, roles_asked=ROLES_ASKED, **context
    )


@bp.post("/<string:token>/henvendelse/<int:inquiry_id>")
@allow(CUSTODY)
def answer_inquiry(token: str, inquiry_id: int) -> AnyResponse:
    """The answer counts from this moment; a no takes back an earlier yes."""
    value = said()
    asking.answer(db.session(), inquiry_id, guardian(), value)
    return kept(value, ".inquiry", inquiry_id=inquiry_id)


@bp.get("/<string:token>/henvendelse/<int:inquiry_id>/tid")
@allow(CUSTODY)
def inquiry_times(token: str, inquiry_id: int) -> Response:
    """The free times of whoever has been asked."""
    return _picker(inquiry_id)


@bp.post("/<string:token>/henvendelse/<int:inquiry_id>/tid")
@allow(CUSTODY)
def book_inquiry(token: str, inquiry_id: int) -> AnyResponse:
    """Book it, or move to it; everybody is told."""
    session = db.session()
    found = writing.locked(session, inquiry_id)
    if found.meets != WITH_PARENTS:
        raise meeting.NoTime
    try:
        booked = pressed(partial(meeting.book, session, meeting.plan(session, found)))
    except NotHad as missed:
        return _picker(inquiry_id, missed)
    when = spoken(booked.first, booked.quarters)
    return done(_("Aftalt %(when)s.", when=when), ".inquiry", inquiry_id=inquiry_id)


def _found(inquiry_id: int) -> Whole:
    found = reading.whole(db.session(), inquiry_id)
    if found is None or found.inquiry.child_id != arrival().child_id:
        abort(404)
    return found


def _picker(inquiry_id: int, missed: NotHad | None = None) -> Response:
    session = db.session()
    found = writing.locked(session, inquiry_id, change=False)
    if found.meets != WITH_PARENTS:
        raise meeting.NoTime
    plan = meeting.plan(session, found)
    address = partial(url_for, ".inquiry_times", inquiry_id=inquiry_id)
    own = {"plan": plan, "picker": picker(meeting.times(session, plan), plan.quarters, address, missed)}
    status = missed.status if missed else 200
    return render("book/inquiry/times.html", status, custody=custody(), inquiry_id=inquiry_id, **own)
