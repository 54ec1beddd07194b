"""What has become of a message, in a word for the house."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l

from domain import outbox, receipts
from domain.letter import EMAIL_CHANGED

KINDS = {
    "invitation": _l("Invitation"),
    "chase": _l("Husk at vælge en tid"),
    "confirmed": _l("Bekræftelse af tiden"),
    "moved": _l("Ny tid"),
    "substituted": _l("En anden kommer"),
    "cancelled": _l("Aflysning"),
    "cancelled-by-us": _l("Aflysning, med bøn om en ny tid"),
    "ask-moved": _l("Bøn om at vælge en anden tid"),
    "offer": _l("Tilbud om en tidligere tid"),
    "reminder": _l("Påmindelse to dage før"),
    "reminder-soon": _l("Påmindelse tre timer før"),
    "lost-link": _l("Link, som forælderen bad om"),
    "new-link": _l("Nyt link"),
    "start-noted": _l("Besked om et svar, som er noteret"),
    "conference-off": _l("Besked om, at I ikke er inviteret længere"),
    "conference-time": _l("Tid og sted for jeres punkt på en konference"),
    EMAIL_CHANGED: _l("Til den gamle adresse: e-mailen er ændret"),
}
OTHER = _l("Besked")
CHANNELS = {outbox.MAIL: (_l("Mail"), "mail"), outbox.SMS: (_l("Sms"), "smartphone")}
RECEIPTS = {
    "DELIVERED": ("ok", "check", _l("Leveret")),
    "ACCEPTED": ("ok", "check", _l("Leveret til nettet")),
    "BUFFERED": ("info", "hourglass", _l("Undervejs")),
    "ENROUTE": ("info", "hourglass", _l("Undervejs")),
    "SCHEDULED": ("info", "hourglass", _l("Undervejs")),
    receipts.BOUNCED: ("bad", "error", _l("Kom tilbage")),
}
NOT_DELIVERED = ("bad", "error", _l("Ikke leveret"))
ENDED = {
    outbox.EXPIRED: ("none", "close", _l("Ikke sendt i tide")),
    outbox.OVERTAKEN: ("none", "close", _l("Ikke sendt: ikke længere aktuel")),
    outbox.NO_ADDRESS: ("bad", "error", _l("Ikke sendt: ingen adresse, der virker")),
}
FAILED = ("bad", "error", _l("Kunne ikke sendes"))


@dataclass(frozen=True)
class Told:
    """A line: which message, to whom, by what, and its state as `ui.state` takes it. `at`: when that was, or, until it is `over`, will be."""

    kind: Any
    to: str
    channel: Any
    icon: str
    state: tuple[str, str, Any]
    at: datetime
    over: bool


def told(row: Any, to: str) -> Told:
    """A row of `messages.to_family`, or of the outbox itself."""
    at = row.delivery_at or row.sent_at or row.failed_at or row.due_at
    return Told(
        KINDS.get(row.kind, OTHER), to, *CHANNELS[row.channel], state(row), at, bool(row.sent_at or row.failed_at)
    )


def state(row: Any) -> tuple[str, str, Any]:
    """(state, icon, text)."""
    if row.delivery:
        return RECEIPTS.get(row.delivery, NOT_DELIVERED)
    if row.sent_at:
        return "ok", "send", _l("Sendt")
    if row.failed_at:
        return ENDED.get(row.error, FAILED)
    return "none", "hourglass", _l("Sendes")
