"""Where people work: districts, units, groups, rooms, and the resources whose time can be claimed."""

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Base


class District(Base):
    """One of the municipality's districts (domain.md, "Places")."""

    __tablename__ = "district"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]


class Unit(Base):
    """A place of work, found in the address by actor and slug. A dagtilbud unit of kind "distrikt" stands for all houses of its district."""

    __tablename__ = "unit"
    __table_args__ = (UniqueConstraint("actor", "slug"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    actor: Mapped[str]
    slug: Mapped[str]
    name: Mapped[str]
    kind: Mapped[str]
    district_id: Mapped[int | None] = mapped_column(ForeignKey("district.id"), index=True)
    address: Mapped[str] = mapped_column(default="")
    vuggestue_places: Mapped[int] = mapped_column(default=0)
    boernehave_places: Mapped[int] = mapped_column(default=0)


class Group(Base):
    """A group (stue) of a house."""

    __tablename__ = "group"
    __table_args__ = (UniqueConstraint("unit_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    name: Mapped[str]


class Resource(Base):
    """Something whose time can be claimed: a member of staff or a room."""

    __tablename__ = "resource"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]


class Room(Base):
    """A room that an appointment can take place in."""

    __tablename__ = "room"
    __table_args__ = (UniqueConstraint("unit_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    name: Mapped[str]
    resource_id: Mapped[int] = mapped_column(ForeignKey("resource.id"), unique=True)
