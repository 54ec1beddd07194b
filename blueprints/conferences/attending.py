"""Who comes to one date: an apology, a substitute, somebody who comes after all, one more who is called in."""

from flask import abort, g
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse
from wtforms import SelectChoice, SelectField
from wtforms.validators import DataRequired

from blueprints.conferences.mount import PLANNER, bp
from blueprints.danish import CHOICE, Form
from blueprints.rules import MEMBER, allow
from blueprints.web import db, done, render
from domain.booking.taking.claims import SlotTaken
from domain.conferences.year import attending, table
from domain.conferences.year.choices import Choices, choices


class WhoForm(Form):
    """One person, and nobody until somebody is chosen: they are mailed at once."""

    person = SelectField(_l("Hvem?"), [DataRequired(CHOICE)], coerce=int)

    def fill(self, found: Choices, ids: set[int]) -> None:
        """Those who are not called in already."""
        people = [one for one in found.people.values() if one.id in ids]
        nobody = [SelectChoice(0, _("Vælg"))] if people else []
        self.person.choices = nobody + [SelectChoice(one.id, one.name, optgroup=one.unit) for one in people]


@bp.post("/<int:conference_id>/afbud/<int:staff_id>")
@allow(MEMBER)
def apology(conference_id: int, staff_id: int) -> AnyResponse:
    """By themselves, or by somebody who was told."""
    attending.apology(db.session(), conference_id, staff_id)
    return done(_("Afbud er noteret, og tiden er fri igen."), ".show", conference_id=conference_id)


@bp.post("/<int:conference_id>/kommer/<int:staff_id>")
@allow(MEMBER)
def comes(conference_id: int, staff_id: int) -> AnyResponse:
    """After all, or because they are free now."""
    try:
        attending.comes(db.session(), conference_id, staff_id)
    except SlotTaken:
        return done(_("De er stadig optaget på det tidspunkt."), ".show", "warn", conference_id=conference_id)
    return done(_("De kommer, og tiden er sat af."), ".show", conference_id=conference_id)


@bp.route("/<int:conference_id>/vikar/<int:staff_id>", methods=["GET", "POST"])
@allow(MEMBER)
def substitute(conference_id: int, staff_id: int) -> AnyResponse:
    """Somebody of the same unit comes instead."""
    one, people = table.one(db.session(), conference_id), table.table_of(db.session(), conference_id)
    row = next((row for row in people if row.staff_id == staff_id), None)
    if row is None:
        abort(404)
    found = choices(db.session(), one.unit_id)
    comes_already = {other.staff_id for other in people if other.state == "kommer"}
    same = {other.id for other in found.people.values() if other.unit_id == row.unit_id} - comes_already - {staff_id}
    form = WhoForm()
    form.fill(found, same)
    if form.validate_on_submit():
        person = found.people[form.person.data]
        try:
            attending.substitute(db.session(), conference_id, staff_id, person)
        except SlotTaken:
            form.person.errors = [_("%(name)s er optaget på det tidspunkt. Vælg en anden.", name=person.name)]
        else:
            text = _("%(name)s kommer i stedet og har fået tiden sat af.", name=person.name)
            return done(text, ".show", conference_id=conference_id)
    return render(
        "conferences/date/substitute.html",
        422 if form.errors else 200,
        one=one,
        row=row,
        form=form,
        conference_id=conference_id,
    )


@bp.route("/<int:conference_id>/indkald", methods=["GET", "POST"])
@allow(PLANNER)
def call_in(conference_id: int) -> AnyResponse:
    """One more, for this date alone."""
    one = table.one(db.session(), conference_id)
    if one.unit_id != g.place.id:
        abort(404)
    people = {row.staff_id for row in table.table_of(db.session(), conference_id)}
    found, form = choices(db.session(), one.unit_id), WhoForm()
    form.fill(found, set(found.people) - people)
    if form.validate_on_submit():
        person = found.people[form.person.data]
        free = attending.call_in(db.session(), conference_id, person)
        text = (
            _("%(name)s er kaldt ind og har fået en mail.", name=person.name)
            if free
            else _("%(name)s er kaldt ind, men er optaget på det tidspunkt.", name=person.name)
        )
        return done(text, ".show", "ok" if free else "warn", conference_id=conference_id)
    return render(
        "conferences/date/call_in.html", 422 if form.errors else 200, one=one, form=form, conference_id=conference_id
    )
