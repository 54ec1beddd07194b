"""Messages that wait to be sent: rows written in the transaction that causes them, ids only, replaced where the cause changes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_hex
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    CursorResult,
    ForeignKey,
    Index,
    String,
    delete,
    exists,
    insert,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy import cast as cast_
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import InstrumentedAttribute, Mapped, Session, mapped_column

from domain.base import Base, now

MOST_TRIES = 16
"""With `back_off` some 44 hours: a mail server that is down for a day costs nobody a message."""
LONGEST_WAIT = timedelta(hours=6)
LATE = timedelta(minutes=10)
LONGEST_HOLD = timedelta(minutes=20)
"""A worker holds what it has taken for less."""
KEPT = timedelta(days=180)
"""How long an ended message is remembered, so that its key still stops a second one."""

MAIL, SMS = "mail", "sms"
EXPIRED, OVERTAKEN, NO_ADDRESS, NOBODY = "udløbet", "overhalet", "uden adresse", "ingen"
HOUSE = {"unscoped": "messages are kept by the house on anyone's behalf", "synchronize_session": False}


class Outbox(Base):
    """One message to one person. Name, address and language are looked up when it is sent.

    `sign_up_id` is a guest's of an event: no foreign key, as what is known of them is deleted before the message is forgotten.
    `key` is the cause's own name for it ("appointment/412:1:moved:g7"), unique; `kind` chooses the template; `subject` is "appointment/412", "start/9" or "staff/3";
    not sent before `due_at` nor after `expires_at`; `held_until` is a worker's hold on it; `sent_at` or `failed_at` ends it.
    `channel` is the one that is wanted, and when it has been sent the one that it went by; `remote_id` is the provider's name for it,
    `delivery` what became of it there, in the provider's word, as of `delivery_at`.
    """

    __tablename__ = "outbox"
    __table_args__ = (Index("ix_outbox_waiting", "sent_at", "failed_at", "due_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    channel: Mapped[str] = mapped_column(default=MAIL)
    guardian_id: Mapped[int | None] = mapped_column(ForeignKey("guardian.id"))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    sign_up_id: Mapped[int | None]
    subject: Mapped[str] = mapped_column(index=True)
    sequence: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
    held_until: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]
    error: Mapped[str] = mapped_column(default="")
    remote_id: Mapped[str] = mapped_column(default="")
    delivery: Mapped[str] = mapped_column(default="")
    delivery_at: Mapped[datetime | None]


@dataclass(frozen=True, kw_only=True)
class Taken:
    """A message that this worker holds until `held_until`; `tries` counts this one."""

    id: int
    key: str
    kind: str
    channel: str
    guardian_id: int | None
    staff_id: int | None
    sign_up_id: int | None
    subject: str
    sequence: int
    due_at: datetime
    expires_at: datetime | None
    tries: int
    held_until: datetime


COLUMNS = (("g", "guardian_id"), ("s", "staff_id"), ("d", "sign_up_id"))
"""Who a message can go to, and the letter that its key says it with."""


@dataclass(frozen=True, kw_only=True)
class Message:
    """One message to each of some people. The same cause twice is one message: `key_part` tells two apart."""

    kind: str
    subject: str
    guardians: Iterable[int] = ()
    staff: Iterable[int] = ()
    guests: Iterable[int] = ()
    due_at: datetime | None = None
    expires_at: datetime | None = None
    sequence: int = 0
    key_part: str = ""
    channel: str = MAIL

    def rows(self) -> Iterator[dict[str, Any]]:
        same = {name: getattr(self, name) for name in ("kind", "subject", "sequence", "expires_at", "channel")}
        same |= {"due_at": self.due_at or now(), "guardian_id": None, "staff_id": None, "sign_up_id": None}
        people_ = (self.guardians, self.staff, self.guests)
        for (letter, column), people in zip(COLUMNS, people_, strict=True):
            for one in sorted(set(people)):
                parts = (self.subject, str(self.sequence), self.kind, f"{letter}{one}", self.key_part)
                yield same | {"key": ":".join(filter(None, parts)), column: one}


def put(session: Session, kind: str, subject: str, **more: Any) -> None:
    """One message in the caller's transaction; `more` as in `Message`."""
    put_all(session, Message(kind=kind, subject=subject, **more))


def put_all(session: Session, *messages: Message) -> None:
    """Several at once, in one statement."""
    rows = [row for message in messages for row in message.rows()]
    if rows:
        dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
        session.execute(dialect.insert(Outbox.__table__).on_conflict_do_nothing(), rows, execution_options=HOUSE)


def pretend(session: Session, kind: str) -> None:
    """As much work as one message that nobody gets, where the time it takes must not tell whether there was one."""
    at = now()
    row = {"key": f"{kind}:{token_hex(8)}", "kind": kind, "subject": "", "due_at": at, "failed_at": at, "error": NOBODY}
    session.execute(insert(Outbox), [row], execution_options=HOUSE)


def replace(
    session: Session, subjects: str | Iterable[str], kinds: Iterable[str], guardians: Iterable[int] | None = None
) -> None:
    """What has not been sent is not sent: its cause has changed, and the caller puts what is to be said instead. `guardians`: to them alone."""
    about = [subjects] if isinstance(subjects, str) else list(subjects)
    statement = delete(Outbox).where(Outbox.subject.in_(about), Outbox.kind.in_(tuple(kinds)), is_open())
    if guardians is not None:
        statement = statement.where(Outbox.guardian_id.in_(list(guardians)))
    session.execute(statement, execution_options=HOUSE)


def waiting(session: Session) -> bool:
    """Whether `take` would find anything to do; a plain read, so that an idle worker keeps no writer waiting."""
    at = now()
    return bool(session.scalar(select(exists().where(_free(at), or_(Outbox.due_at <= at, Outbox.expires_at <= at)))))


def stuck(session: Session) -> bool:
    """Whether something has long been due that nobody has even tried: no worker is at work."""
    at = now()
    return bool(session.scalar(select(exists().where(_free(at), Outbox.tries == 0, Outbox.due_at <= at - LATE))))


def take(session: Session, limit: int, hold: timedelta) -> list[Taken]:
    """Hold the next messages that are due, so that no other worker gets them; what nobody needs any longer is ended."""
    at = now()
    ended = (
        update(Outbox).where(_free(at), Outbox.expires_at <= at).values(failed_at=at, held_until=None, error=EXPIRED)
    )
    session.execute(ended, execution_options=HOUSE)
    due = select(Outbox.id).where(_free(at), Outbox.due_at <= at).order_by(Outbox.due_at, Outbox.id).limit(limit)
    ids = session.scalars(due.with_for_update(skip_locked=True)).all()
    if not ids:
        return []
    held = update(Outbox).where(Outbox.id.in_(ids)).values(held_until=at + hold, tries=Outbox.tries + 1)
    session.execute(held, execution_options=HOUSE)
    columns = [getattr(Outbox, name) for name in Taken.__dataclass_fields__]
    rows = session.execute(select(*columns).where(Outbox.id.in_(ids)).order_by(Outbox.due_at, Outbox.id))
    return [Taken(**row) for row in rows.mappings()]


def sent(session: Session, taken: Taken, channel: str = MAIL, remote_id: str = "") -> None:
    """Written down even when the hold has run out meanwhile: what is gone is gone."""
    values = {"sent_at": now(), "failed_at": None, "held_until": None, "error": ""}
    gone = update(Outbox).where(Outbox.id == taken.id).values(values | {"channel": channel, "remote_id": remote_id})
    session.execute(gone, execution_options=HOUSE)


def failed(session: Session, taken: Taken, error: str, *, final: bool = False) -> bool:
    """Try again later, or give up (True) when that is of no use or has been done too often. `error` names no person."""
    given_up = final or taken.tries >= MOST_TRIES
    values = {"failed_at": now(), "held_until": None} if given_up else {"held_until": now() + back_off(taken.tries)}
    return _still_held(session, taken, values | {"error": error}) and given_up


def release(session: Session, taken: Taken) -> None:
    """Held, but not tried: somebody else may have it at once."""
    _still_held(session, taken, {"held_until": None, "tries": taken.tries - 1})


def back_off(tries: int) -> timedelta:
    """1, 2, 4, ... minutes, at most six hours."""
    return min(timedelta(minutes=2 ** (tries - 1)), LONGEST_WAIT)


def mend(session: Session) -> None:
    """After a clock that was ahead: what it ended is open again, and what it held is free, for nobody can have done so in the future."""
    at = now()
    ended = update(Outbox).where(Outbox.error.in_((EXPIRED, OVERTAKEN)), Outbox.failed_at > at + LATE)
    session.execute(ended.values(failed_at=None, error=""), execution_options=HOUSE)
    held = select(Outbox.id, Outbox.tries, Outbox.held_until).where(is_open(), Outbox.held_until > at + LONGEST_HOLD)
    ahead = [row.id for row in session.execute(held) if row.held_until > at + max(back_off(row.tries), LONGEST_HOLD)]
    if ahead:
        free = update(Outbox).where(Outbox.id.in_(ahead)).values(held_until=None)
        session.execute(free, execution_options=HOUSE)


def prune(session: Session) -> None:
    """Forget what ended long ago."""
    before = now() - KEPT
    old = delete(Outbox).where(or_(Outbox.sent_at < before, Outbox.failed_at < before))
    session.execute(old, execution_options=HOUSE)


def subject_of(kind: str, number: ColumnElement[int] | InstrumentedAttribute[int]) -> ColumnElement[str]:
    """`start/9`, in SQL."""
    return literal(f"{kind}/").concat(cast_(number, String))


def is_open() -> ColumnElement[bool]:
    """Neither sent nor given up."""
    return Outbox.sent_at.is_(None) & Outbox.failed_at.is_(None)


def _free(at: datetime) -> ColumnElement[bool]:
    return is_open() & or_(Outbox.held_until.is_(None), Outbox.held_until <= at)


def _still_held(session: Session, taken: Taken, values: dict[str, Any]) -> bool:
    """Whether it was: the hold may have run out and the message be another worker's, or it may have been replaced."""
    ours = update(Outbox).where(Outbox.id == taken.id, is_open(), Outbox.held_until == taken.held_until).values(values)
    return cast("CursorResult[Any]", session.execute(ours, execution_options=HOUSE)).rowcount == 1
