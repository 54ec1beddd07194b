"""What Min dag and the timeline say of referrals, by the kind of row."""

from flask_babel import lazy_gettext as _l

from domain.referrals.states import ASKED, DECLINED, ENDED, FOLLOWED, OFFERED, RUNNING, SENT, WAITING, WITHDRAWN

OPEN = {
    "modtaget": (_l("Henvisning: find en plads"), _l("Henvist til Familiehuset"), "mail", "warn"),
    "nej-tak": (_l("Familien takkede nej: ring til dem"), _l("Henvist til Familiehuset"), "call", "warn"),
    "begynder": (_l("Hjælpen begynder"), _l("Hjælpen fra Familiehuset begyndte"), "persons", "info"),
    "opfoelgning": (_l("Følg op på et forløb"), _l("Fulgte op på et forløb"), "assignment", "info"),
    ENDED: (_l("En henvisning er afsluttet: læs evalueringen"), _l("Henvisningen blev afsluttet"), "check", "info"),
    DECLINED: (_l("En henvisning er afvist: læs hvorfor"), _l("Henvisningen blev afvist"), "close", "bad"),
}
"""Kind: (while it is open, when it has been, icon, state)."""
TOLD = {
    "slut": _l("Hjælpen fra Familiehuset sluttede"),
    "ja-tak": _l("Familien takkede ja til en plads"),
    "lukket": _l("En henvisning er ikke længere jeres: samtykket er væk, eller den er trukket tilbage"),
    ASKED: _l("En henvisning venter igen på samtykke"),
    SENT: _l("En henvisning er sendt til Familiehuset"),
    WAITING: _l("En henvisning står på venteliste"),
    OFFERED: _l("En henvisning har fået en plads tilbudt"),
    RUNNING: _l("En henvisning er gået i gang"),
    FOLLOWED: _l("En henvisning er fulgt op"),
    WITHDRAWN: _l("En henvisning er trukket tilbage"),
}
"""What is only told."""
KINDS = {f"henvisning-{name}": words for name, words in OPEN.items()} | {
    f"henvisning-{name}": (text, text, "send", "info") for name, text in TOLD.items()
}
