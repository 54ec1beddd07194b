"""A new referral, and other words in one that has not been offered a place."""

from typing import Any
from uuid import uuid4

from flask import Response, g, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse
from wtforms import DateField, HiddenField, SelectChoice, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from blueprints.danish import CALENDAR, Form, stripped
from blueprints.door import number
from blueprints.referrals.mount import REFERRERS, bp
from blueprints.referrals.shown import looked_at
from blueprints.referrals.steps import words
from blueprints.referrals.words import SERVICES
from blueprints.rules import allow
from blueprints.web import db, done, render
from blueprints.words import parents
from blueprints.words.about_people import no_cpr
from blueprints.words.contact import NAME
from domain import audit
from domain.base import today
from domain.inquiries.handing import FORWARD, Prefill, carried, prefill
from domain.people import find
from domain.referrals import reading, writing
from domain.referrals.tables import Referral
from domain.referrals.writing import Family, Way, Words


class WordsForm(Form):
    service = SelectField(_l("Hvilken hjælp?"), choices=[SelectChoice(key, name) for key, name in SERVICES.items()])
    background = words(
        _l("Baggrund"),
        _l("Skriv, hvad der ligger bag."),
        _l("Hvad har I set og hørt? Hvad er prøvet? Forældrene læser det, før de siger ja."),
    )
    goal = words(_l("Mål"), _l("Skriv, hvad hjælpen skal føre til."), _l("Sådan at alle kan se, når det er nået."))
    family_view = words(_l("Familiens eget ønske"), hint=_l("Med deres egne ord."))
    urgency = words(_l("Haster det? Så skriv hvorfor"), hint=_l("Tom betyder, at det kan vente på tur."))
    wanted_from = DateField(_l("Ønsket start"), [Optional(), CALENDAR])

    def words(self) -> Words:
        texts = {name: self[name].data or "" for name in ("background", "goal", "family_view", "urgency")}
        return Words(service=self.service.data, wanted_from=self.wanted_from.data, **texts)


class FamilyForm(WordsForm):
    """The family as the social worker knows it: nothing that God Start knows is shown, or filled in."""

    child = StringField(_l("Barnets navn"), [InputRequired(_l("Skriv barnets navn.")), NAME, no_cpr])
    born = DateField(_l("Fødselsdato"), [InputRequired(_l("Vælg barnets fødselsdato.")), CALENDAR])
    name_1, email_1, mobile_1, language_1, custody_1 = parents.fields(parents.FIRST)
    name_2, email_2, mobile_2, language_2, custody_2 = parents.fields(parents.SECOND)

    def validate_born(self, field: Any) -> None:
        if field.data and field.data > today():
            raise ValidationError(_("Fødselsdatoen kan ikke ligge i fremtiden."))

    def validate_name_1(self, _field: Any) -> None:
        """Somebody must be able to say yes."""
        one = [at for at in parents.PARENTS if self[f"name_{at}"].data and self[f"custody_{at}"].data]
        if not any(self[f"email_{at}"].data or self[f"mobile_{at}"].data for at in one):
            raise ValidationError(_("Skriv en e-mail eller mobil på mindst én, der har forældremyndighed."))

    def family(self) -> Family:
        return Family(child=stripped(self.child.data) or "", born=self.born.data, parents=parents.named(self))


class NewForm(FamilyForm):
    house = SelectField(_l("Til"), coerce=int)
    key = HiddenField(validators=[Length(max=64)])


class KnownForm(WordsForm):
    """About a child that the writer may see: there is nothing to type of the family."""

    house = SelectField(_l("Til"), coerce=int)
    key = HiddenField(validators=[Length(max=64)])


@bp.route("/ny", methods=["GET", "POST"])
@allow(REFERRERS)
def new() -> AnyResponse:
    """A draft, which the own unit alone can see; with ?barn=<id> about a child that the writer may see, with ?henvendelse=<id> from an inquiry."""
    inquiry = prefill(db.session(), request.args.get("henvendelse", type=number))
    child = _child(request.args.get("barn", type=number) or (inquiry.child_id if inquiry else None))
    form: Any = (KnownForm if child else NewForm)(data=_begun(inquiry))
    form.house.choices = [SelectChoice(one.id, one.name) for one in reading.houses(db.session())]
    if not form.validate_on_submit():
        return _new(form, child, 422 if form.is_submitted() else 200)
    who = Family(child=child.name, born=child.birth_date, child_id=child.id) if child else form.family()
    led = inquiry.inquiry_id if inquiry else None
    way = Way(from_unit_id=g.place.id, unit_id=form.house.data, key=form.key.data or uuid4().hex, inquiry_id=led)
    row = writing.write(db.session(), way, who, form.words())
    if inquiry:
        carried(db.session(), inquiry.inquiry_id, f"{FORWARD}/{row.id}", writing.withdrawn)
    return done(_("Kladden er gemt. Spørg nu forældrene."), ".show", referral_id=row.id)


@bp.route("/<int:referral_id>/ret", methods=["GET", "POST"])
@allow(REFERRERS)
def edit(referral_id: int) -> AnyResponse:
    """Other words need another yes; whom it is about can be changed until the parents are asked."""
    found = looked_at(referral_id)
    row = found.referral
    form: Any = (WordsForm if row.child_id else FamilyForm)(data=_typed(row, found.parents))
    version = request.form.get("version", type=number)
    if form.validate_on_submit():
        who = Family(child=row.child_name, born=row.birth_date) if row.child_id else form.family()
        try:
            anew = writing.edit(
                db.session(), referral_id, who, form.words(), row.version if version is None else version
            )
        except writing.WrittenMeanwhile:
            form.form_errors.append(_("En anden har rettet i mellemtiden. Åbn siden igen, og ret i det nyeste."))
        else:
            said = _("Gemt. Forældrene er spurgt igen, for teksten er en anden.") if anew else _("Gemt.")
            return done(said, ".show", referral_id=referral_id)
    return render("referrals/edit.html", 422 if form.errors else 200, form=form, it=row, version=version or row.version)


def _new(form: Any, child: Any, status: int) -> Response:
    form.key.data = form.key.data or uuid4().hex
    return render("referrals/new.html", status, form=form, child=child)


def _begun(inquiry: Prefill | None) -> dict[str, Any]:
    """What an inquiry says, so that nothing is typed twice."""
    if inquiry is None:
        return {}
    parent = {f"{name}_1": getattr(inquiry, f"parent_{name}") for name in ("name", "email", "mobile", "language")}
    return parent | {
        "background": "\n\n".join(filter(None, (inquiry.title, inquiry.seen, inquiry.tried))),
        "goal": inquiry.wanted,
    }


def _child(child_id: int | None) -> Any:
    """Of a child that the writer sees: the first row of its profile."""
    rows = find.profile(db.session(), child_id) if child_id is not None else []
    if rows:
        audit.seen(db.session(), "Barn", [rows[0].id])
    return rows[0] if rows else None


def _typed(row: Referral, parents: Any) -> dict[str, Any]:
    texts = ("service", "background", "goal", "family_view", "urgency", "wanted_from")
    known: dict[str, Any] = {name: getattr(row, name) for name in texts}
    known |= {"child": row.child_name, "born": row.birth_date}
    for at, one in enumerate(parents[:2], 1):
        known |= {f"{name}_{at}": getattr(one, name) for name in ("name", "email", "mobile", "language", "custody")}
    return known
