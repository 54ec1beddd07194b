"""Who has looked at a child's data, in the words of its parents: the one table from what the log holds to what a person reads."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

WORDS = {
    "Barn": _l("barnets side"),
    "Start": _l("starten"),
    "Tid": _l("tiden"),
    "Skema": _l("skemaet"),
    "Fra sundhedsplejen": _l("det, sundhedsplejen skrev"),
    "Anbefalinger": _l("anbefalingerne"),
    "Beskeder": _l("hvad der er sendt til jer"),
    "Brev": _l("brevet med linket"),
    "Opgave": _l("en opgave til en koordineringskonference"),
    "Konference": _l("en koordineringskonference"),
    "Referat": _l("referatet af en koordineringskonference"),
    "Indsats": _l("en indsats fra en koordineringskonference"),
    "Henvendelse": _l("en henvendelse"),
    "Henvisning": _l("en henvisning til Familiehuset"),
    "Forløb": _l("jeres forløb i Familiehuset"),
    "Besøg": _l("besøgene hjemme hos jer"),
    "Runde": _l("listen over dagens besøg"),
    "Hvem har kigget": _l("denne liste"),
}


class Looked(NamedTuple):
    """For partials/family/looks.html: when, for which unit (`name`), and at what."""

    at: Any
    actor: str
    name: str
    what: str


def in_words(rows: Iterable[Any]) -> list[Looked]:
    """Rows of `looks_at`."""
    return [Looked(row.at, row.actor or "forvaltning", row.name or _("Kommunen"), _what(row)) for row in rows]


def _what(row: Any) -> str:
    said = ", ".join(str(WORDS.get(kind, kind)) for kind in row.kind.split(","))
    return _("%(what)s (med samtykke)", what=said) if row.consent else said
