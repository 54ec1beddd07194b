"""What each kind of message says to parents who have asked for advice without an account."""

from flask_babel import lazy_gettext as _l

from blueprints.messages.words import PERSONAL, Words
from domain.inquiries import meeting, parent
from domain.inquiries.answering import NEWS

OWN, SEE = "/henvendelse/{token}", _l("Se din henvendelse")

TO_ASKERS = {
    parent.RECEIVED: Words(
        _l("Vi har fået din henvendelse"),
        (_l("Vi svarer så hurtigt, vi kan. Med linket kan du følge den og læse svaret."), PERSONAL),
        SEE,
        OWN,
    ),
    NEWS: Words(_l("Der er nyt om din henvendelse"), (_l("Du kan læse det på din side."), PERSONAL), SEE, OWN),
    meeting.TIME: Words(
        _l("Aftalt: %(name)s %(when)s"),
        (_l("I har en tid i %(house)s."), _l("Kan du ikke komme, så vælg en anden tid på din side.")),
        SEE,
        OWN,
        "REQUEST",
    ),
    meeting.GONE: Words(
        _l("Aflyst: %(name)s %(when)s"),
        (_l("Jeres tid i %(house)s er aflyst."), _l("Vælg en ny tid på din side.")),
        SEE,
        OWN,
        "CANCEL",
    ),
}
