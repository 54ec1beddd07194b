"""A child's two parents in a form: name, how to reach them, language, custody. Shown by templates/partials/family/parents.html."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, EmailField, SelectChoice, SelectField, StringField, TelField
from wtforms.validators import InputRequired, Optional

from blueprints.words.about_people import no_cpr
from blueprints.words.contact import ADDRESS, MOBILE, NAME
from domain.people import Parent
from domain.starts.importing.cells import LANGUAGES

SPOKEN = [SelectChoice(code, names[0].capitalize()) for code, names in LANGUAGES.items()]
PARENTS = (1, 2)
FIRST, SECOND = InputRequired(_l("Skriv mindst én forælder.")), Optional()


def fields(needed: Any) -> tuple[Any, ...]:
    """(name, email, mobile, language, custody): to be called name_1, email_1 and so on, `needed` FIRST, and name_2, SECOND."""
    return (
        StringField(_l("Navn"), [needed, NAME, no_cpr]),
        EmailField(_l("E-mail"), ADDRESS),
        TelField(_l("Mobil"), MOBILE),
        SelectField(_l("Sprog"), choices=SPOKEN),
        BooleanField(_l("Har forældremyndighed"), default=True),
    )


def named(form: Any) -> tuple[Parent, ...]:
    """Those whose name is there."""
    return tuple(_parent(form, number) for number in PARENTS if form[f"name_{number}"].data)


def _parent(form: Any, number: int) -> Parent:
    told = {key: form[f"{key}_{number}"].data or "" for key in ("name", "email", "mobile", "language")}
    return Parent(custody=form[f"custody_{number}"].data, **told)
