"""Claims: one row for each quarter of each resource. Their insert, and nothing before it, decides whether a time is free."""

from collections.abc import Callable, Collection
from typing import TypeVar

from sqlalchemy import CursorResult, delete, insert, select, tuple_, update
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from domain.base import DomainError
from domain.booking.finding.grid import load
from domain.booking.finding.search import ClaimKey, Offer, Placement, Wish, offers
from domain.booking.tables import Claim

DEADLOCK, SERIALIZATION = "40P01", "40001"
T = TypeVar("T")


class SlotTaken(DomainError):
    """Somebody who must be there is not free at that time, or no longer."""


def take(
    session: Session,
    wanted: Wish,
    first: int,
    write: Callable[[Placement], T],
    apart: int | None = None,
    seen: Offer | None = None,
) -> T:
    """Let `write` write, in a savepoint, with those who are free at `first`; when one has just been taken, with the next.

    `apart`: the appointment whose own claims are no hindrance. `seen`: who is free, where the caller has just looked.
    """
    collided = False
    for _ in range(1 + len(wanted.resources())):
        offer, seen = seen or offer_at(session, wanted, first, apart), None
        if offer is None:
            break
        try:
            with session.begin_nested():
                return write(wanted.placed(offer))
        except SlotTaken:
            continue
        except DBAPIError as error:
            if not _is_collision(error):
                raise
            if collided:
                raise SlotTaken from error
            collided = True
    raise SlotTaken(f"quarter {first}")


def offer_at(session: Session, wanted: Wish, first: int, apart: int | None = None) -> Offer | None:
    """Who would come at this very time. One statement."""
    run = (first, first + wanted.quarters)
    grid = load(session, wanted.resources(), wanted.type_key, wanted.around(*run), apart, wanted.where)
    return next(iter(offers(grid, wanted, *run)), None)


def claim(session: Session, appointment_id: int, wanted: Collection[ClaimKey]) -> None:
    """All or none, in one insert, in the same order for everybody: unsorted, two bookings could wait for each other."""
    claim_all(session, [(i, q, appointment_id) for i, q in wanted])


def claim_all(session: Session, wanted: Collection[tuple[int, int, int]]) -> None:
    """The same of several appointments: (resource, quarter, appointment)."""
    if not wanted:
        return
    rows = [{"resource_id": i, "quarter": q, "appointment_id": of} for i, q, of in sorted(wanted)]
    try:
        session.execute(insert(Claim), rows)
    except IntegrityError as error:
        raise SlotTaken(f"{len(rows)} quarters") from error


def claimed_for(session: Session, appointment_id: int) -> set[ClaimKey]:
    rows = session.execute(select(Claim.resource_id, Claim.quarter).where(Claim.appointment_id == appointment_id))
    return {(resource, number) for resource, number in rows}


def release(session: Session, appointment_id: int, given_up: Collection[ClaimKey] | None = None) -> None:
    """Free some of its claims, or all."""
    if given_up is not None and not given_up:
        return
    some = () if given_up is None else (tuple_(Claim.resource_id, Claim.quarter).in_(sorted(given_up)),)
    session.execute(delete(Claim).where(Claim.appointment_id == appointment_id, *some))


def hand_over(session: Session, held_by: int, to: int) -> None:
    """What one appointment claims is another's from now on."""
    session.execute(update(Claim).where(Claim.appointment_id == held_by).values(appointment_id=to))


def prune(session: Session, before: int) -> int:
    """Delete the claims of the past: nobody looks for a time before quarter `before`. Returns how many."""
    found = session.execute(delete(Claim).where(Claim.quarter < before))
    assert isinstance(found, CursorResult)
    return found.rowcount


def _is_collision(error: DBAPIError) -> bool:
    """PostgreSQL has ended one of two that waited for each other; undone to the savepoint, it can be tried again."""
    return getattr(error.orig, "sqlstate", None) in {DEADLOCK, SERIALIZATION}
