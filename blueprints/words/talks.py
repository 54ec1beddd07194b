"""The conversations of a start in words: how each is called, what became of a time, and how far its interpreter has come."""

from typing import Any, NamedTuple

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from blueprints.words.times import spoken
from domain.booking.kinds.types import FOLLOW_UP, START_TALK
from domain.booking.showing.interpreters import CONFIRMED, IN_PERSON, NEEDED, ORDERED, REFUSED, TELEPHONE, VIDEO
from domain.booking.showing.of_start import Time
from domain.booking.tables import BOOKED, CANCELLED, EXCUSED, HELD, LATE, NO_SHOW
from domain.journey.follow_up import Suggestion

FOLLOW = "follow_"
FIRST, AFTER = {"which": START_TALK}, {"which": FOLLOW_UP}
"""What an address says of which conversation it is about: the follow-up has a word more, and FOLLOW before its endpoint."""
ARRIVED = "ankommet"


class Talk(NamedTuple):
    """`name` alone, `the` in a sentence; `pre` stands before the names of its endpoints."""

    key: str
    name: Any
    the: Any
    pre: str


TALKS = {
    START_TALK: Talk(START_TALK, _l("Start-samtale"), _l("start-samtalen"), ""),
    FOLLOW_UP: Talk(FOLLOW_UP, _l("Opfølgning efter start"), _l("opfølgningen"), FOLLOW),
}
STATES = {
    BOOKED: ("info", _l("Booket"), "calendar-month"),
    ARRIVED: ("ok", _l("Familien er her"), "person"),
    HELD: ("ok", _l("Afholdt"), "check"),
    NO_SHOW: ("bad", _l("Kom ikke"), "error"),
    EXCUSED: ("warn", _l("Meldte afbud"), "info"),
    LATE: ("warn", _l("Aflyst sent"), "info"),
    CANCELLED: ("none", _l("Aflyst"), "close"),
}
"""(state, text, icon) for ui.state."""
REASONS = {
    "sygdom-familie": _l("Sygdom i familien"),
    "sygdom-personale": _l("Sygdom hos os"),
    "arbejde": _l("Arbejde eller uddannelse"),
    "glemt": _l("Glemt"),
    "transport": _l("Kunne ikke komme frem"),
    "tolk": _l("Tolken kom ikke"),
    "andet": _l("Andet"),
}
ORDERS = {
    NEEDED: ("warn", _l("Tolk skal bestilles")),
    ORDERED: ("warn", _l("Tolk bestilt, ikke bekræftet")),
    CONFIRMED: ("ok", _l("Tolk bekræftet")),
    REFUSED: ("bad", _l("Tolken kan ikke")),
}
BY = {IN_PERSON: _l("Tolken møder frem"), VIDEO: _l("Tolk på video"), TELEPHONE: _l("Tolk på telefon")}


def state_of(time: Time) -> tuple[str, str, str]:
    """For ui.state."""
    state, text, icon = STATES[ARRIVED if time.booked and time.arrived_at else time.state]
    return state, str(text), icon


def outcome(time: Time) -> str:
    """What became of it, and why, in one line."""
    said = str(STATES[time.state][1])
    return _("%(what)s: %(why)s", what=said, why=REASONS[time.reason]) if time.reason in REASONS else said


def suggestion(found: Suggestion | None) -> tuple[int, str, list[tuple[str, str]]] | None:
    """(quarter, when, who would come) for pages."""
    if found is None or found.offer is None:
        return None
    people = [
        (one.actor, one.name) for pick in found.offer.picks if (one := found.plan.people[pick.resource_id]).staff_id
    ]
    return found.offer.first, spoken(found.offer.first, found.plan.quarters), people


WORDS: dict[str, Any] = {"spoken": spoken, "state_of": state_of, "outcome": outcome, "orders": ORDERS, "by": BY}
"""For the templates that show a time."""
