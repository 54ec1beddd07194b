"""What looks at an effort and the reasons for having no date are called."""

from flask_babel import lazy_gettext as _l

from blueprints.words import following
from domain.conferences.after.undated import (
    LATE,
    LEFT_BEHIND,
    NO_CONFERENCE,
    NO_EFFORT,
    NO_TOVHOLDER,
    NO_YES,
    NOT_BEGUN,
    NOT_DECIDED,
    NOT_ENDED,
)
from domain.conferences.tables.effort import AGREED

LOOKS = {AGREED: _l("Aftalt"), **following.LOOKS}
WHY = {
    NO_YES: _l(
        "Forældrene har ikke sagt ja, eller deres ja gælder ikke længere. Kun den, der skrev opgaven, kan læse den. Se, hvem der har besked, og hvad du kan gøre."
    ),
    NO_CONFERENCE: _l("Huset har ingen kommende konference."),
    NOT_DECIDED: _l("Drøftet, men hverken sat i gang, lukket eller på en ny dagsorden."),
    NO_EFFORT: _l("Der er ingen indsats i gang, og opgaven er ikke lukket."),
    LEFT_BEHIND: _l("Står på en dagsorden, som er holdt eller aflyst."),
    LATE: _l("Fristen er passeret, og der er ingen kommende konference."),
    NO_TOVHOLDER: _l("Tovholderen er stoppet."),
    NOT_ENDED: _l("Mødet er begyndt, men ingen har sagt, at det er slut. Så længe bliver der intet referat."),
    NOT_BEGUN: _l("Dagen er gået, og mødet er ikke begyndt. Det, der står på dagsordenen, venter på det."),
}
