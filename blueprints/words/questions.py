"""The parents' consent in words: what each question asks, and what its state means, the same wherever it is shown."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l

from blueprints.language import day as written
from domain.consent import ADVICE, BEFOREHAND, CONFERENCE, GRANTED, MEETING, MISSING, REFERRAL, REFUSED

ASKS = {
    MEETING: _l("Må jeres sundhedsplejerske være med til start-samtalen og læse, hvad I har skrevet i skemaet?"),
    BEFOREHAND: _l("Må jeres sundhedsplejerske på forhånd fortælle børnehuset, hvad I har talt om?"),
}
SAYS = {
    (MEETING, GRANTED): _l("Sundhedsplejersken må være med og læse skemaet"),
    (MEETING, REFUSED): _l("Sundhedsplejersken må ikke være med"),
    (MEETING, MISSING): _l("Svar mangler: må sundhedsplejersken være med?"),
    (BEFOREHAND, GRANTED): _l("Sundhedsplejersken må fortælle børnehuset på forhånd"),
    (BEFOREHAND, REFUSED): _l("Sundhedsplejersken må ikke fortælle på forhånd"),
    (BEFOREHAND, MISSING): _l("Svar mangler: må sundhedsplejersken fortælle på forhånd?"),
    (CONFERENCE, GRANTED): _l("Forældrene siger ja til din opgave"),
    (CONFERENCE, REFUSED): _l("Forældrene siger nej til din opgave"),
    (CONFERENCE, MISSING): _l("En forælder har svaret på din opgave"),
    (ADVICE, GRANTED): _l("Forældrene siger ja til din henvendelse"),
    (ADVICE, REFUSED): _l("Forældrene siger nej til din henvendelse"),
    (ADVICE, MISSING): _l("En forælder har svaret på din henvendelse"),
    (REFERRAL, GRANTED): _l("Forældrene siger ja til din henvisning"),
    (REFERRAL, REFUSED): _l("Forældrene siger nej til din henvisning"),
    (REFERRAL, MISSING): _l("En forælder har svaret på din henvisning"),
}
STATE = {GRANTED: "ok", REFUSED: "bad", MISSING: "none"}


def consent_items(requests: Iterable[Any]) -> list[tuple[str, str, str, list[tuple[str, str]]]]:
    """Rows of `consent.of_child` for partials/family/consent_box.html."""
    return [
        (
            STATE[one.state],
            str(SAYS[one.purpose, one.state]),
            str(_l("til start-samtalen, indtil %(day)s", day=written(one.until))),
            [(str(_l("Fra")), one.from_name), (str(_l("Til")), one.to_name)],
        )
        for one in requests
    ]
