"""A course as the parents see it: the goal, what is agreed, a time to choose or move, who is with them, and their own number."""

from functools import partial
from typing import Any

from flask import Response, abort, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from blueprints import door
from blueprints.book.link import bp, guardian
from blueprints.courses.fields import OwnNumberForm, PersonForm
from blueprints.courses.words import ENDS, PLACES
from blueprints.rules import CUSTODY, allow
from blueprints.web import db, done, render
from blueprints.words import times as shown
from blueprints.words.offered import NotHad, picker, pressed
from domain.booking.kinds.limits import TooLate, changeable
from domain.booking.tables import BOOKED
from domain.booking.verbs import Changed, NotBooked
from domain.courses import at_home, listed, sessions, voices
from domain.courses.life import NoSuchCourse
from domain.courses.sessions import Held
from domain.courses.voices import TooMany
from domain.tovholder.followed import RUNNING


@bp.get("/<string:token>/forloeb/<int:course_id>")
@allow(CUSTODY)
def course(token: str, course_id: int) -> Response:
    """Also where a mail led to it, and it is closed since: then that is what the page says."""
    try:
        return _page(course_id)
    except NoSuchCourse:
        if not at_home.has_been(db.session(), course_id):
            raise
        return render("book/course/over.html")


@bp.post("/<string:token>/forloeb/<int:course_id>/netvaerk", endpoint="course_person")
@allow(CUSTODY)
def add_person(token: str, course_id: int) -> AnyResponse:
    """Who the family wants with them."""
    form = PersonForm()
    if not form.validate():
        return _page(course_id, 422, person=form)
    try:
        voices.add_person(db.session(), course_id, form.name.data or "")
    except TooMany:
        form.name.errors = [_("Der er plads til tyve navne.")]
    else:
        return _done(_("Navnet er skrevet på."), course_id)
    return _page(course_id, 422, person=form)


@bp.post("/<string:token>/forloeb/netvaerk/<int:person_id>/fjern", endpoint="course_without")
@allow(CUSTODY)
def remove_person(token: str, person_id: int) -> AnyResponse:
    return _done(_("Navnet er fjernet."), voices.remove_person(db.session(), person_id))


@bp.post("/<string:token>/forloeb/<int:course_id>/tal", endpoint="course_number")
@allow(CUSTODY)
def say(token: str, course_id: int) -> AnyResponse:
    """The parent's own number, in their own name."""
    form, session = OwnNumberForm(), db.session()
    if not form.validate():
        return _page(course_id, 422, number=form)
    voice = voices.own_voice(session, guardian())
    voices.say(session, course_id, voice, form.value.data or 0, form.reason.data or "")
    return _done(_("Tallet er gemt."), course_id)


@bp.get("/<string:token>/forloeb/tid/<int:session_id>", endpoint="course_times")
@allow(CUSTODY)
def times(token: str, session_id: int) -> AnyResponse:
    """The open times of those they are to meet, for the first time or for another."""
    return _picker(sessions.one(db.session(), session_id))


@bp.post("/<string:token>/forloeb/tid/<int:session_id>", endpoint="course_book")
@allow(CUSTODY)
def book(token: str, session_id: int) -> AnyResponse:
    """Of two who want the same time the later gets the nearest ones."""
    held = sessions.one(db.session(), session_id)
    people = door.numbers(request.form.getlist("med"))
    try:
        pressed(lambda first, key: sessions.choose(db.session(), held, first, key, people))
    except (Changed, NotBooked):
        return _done(_("En anden har lige ændret tiden. Se, hvad den er nu."), held.course.id, "warn")
    except NotHad as missed:
        return _picker(held, missed)
    return _done(_("Tiden er booket. Alle har fået besked."), held.course.id)


@bp.post("/<string:token>/forloeb/tid/<int:session_id>/aflys", endpoint="course_cancel")
@allow(CUSTODY)
def cancel(token: str, session_id: int) -> AnyResponse:
    """Another can be chosen at once."""
    try:
        gone = sessions.cancel(db.session(), session_id)
    except TooLate:
        held = sessions.one(db.session(), session_id)
        return _done(_("Det er for sent at aflyse her. Ring til huset."), held.course.id, "warn")
    return _done(_("Tiden er aflyst, og alle har fået besked."), gone.course.id)


def _page(course_id: int, status: int = 200, **typed: Any) -> Response:
    session = db.session()
    found = listed.whole(session, course_id)
    return render(
        "book/course/show.html",
        status,
        it=found,
        runs=found.row.state == RUNNING,
        person=typed.get("person") or PersonForm(formdata=None),
        number=typed.get("number") or OwnNumberForm(formdata=None),
        places=PLACES,
        ends=ENDS,
        spoken=shown.spoken,
        open=lambda time: changeable(session, time.first, time.cancel_days),
    )


def _picker(held: Held, missed: NotHad | None = None) -> Response:
    if held.course.state != RUNNING or (held.session.appointment_id is not None and held.appointment is None):
        abort(404)
    free = sessions.to_choose(db.session(), held)
    address = partial(url_for, ".course_times", session_id=held.session.id)
    return render(
        "book/course/times.html",
        missed.status if missed else 200,
        held=held,
        moving=held.appointment is not None and held.appointment.state == BOOKED,
        picker=picker(free.offers(), free.wanted.quarters, address, missed),
        place=PLACES[held.session.type_key],
        people=voices.people(db.session(), held.course.id),
        spoken=shown.spoken,
    )


def _done(text: str, course_id: int, state: str = "ok") -> AnyResponse:
    return done(text, ".course", state, course_id=course_id)
