"""What each kind of message about an inquiry says to parents: to those whom it is about, and to those who ask without an account."""

from dataclasses import replace

from flask_babel import lazy_gettext as _l

from blueprints.messages.words import COMES, PERSONAL, Words
from blueprints.messages.words import OWN as FAMILY
from domain.inquiries import parent, told
from domain.inquiries.answering import NEWS

OWN, SEE = "/henvendelse/{token}", _l("Se din henvendelse")

TO_ASKED = {
    "inquiry-consent": Words(
        _l("%(house)s vil gerne spørge jer om noget"),
        (
            _l(
                "%(house)s beder om jeres samtykke, før nogen andre får noget at vide. I kan læse det hele på din side."
            ),
            PERSONAL,
        ),
        _l("Læs og svar"),
        FAMILY + "/henvendelse/{number}",
    ),
    "inquiry-choose": Words(
        _l("Vælg en tid at tale sammen"),
        (_l("I er blevet bedt om at vælge en tid til en samtale."), PERSONAL),
        _l("Vælg en tid"),
        FAMILY + "/henvendelse/{number}/tid",
    ),
}
"""To the parents of a child whom others want to ask about, on their own link."""

TO_ASKERS = {
    parent.RECEIVED: Words(
        _l("Vi har fået din henvendelse"),
        (_l("Vi svarer så hurtigt, vi kan. Med linket kan du følge den og læse svaret."), PERSONAL),
        SEE,
        OWN,
    ),
    NEWS: Words(_l("Der er nyt om din henvendelse"), (_l("Du kan læse det på din side."), PERSONAL), SEE, OWN),
    told.TIME: Words(
        _l("Aftalt: %(name)s %(when)s"),
        (_l("I har en tid i %(house)s."), _l("Kan du ikke komme, så vælg en anden tid på din side.")),
        SEE,
        OWN,
        "REQUEST",
    ),
    told.GONE: Words(
        _l("Aflyst: %(name)s %(when)s"),
        (_l("Jeres tid i %(house)s er aflyst."), _l("Vælg en ny tid på din side.")),
        SEE,
        OWN,
        "CANCEL",
    ),
}

ASKERS_AT_HOME = {told.TIME: replace(TO_ASKERS[told.TIME], lines=COMES)}
"""The same of a visit: it comes to them."""
