"""The blueprint that the files of this package hang their pages on, and what they share."""

from flask import Blueprint, url_for
from flask_babel import gettext as _

bp = Blueprint("counselling", __name__)
Tabs = list[tuple[str, str, bool, str]]


def tabs(current: str) -> Tabs:
    """The counsellors' own pages, for ui.tabs."""
    pages = {
        "inbox": (url_for(".index"), _("Indbakke"), "mail"),
        "times": (url_for(".times_"), _("Anonyme tider"), "calendar-month"),
        "texts": (url_for(".texts_"), _("Standardtekster"), "assignment"),
        "team": (url_for(".team_"), _("Holdet"), "persons"),
        "standing": (url_for(".standing_"), _("Tal"), "analytics"),
    }
    return [(href, text, page == current, icon) for page, (href, text, icon) in pages.items()]
