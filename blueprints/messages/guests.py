"""What each kind of message says to whoever has signed up for an event."""

from flask_babel import lazy_gettext as _l

from blueprints.messages.words import Words
from domain.events import told

SEAT = "/arrangementer/plads/{token}"
CHANGE = _l("Kan du ikke komme, så meld fra med linket. Så får en anden din plads.")
SEE, LIST = _l("Se eller ret din tilmelding"), "/arrangementer/"

TO_GUESTS = {
    told.SEAT: Words(
        _l("Tilmeldt: %(name)s %(when)s"), (_l("Du har plads til %(name)s."),), SEE, SEAT, "REQUEST", CHANGE
    ),
    told.WAITING: Words(
        _l("Venteliste: %(name)s %(when)s"),
        (
            _l("Der er ikke plads til så mange endnu, så du står på ventelisten."),
            _l("Bliver der plads, er den din, og så skriver vi til dig."),
        ),
        SEE,
        SEAT,
    ),
    told.FREED: Words(
        _l("Du har fået plads: %(name)s %(when)s"),
        (_l("Der er blevet plads til dig. Du skal ikke gøre noget, hvis du vil komme."),),
        SEE,
        SEAT,
        "REQUEST",
        CHANGE,
    ),
    told.MOVED: Words(
        _l("Flyttet: %(name)s %(when)s"),
        (_l("Arrangementet har fået ny tid eller nyt sted. Din plads følger med."),),
        SEE,
        SEAT,
        "REQUEST",
        CHANGE,
    ),
    told.CANCELLED: Words(
        _l("Aflyst: %(name)s %(when)s"),
        (_l("Arrangementet er desværre aflyst."),),
        _l("Se andre arrangementer"),
        LIST,
        "CANCEL",
    ),
    told.GONE: Words(
        _l("Meldt fra: %(name)s %(when)s"),
        (_l("Du er meldt fra, og din plads er fri til en anden."),),
        _l("Se andre arrangementer"),
        LIST,
        "CANCEL",
    ),
    told.REMINDER: Words(_l("Husk: %(name)s %(when)s"), (_l("Vi glæder os til at se dig."),), SEE, SEAT, None, CHANGE),
}
