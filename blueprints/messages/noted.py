"""To parents, about what they were asked: staff have noted an answer of theirs; or a meeting is not theirs any longer. Told without what it was about."""

from flask_babel import lazy_gettext as _l

from blueprints.messages.words import OWN, PERSONAL, Words
from domain.conferences.tasks.asking import OFF
from domain.consent import NOTED

PAGES = {
    "start": "/samtykke",
    "task": "/opgave/{number}",
    "inquiry": "/henvendelse/{number}",
    "referral": "/henvisning/{number}",
}
TO_NOTED = {
    f"{about}-{NOTED}": Words(
        _l("%(house)s har noteret dit svar"),
        (
            _l("%(house)s har noteret et svar, som du har givet i en samtale eller på papir."),
            _l("På din side kan du se svaret og ændre det når som helst."),
            PERSONAL,
        ),
        _l("Se dit svar"),
        OWN + page,
    )
    for about, page in PAGES.items()
}
TO_NOTED[OFF] = Words(
    _l("I er ikke længere inviteret til mødet i %(house)s"),
    (_l("I var inviteret til den del af et møde i %(house)s, der handler om jer. Det gælder ikke længere."),),
    _l("Åbn din side"),
    OWN + PAGES["task"],
)
