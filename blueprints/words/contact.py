"""Names, addresses and telephone numbers in forms: as the municipality's list writes them, so that all of them can be compared and used."""

from collections.abc import Callable
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms.validators import Optional, ValidationError

from blueprints.danish import mobile
from domain.starts.importing import cells
from domain.starts.importing.cells import CellError


def cell(meaning: Callable[[str], str], wrong: Any) -> Callable[[Any, Any], None]:
    """As the list writes it, so that the same family is found again, and nothing stands in it that no mail can bear."""

    def check(_form: Any, field: Any) -> None:
        try:
            field.data = meaning(field.data or "")
        except CellError as error:
            raise ValidationError(wrong) from error

    return check


NAME = cell(cells.name, _l("Skriv navnet på én linje, højst 200 tegn."))
ADDRESS = [Optional(), cell(cells.email, _l("Skriv e-mailen som navn@eksempel.dk."))]
MOBILE = [mobile]
