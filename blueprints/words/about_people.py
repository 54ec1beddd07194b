"""Fields in which something is written about people, by staff or by parents: no CPR number, and no longer than somebody reads."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import Length, ValidationError

from blueprints.danish import trimmed
from domain import cpr

LONGEST, LINE = 4000, 140


def no_cpr(_form: Any, field: Any) -> None:
    """A validator: the field is named, so that it can be put right."""
    if cpr.found(str(field.data or "")):
        raise ValidationError(_l("Det ligner et CPR-nummer. Det må ikke gemmes her: fjern det."))


def several(label: Any, hint: Any = "", *more: Any, rows: int = 4) -> TextAreaField:
    """More than a line."""
    checks = [*more, Length(max=LONGEST, message=_l("Skriv lidt kortere.")), no_cpr]
    return TextAreaField(label, checks, filters=[trimmed], description=hint, render_kw={"rows": rows})
