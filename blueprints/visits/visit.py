"""One visit: what stands, what can be done with it, and what came of it."""

from datetime import date
from typing import Any

from flask import Response
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse
from wtforms import DateField, RadioField, SelectChoice
from wtforms.validators import InputRequired, ValidationError

from blueprints.danish import CALENDAR, Form
from blueprints.rules import MEMBER, allow
from blueprints.visits.mount import bp
from blueprints.web import db, done, render
from blueprints.words.visits import AGES, KINDS, NEEDS, REASONS, STATES
from domain import audit
from domain.base import now, quarter, today
from domain.booking.finding.openings import local_day
from domain.visits import outcome, reading
from domain.visits.outcome import NotThatDay
from domain.visits.reading import Shown


class HeldForm(Form):
    on = DateField(_l("Afholdt den"), [InputRequired(_l("Vælg dagen.")), CALENDAR])

    def validate_on(self, field: Any) -> None:
        if field.data and field.data > today():
            raise ValidationError(_("Et besøg kan først noteres, når dagen er kommet."))


class ReasonForm(Form):
    """Why not: one of a short list."""

    reason = RadioField(
        _l("Hvorfor?"),
        [InputRequired(_l("Vælg en grund."))],
        choices=[SelectChoice(key, text) for key, text in REASONS.items()],
    )


@bp.get("/<int:visit_id>")
@allow(MEMBER)
def one(visit_id: int) -> Response:
    """What stands, with its time, its place in the child's line, and the ways on."""
    return _page(visit_id, HeldForm(formdata=None))


@bp.post("/<int:visit_id>/afholdt")
@allow(MEMBER)
def hold(visit_id: int) -> AnyResponse:
    """It was held, that day; with a booked time or without."""
    form = HeldForm()
    if not form.validate():
        return _page(visit_id, form, 422)
    try:
        visit = outcome.hold(db.session(), visit_id, form.on.data)
    except NotThatDay:
        form.on.errors = [_("Dagen ligger før barnets fødsel, eller den er ikke kommet endnu.")]
        return _page(visit_id, form, 422)
    return done(_("Besøget er noteret som afholdt."), ".show", child_id=visit.child_id)


@bp.post("/<int:visit_id>/ikke-hjemme")
@allow(MEMBER)
def missed(visit_id: int) -> AnyResponse:
    """Nobody was at home at the booked time: the visit is to be had again."""
    outcome.missed(db.session(), visit_id)
    return done(_("Noteret. Besøget mangler en ny tid."), ".one", "info", visit_id=visit_id)


@bp.post("/<int:visit_id>/nej-tak")
@allow(MEMBER)
def decline(visit_id: int) -> AnyResponse:
    """The family does not want it: the programme is an offer."""
    visit = outcome.decline(db.session(), visit_id)
    return done(_("Noteret: familien ønsker ikke besøget."), ".show", "info", child_id=visit.child_id)


@bp.post("/<int:visit_id>/igen")
@allow(MEMBER)
def reopen(visit_id: int) -> AnyResponse:
    """Noted wrongly, or thought better of."""
    outcome.reopen(db.session(), visit_id)
    return done(_("Besøget er planlagt igen."), ".one", visit_id=visit_id)


@bp.post("/<int:visit_id>/spoerg")
@allow(MEMBER)
def ask(visit_id: int) -> AnyResponse:
    """The parents get a link by which they choose a time themselves."""
    outcome.ask(db.session(), visit_id)
    return done(_("Forældrene får en besked med et link, hvor de selv kan vælge en tid."), ".one", visit_id=visit_id)


@bp.route("/<int:visit_id>/ikke-muligt", methods=["GET", "POST"])
@allow(MEMBER)
def impossible(visit_id: int) -> AnyResponse:
    """It cannot be held. In hospital: its window waits for the day the child comes home."""
    return _closed(visit_id, _("Besøget kan ikke holdes"), _("Notér, at det ikke kan holdes"), impossible=True)


@bp.route("/<int:visit_id>/aflys", methods=["GET", "POST"])
@allow(MEMBER)
def call_off(visit_id: int) -> AnyResponse:
    """The sundhedspleje does not hold it; a booked time is given back, and the family is told."""
    return _closed(visit_id, _("Aflys besøget"), _("Aflys besøget"), impossible=False)


def _closed(visit_id: int, title: str, button: str, *, impossible: bool) -> AnyResponse:
    session, form = db.session(), ReasonForm()
    if form.validate_on_submit():
        verb = outcome.impossible if impossible else outcome.call_off
        visit = verb(session, visit_id, form.reason.data)
        return done(_("Noteret."), ".show", "info", child_id=visit.child_id)
    line, visit_ = reading.one(session, visit_id)
    audit.seen(session, "Besøg", [line.child_id])
    values = {"line": line, "visit": visit_, "kinds": KINDS, "form": form, "heading": title, "button": button}
    return render("visits/visit/reason.html", 422 if form.is_submitted() else 200, **values)


def _page(visit_id: int, form: HeldForm, status: int = 200) -> Response:
    line, visit = reading.one(db.session(), visit_id)
    audit.seen(db.session(), "Besøg", [line.child_id])
    if form.on.data is None and not form.is_submitted():
        form.on.data = _day(visit)
    return render(
        "visits/visit/show.html",
        status,
        line=line,
        visit=visit,
        form=form,
        kinds=KINDS,
        ages=AGES,
        states=STATES,
        reasons=REASONS,
        needs=NEEDS,
        began=visit.first is not None and visit.first <= quarter(now()),
    )


def _day(visit: Shown) -> date:
    """The day it was booked for, if that has come."""
    return min(local_day(visit.first), today()) if visit.first is not None else today()
