"""What outcomes, looks, target groups and the reasons for having no date are called."""

from flask_babel import lazy_gettext as _l

from domain.conferences.after.undated import (
    LATE,
    LEFT_BEHIND,
    NO_CONFERENCE,
    NO_EFFORT,
    NO_TOVHOLDER,
    NOT_DECIDED,
)
from domain.conferences.tables.effort import AGREED
from domain.tovholder.followed import ADJUSTED, ENDED, GO_ON, NOT_REACHED, PARTLY, REACHED, TARGETS

OUTCOMES = {
    REACHED: ("ok", "check", _l("Nået")),
    PARTLY: ("info", "analytics", _l("Delvist nået")),
    NOT_REACHED: ("warn", "close", _l("Ikke nået")),
}
LOOKS = {
    AGREED: _l("Aftalt"),
    GO_ON: _l("Fulgt op: fortsætter"),
    ADJUSTED: _l("Fulgt op: justeret"),
    ENDED: _l("Evalueret og afsluttet"),
}
TRACKS = {
    1: _l("Spor 1: tidlig koordineret opsporing"),
    2: _l("Spor 2: familie og netværk med fra start"),
    3: _l("Spor 3: særlige tilbud"),
}
GROUPS = dict(
    zip(
        TARGETS,
        (_l("Forældre på uddannelseshjælp, aktivitetsparate"), _l("Revalidender med børn på 0-5 år")),
        strict=True,
    )
)
WHY = {
    NO_CONFERENCE: _l("Huset har ingen kommende konference."),
    NOT_DECIDED: _l("Drøftet, men hverken sat i gang, lukket eller på en ny dagsorden."),
    NO_EFFORT: _l("Der er ingen indsats i gang, og opgaven er ikke lukket."),
    LEFT_BEHIND: _l("Står på en dagsorden, som er holdt eller aflyst."),
    LATE: _l("Fristen er passeret, og der er ingen kommende konference."),
    NO_TOVHOLDER: _l("Tovholderen er stoppet."),
}
