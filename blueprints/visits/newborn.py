"""A child comes: a birth, or a family that has moved here. One by one; lists have a page of their own."""

from typing import Any

from flask import current_app, g
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse
from wtforms import BooleanField, DateField, EmailField, SelectChoice, SelectField, StringField, TelField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from blueprints.danish import CALENDAR, stripped
from blueprints.rules import MEMBER, allow
from blueprints.visits.days import DaysForm
from blueprints.visits.mount import bp
from blueprints.web import db, done, render
from blueprints.words.contact import ADDRESS, MOBILE, NAME
from domain.base import today
from domain.starts.importing.cells import LANGUAGES
from domain.visits import booking
from domain.visits import newborn as coming
from domain.visits.newborn import AlreadyKnown, Newborn, Parent
from domain.visits.windows import months_after

SPOKEN = [SelectChoice(code, names[0].capitalize()) for code, names in LANGUAGES.items()]
OLDEST = 7 * 12
"""Months: a child of six has begun at school before it is seven."""


class NewbornForm(DaysForm):
    child = StringField(
        _l("Barnets navn"),
        [InputRequired(_l("Skriv barnets navn.")), NAME],
        description=_l("Har barnet ikke fået navn endnu, så skriv for eksempel: Pige Hansen."),
    )
    entered_on = DateField(
        _l("Flyttet hertil den"),
        [Optional(), CALENDAR],
        description=_l("Kun for tilflyttere. De får de besøg, der ikke er forbi."),
    )
    nurse = SelectField(_l("Sundhedsplejerske"), coerce=int)
    address = StringField(_l("Adresse"), [Length(max=200)], filters=[stripped])
    address_protected = BooleanField(_l("Adressen er beskyttet"))
    name_1 = StringField(_l("Navn"), [InputRequired(_l("Skriv mindst én forælder.")), NAME])
    email_1 = EmailField(_l("E-mail"), ADDRESS)
    mobile_1 = TelField(_l("Mobil"), MOBILE)
    language_1 = SelectField(_l("Sprog"), choices=SPOKEN)
    custody_1 = BooleanField(_l("Har forældremyndighed"), default=True)
    name_2 = StringField(_l("Navn"), [Optional(), NAME])
    email_2 = EmailField(_l("E-mail"), ADDRESS)
    mobile_2 = TelField(_l("Mobil"), MOBILE)
    language_2 = SelectField(_l("Sprog"), choices=SPOKEN)
    custody_2 = BooleanField(_l("Har forældremyndighed"), default=True)

    def validate_born(self, field: Any) -> None:
        super().validate_born(field)
        if field.data and months_after(field.data, OLDEST) < today():
            raise ValidationError(_("Et barn på over %(years)s år er begyndt i skole.", years=OLDEST // 12))

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
            parents=tuple(self._parent(number) for number in (1, 2) if self[f"name_{number}"].data),
            nurse_id=self.nurse.data or None,
            address=self.address.data or "",
            address_protected=self.address_protected.data,
            **days,
        )

    def _parent(self, number: int) -> Parent:
        told = {key: self[f"{key}_{number}"].data or "" for key in ("name", "email", "mobile", "language")}
        return Parent(custody=self[f"custody_{number}"].data, **told)


@bp.route("/ny", methods=["GET", "POST"])
@allow(MEMBER)
def new() -> AnyResponse:
    """The child, its parents with a link each, and its programme."""
    session, form = db.session(), NewbornForm()
    form.nurse.choices = [(0, _("Ingen endnu")), *booking.nurses(session, g.place.id)]
    if not form.validate_on_submit():
        return render("visits/new.html", 422 if form.is_submitted() else 200, form=form)
    try:
        child = coming.add(session, current_app.config["SECRET_KEY"], form.told(g.place.id))
    except AlreadyKnown as error:
        return done(_("Barnet er her allerede."), ".show", "info", child_id=error.child_id)
    text = _("Barnet er med i programmet. Forældrene får hver en mail med linket til familiens side.")
    return done(text, ".show", child_id=child.id)
