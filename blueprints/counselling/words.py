"""What the states, the languages and the ways of an anonymous case are called."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from blueprints.anonym.words import TOPICS, WISHES
from domain.access.roles import ACTORS
from domain.counselling.staff import inbox
from domain.counselling.tables.cases import ANSWERED, CLOSED, NO, UNANSWERED, WAITING, YES
from domain.counselling.tables.times import BY_PHONE, HERE
from domain.starts.importing.cells import LANGUAGES

VIEWS = {
    inbox.WAITS: _l("Venter på svar"),
    inbox.MINE: _l("Mine"),
    inbox.DONE: _l("Besvaret"),
    inbox.OVER: _l("Lukket"),
    inbox.ASIDE: _l("Lagt til side"),
}
EMPTY = {
    inbox.WAITS: (_l("Ingen venter"), _l("Alle har fået svar. Nye henvendelser kommer her.")),
    inbox.MINE: (_l("Du har ingen"), _l("Tag en fra dem, der venter.")),
    inbox.DONE: (_l("Ingen besvarede"), _l("De står her, til forælderen skriver igen, eller I lukker dem.")),
    inbox.OVER: (_l("Ingen lukkede"), _l("Skriver forælderen igen, åbner henvendelsen af sig selv.")),
    inbox.ASIDE: (_l("Intet lagt til side"), _l("Her kan I lægge det, der ligner en massehenvendelse. Intet slettes.")),
}
STATES = {
    WAITING: ("warn", "hourglass", _l("Venter på svar")),
    ANSWERED: ("ok", "check", _l("Besvaret")),
    CLOSED: ("none", "close", _l("Lukket")),
}
ANSWERS = {
    UNANSWERED: ("none", "hourglass", _l("Forælderen er spurgt")),
    YES: ("ok", "check", _l("Forælderen har sagt ja")),
    NO: ("bad", "close", _l("Forælderen har sagt nej")),
}
HOW = {HERE: _l("Ved døren i Familiehuset"), BY_PHONE: _l("Forælderen ringer op")}
READS_ALONG = {
    "sundhedspleje": _l("En sundhedsplejerske"),
    "fsr": _l("En socialrådgiver"),
    "ppr": _l("En medarbejder fra PPR"),
}
SERVICES = {key: _l(ACTORS[key]) for key in READS_ALONG}


def language(code: str) -> str:
    """In Danish, as staff know it."""
    return LANGUAGES[code][0].capitalize() if code in LANGUAGES else code


def topic(key: str) -> str:
    return str(TOPICS.get(key, ""))


def about(chosen: dict[str, Any]) -> list[tuple[str, str]]:
    """What the parent chose beside the text, as facts; whatever they left empty is left out."""
    age = chosen.get("age")
    found = [
        (_("Emne"), topic(chosen.get("topic", ""))),
        (_("Barnets alder"), _("%(number)d år", number=age) if age is not None else ""),
        (_("Ønsker"), str(WISHES.get(chosen.get("wish", ""), ""))),
    ]
    return [(term, text) for term, text in found if text]
