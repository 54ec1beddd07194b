"""Forms that say what is wrong in Danish: WTForms has no Danish of its own."""

from datetime import time
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from markupsafe import Markup, escape
from wtforms import SelectField
from wtforms.validators import DateRange, ValidationError
from wtforms.widgets import CheckboxInput, Select

from blueprints import door
from domain import phone

REQUIRED = _l("Udfyld feltet.")
CHOICE = _l("Vælg en af mulighederne.")
CALENDAR = DateRange(door.FIRST, door.LAST, _l("Vælg en dag mellem 2000 og 2099."))
"""Of every field for a day."""
WEEKDAYS = (_l("Mandag"), _l("Tirsdag"), _l("Onsdag"), _l("Torsdag"), _l("Fredag"), _l("Lørdag"), _l("Søndag"))
WORDS: dict[str, Any] = {
    "This field is required.": REQUIRED,
    "Invalid input.": _l("Det kan ikke bruges her."),
    "Invalid email address.": _l("Skriv en e-mailadresse som navn@kommune.dk."),
    "Invalid URL.": _l("Skriv en adresse som https://kommune.dk."),
    "Invalid UUID.": _l("Det er ikke en gyldig nøgle."),
    "Not a valid choice.": CHOICE,
    "Invalid Choice: could not coerce.": CHOICE,
    "Invalid choice(s): one or more data inputs could not be coerced.": CHOICE,
    "'%(value)s' is not a valid choice for this field.": CHOICE,
    "'%(value)s' are not valid choices for this field.": CHOICE,
    "Not a valid date value.": _l("Skriv en dato som 22.11.2026."),
    "Not a valid datetime value.": _l("Skriv en dato og et klokkeslæt."),
    "Not a valid time value.": _l("Skriv et klokkeslæt som 14.05."),
    "Not a valid week value.": _l("Skriv en uge."),
    "Not a valid integer value.": _l("Skriv et helt tal."),
    "Not a valid decimal value.": _l("Skriv et tal."),
    "Not a valid float value.": _l("Skriv et tal."),
    "Number must be at least %(min)s.": _l("Tallet skal være mindst %(min)s."),
    "Number must be at most %(max)s.": _l("Tallet må højst være %(max)s."),
    "Number must be between %(min)s and %(max)s.": _l("Tallet skal være fra %(min)s til %(max)s."),
    "Date must be at least %(min)s.": _l("Datoen må tidligst være %(min)s."),
    "Date must be at most %(max)s.": _l("Datoen må senest være %(max)s."),
    "Date must be between %(min)s and %(max)s.": _l("Datoen skal være fra %(min)s til %(max)s."),
    "Field must be equal to %(other_name)s.": _l("De to felter skal være ens."),
    "This field cannot be edited.": _l("Feltet kan ikke ændres."),
    "This field is disabled and cannot have a value.": _l("Feltet kan ikke ændres."),
    "Field must be at least %(min)d character long.": _l("Skriv mindst %(min)d tegn."),
    "Field cannot be longer than %(max)d character.": _l("Skriv højst %(max)d tegn."),
    "Field must be exactly %(max)d character long.": _l("Skriv præcis %(max)d tegn."),
    "Field must be between %(min)d and %(max)d characters long.": _l("Skriv fra %(min)d til %(max)d tegn."),
}


class Words:
    """What WTForms asks for a sentence; one that we have no word for is shown as it is, and a test says so."""

    def gettext(self, text: str) -> str:
        return str(WORDS.get(text, text))

    def ngettext(self, one: str, many: str, number: int) -> str:
        return str(WORDS.get(one, one if number == 1 else many))


class Box(CheckboxInput):
    """One of several boxes. Of those a browser takes `required` for each, and "at least one" is the server's to ask for."""

    validation_attrs = ("disabled",)


class Menu(Select):
    """A list to choose from. WTForms puts each option together attribute by attribute: a seventh of what an agenda took to draw."""

    @classmethod
    def render_option(cls, choice: Any, **attributes: Any) -> Markup:
        if attributes or choice.render_kw:
            return Markup(super().render_option(choice, **attributes))  # noqa: S704 -- WTForms' own
        value, label, chosen = escape(choice.value), escape(choice.label), " selected" if choice.selected else ""
        return Markup(f'<option value="{value}"{chosen}>{label}</option>')  # noqa: S704 -- both are escaped


MENU = Menu()


class Form(FlaskForm):
    """The parent of all forms."""

    class Meta(FlaskForm.Meta):
        """WTForms' own hooks: for another language, and for what a field is drawn by."""

        def get_translations(self, _form: FlaskForm) -> Words:
            return Words()

        def bind_field(self, form: FlaskForm, unbound: Any, options: Any) -> Any:
            field = super().bind_field(form, unbound, options)
            if field.widget is SelectField.widget:
                field.widget = MENU
            return field


def mobile(_form: Any, field: Any) -> None:
    """A validator: an empty field, or a number that is then written in its one spelling."""
    try:
        field.data = phone.mobile(field.data) if field.data else ""
    except ValueError as error:
        raise ValidationError(_l("Skriv nummeret med otte cifre, eller med landekode.")) from error


def minutes(at: time) -> int:
    """What a field for a time of day holds, from midnight."""
    return at.hour * 60 + at.minute


def of_minutes(number: int) -> time:
    """For such a field; the end of the day is its beginning."""
    return time(number // 60 % 24, number % 60)


def stripped(value: str | None) -> str | None:
    """A filter for fields of one line: what people paste has spaces around it, and breaks in it."""
    return " ".join(value.split()) if value else value


def trimmed(value: str | None) -> str | None:
    """The same for fields of several lines, which stay."""
    return value.strip() if value else value
