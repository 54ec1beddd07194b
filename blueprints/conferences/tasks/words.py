"""What the kinds, states, frames and urgencies of tasks are called."""

from typing import Any

from flask_babel import lazy_gettext as _l

from blueprints.words.agreeing import CONSENT
from domain.conferences.tables.task import (
    AGENDA,
    BAL,
    CHILD,
    CLOSED,
    DEVELOPMENT,
    DISCUSSED,
    DRAFT,
    EFFORT,
    FOLLOWED,
    GROUP,
    PARENTS,
    SOS,
    STAFF,
    SUBMITTED,
    WITHDRAWN,
)
from domain.conferences.tasks import queue

KINDS = {
    CHILD: (_l("Enkeltbarn"), _l("Et barn, I vil tænke sammen om: med navn og forældrenes ja, eller anonymt.")),
    GROUP: (_l("Gruppe af børn"), _l("Noget mellem børnene, på en stue eller i en leg.")),
    PARENTS: (_l("Forældre"), _l("Samarbejdet med en familie, eller med alle forældre.")),
    STAFF: (_l("Personale"), _l("Noget, I som personale vil have hjælp til.")),
    DEVELOPMENT: (
        _l("Faglig-pædagogisk udvikling"),
        _l("Læringsmiljøet, beskrevet med BAL. Her nævnes ingen børn."),
    ),
}
RECOGNISABLE = (CHILD, PARENTS, GROUP)
"""The kinds in which somebody can be recognised though nobody is named."""
STATES = {
    DRAFT: ("none", "edit", _l("Kladde")),
    SUBMITTED: ("warn", "hourglass", _l("Venter på en dato")),
    AGENDA: ("info", "calendar-month", _l("På dagsorden")),
    DISCUSSED: ("info", "persons", _l("Drøftet")),
    EFFORT: ("ok", "assignment", _l("Indsats i gang")),
    FOLLOWED: ("ok", "check", _l("Fulgt op")),
    CLOSED: ("none", "check", _l("Lukket")),
    WITHDRAWN: ("none", "close", _l("Trukket tilbage")),
}


def standing(row: Any) -> list[tuple[str, str, Any]]:
    """How a task of a list stands, (state, icon, text): where it is, and what the parents say as long as it waits for their yes."""
    waits = queue.lacks_yes(row.state, row.child_name, row.consent)
    return [STATES[row.state], *([CONSENT[row.consent]] if waits else [])]


PARTS = {
    SOS: (
        ("worries", "warn", _l("Det bekymrer os")),
        ("works", "ok", _l("Det går godt")),
        ("must_happen", "info", _l("Det skal ske")),
    ),
    BAL: (
        ("challenge", "warn", _l("Udfordringen")),
        ("information", "info", _l("Informationer")),
        ("analysis", "info", _l("Analyse af læringsmiljøet")),
        ("measures", "ok", _l("Tiltag")),
        ("evaluation", "ok", _l("Evaluering")),
    ),
}
"""By frame: its parts in their order, (name, state, heading)."""
HURRIES = (DRAFT, SUBMITTED, AGENDA, DISCUSSED)
"""Until something has been set going, or it is over, lists say how much it hurries."""
URGENCY = {1: ("none", _l("Kan vente")), 2: ("warn", _l("Snart")), 3: ("bad", _l("Haster"))}
VOICES = (_l("Os, der skriver"), _l("Forældrene"), _l("Barnet"))
ZERO, TEN = _l("0: det kan ikke fortsætte"), _l("10: vi er i mål")
