"""The parents' yes to a matter that names their child, as staff ask for it: by mail, or noted from a conversation. Shared by all kinds of matter."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse
from wtforms import RadioField, SelectChoice
from wtforms.validators import InputRequired

from blueprints.danish import Form
from blueprints.web import done
from domain.asking import RAN_OUT
from domain.consent import GRANTED, MISSING, NO, NOT_NOW, REFUSED, YES
from domain.people.reachable import Reachable

CONSENT = {
    None: ("warn", "lock", _l("Forældrene er ikke spurgt")),
    MISSING: ("warn", "hourglass", _l("Venter på forældrenes svar")),
    GRANTED: ("ok", "check", _l("Forældrene siger ja")),
    REFUSED: ("bad", "close", _l("Forældrene siger nej")),
    RAN_OUT: ("warn", "lock", _l("Udløbet: spørg forældrene igen")),
}
"""Of a matter that names a child, by the question's state; for parts.agreement."""
ENDED = ("none", "lock", _l("Gælder ikke længere"))


def said_of(consent: str | None, *, over: bool) -> tuple[str, str, Any]:
    """Of a matter that is over nobody waits for an answer, and nobody is to be asked again."""
    return ENDED if over and consent not in {None, GRANTED, REFUSED} else CONSENT[consent]


class SaidForm(Form):
    """What was said or written, noted by whoever heard or read it."""

    guardian = RadioField(
        _l("Hvem har svaret?"), coerce=int, validators=[InputRequired(_l("Vælg, hvem der har svaret."))]
    )
    value = RadioField(
        _l("Svaret"),
        choices=[
            SelectChoice(YES, _l("Ja")),
            SelectChoice(NO, _l("Nej, eller samtykket er trukket tilbage")),
            SelectChoice(NOT_NOW, _l("Vil ikke svare nu")),
        ],
        validators=[InputRequired(_l("Vælg et svar."))],
    )
    how = RadioField(
        _l("Hvordan?"),
        choices=[SelectChoice("mundtligt", _l("I en samtale")), SelectChoice("skriftligt", _l("Skriftligt"))],
        validators=[InputRequired(_l("Vælg, hvordan svaret kom."))],
    )

    def fill(self, family: Sequence[Any]) -> None:
        """The holders of custody to choose between: rows of domain.asking.holders."""
        self.guardian.choices = [(row.guardian_id, row.name or _("Forælder")) for row in family]


def mailed(reach: Reachable, endpoint: str, **values: Any) -> AnyResponse:
    """How many holders of custody are written to; or, where that reaches nobody, the other way."""
    if not reach.found:
        text = _("Ingen af forældrene kan få besked herfra. Tal med dem, og notér svaret.")
        return done(text, endpoint, "warn", **values)
    text = ngettext("Forælderen får besked.", "%(num)d forældre får besked.", reach.found)
    return done(text, endpoint, **values)
