"""Aftaletyper: how long each kind of appointment is, who must be there, where, how late, and what parents are told about it."""

from typing import Any

from flask import Response
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse
from wtforms import IntegerField, SelectChoice, SelectField, SelectMultipleField, StringField, TextAreaField, widgets
from wtforms.validators import InputRequired, Length, NumberRange

from blueprints.danish import Form, stripped
from blueprints.forvaltning.people import ADMINISTRATOR, bp
from blueprints.rules import allow
from blueprints.web import db, done, render
from domain.booking.finding.places import HOME, PHONE, UNIT, VIDEO
from domain.booking.kinds import editing, types
from domain.booking.kinds.editing import ATTENDING, LONGEST_TEXT, BadType, Draft
from domain.booking.tables import AppointmentType
from domain.starts.importing.cells import LANGUAGES

PLACES = {
    UNIT: _l("Hos enheden selv"),
    HOME: _l("Hjemme hos familien"),
    VIDEO: _l("På video"),
    PHONE: _l("På telefon"),
}
ROLES = [f"role_{number}" for number in range(1, 7)]
TEXTS = {"text_before": _l("Før en tid vælges"), "text_after": _l("Når tiden er booket")}
NUMBERS = ("minutes", "buffer_before", "buffer_after", "lead_hours", "horizon_days", "cancel_days", "offer_hours")
WRONG = {
    "empty": _l("Skriv et navn."),
    "taken": _l("Der er allerede en aftaletype med det navn."),
    "range": _l("Det tal kan ikke bruges."),
    "quarter": _l("Skriv et tal, der går op i 15."),
    "lead": _l("Der skal kunne bookes længere frem, end forældrene skal være ude i god tid."),
    "none": _l("Vælg mindst én, der skal være med."),
    "twice": _l("Den samme er valgt to gange."),
    "start": _l("En start-samtale holdes af pædagog eller leder, og kun sundhedsplejersken kan være med ud over dem."),
    "roles": _l("Kun den, der skal være med, kan bruge tid før og efter."),
    "unknown": _l("Vælg en af mulighederne."),
    "long": _l("Skriv lidt kortere."),
}


def number(label: Any, least: int, most: int, default: int, hint: Any = "") -> IntegerField:
    words = _l("Skriv et tal fra %(least)s til %(most)s.", least=least, most=most)
    return IntegerField(
        label, [InputRequired(words), NumberRange(least, most, words)], default=default, description=hint
    )


class TypeForm(Form):
    name = StringField(_l("Navn"), [InputRequired(_l("Skriv et navn.")), Length(max=80)], filters=[stripped])
    minutes = number(_l("Minutter"), 15, editing.LONGEST, 60, _l("I hele kvarterer."))
    place = SelectField(_l("Hvor?"), choices=[SelectChoice(*one) for one in PLACES.items()])
    buffer_before = number(_l("Minutter før"), 0, editing.MOST_BUFFER, 0)
    buffer_after = number(_l("Minutter efter"), 0, editing.MOST_BUFFER, 0)
    travels = SelectMultipleField(
        _l("Hvem bruger tid før og efter?"),
        description=_l("Til vejen eller til at gøre klar. Tiden optages i kalenderen."),
        choices=[SelectChoice(key, _l(name)) for key, name in ATTENDING.items()],
        option_widget=widgets.CheckboxInput(),
        widget=widgets.ListWidget(prefix_label=False),
    )
    lead_hours = number(_l("Timer før, forældre senest kan booke"), 0, editing.MOST_LEAD, 24)
    horizon_days = number(_l("Dage frem, der kan bookes"), 1, editing.MOST_HORIZON, 150)
    cancel_days = number(
        _l("Dage før, forældre senest kan flytte og aflyse"),
        0,
        editing.MOST_CANCEL,
        1,
        _l("1 er til midnat aftenen før, 0 er indtil den begynder. Medarbejdere kan altid."),
    )
    offer_hours = number(
        _l("Timer, en ledig tid reserveres til én familie på ventelisten"),
        editing.LEAST_OFFER,
        editing.MOST_OFFER,
        24,
        _l("Kortere, når tiden er nær. Ingen spørges om natten."),
    )

    def draft(self) -> Draft:
        """What was typed, as the domain asks for it."""
        roles = tuple(self[name].data for name in ROLES if self[name].data)
        texts = {name: {code: self[f"{name}_{code}"].data or "" for code in LANGUAGES} for name in TEXTS}
        numbers = {name: self[name].data for name in NUMBERS}
        return Draft(
            name=self.name.data,
            roles=roles,
            travels=tuple(self.travels.data),
            place=self.place.data,
            text_before=texts["text_before"],
            text_after=texts["text_after"],
            **numbers,
        )

    def blame(self, error: BadType) -> None:
        """Say beside the field what the domain said no to."""
        name, why = error.args
        field = self[{"roles": ROLES[0]}.get(name, name if name in self else f"{name}_da")]
        field.errors = [*field.errors, WRONG[why]]


for place, role in enumerate(ROLES, 1):
    setattr(
        TypeForm,
        role,
        SelectField(
            _l("Nr. %(place)s", place=place),
            choices=[SelectChoice("", _l("Ingen")), *(SelectChoice(key, _l(name)) for key, name in ATTENDING.items())],
            default="",
        ),
    )
for name in TEXTS:
    for code, (language, *_others) in LANGUAGES.items():
        setattr(
            TypeForm,
            f"{name}_{code}",
            TextAreaField(language.capitalize(), [Length(max=LONGEST_TEXT, message=WRONG["long"])]),
        )


@bp.get("/aftaletyper")
@allow(ADMINISTRATOR)
def appointment_types() -> Response:
    """All of them, with what matters most about each."""
    rows = [(one, ", ".join(_(ATTENDING[role]) for role in one.roles)) for one in types.every(db.session())]
    return render("adgang/types/index.html", rows=rows, places=PLACES)


@bp.route("/aftaletyper/ny", methods=["GET", "POST"])
@allow(ADMINISTRATOR)
def add_type() -> AnyResponse:
    """A new kind."""
    form = TypeForm()
    if form.validate_on_submit():
        try:
            editing.add(db.session(), form.draft())
            return done(_("%(name)s er oprettet.", name=form.name.data), ".appointment_types")
        except BadType as error:
            form.blame(error)
    return _page(form, _("Ny aftaletype"))


@bp.route("/aftaletyper/<string:key>", methods=["GET", "POST"])
@allow(ADMINISTRATOR)
def appointment_type(key: str) -> AnyResponse:
    """Changed from now on; what is booked stands."""
    row = types.one(db.session(), key)
    form = TypeForm(data=_as_typed(row))
    if form.validate_on_submit():
        try:
            editing.change(db.session(), key, form.draft())
            return done(_("Gemt. Det, der er booket, står, som det blev booket."), ".appointment_types")
        except BadType as error:
            form.blame(error)
    return _page(form, row.name)


def _page(form: TypeForm, title: str) -> Response:
    status = 422 if form.is_submitted() else 200
    texts = [(name, label, [(code, form[f"{name}_{code}"]) for code in LANGUAGES]) for name, label in TEXTS.items()]
    return render(
        "adgang/types/show.html", status, form=form, title=title, roles=[form[one] for one in ROLES], texts=texts
    )


def _as_typed(row: AppointmentType) -> dict[str, Any]:
    texts = {f"{name}_{code}": getattr(row, name).get(code, "") for name in TEXTS for code in LANGUAGES}
    same = {name: getattr(row, name) for name in ("name", "place", "travels", *NUMBERS)}
    return same | texts | dict(zip(ROLES, row.roles, strict=False))
