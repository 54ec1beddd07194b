"""What the administrator has written in place of the first texts (domain/guide/first): about offers and rules, never about a person."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Base, one_of

RAMMER, UNDERRETNING = "rammer", "underretning"
PLACES = (RAMMER, UNDERRETNING)


class HelpEntry(Base):
    """Somebody who can help. `key` is its name in addresses; texts are by language; `words` are those it is found by, in any language.

    One with the key of a first one stands in its place; one that is not `shown` stands nowhere.
    """

    __tablename__ = "help_entry"
    __table_args__ = (
        CheckConstraint(
            "actor IN ('sundhedspleje', 'dagtilbud', 'ppr', 'fsr', 'familiehus', 'forvaltning')", name="actor"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    position: Mapped[int]
    actor: Mapped[str]
    link: Mapped[str] = mapped_column(default="")
    words: Mapped[str] = mapped_column(default="")
    shown: Mapped[bool] = mapped_column(default=True)
    name: Mapped[dict[str, str]]
    about: Mapped[dict[str, str]]
    reach: Mapped[dict[str, str]]


class PublishedText(Base):
    """One version of a text. Nothing is written over: the highest `number` of a key is the one that holds."""

    __tablename__ = "published_text"
    __table_args__ = (
        UniqueConstraint("key", "number"),
        one_of("place", PLACES),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str]
    number: Mapped[int]
    place: Mapped[str]
    position: Mapped[int]
    title: Mapped[str]
    body: Mapped[str]
    shown: Mapped[bool] = mapped_column(default=True)
    published_on: Mapped[date]
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
