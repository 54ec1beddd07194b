"""Asking for a colleague of another service to read along, and taking that back."""

from flask import g
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse
from wtforms import SelectChoice, SelectField

from blueprints.counselling.mount import bp
from blueprints.counselling.words import SERVICES
from blueprints.danish import Form
from blueprints.reading import unlocked
from blueprints.rules import MEMBER, allow
from blueprints.web import db, done, render
from domain.counselling.staff import colleagues
from domain.counselling.staff.colleagues import NoReader
from domain.counselling.staff.passphrase import mark
from domain.counselling.staff.unlocking import Opened


class Bring(Form):
    who = SelectField(
        _l("Hvem?"),
        coerce=int,
        description=_l(
            "Kun kolleger, der har valgt en læsekode på deres konto, står her. Ring til kollegaen: de tolv tal skal være dem, der står der."
        ),
    )


@bp.route("/<long:case_id>/kollega", methods=["GET", "POST"])
@allow(MEMBER)
@unlocked
def bring(_opened: Opened, case_id: int) -> AnyResponse:
    """The parent is asked first, and is told which service, not who."""
    session, form = db.session(), Bring()
    people = colleagues.candidates(session)
    form.who.choices = [
        SelectChoice(one.id, f"{one.name}, {one.unit} ({mark(one.public)})", optgroup=str(SERVICES[one.actor]))
        for one in people
    ]
    if form.validate_on_submit():
        try:
            colleagues.ask(session, g.place.id, case_id, form.who.data)
            text = _("Forælderen bliver spurgt, næste gang koden bliver brugt. Ved et ja kan kollegaen læse med.")
            return done(text, ".show", case_id=case_id, _anchor="kolleger")
        except NoReader:
            form.who.errors = [_("Der er allerede spurgt om den kollega, eller kollegaen kan ikke læse med.")]
    status = 422 if form.is_submitted() else 200
    return render("counselling/bring.html", status, form=form, case_id=case_id, people=people)


@bp.post("/<long:case_id>/kollega/<long:colleague_id>/fjern")
@allow(MEMBER)
@unlocked
def take_back(_opened: Opened, case_id: int, colleague_id: int) -> AnyResponse:
    colleagues.take_back(db.session(), g.place.id, case_id, colleague_id)
    return done(_("Kollegaen læser ikke længere med."), ".show", case_id=case_id, _anchor="kolleger")
