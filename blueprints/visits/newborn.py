"""A child comes: a birth, or a family that has moved here. One by one; lists have a page of their own."""

from typing import Any

from flask import current_app, g
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse
from wtforms import BooleanField, DateField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from blueprints.danish import CALENDAR, stripped
from blueprints.rules import MEMBER, allow
from blueprints.visits.days import DaysForm
from blueprints.visits.mount import bp
from blueprints.web import db, done, render
from blueprints.words import parents
from blueprints.words.about_people import no_cpr
from blueprints.words.contact import NAME
from domain.base import today
from domain.visits import booking
from domain.visits import newborn as coming
from domain.visits.newborn import AlreadyKnown, Newborn


class NewbornForm(DaysForm):
    child = StringField(
        _l("Barnets navn"),
        [InputRequired(_l("Skriv barnets navn.")), NAME, no_cpr],
        description=_l("Har barnet ikke fået navn endnu, så skriv for eksempel: Pige Hansen."),
    )
    entered_on = DateField(
        _l("Flyttet hertil den"),
        [Optional(), CALENDAR],
        description=_l("Kun for tilflyttere. De får de besøg, der ikke er forbi."),
    )
    nurse = SelectField(_l("Sundhedsplejerske"), coerce=int)
    address = StringField(_l("Adresse"), [Length(max=200), no_cpr], filters=[stripped])
    address_protected = BooleanField(_l("Adressen er beskyttet"))
    name_1, email_1, mobile_1, language_1, custody_1 = parents.fields(parents.FIRST)
    name_2, email_2, mobile_2, language_2, custody_2 = parents.fields(parents.SECOND)

    def validate_entered_on(self, field: Any) -> None:
        if field.data and self.born.data and not self.born.data <= field.data <= today():
            raise ValidationError(_("Dagen skal ligge efter fødslen, og den skal være kommet."))

    def told(self, unit_id: int) -> Newborn:
        """As it was typed."""
        days = {name: self[name].data for name in ("term_on", "home_on", "entered_on")}
        return Newborn(
            child=self.child.data,
            born=self.born.data,
            unit_id=unit_id,
            parents=parents.named(self),
            nurse_id=self.nurse.data or None,
            address=self.address.data or "",
            address_protected=self.address_protected.data,
            **days,
        )


@bp.route("/ny", methods=["GET", "POST"])
@allow(MEMBER)
def new() -> AnyResponse:
    """The child, its parents with a link each, and its programme."""
    session, form = db.session(), NewbornForm()
    form.nurse.choices = [(0, _("Ingen endnu")), *booking.nurses(session, g.place.id)]
    if not form.validate_on_submit():
        return render("visits/child/new.html", 422 if form.is_submitted() else 200, form=form)
    try:
        child = coming.add(session, current_app.config["SECRET_KEY"], form.told(g.place.id))
    except AlreadyKnown as error:
        return done(_("Barnet er her allerede."), ".show", "info", child_id=error.child_id)
    text = _("Barnet er med i programmet. Forældrene får hver en mail med linket til familiens side.")
    return done(text, ".show", child_id=child.id)
