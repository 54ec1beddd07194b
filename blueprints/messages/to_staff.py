"""What each kind of message says to staff, who sign in."""

from flask_babel import lazy_gettext as _l

from blueprints.messages.words import FRONT, INVITED, STAFF, Words

TO_STAFF = {
    "confirmed": Words(
        _l("Aftalt: %(name)s %(when)s"), (_l("Du har en aftale i %(house)s."),), _l("Se aftalen"), STAFF, "REQUEST"
    ),
    "moved": Words(
        _l("Flyttet: %(name)s %(when)s"),
        (_l("Din aftale i %(house)s er flyttet. Her er den nye tid."),),
        _l("Se aftalen"),
        STAFF,
        "REQUEST",
    ),
    "cancelled": Words(
        _l("Aflyst: %(name)s %(when)s"),
        (_l("Din aftale i %(house)s er aflyst. Din tid er fri igen."),),
        _l("Se kalenderen"),
        STAFF,
        "CANCEL",
    ),
    "substituted": Words(
        _l("En anden kollega: %(name)s %(when)s"),
        (_l("I din aftale i %(house)s kommer en anden af dem, du skulle have mødt. Tiden er den samme."),),
        _l("Se aftalen"),
        STAFF,
        "REQUEST",
    ),
    "left": Words(
        _l("Du er ikke længere med: %(name)s %(when)s"),
        (_l("Aftalen i %(house)s holdes uden dig. Din tid er fri igen."),),
        _l("Åbn God Start"),
        FRONT,
        "CANCEL",
    ),
    "reminder": Words(_l("Husk: %(name)s %(when)s"), (_l("Du har en aftale i %(house)s."),), _l("Se aftalen"), STAFF),
    "call-wanted": Words(
        _l("En familie i %(house)s vil gerne ringes op"),
        (_l("En familie, der snart begynder i %(house)s, beder jer ringe."),),
        _l("Se hvem"),
        STAFF,
    ),
    "referat": Words(
        _l("Referatet er klar"),
        (_l("Referatet fra en konference, du var kaldt ind til, er godkendt. Log ind for at læse det."),),
        _l("Læs referatet"),
        STAFF,
    ),
    "referral-news": Words(
        _l("Der er sket noget med en henvisning"),
        (_l("Log ind for at se hvad."),),
        _l("Se henvisningen"),
        STAFF,
    ),
    "tovholder": Words(
        _l("Vil du være tovholder?"),
        (_l("En kollega spørger, om du vil overtage rollen som tovholder for en indsats."),),
        _l("Se indsatsen, og svar"),
        STAFF,
    ),
    "course-tovholder": Words(
        _l("Vil du være tovholder?"),
        (_l("En kollega spørger, om du vil overtage rollen som tovholder for et forløb."),),
        _l("Se forløbet, og svar"),
        STAFF,
    ),
    "course-stopped": Words(
        _l("Et forløb er lukket"),
        (_l("Et forløb i %(house)s er lukket, og dets tider er aflyst. Din tid er fri igen."),),
        _l("Åbn God Start"),
        FRONT,
    ),
    "counselling-news": Words(
        _l("Der er noget nyt i God Start"),
        (_l("Log ind, og lås op med din læsekode."),),
        _l("Se, hvad det er"),
        STAFF,
    ),
    "agenda": Words(
        _l("Dagsorden: %(name)s %(when)s"),
        (_l("Dagsordenen til mødet i %(house)s er klar. Log ind for at læse den."),),
        _l("Se dagsordenen"),
        STAFF,
    ),
    "agenda-changed": Words(
        _l("Ændret dagsorden: %(name)s %(when)s"),
        (_l("Dagsordenen til mødet i %(house)s er ændret. Log ind for at se hvad."),),
        _l("Se dagsordenen"),
        STAFF,
    ),
    "children-handed": Words(
        _l("Du har fået børn fra en kollega"),
        (_l("Se dem i fordelingen. Aftaler, der følger med, står i din kalender."),),
        _l("Se fordelingen"),
        STAFF,
    ),
    "staff-invitation": Words(
        _l("Din adgang til God Start"),
        (_l("Du er oprettet i God Start. Vælg en adgangskode, så er du klar."), _l("Linket virker én gang.")),
        _l("Vælg adgangskode"),
        INVITED,
    ),
}
