"""Places: districts, units, and the groups and rooms of a unit."""

from typing import Any

from flask import Response
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse
from wtforms import IntegerField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange

from blueprints.danish import Form, stripped
from blueprints.forvaltning.people import ADMINISTRATOR, bp
from blueprints.rules import allow
from blueprints.web import db, done, render
from domain.access import premises
from domain.access.premises import NameTaken, Part
from domain.access.roles import ACTORS, KINDS
from domain.access.units import Unit

WORDS: dict[str, Part] = {"grupper": "group", "lokaler": "room"}
NEW = {"grupper": _l("Ny gruppe"), "lokaler": _l("Nyt lokale")}


class NameForm(Form):
    name = StringField(_l("Navn"), [InputRequired(), Length(max=120)], filters=[stripped])


class UnitForm(NameForm):
    district = SelectField(_l("Distrikt"), coerce=int)
    address = StringField(_l("Adresse"), [Length(max=200)], filters=[stripped])
    vuggestue = IntegerField(_l("Vuggestuepladser"), [InputRequired(), NumberRange(0, 1000)], default=0)
    boernehave = IntegerField(_l("Børnehavepladser"), [InputRequired(), NumberRange(0, 1000)], default=0)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.district.choices = [(0, _("Intet distrikt")), *map(tuple, premises.districts(db.session()))]

    def values(self) -> dict[str, Any]:
        return {
            "name": self.name.data,
            "district_id": self.district.data or None,
            "address": self.address.data or "",
            "vuggestue_places": self.vuggestue.data,
            "boernehave_places": self.boernehave.data,
        }


class NewUnitForm(UnitForm):
    kind = SelectField(_l("Slags"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = [
            (f"{actor}/{kind}", _(ACTORS[actor]) if len(kinds) == 1 else f"{_(ACTORS[actor])}: {_(name)}")
            for actor, kinds in KINDS.items()
            for kind, name in kinds.items()
        ]


@bp.get("/enheder")
@allow(ADMINISTRATOR)
def units() -> Response:
    return units_page(200, NameForm(formdata=None))


@bp.post("/distrikter")
@allow(ADMINISTRATOR)
def add_district() -> AnyResponse:
    form = NameForm()
    if form.validate_on_submit():
        try:
            premises.add_district(db.session(), form.name.data)
            return done(_("Distriktet er oprettet."), ".units")
        except NameTaken:
            taken(form)
    return units_page(422, form)


@bp.route("/enheder/ny", methods=["GET", "POST"])
@allow(ADMINISTRATOR)
def add_unit() -> AnyResponse:
    form = NewUnitForm()
    if form.validate_on_submit():
        actor, _slash, kind = form.kind.data.partition("/")
        row = premises.add_unit(db.session(), actor, kind, **form.values())
        return done(_("%(name)s er oprettet.", name=row.name), ".show_unit", unit_id=row.id)
    return render("adgang/units/add.html", 422 if form.is_submitted() else 200, form=form)


@bp.route("/enheder/<int:unit_id>", methods=["GET", "POST"])
@allow(ADMINISTRATOR)
def show_unit(unit_id: int) -> AnyResponse:
    row = premises.unit(db.session(), unit_id)
    form = form_of(row)
    if form.validate_on_submit():
        premises.change(db.session(), row, form.values())
        return done(_("Oplysningerne er gemt."), ".show_unit", unit_id=unit_id)
    return unit_page(unit_id, 422 if form.is_submitted() else 200, form=form)


@bp.post("/enheder/<int:unit_id>/<any(grupper, lokaler):word>")
@allow(ADMINISTRATOR)
def add_part(unit_id: int, word: str) -> AnyResponse:
    form = NameForm(prefix=word)
    if form.validate_on_submit():
        try:
            premises.add_part(db.session(), unit_id, WORDS[word], form.name.data)
            return done(_("%(name)s er tilføjet.", name=form.name.data), ".show_unit", unit_id=unit_id)
        except NameTaken:
            taken(form)
    return unit_page(unit_id, 422, **{word: form})


@bp.route("/enheder/<int:unit_id>/<any(grupper, lokaler):word>/<int:part_id>", methods=["GET", "POST"])
@allow(ADMINISTRATOR)
def part(unit_id: int, word: str, part_id: int) -> AnyResponse:
    """Another name; or away with it, when nothing points at it."""
    name = premises.part_name(db.session(), unit_id, WORDS[word], part_id)
    form = NameForm(name=name)
    if form.validate_on_submit():
        try:
            premises.rename_part(db.session(), unit_id, WORDS[word], part_id, form.name.data)
            return done(_("Navnet er gemt."), ".show_unit", unit_id=unit_id)
        except NameTaken:
            taken(form)
    unit = premises.unit(db.session(), unit_id)
    status = 422 if form.is_submitted() else 200
    return render("adgang/units/part.html", status, form=form, unit=unit, word=word, part_id=part_id, name=name)


@bp.post("/enheder/<int:unit_id>/<any(grupper, lokaler):word>/<int:part_id>/fjern")
@allow(ADMINISTRATOR)
def drop_part(unit_id: int, word: str, part_id: int) -> AnyResponse:
    premises.drop_part(db.session(), unit_id, WORDS[word], part_id)
    return done(_("Det er fjernet."), ".show_unit", unit_id=unit_id)


def units_page(status: int, form: NameForm) -> Response:
    """By actor, in the order of the front page."""
    rows = premises.all_units(db.session())
    actors = [(actor, _(name), [row for row in rows if row.actor == actor]) for actor, name in ACTORS.items()]
    districts = premises.districts(db.session())
    form.name.label.text = _("Nyt distrikt")
    return render("adgang/units/index.html", status, actors=actors, kinds=KINDS, districts=districts, form=form)


def unit_page(unit_id: int, status: int, form: UnitForm | None = None, **new: NameForm) -> Response:
    row = premises.unit(db.session(), unit_id)
    form = form or form_of(row, formdata=None)
    parts = premises.parts(db.session(), unit_id)
    new = {word: new.get(word) or NameForm(formdata=None, prefix=word) for word in WORDS}
    for word, one in new.items():
        one.name.label.text = NEW[word]
    return render("adgang/units/show.html", status, unit=row, form=form, new=new, parts=parts, words=WORDS)


def form_of(row: Unit, **kwargs: Any) -> UnitForm:
    return UnitForm(
        name=row.name,
        district=row.district_id or 0,
        address=row.address,
        vuggestue=row.vuggestue_places,
        boernehave=row.boernehave_places,
        **kwargs,
    )


def taken(form: NameForm) -> None:
    form.name.errors = [_("Der er allerede en med det navn.")]
