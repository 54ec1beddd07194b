"""The blueprint that the files of this package hang their pages on."""

from flask import Blueprint, url_for
from flask_babel import gettext as _

from blueprints.rules import role
from blueprints.web import db
from domain import audit
from domain.access.roles import LEADER
from domain.consent import PURPOSES, REFERRAL

bp = Blueprint("courses", __name__)
LEADS = role(LEADER)
Tabs = list[tuple[str, str, bool, str]]


def tabs(current: str, *, leads: bool) -> Tabs:
    """For ui.tabs; what each colleague carries is for the leader."""
    pages = {
        "mine": (url_for(".index"), _("Mine"), "person"),
        "all": (url_for(".index", vis="alle"), _("Hele huset"), "persons"),
        "ended": (url_for(".index", vis="afsluttede"), _("Afsluttede"), "check"),
    }
    if leads:
        pages["load"] = (url_for(".load"), _("Fordeling"), "analytics")
    return [(href, text, page == current, icon) for page, (href, text, icon) in pages.items()]


def seen(child_id: int, kind: str = "Forløb") -> None:
    """A look at one family's course, by the parents' consent to the referral."""
    audit.seen(db.session(), kind, [child_id], consent=PURPOSES[REFERRAL].full)
