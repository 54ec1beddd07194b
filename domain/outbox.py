"""Messages that wait to be sent: rows written in the transaction that causes them, ids only, replaced where the cause changes."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Base


class Outbox(Base):
    """One message to one person. Name, address and language are looked up when it is sent.

    `key` is the cause's own name for it ("aftale:412:1:g7:flyttet"), unique; `kind` chooses the template; `subject` is "appointment/412", "start/9" or "staff/3";
    not sent before `due_at` nor after `expires_at`; `held_until` is a worker's hold on it; `sent_at` or `failed_at` ends it.
    """

    __tablename__ = "outbox"
    __table_args__ = (Index("ix_outbox_waiting", "sent_at", "failed_at", "due_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    channel: Mapped[str] = mapped_column(default="mail")
    guardian_id: Mapped[int | None] = mapped_column(ForeignKey("guardian.id"))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    subject: Mapped[str] = mapped_column(index=True)
    sequence: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
    held_until: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]
    error: Mapped[str] = mapped_column(default="")
