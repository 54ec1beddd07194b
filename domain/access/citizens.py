"""How parents come in: who is guardian of whom, their links, and the browsers in which a link was confirmed."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Base

FAMILY = text("start_id IS NULL")


class Guardianship(Base):
    """A guardian of a child, with custody or without. Ids only: policies read it."""

    __tablename__ = "guardianship"

    child_id: Mapped[int] = mapped_column(ForeignKey("child.id"), primary_key=True)
    guardian_id: Mapped[int] = mapped_column(ForeignKey("guardian.id"), primary_key=True, index=True)
    custody: Mapped[bool]


class Link(Base):
    """A guardian's own way to one start, or, where `start_id` is None, to what else there is about the child. Only the token's hash is kept.

    `code_hash`: of the short code in a letter that was printed at `printed_at`; without a letter there is none.
    """

    __tablename__ = "link"
    __table_args__ = (
        Index("ix_link_family", "child_id", "guardian_id", unique=True, sqlite_where=FAMILY, postgresql_where=FAMILY),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    start_id: Mapped[int | None] = mapped_column(ForeignKey("start.id"), index=True)
    child_id: Mapped[int] = mapped_column(ForeignKey("child.id"), index=True)
    guardian_id: Mapped[int] = mapped_column(ForeignKey("guardian.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)
    expires_on: Mapped[date]
    tries: Mapped[int] = mapped_column(default=0)
    tried_at: Mapped[datetime | None]
    code_hash: Mapped[str | None] = mapped_column(unique=True)
    printed_at: Mapped[datetime | None]


class Visit(Base):
    """A browser in which the child's day and month of birth were confirmed; `key` is a hash of the cookie's secret."""

    __tablename__ = "visit"

    key: Mapped[str] = mapped_column(primary_key=True)
    link_id: Mapped[int] = mapped_column(ForeignKey("link.id"), primary_key=True)
    confirmed_at: Mapped[datetime]
    seen_at: Mapped[datetime]
