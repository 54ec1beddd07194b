"""Whose a case is, and whether it is open: take, hand over, let go, close, open again, put aside."""

from flask import g
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse
from wtforms import SelectField

from blueprints.counselling.mount import bp
from blueprints.danish import Form
from blueprints.reading import unlocked
from blueprints.rules import MEMBER, allow
from blueprints.web import db, done, render
from domain.counselling.staff import times, work
from domain.counselling.staff.unlocking import Opened


class HandOver(Form):
    to = SelectField(_l("Til hvem?"), coerce=int)


@bp.post("/<long:case_id>/tag")
@allow(MEMBER)
@unlocked
def take(opened: Opened, case_id: int) -> AnyResponse:
    work.take(db.session(), g.place.id, case_id, opened.staff_id)
    return done(_("Henvendelsen er din."), ".show", case_id=case_id)


@bp.post("/<long:case_id>/slip")
@allow(MEMBER)
@unlocked
def let_go(_opened: Opened, case_id: int) -> AnyResponse:
    work.let_go(db.session(), g.place.id, case_id)
    return done(_("Alle på holdet kan tage henvendelsen."), ".show", case_id=case_id)


@bp.route("/<long:case_id>/giv", methods=["GET", "POST"])
@allow(MEMBER)
@unlocked
def hand_over(opened: Opened, case_id: int) -> AnyResponse:
    """To a colleague of the team."""
    session, form = db.session(), HandOver()
    form.to.choices = [
        (one.id, one.name) for one in times.counsellors(session, g.place.id) if one.id != opened.staff_id
    ]
    if form.validate_on_submit():
        work.hand_over(session, g.place.id, case_id, form.to.data)
        return done(_("Henvendelsen er givet videre."), ".show", case_id=case_id)
    return render("counselling/hand_over.html", 422 if form.is_submitted() else 200, form=form, case_id=case_id)


@bp.post("/<long:case_id>/luk")
@allow(MEMBER)
@unlocked
def close(_opened: Opened, case_id: int) -> AnyResponse:
    work.close(db.session(), g.place.id, case_id)
    return done(_("Lukket. Skriver forælderen igen, åbner henvendelsen af sig selv."), ".show", case_id=case_id)


@bp.post("/<long:case_id>/aabn")
@allow(MEMBER)
@unlocked
def reopen(_opened: Opened, case_id: int) -> AnyResponse:
    work.reopen(db.session(), g.place.id, case_id)
    return done(_("Henvendelsen er åben igen."), ".show", case_id=case_id)


@bp.post("/<long:case_id>/til-side")
@allow(MEMBER)
@unlocked
def aside(_opened: Opened, case_id: int) -> AnyResponse:
    work.put_aside(db.session(), g.place.id, case_id, aside=True)
    return done(_("Lagt til side. Den er ikke slettet."), ".show", case_id=case_id)


@bp.post("/<long:case_id>/frem")
@allow(MEMBER)
@unlocked
def forward(_opened: Opened, case_id: int) -> AnyResponse:
    work.put_aside(db.session(), g.place.id, case_id, aside=False)
    return done(_("Taget frem igen."), ".show", case_id=case_id)
