"""What the services, the states of a referral and what is said of it are called."""

from flask_babel import lazy_gettext as _l

from domain.referrals.states import ASKED, DECLINED, DRAFT, ENDED, FOLLOWED, OFFERED, RUNNING, SENT, WAITING, WITHDRAWN
from domain.referrals.tables import (
    ADVICE,
    BEYOND,
    EVALUATION,
    FOLLOW_UP,
    INTENSIVE,
    ORDER,
    PLAN,
    PRACTICAL,
    REASON,
    TALKS,
)

SERVICES = {
    ADVICE: _l("Rådgivningsforløb"),
    TALKS: _l("Familiesamtaler"),
    PRACTICAL: _l("Praktisk, pædagogisk støtte i hjemmet"),
    INTENSIVE: _l("Intensiv familiestøtte"),
}
SHORT = {
    ADVICE: _l("Rådgivning"),
    TALKS: _l("Samtaler"),
    PRACTICAL: _l("Støtte hjemme"),
    INTENSIVE: _l("Intensiv støtte"),
}
"""Under a drawing."""
STATES = {
    DRAFT: ("none", "edit", _l("Kladde")),
    ASKED: ("warn", "hourglass", _l("Venter på samtykke")),
    SENT: ("info", "send", _l("Sendt")),
    WAITING: ("warn", "hourglass", _l("På venteliste")),
    OFFERED: ("info", "mail", _l("Plads tilbudt")),
    RUNNING: ("ok", "check", _l("I gang")),
    FOLLOWED: ("ok", "check", _l("I gang, fulgt op")),
    ENDED: ("none", "check", _l("Afsluttet")),
    DECLINED: ("bad", "close", _l("Afvist")),
    WITHDRAWN: ("none", "close", _l("Trukket tilbage")),
}
"""(state, icon, text) for ui.state."""
RECEIVED = STATES | {SENT: ("info", "mail", _l("Modtaget"))}
"""The same in the eyes of who receives."""
NOTES = {
    ORDER: _l("Derfor før andre, der har ventet længere"),
    BEYOND: _l("Derfor én mere, end der er pladser til"),
    PLAN: _l("Det er tilbudt"),
    FOLLOW_UP: _l("Opfølgning"),
    EVALUATION: _l("Evaluering"),
    REASON: _l("Begrundelse"),
}
FOR_FAMILY = RECEIVED | {
    ASKED: ("warn", "help", _l("Mangler svar")),
    OFFERED: ("warn", "mail", _l("Plads tilbudt: svar")),
}
"""The same to the parents."""
