"""The role of tovholder handed on: offered, then accepted or declined. Until then whoever has it keeps it; every offer is kept."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, ForeignKey, Index, Select, insert, select, text, update
from sqlalchemy.orm import InstrumentedAttribute, Mapped, Session, aliased, mapped_column

from domain import due
from domain.access import NotAllowed, Viewer
from domain.access.staff import Staff
from domain.base import DomainError, now

OPEN = text("answered_at IS NULL")


class NotOffered(DomainError):
    """The role is not, or no longer, offered to whoever answers."""


class Offer:
    """The columns of an offer: its rows are the role's history. Ids only."""

    id: Mapped[int] = mapped_column(primary_key=True)
    from_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    to_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    accepted: Mapped[bool | None]


def one_open(table: str, of: str) -> Index:
    """One offer at a time, of each."""
    return Index(f"uq_{table}_open", of, unique=True, sqlite_where=OPEN, postgresql_where=OPEN)


@dataclass(frozen=True)
class Role:
    """What somebody is tovholder of: its offers, the column there that says of which one, and what an offer is called on Min dag."""

    offers: Any
    of: InstrumentedAttribute[int]
    word: str

    def key(self, offer_id: int) -> str:
        """Of the line on Min dag."""
        return f"{self.word}/{offer_id}"


def hands_on(viewer: Viewer, it: Any) -> bool:
    """Who offers the role: whoever has it, and the house's leaders. `it`: the row, or the columns it is asked by."""
    return viewer.staff == it.tovholder_id or it.unit_id in viewer.leads()


def offer(session: Session, role: Role, it: Any, to_id: int) -> int:
    """By `hands_on`, of a row that the caller holds; another offer takes an open one back. NotAllowed."""
    if not hands_on(cast("Viewer", session.info["viewer"]), it):
        raise NotAllowed("the role is offered by whoever has it, or by the house's leaders")
    take_back(session, role, it.id)
    values = {role.of.key: it.id, "from_id": it.tovholder_id, "to_id": to_id, "asked_at": now()}
    return cast("int", session.scalars(insert(role.offers).returning(role.offers.id), [values]).one())


def answer(session: Session, role: Role, offer_id: int, *, yes: bool) -> int:
    """By whoever it was offered to: their id. NotOffered."""
    me = cast("Viewer", session.info["viewer"]).staff
    mine = update(role.offers).where(role.offers.id == offer_id, role.offers.to_id == me)
    given = session.execute(mine.where(role.offers.answered_at.is_(None)).values(answered_at=now(), accepted=yes))
    if me is None or cast("CursorResult[Any]", given).rowcount != 1:
        raise NotOffered
    due.done(session, role.key(offer_id))
    return me


def take_back(session: Session, role: Role, of_id: int) -> None:
    """What is offered now replaces what was offered before, and nothing is offered of what is over."""
    stale = update(role.offers).where(role.of == of_id, role.offers.answered_at.is_(None))
    gone = session.scalars(stale.values(answered_at=now()).returning(role.offers.id)).all()
    if gone:
        due.drop(session, *(role.key(one) for one in gone))


def history(role: Role, of_id: int) -> Select[*tuple[Any, ...]]:
    """Oldest first: (id, from_name, to_id, to_name, asked_at, answered_at, accepted); accepted None: taken back, or open."""
    giver, taker, offers = aliased(Staff), aliased(Staff), role.offers
    columns = (offers.id, giver.name.label("from_name"), offers.to_id, taker.name.label("to_name"))
    return (
        select(*columns, offers.asked_at, offers.answered_at, offers.accepted)
        .join(giver, giver.id == offers.from_id)
        .join(taker, taker.id == offers.to_id)
        .where(role.of == of_id)
        .order_by(offers.id)
    )
