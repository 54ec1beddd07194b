"""The parents' consent in words: what each question asks, and what its state means, the same wherever it is shown."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from blueprints.language import day as written
from blueprints.words.agreeing import said_of
from domain.asking import RAN_OUT
from domain.base import today
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
ABOUT = {
    CONFERENCE: _l("en opgave til en koordineringskonference"),
    ADVICE: _l("en henvendelse"),
    REFERRAL: _l("en henvisning til Familiehuset"),
}
Item = tuple[str, str, str, list[tuple[str, str]]]
"""For partials/family/consent_box.html."""


def consent_items(requests: Iterable[Any]) -> list[Item]:
    """Rows of `consent.of_child`."""
    return [
        of_matter(one, ABOUT[one.purpose], RAN_OUT if one.until < today() else one.state)
        if one.purpose in ABOUT
        else (
            STATE[one.state],
            str(SAYS[one.purpose, one.state]),
            _("til start-samtalen, indtil %(day)s", day=written(one.until)),
            _between(one),
        )
        for one in requests
    ]


def of_matter(one: Any, what: Any, state: str | None, *, over: bool = False) -> Item:
    """What the parents say to a matter. `one`: a row with `from_name`, `to_name` and `until`; `what`: the matter in words; `state`: as asking.state."""
    note = _("til %(what)s, indtil %(day)s", what=what, day=written(one.until)) if one.until else str(what)
    return (STATE.get(state or MISSING, "none"), str(said_of(state, over=over)[2]), note, _between(one))


def _between(one: Any) -> list[tuple[str, str]]:
    return [(_("Fra"), one.from_name), (_("Til"), one.to_name)]
