"""What inquiries, their states and outcomes are called."""

from flask_babel import lazy_gettext as _l

from domain.access.roles import LEADER, ROLES
from domain.inquiries.tables import (
    ADVICE_GIVEN,
    ANSWERED,
    BOOKED,
    CLOSED,
    CONFERENCE,
    DISABILITY,
    DRAFT,
    FAMILY_TEAM,
    HEALTH,
    NEXT,
    OTHER,
    REFERRAL,
    REPORT,
    SENT,
    SOCIAL,
    SPARRING,
    TAKEN,
    VISIT,
    WITHDRAWN,
)

KINDS = {
    HEALTH: (
        _l("Sundhedsplejen"),
        _l("Råd om trivsel og sundhed: søvn, mad, sygdom, udvikling. Barnets egen sundhedspleje får den."),
    ),
    SOCIAL: (
        _l("Forebyggende socialrådgiver (FSR)"),
        _l("Råd om et barn eller en familie, før det vokser sig stort. Distriktets FSR får den."),
    ),
    SPARRING: (
        _l("Sparring med PPR"),
        _l("Uden for en konference: en psykolog, logopæd eller vejleder, I selv vælger."),
    ),
}
ICONS = {HEALTH: "sundhedspleje", SOCIAL: "fsr", SPARRING: "ppr"}
STATES = {
    DRAFT: ("none", "edit", _l("Kladde")),
    SENT: ("warn", "hourglass", _l("Venter")),
    TAKEN: ("info", "person", _l("Taget")),
    BOOKED: ("info", "calendar-month", _l("Tid aftalt")),
    ANSWERED: ("ok", "check", _l("Besvaret")),
    CLOSED: ("none", "check", _l("Lukket")),
    WITHDRAWN: ("none", "close", _l("Trukket tilbage")),
}
OUTCOMES = {
    ADVICE_GIVEN: _l("Rådgivning er givet"),
    VISIT: _l("Opsøgende besøg"),
    CONFERENCE: _l("Videre til en koordineringskonference"),
    REFERRAL: _l("Henvisning til Familiehuset"),
    REPORT: _l("Hjælp til en underretning"),
    DISABILITY: _l("Vist videre til Handicapteamet"),
    FAMILY_TEAM: _l("Vist videre til Familieteamet"),
    OTHER: _l("Vist videre til et andet tilbud"),
    NEXT: _l("Tages op på den næste konference"),
}
LED_TO = {
    "task": _l("Der er skrevet en opgave til konferencen"),
    "referral": _l("Henvisningen er skrevet"),
    "visit": _l("Det ekstra besøg er planlagt"),
}
TAKEN_BACK = {
    "task": (_l("Opgaven til konferencen er trukket tilbage"), _l("Skriv opgaven igen")),
    "referral": (_l("Henvisningen er trukket tilbage"), _l("Skriv henvisningen igen")),
}
"""What it has led to, and how to put it again."""
ABOUT = {
    "enkeltbarn": _l("Et enkelt barn"),
    "gruppe": _l("En gruppe børn"),
    "foraeldre": _l("Samarbejdet med forældre"),
    "personale": _l("Personalet"),
    "faglig-paedagogisk": _l("Faglig-pædagogisk udvikling"),
}
ROLES_ASKED = {role: _l(name) for role, name in ROLES["ppr"].items() if role != LEADER}
WORDS = {
    "kinds": KINDS,
    "icons": ICONS,
    "states": STATES,
    "outcomes": OUTCOMES,
    "abouts": ABOUT,
    "roles_asked": ROLES_ASKED,
}
