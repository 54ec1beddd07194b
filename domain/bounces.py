"""Mail that nobody got: the address is marked, the house rings, and another address makes it good again."""

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from domain import due, outbox, receipts
from domain.access.citizens import Guardianship
from domain.base import DomainError, now, today
from domain.due import Due, Entry
from domain.letter import EMAIL_CHANGED
from domain.outbox import Outbox
from domain.people import Guardian, Start

KIND = "mail-afvist"
TOLD_WITHIN = timedelta(days=2)
WHY = {"unscoped": "kept for one message, whoever it was to", "synchronize_session": False}


class NoSuchGuardian(DomainError):
    """Nobody of that number is a guardian of the child, or the viewer may not see them."""


def refuse(session: Session, guardian_id: int, address: str) -> bool:
    """Mark the address, if it is still theirs; each house that a child of theirs starts in has it on Min dag. Whether it was."""
    guardian = session.get(Guardian, guardian_id)
    if guardian is None or not address or guardian.email.lower() != address.lower():
        return False
    if guardian.refused_email != guardian.email:
        guardian.refused_email, guardian.refused_at = guardian.email, now()
        due.put(session, [_ring(start, guardian_id) for start in _starts(session, guardian_id)])
    session.flush()
    return True


def returned(session: Session, secret: str, name: str, address: str) -> bool:
    """A message of ours by this name came back from this address. False where we have sent no such message to them."""
    guardian_id = receipts.bounced(session, secret, name)
    return guardian_id is not None and refuse(session, guardian_id, address)


def reach(session: Session, start_id: int, guardian_id: int, *, email: str, mobile: str, language: str) -> None:
    """What the family has said on the telephone; whoever says that the old address is right means that it works again.

    The old address is told that it is another now: a stranger who has talked themselves in between would be noticed.
    """
    ours = select(Guardianship.guardian_id).join(Start, Start.child_id == Guardianship.child_id)
    found = select(Guardian).where(Guardian.id == guardian_id, Guardian.id.in_(ours.where(Start.id == start_id)))
    guardian = session.scalars(found).one_or_none()
    if guardian is None:
        raise NoSuchGuardian
    before = guardian.mail
    changed = before not in {"", email}
    guardian.email, guardian.mobile, guardian.language = email, mobile, language
    guardian.refused_email, guardian.refused_at = "", None
    guardian.former_email = before if changed else guardian.former_email
    session.flush()
    if changed:
        told = {"guardians": [guardian_id], "expires_at": now() + TOLD_WITHIN, "key_part": f"{now():%Y%m%d%H%M%S}"}
        outbox.put(session, EMAIL_CHANGED, f"start/{start_id}", **told)
    settle(session)


def settle(session: Session) -> None:
    """Nobody need ring about an address that is another by now, whoever has changed it."""
    waiting = select(Due.key).where(Due.kind == KIND, Due.done_at.is_(None))
    keys = session.scalars(waiting).all()
    if not keys:
        return
    refused = select(Guardian.id).where(Guardian.refused_email == Guardian.email, Guardian.email != "")
    still = set(session.scalars(refused.where(Guardian.id.in_({_guardian(key) for key in keys}))))
    over = [key for key in keys if _guardian(key) not in still]
    if over:
        due.done(session, *over)


def forget(session: Session) -> None:
    """The address before is kept no longer than the message to it waits."""
    waiting = select(Outbox.guardian_id).where(Outbox.kind == EMAIL_CHANGED, outbox.is_open())
    told = update(Guardian).where(Guardian.former_email != "", Guardian.id.not_in(waiting)).values(former_email="")
    session.execute(told, execution_options=WHY)


def keys(start_id: int, guardian_ids: Iterable[int]) -> list[str]:
    """Of the rows on Min dag."""
    return [f"{KIND}/{start_id}/{one}" for one in guardian_ids]


def _guardian(key: str) -> int:
    return int(key.rpartition("/")[2])


def _starts(session: Session, guardian_id: int) -> Iterable[Start]:
    """That have not been closed or begun: later nobody waits for an answer."""
    children = select(Guardianship.child_id).where(Guardianship.guardian_id == guardian_id)
    coming = select(Start).where(Start.child_id.in_(children), Start.closed == "", Start.starts_on > today())
    return session.scalars(coming).all()


def _ring(start: Start, guardian_id: int) -> Entry:
    [key] = keys(start.id, [guardian_id])
    return Entry(
        key=key,
        unit_id=start.unit_id,
        child_id=start.child_id,
        start_id=start.id,
        kind=KIND,
        at=now(),
        target=f"start/{start.id}",
    )
