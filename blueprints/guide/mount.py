"""The blueprints of the guide: the public pages, and the administrator's."""

from flask import Blueprint, url_for
from flask_babel import gettext as _

from blueprints.rules import role
from domain.access.administration import ADMINISTRATOR as ROLE

bp = Blueprint("guide", __name__)
editing = Blueprint("texts", __name__)
ADMINISTRATOR = role(ROLE)


def tabs(at: str) -> list[tuple[str, str, bool]]:
    """What the administrator writes, and which of it this page belongs to."""
    ways = {"entries": (".index", _("Hvem kan hjælpe?")), "texts": (".published", _("Rammer")), "duty": (".duty", _("Underretning"))}  # fmt: skip
    return [(url_for(way), label, name == at) for name, (way, label) in ways.items()]
