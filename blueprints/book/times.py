"""Choosing a time, for the first time or for another: a list by day, week by week, and what helps when nothing fits."""

import secrets
from typing import Any

from flask import Response, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse
from wtforms import IntegerField, StringField
from wtforms.validators import InputRequired, Regexp

from blueprints import times as shown
from blueprints.behind import behind
from blueprints.book.booked import when
from blueprints.book.link import arrival, bp, custody, stand, steps
from blueprints.danish import Form
from blueprints.rules import CUSTODY, GUARDIAN, allow
from blueprints.web import db, done, render
from domain.booking.claims import SlotTaken
from domain.booking.openings import local_day
from domain.booking.tables import BOOKED
from domain.booking.verbs import Changed, NotBooked
from domain.journey import talk
from domain.journey.choice import Choice, choose
from domain.journey.plan import RELAXATIONS, plan


class TimeForm(Form):
    """`slot` is the time's first quarter; `key` makes one booking of two clicks."""

    slot = IntegerField(_l("Tid"), [InputRequired(_l("Vælg en af tiderne."))])
    key = StringField(validators=[InputRequired(), Regexp(r"[0-9a-f]{1,40}\Z")])

    def kept_key(self) -> str:
        """The form's own key, for as long as it can be used."""
        return str(self.key.data) if self.key.data and not self.key.errors else secrets.token_hex(16)


@bp.get("/<string:token>/tid")
@allow(CUSTODY)
def times(token: str) -> AnyResponse:
    """The times at which all who must be there are free."""
    chosen = choose(db.session(), arrival().start_id, _relax())
    if chosen.plan.booked:
        return done(_("I har allerede en tid. Her kan I flytte den."), ".move", "info")
    return _picker(chosen, TimeForm(formdata=None))


@bp.post("/<string:token>/tid")
@allow(CUSTODY)
def book(token: str) -> AnyResponse:
    """Book it; of two who want the same time, the later gets the nearest ones."""
    form, session, start_id = TimeForm(), db.session(), arrival().start_id
    if not form.validate():
        return _picker(choose(session, start_id, _relax()), form, 422)
    try:
        found = plan(session, start_id, _relax())
        booked = talk.book(session, found, form.slot.data, f"book/{start_id}/{form.key.data}")
    except talk.AlreadyBooked:
        return done(_("I har allerede en tid."), ".receipt", "info")
    except shown.NOT_TO_BE_HAD as error:
        return _picker(choose(session, start_id, _relax()), form, 409, error)
    if booked.state != BOOKED:  # the form of a booking that has been cancelled since
        form.key.data = None
        return _picker(choose(session, start_id, _relax()), form, 409, SlotTaken())
    return done(_("Tiden er booket. Alle har fået besked."), ".receipt")


@bp.get("/<string:token>/flyt")
@allow(GUARDIAN)
def move(token: str) -> AnyResponse:
    """Other times for the same people."""
    chosen = choose(db.session(), arrival().start_id, _relax())
    if not chosen.plan.booked:
        return done(_("Der er ingen tid at flytte."), ".overview", "info")
    return _picker(chosen, TimeForm(formdata=None), moving=True)


@bp.post("/<string:token>/flyt")
@allow(GUARDIAN)
def move_to(token: str) -> AnyResponse:
    """Move everybody who takes part; the other parent is told."""
    form, session, start_id = TimeForm(), db.session(), arrival().start_id
    if not form.validate():
        return _picker(choose(session, start_id, _relax()), form, 422, moving=True)
    appointment = talk.standing(session, start_id)
    if appointment is None:
        return done(_("Der er ingen tid at flytte."), ".overview", "info")
    try:
        found = plan(session, start_id, _relax())
        talk.move(session, appointment, found, form.slot.data)
    except (Changed, NotBooked):
        return done(_("En anden har lige ændret tiden. Se, hvad den er nu."), ".overview", "warn")
    except shown.NOT_TO_BE_HAD as error:
        return _picker(choose(session, start_id, _relax()), form, 409, error, moving=True)
    return done(_("Tiden er flyttet. Alle har fået besked."), ".receipt")


def _relax() -> str:
    """Another way to hold it is for who holds custody: the others move the time, and not who comes."""
    wanted = request.values.get("relax", "") if custody() else ""
    return wanted if wanted in RELAXATIONS else ""


def _picker(
    chosen: Choice, form: TimeForm, status: int = 200, error: Exception | None = None, *, moving: bool = False
) -> Response:
    """One week of times; after a time that was taken the week with the nearest, and the form as it was."""
    found, every = chosen.plan, request.values.get("alle", "")
    week = shown.week(chosen, _wanted(chosen, form, error), every=bool(every))
    kept, stood = {"relax": found.relax or None, "alle": every or None}, stand()
    return render(
        "book/times.html",
        status,
        plan=found,
        form=form,
        moving=moving,
        found=stood,
        now=when(stood) if stood.booked else "",
        steps=[] if moving else steps(stood, "times"),
        week=week,
        here=_address(moving, uge=week.monday.isoformat(), **kept),
        everything=_address(moving, uge=week.monday.isoformat(), **kept | {"alle": "1"}),
        key=form.kept_key(),
        taken=shown.taken(error),
        meant=shown.meant(found),
        behind=behind(found, everybody=False),
        **_otherwise(chosen, week, moving),
        **shown.pager(week, lambda monday: _address(moving, uge=monday.isoformat(), **kept)),
    )


def _wanted(chosen: Choice, form: TimeForm, error: Exception | None) -> str:
    """The week to show: the one asked for, or, after a time that could not be had, the one with the nearest."""
    if error is None or not chosen.starts:
        return request.values.get("uge", "")
    return local_day(min(chosen.starts, key=lambda first: abs(first - form.slot.data))).isoformat()


def _otherwise(chosen: Choice, week: shown.Week, moving: bool) -> dict[str, Any]:
    """`ways` on from here, and `why` in a week without a time. To be rung up always is one of them."""

    def address(relax: str) -> str:
        return _address(moving, relax=relax or None)

    call = (url_for(".call"), _("Bed os om at ringe"), _("Vi ringer inden to hverdage og finder en tid sammen."))
    wait = (
        url_for(".waiting"),
        _("Skriv jer på venteliste"),
        _("I får besked, når en tid, der passer jer, bliver ledig."),
    )
    if week.days:
        return {"ways": [*((*shown.ways(chosen, address), wait) if custody() else ()), call]}
    *why, ways = shown.nothing_fits(db.session(), chosen, week, address)
    return {"why": why, "ways": [*((*ways, wait) if custody() else ()), call]}


def _address(moving: bool, **values: Any) -> str:
    return url_for(".move" if moving else ".times", **values)
