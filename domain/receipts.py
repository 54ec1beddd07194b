"""What became of a message that has left the house, told by who carried it: known by the name that we gave it, and by no other."""

from datetime import datetime
from hmac import compare_digest
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from domain.access.tokens import message_name
from domain.base import now
from domain.outbox import MAIL, SMS, Outbox, is_open

FINAL = ("DELIVERED", "EXPIRED", "DELETED", "UNDELIVERABLE", "ACCEPTED", "REJECTED", "SKIPPED")
"""GatewayAPI's words for what does not change any more; what comes after one of them came late."""
CARRIED = {"unscoped": "whoever carries a message is known by its name alone", "synchronize_session": False}
BOUNCED = "BOUNCED"
DIGITS = 10


def delivered(session: Session, secret: str, name: str, status: str, at: datetime) -> bool:
    """A provider tells what became of a message of ours. What is final stays, and what has been delivered has been sent, written down or not."""
    row = _named(session, secret, name)
    if row is None:
        return False
    told = update(Outbox).where(Outbox.id == row.id)
    last = told.where(Outbox.delivery.not_in(FINAL)).values(delivery=status, delivery_at=at)
    session.execute(last, execution_options=CARRIED)
    unknown = told.where(is_open()).values(sent_at=at, held_until=None, channel=SMS)
    session.execute(unknown, execution_options=CARRIED)
    return True


def bounced(session: Session, secret: str, name: str) -> int | None:
    """A mail of ours came back: which guardian's it was. None where there is no such mail, or it was a colleague's."""
    row = _named(session, secret, name)
    if row is None or row.channel != MAIL:
        return None
    values = {"delivery": BOUNCED, "delivery_at": now()}
    session.execute(update(Outbox).where(Outbox.id == row.id).values(values), execution_options=CARRIED)
    guardian_id: int | None = row.guardian_id
    return guardian_id


def _named(session: Session, secret: str, name: str) -> Any:
    """The message that `message_name` gave this name."""
    number = name.partition("-")[0]
    if not (number.isascii() and number.isdecimal() and len(number) < DIGITS):
        return None
    columns = select(Outbox.id, Outbox.key, Outbox.channel, Outbox.guardian_id).where(Outbox.id == int(number))
    row = session.execute(columns).one_or_none()
    return row if row and compare_digest(message_name(secret, row.id, row.key), name) else None
