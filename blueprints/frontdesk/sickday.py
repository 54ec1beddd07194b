"""The sick day: every booking that an absence hits on one page, each with what can be done, sent in one go."""

import re
from dataclasses import dataclass

from flask import Response, g, request
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from blueprints import door
from blueprints.frontdesk.mount import bp, tabs
from blueprints.language import age, spell
from blueprints.rules import MEMBER, allow
from blueprints.web import db, done, render
from blueprints.words.times import spoken
from domain import audit
from domain.journey.absence import sickday
from domain.journey.absence.absent import look
from domain.journey.absence.instead import Time, Ways, ways
from domain.journey.absence.sickday import ASK, CANCEL, TIME, WAIT, Choice, Outcome

SHAPE = re.compile(rf"(?:{TIME}-(?P<first>\d{{1,9}})(?:-(?P<resource>\d{{1,9}}))?|(?P<what>{CANCEL}|{ASK}|{WAIT}))")
ASKED = re.compile(r"valg-(\d{1,9})")


@dataclass(frozen=True)
class Line:
    """One booking on the page. `choices`: (value, text); `chosen` is the value to begin with."""

    id: int
    sequence: int
    title: str
    when: str
    note: str
    people: list[str]
    asked: bool
    choices: list[tuple[str, str]]
    chosen: str


@bp.get("/fravaer/<int:absence_id>")
@allow(MEMBER)
def sick_day(absence_id: int) -> Response:
    """What is booked, what can be done about it, and what is suggested."""
    session = db.session()
    day = look(session, absence_id)
    lines = [_line(one) for one in ways(session, day)]
    absence = day.absent.absence
    audit.seen(session, "Fravær")
    booked = [(one.appointment, _(one.type.name)) for one in day.events]
    return render(
        "frontdesk/sickday.html",
        day=day,
        when=spell(absence.first, absence.last),
        lines=lines,
        events=[(one.id, spoken(one.first, one.quarters), name) for one, name in booked],
        tabs=tabs("absences"),
    )


@bp.post("/fravaer/<int:absence_id>")
@allow(MEMBER)
def settle_absence(absence_id: int) -> AnyResponse:
    """Do what has been chosen, and tell everybody once."""
    found = sickday.settle(db.session(), g.place.id, absence_id, _choices())
    text, state = _said(found), "warn" if found.left else "ok"
    if found.left or found.asked:
        return done(text, ".sick_day", state, absence_id=absence_id)
    return done(text, ".absences", state)


def _choices() -> dict[int, Choice]:
    """By appointment; what has another shape than the page's own is no choice, and its booking is left as it is."""
    found = {}
    for name, value in request.form.items():
        asked, shape = ASKED.fullmatch(name), SHAPE.fullmatch(value)
        sequence = request.form.get(name.replace("valg", "udgave", 1), -1, door.number)
        if asked and shape:
            first, resource = shape["first"], shape["resource"]
            what = shape["what"] or TIME
            found[int(asked[1])] = Choice(what, sequence, int(first or 0), int(resource) if resource else None)
    return found


def _said(found: Outcome) -> str:
    said = []
    if found.solved:
        said.append(ngettext("Én aftale er løst.", "%(num)d aftaler er løst.", found.solved))
    if found.asked:
        said.append(ngettext("Én familie er spurgt.", "%(num)d familier er spurgt.", found.asked))
    if found.left:
        text = ngettext("Én aftale mangler.", "%(num)d aftaler mangler.", len(found.left))
        said.append(text + " " + _("Tiden er taget, aftalen er ændret, eller I har valgt at vente."))
    return " ".join(said) or _("Der er ikke flere aftaler at tage stilling til.")


def _line(one: Ways) -> Line:
    hit, appointment = one.hit, one.hit.appointment
    choices = [(_value(time), _text(one, time)) for time in one.times]
    suggested = choices[0][0] if choices else CANCEL
    choices.append((CANCEL, _("Aflys, og bed forældrene vælge en ny tid")))
    if not hit.asked:
        choices.append((ASK, _("Lad tiden stå, og bed forældrene vælge en anden")))
    choices.append((WAIT, _("Vent: gør ikke noget nu")))
    return Line(
        id=appointment.id,
        sequence=appointment.sequence,
        title=hit.child or _(hit.type.name),
        when=spoken(appointment.first, appointment.quarters),
        note=", ".join(filter(None, (_(hit.type.name), age(hit.born) if hit.born else ""))),
        people=[hit.names[seat.resource_id] for seat in hit.seats],
        asked=hit.asked,
        choices=choices,
        chosen=WAIT if hit.asked else suggested,
    )


def _value(time: Time) -> str:
    return f"{TIME}-{time.first}" + (f"-{time.resource}" if time.resource is not None else "")


def _text(one: Ways, time: Time) -> str:
    appointment = one.hit.appointment
    if time.first == appointment.first:
        return _("Samme tid med %(name)s", name=time.name)
    when = spoken(time.first, appointment.quarters)
    return (
        _("Flyt til %(when)s med %(name)s", when=when, name=time.name)
        if time.name
        else _("Flyt til %(when)s", when=when)
    )
