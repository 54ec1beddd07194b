"""A single start, added by the house: the same rules as for the municipality's list."""

from typing import Any

from flask import g
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse
from wtforms import BooleanField, DateField, SelectField, StringField
from wtforms.validators import InputRequired, ValidationError

from blueprints.danish import CALENDAR, Form
from blueprints.rules import Rule, allow
from blueprints.starts.mount import bp
from blueprints.starts.writing import DAGTILBUD
from blueprints.web import db, done, render
from blueprints.words import parents
from blueprints.words.about_people import no_cpr
from blueprints.words.contact import NAME
from domain.access import houses
from domain.base import today
from domain.starts.adding import AlreadyComing, KnownElsewhere, add_start, house
from domain.starts.coming import Coming
from domain.starts.importing.checking import OLDEST, years_after
from domain.starts.importing.places import NOT_HOUSES

HOUSE = Rule(
    "et hus", lambda who, place: DAGTILBUD.admits(who, place) and place is not None and place.kind not in NOT_HOUSES
)


class NewForm(Form):
    child = StringField(_l("Barnets navn"), [InputRequired(_l("Skriv barnets navn.")), NAME, no_cpr])
    born = DateField(_l("Fødselsdato"), [InputRequired(_l("Vælg barnets fødselsdato.")), CALENDAR])
    starts_on = DateField(_l("Startdato"), [InputRequired(_l("Vælg, hvornår barnet begynder.")), CALENDAR])
    group = SelectField(_l("Gruppe"), coerce=int)
    newcomer = BooleanField(
        _l("Tilflytter"), description=_l("Samtalen holdes med pædagogen alene, og familien spørges ikke om samtykke.")
    )
    name_1, email_1, mobile_1, language_1, custody_1 = parents.fields(parents.FIRST)
    name_2, email_2, mobile_2, language_2, custody_2 = parents.fields(parents.SECOND)

    def validate_born(self, field: Any) -> None:
        if field.data is None:
            return  # what it cannot be read as has been said
        if field.data > today():
            raise ValidationError(_("Fødselsdatoen kan ikke ligge i fremtiden."))
        if years_after(field.data, OLDEST) < today():
            raise ValidationError(_("Et barn på over %(years)s år er begyndt i skole.", years=OLDEST))

    def validate_starts_on(self, field: Any) -> None:
        if field.data is None:
            return
        if field.data <= today():
            raise ValidationError(_("Startdatoen skal ligge i fremtiden."))
        if self.born.data and not self.born.errors and field.data > years_after(self.born.data, OLDEST):
            raise ValidationError(_("Et barn på over %(years)s år er begyndt i skole.", years=OLDEST))


@bp.route("/ny", methods=["GET", "POST"])
@allow(HOUSE)
def new() -> AnyResponse:
    """Add a child that is not on the list, in the house where it begins."""
    session, form = db.session(), NewForm()
    groups, _staff = houses.groups_and_staff(session, g.place.id)
    form.group.choices = [(0, _("Ingen endnu")), *groups]
    if not form.validate_on_submit():
        return render("starts/new.html", 422 if form.is_submitted() else 200, form=form)
    told = Coming(
        child=form.child.data,
        born=form.born.data,
        house=house(session, g.place.id),
        starts_on=form.starts_on.data,
        parents=parents.named(form),
        group_id=form.group.data or None,
        newcomer=form.newcomer.data,
    )
    try:
        start = add_start(session, told)
    except AlreadyComing as error:
        return done(_("Barnet har allerede en start her."), ".show", "info", start_id=error.start_id)
    except KnownElsewhere:
        form.child.errors = [_("Barnet er kendt i et andet hus. Pladsanvisningen kan give det en start her.")]
        return render("starts/new.html", 422, form=form)
    return done(_("Starten er tilføjet. Invitationen sendes seks uger før."), ".show", start_id=start.id)
