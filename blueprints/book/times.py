"""Choosing a time, for the first time or for another: a list by day, week by week, and what helps when nothing fits."""

import secrets
from typing import Any

from flask import Response, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse
from wtforms import IntegerField, StringField
from wtforms.validators import InputRequired, Regexp

from blueprints.behind import behind
from blueprints.book.link import bp, custody, stand, start, steps
from blueprints.danish import Form
from blueprints.rules import CUSTODY, GUARDIAN, allow
from blueprints.web import db, done, render
from blueprints.words import times as shown
from blueprints.words.talks import AFTER, FIRST, FOLLOW, TALKS
from domain.booking.finding.openings import local_day
from domain.booking.kinds.types import FOLLOW_UP, START_TALK
from domain.booking.tables import BOOKED
from domain.booking.taking.claims import SlotTaken
from domain.booking.verbs import Changed, NotBooked
from domain.journey import talk
from domain.journey.choosing.choice import Choice, choose
from domain.journey.choosing.plan import RELAXATIONS, Plan, plan


class TimeForm(Form):
    """`slot` is the time's first quarter; `key` makes one booking of two clicks."""

    slot = IntegerField(_l("Tid"), [InputRequired(_l("Vælg en af tiderne."))])
    key = StringField(validators=[InputRequired(), Regexp(r"[0-9a-f]{1,40}\Z")])

    def kept_key(self) -> str:
        """The form's own key, for as long as it can be used."""
        return str(self.key.data) if self.key.data and not self.key.errors else secrets.token_hex(16)


THERE = {START_TALK: ".receipt", FOLLOW_UP: ".follow_up"}
"""Where the time stands that has been chosen."""


@bp.get("/<string:token>/tid", defaults=FIRST)
@bp.get("/<string:token>/opfoelgning/tid", endpoint=f"{FOLLOW}times", defaults=AFTER)
@allow(CUSTODY)
def times(token: str, which: str) -> AnyResponse:
    """The times at which all who must be there are free."""
    chosen = _choose(which)
    if chosen.plan.booked:
        return done(_("I har allerede en tid. Her kan I flytte den."), f".{TALKS[which].pre}move", "info")
    return _picker(chosen, TimeForm(formdata=None))


@bp.post("/<string:token>/tid", defaults=FIRST)
@bp.post("/<string:token>/opfoelgning/tid", endpoint=f"{FOLLOW}book", defaults=AFTER)
@allow(CUSTODY)
def book(token: str, which: str) -> AnyResponse:
    """Book it; of two who want the same time, the later gets the nearest ones."""
    form, session, start_id = TimeForm(), db.session(), start()
    if not form.validate():
        return _picker(_choose(which), form, 422)
    try:
        found = plan(session, start_id, _relax(), which, shown.joined())
        booked = talk.book(session, found, form.slot.data, f"book/{start_id}/{TALKS[which].pre}{form.key.data}")
    except talk.AlreadyBooked:
        return done(_("I har allerede en tid."), THERE[which], "info")
    except shown.NOT_TO_BE_HAD as error:
        return _picker(_choose(which), form, 409, error)
    if booked.state != BOOKED:  # the form of a booking that has been cancelled since
        form.key.data = None
        return _picker(_choose(which), form, 409, SlotTaken())
    return done(_("Tiden er booket. Alle har fået besked."), THERE[which])


@bp.get("/<string:token>/flyt", defaults=FIRST)
@bp.get("/<string:token>/opfoelgning/flyt", endpoint=f"{FOLLOW}move", defaults=AFTER)
@allow(GUARDIAN)
def move(token: str, which: str) -> AnyResponse:
    """Other times for the same people."""
    chosen = _choose(which)
    if not chosen.plan.booked:
        return done(_("Der er ingen tid at flytte."), ".overview", "info")
    return _picker(chosen, TimeForm(formdata=None), moving=True)


@bp.post("/<string:token>/flyt", defaults=FIRST)
@bp.post("/<string:token>/opfoelgning/flyt", endpoint=f"{FOLLOW}move_to", defaults=AFTER)
@allow(GUARDIAN)
def move_to(token: str, which: str) -> AnyResponse:
    """Move everybody who takes part; the other parent is told."""
    form, session, start_id = TimeForm(), db.session(), start()
    if not form.validate():
        return _picker(_choose(which), form, 422, moving=True)
    appointment = talk.standing(session, start_id, which)
    if appointment is None:
        return done(_("Der er ingen tid at flytte."), ".overview", "info")
    try:
        talk.move(session, appointment, plan(session, start_id, _relax(), which), form.slot.data)
    except (Changed, NotBooked):
        return done(_("En anden har lige ændret tiden. Se, hvad den er nu."), ".overview", "warn")
    except shown.NOT_TO_BE_HAD as error:
        return _picker(_choose(which), form, 409, error, moving=True)
    return done(_("Tiden er flyttet. Alle har fået besked."), THERE[which])


def _choose(which: str) -> Choice:
    return choose(db.session(), start(), _relax(), which, shown.joined() if custody() else ())


def _relax() -> str:
    """Another way to hold it is for who holds custody: the others move the time, and not who comes."""
    wanted = request.values.get("relax", "") if custody() else ""
    return wanted if wanted in RELAXATIONS else ""


def _picker(
    chosen: Choice, form: TimeForm, status: int = 200, error: Exception | None = None, *, moving: bool = False
) -> Response:
    """One week of times; after a time that was taken the week with the nearest, and the form as it was."""
    found, every, stood = chosen.plan, request.values.get("alle", ""), stand()
    week = shown.week(chosen, _wanted(chosen, form, error), every=bool(every))
    kept = {"relax": found.relax or None, "alle": every or None, "sammen": request.values.get("sammen")}
    first = found.kind == START_TALK
    return render(
        "book/time/choose.html",
        status,
        plan=found,
        talk=TALKS[found.kind],
        form=form,
        moving=moving,
        found=stood,
        now=shown.spoken(found.now, found.quarters) if found.now is not None else "",
        steps=[] if moving or not first else steps(stood, "times"),
        week=week,
        here=_address(found, moving, uge=week.monday.isoformat(), **kept),
        everything=_address(found, moving, uge=week.monday.isoformat(), **kept | {"alle": "1"}),
        key=form.kept_key(),
        taken=shown.taken(error),
        meant=shown.meant(found),
        behind=behind(found, everybody=False),
        held_for=shown.held_for(found, lambda sammen: _address(found, moving, sammen=sammen)) if custody() else [],
        names=shown.names(found) if found.siblings else "",
        **_otherwise(chosen, week, moving),
        **shown.pager(week, lambda monday: _address(found, moving, uge=monday.isoformat(), **kept)),
    )


def _wanted(chosen: Choice, form: TimeForm, error: Exception | None) -> str:
    """The week to show: the one asked for, or, after a time that could not be had, the one with the nearest."""
    if error is None or not chosen.starts:
        return request.values.get("uge", "")
    return local_day(min(chosen.starts, key=lambda first: abs(first - form.slot.data))).isoformat()


def _otherwise(chosen: Choice, week: shown.Week, moving: bool) -> dict[str, Any]:
    """`ways` on from here, and `why` in a week without a time. To be rung up always is one of them."""

    def address(relax: str) -> str:
        return _address(chosen.plan, moving, relax=relax or None, sammen=request.values.get("sammen"))

    call = (url_for(".call"), _("Bed os om at ringe"), _("Vi ringer inden to hverdage og finder en tid sammen."))
    wait = (
        url_for(".waiting"),
        _("Skriv jer på venteliste"),
        _("I får besked, når en tid, der passer jer, bliver ledig."),
    )
    last = (wait, call) if custody() and chosen.plan.kind == START_TALK else (call,)
    if week.days:
        return {"ways": [*(shown.ways(chosen, address) if custody() else ()), *last]}
    *why, ways = shown.nothing_fits(db.session(), chosen, week, address)
    return {"why": why, "ways": [*(ways if custody() else ()), *last]}


def _address(found: Plan, moving: bool, **values: Any) -> str:
    return url_for(f".{TALKS[found.kind].pre}{'move' if moving else 'times'}", **values)
