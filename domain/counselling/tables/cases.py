"""One anonymous case: its locked key, its locked messages, and who may read along. A day says when, never a time."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, ForeignKey, Index, Integer, UniqueConstraint, and_, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from domain.access import Guarded, Verb, Viewer
from domain.base import Base, one_of
from domain.counselling.tables.team import Seat

WAITING, ANSWERED, CLOSED = "venter", "besvaret", "lukket"
PARENT, TEAM = "ind", "ud"
YES, NO, UNANSWERED = "ja", "nej", ""
LONGEST = 10_000
"""Letters of one message, from either side."""
VISIT_LASTS = timedelta(minutes=15)
"""Without a click: then the code is typed again."""
NUMBER = BigInteger().with_variant(Integer, "sqlite")
"""Of `boxes.new_id`: 47 bits, so that no row tells when it came."""


def who_may_read(case: Any, viewer: Viewer) -> ColumnElement[bool]:
    """Whoever has the code, who holds the key of its epoch, and a colleague whom the parent has said yes to; until it ends.

    `case`: Case, or an alias of it.
    """
    return and_(case.expires_on >= viewer.today, or_(case.id == viewer.case, _has_a_key(case, viewer)))


def _has_a_key(case: Any, viewer: Viewer) -> ColumnElement[bool]:
    """Staff's part of it."""
    held = select(Seat.epoch_id).where(Seat.staff_id == viewer.staff)
    brought = select(Colleague.case_id).where(Colleague.staff_id == viewer.staff, Colleague.answer == YES)
    return or_(case.epoch_id.in_(held), case.id.in_(brought))


class Case(Guarded, Base):
    """A case. `lookup` is found by the code; `parent_wrap` and `team_sealed` are its key, locked twice (crypto/tree.py).

    `staff_id`: who has taken it. `waiting_since`: the day of the first message that has no answer yet. `sequence`: the number of
    its last message, and the row's version. `about` and `label` are locked: what the parent chose, and the counsellors' own word.
    `suspected`: came in a flood; `aside`: a counsellor has put it away with the others.
    """

    __tablename__ = "anonymous_case"
    __table_args__ = (
        Index(None, "unit_id", "state", "waiting_since"),
        Index(None, "expires_on"),
        one_of("state", (WAITING, ANSWERED, CLOSED)),
    )
    anonymous = True

    id: Mapped[int] = mapped_column(NUMBER, primary_key=True, autoincrement=False)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    lookup: Mapped[bytes] = mapped_column(unique=True)
    parent_wrap: Mapped[bytes]
    team_sealed: Mapped[bytes]
    epoch_id: Mapped[int] = mapped_column(ForeignKey("counselling_epoch.id"), index=True)
    state: Mapped[str] = mapped_column(default=WAITING)
    language: Mapped[str] = mapped_column(default="da")
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"), index=True)
    opened_on: Mapped[date]
    waiting_since: Mapped[date | None]
    last_on: Mapped[date]
    expires_on: Mapped[date]
    sequence: Mapped[int] = mapped_column(default=1)
    suspected: Mapped[bool] = mapped_column(default=False)
    aside: Mapped[bool] = mapped_column(default=False)
    about: Mapped[bytes | None]
    label: Mapped[bytes | None]
    __mapper_args__ = {"version_id_col": sequence, "version_id_generator": False}

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        """Whoever has the code, who holds the key of its epoch, and a colleague whom the parent has said yes to."""
        return who_may_read(cls, viewer)

    def writable_by(self, viewer: Viewer, verb: Verb) -> bool:
        """Anybody may begin one. After that whoever has the code, and staff who could see it."""
        return verb == "create" or viewer.staff is not None or viewer.case == self.id


class OfCase(Guarded):
    """A row that hangs on a case and is seen with it."""

    anonymous = True
    case_id: Any

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        seen: ColumnElement[bool] = cls.case_id.in_(select(Case.id).where(who_may_read(Case, viewer)))
        return seen

    def writable_by(self, viewer: Viewer, verb: Verb) -> bool:
        return viewer.staff is not None or viewer.case == self.case_id


class Message(OfCase, Base):
    """One locked letter: {text, at (UTC, to the minute), by}. Bound to its case, direction and number. `direction`: PARENT or TEAM."""

    __tablename__ = "anonymous_message"
    __table_args__ = (UniqueConstraint("case_id", "sequence"), one_of("direction", (PARENT, TEAM)))

    id: Mapped[int] = mapped_column(NUMBER, primary_key=True, autoincrement=False)
    case_id: Mapped[int] = mapped_column(ForeignKey("anonymous_case.id"))
    sequence: Mapped[int]
    direction: Mapped[str]
    on: Mapped[date]
    body: Mapped[bytes]

    def writable_by(self, viewer: Viewer, verb: Verb) -> bool:
        """The first one comes with its case, from somebody who is nobody yet."""
        return super().writable_by(viewer, verb) or (verb == "create" and self.sequence == 1)


class Note(OfCase, Base):
    """A counsellor's locked note, which the parent never sees."""

    __tablename__ = "anonymous_note"

    id: Mapped[int] = mapped_column(NUMBER, primary_key=True, autoincrement=False)
    case_id: Mapped[int] = mapped_column(ForeignKey("anonymous_case.id"), index=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    on: Mapped[date]
    body: Mapped[bytes]

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        """Staff who may read the case."""
        return cls.case_id.in_(select(Case.id).where(Case.expires_on >= viewer.today, _has_a_key(Case, viewer)))

    def writable_by(self, viewer: Viewer, verb: Verb) -> bool:
        """Staff."""
        return viewer.staff is not None


class Colleague(Base):
    """Somebody whom the counsellor would have read along. The parent's yes seals the key to them; the parent's no takes it away."""

    __tablename__ = "anonymous_colleague"
    __table_args__ = (UniqueConstraint("case_id", "staff_id"), one_of("answer", (YES, NO, UNANSWERED)))

    id: Mapped[int] = mapped_column(NUMBER, primary_key=True, autoincrement=False)
    case_id: Mapped[int] = mapped_column(ForeignKey("anonymous_case.id"))
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), index=True)
    actor: Mapped[str]
    asked_on: Mapped[date]
    answer: Mapped[str] = mapped_column(default=UNANSWERED)
    sealed: Mapped[bytes | None]


class Nonce(Base):
    """A form that has been sent: its number's hash, so that it is not taken twice. It says nothing of which case."""

    __tablename__ = "anonymous_nonce"
    __table_args__ = {"sqlite_with_rowid": False}

    hash: Mapped[bytes] = mapped_column(primary_key=True)
    made_on: Mapped[date] = mapped_column(index=True)


class Visit(Base):
    """A browser in which the code was typed; `key` is a hash of its secret, `sealed` the case key, which only that cookie opens."""

    __tablename__ = "anonymous_visit"

    key: Mapped[str] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("anonymous_case.id", ondelete="CASCADE"), index=True)
    sealed: Mapped[bytes]
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
