"""Who works here: staff, their memberships with roles, and their sessions."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Base


class Staff(Base):
    """A member of staff. Without a password hash the one-time link has not been used yet."""

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


class Membership(Base):
    """What a member of staff is in a unit; pædagoger have a group."""

    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("staff_id", "unit_id", "role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    role: Mapped[str]
    group_id: Mapped[int | None] = mapped_column(ForeignKey("group.id"))


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
