"""Who works here: staff, their memberships with roles, and their sessions."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, UniqueConstraint, exists, literal
from sqlalchemy.orm import Mapped, aliased, mapped_column

from domain.base import Base


class Staff(Base):
    """A member of staff. Without a password hash the one-time link has not been used yet.

    `languages`: which they interpret from and to, in small letters with a comma between ("arabisk, dari"); see `interprets`.
    """

    __tablename__ = "staff"

    id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    email: Mapped[str] = mapped_column(unique=True)
    mobile: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="da")
    password_hash: Mapped[str | None]
    active: Mapped[bool] = mapped_column(default=True)
    resource_id: Mapped[int] = mapped_column(ForeignKey("resource.id"), unique=True)
    substitute_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    languages: Mapped[str] = mapped_column(default="")


def interprets(pattern: Any) -> ColumnElement[bool]:
    """Whether somebody interprets the language of a `spoken` pattern (a bind); nobody does where it is None."""
    return literal(", ").concat(Staff.languages).concat(", ").like(pattern, escape="/")


def spoken(language: str) -> str | None:
    """For `interprets`: what a family has typed is no pattern of its own."""
    plain = language.strip().lower().replace("/", "//").replace("%", "/%").replace("_", "/_")
    return f"%, {plain}, %" if plain else None


class Membership(Base):
    """What a member of staff is in a unit; pædagoger have a group."""

    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("staff_id", "unit_id", "role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    role: Mapped[str]
    group_id: Mapped[int | None] = mapped_column(ForeignKey("group.id"))


def works(staff_id: Any, unit_id: Any) -> ColumnElement[bool]:
    """Of two columns: whether this member of staff has not stopped and still works in that unit."""
    who, there = aliased(Staff), aliased(Membership)
    return exists().where(there.staff_id == staff_id, there.unit_id == unit_id, who.id == staff_id, who.active)


class StaffSession(Base):
    """A browser that a member of staff has signed in with; `key` is a hash of the cookie's secret, never the secret."""

    __tablename__ = "staff_session"

    id: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    locked: Mapped[bool] = mapped_column(default=False)


class StaffLink(Base):
    """A one-time link by which a member of staff chooses a password; only its hash is kept."""

    __tablename__ = "staff_link"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), index=True)
    expires_at: Mapped[datetime]


class FeedLink(Base):
    """The secret address of somebody's own calendar feed; only its hash is kept. Another `version` ends the one before."""

    __tablename__ = "feed_link"

    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    version: Mapped[int]
    token_hash: Mapped[str] = mapped_column(unique=True)
