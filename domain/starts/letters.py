"""Letters on paper: each guardian's own link, and a short code to type, for those whom nothing else reaches."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import Session

from domain import audit, due
from domain.access.citizens import Guardianship, Link
from domain.access.tokens import SIGNS, code, code_hash, token
from domain.access.units import Unit
from domain.access.viewers import Viewer
from domain.access.writes import Written
from domain.base import DomainError, now, today
from domain.due import Entry
from domain.people import Child, Guardian, Start
from domain.starts.lost_link import NoLink

GROUP = 5
KIND = "brev"


class NotInvited(DomainError):
    """There is no link yet that a letter could hold."""


class WrongCode(DomainError):
    """No letter with that code leads anywhere now."""


@dataclass(frozen=True, kw_only=True)
class Paper:
    """One letter: to whom, in which language, and the two ways in, which work to the end of `until`."""

    start_id: int
    child_id: int
    name: str
    language: str
    house: str
    token: str
    code: str
    until: date


def write(session: Session, secret: str, start_id: int, guardian_id: int) -> None:
    """A letter for one guardian, whoever they are. Again: the same letter."""
    found = session.execute(_links(session).where(Start.id == start_id, Link.guardian_id == guardian_id)).all()
    if not found:
        raise NotInvited if session.get(Start, start_id) else NoLink
    _print(session, secret, found)


def write_all(session: Session, secret: str, *, sms: bool) -> int:
    """For all in the viewer's houses whom nothing else reaches, who have been invited and have none yet. How many."""
    found = session.execute(_needed(session, sms=sms).where(Link.printed_at.is_(None))).all()
    _print(session, secret, found)
    return len(found)


def wanted(session: Session, *, sms: bool) -> int:
    """How many `write_all` would write."""
    found = _needed(session, sms=sms).where(Link.printed_at.is_(None)).with_only_columns(func.count()).order_by(None)
    return session.scalar(found) or 0


def of_one(session: Session, secret: str, start_id: int, guardian_id: int) -> list[Paper]:
    """The letter that has been written to this guardian; none when none has, or its link has ended."""
    ours = _links(session).where(Start.id == start_id, Link.guardian_id == guardian_id, Link.code_hash.is_not(None))
    return [_paper(row, secret) for row in session.execute(ours)]


def of_all(session: Session, secret: str, *, sms: bool) -> list[Paper]:
    """All that have been written to those whom nothing else reaches."""
    return [
        _paper(row, secret) for row in session.execute(_needed(session, sms=sms).where(Link.code_hash.is_not(None)))
    ]


def open_code(session: Session, secret: str, typed: str) -> str:
    """The token of the link that a typed code stands for, however it was spaced."""
    sign = "".join(one for one in typed.upper() if one in SIGNS)
    where = Link.code_hash == code_hash(secret, sign), Link.expires_on >= today()
    row = session.execute(select(Link.start_id, Link.guardian_id, Link.version).where(*where)).one_or_none()
    if row is None:
        raise WrongCode
    return token(secret, row.start_id, row.guardian_id, row.version)


def spelled(sign: str) -> str:
    """In groups that one can keep in mind while typing."""
    return "-".join(sign[at : at + GROUP] for at in range(0, len(sign), GROUP))


def _links(session: Session) -> Select[*tuple[Any, ...]]:
    """Of guardians of children who start in the viewer's houses, while the link works."""
    viewer: Viewer = session.info["viewer"]
    return (
        select(Link, Start.id.label("start_id"), Start.unit_id, Unit.name.label("house"))
        .add_columns(Guardian.id.label("guardian_id"), Guardian.name, Guardian.language, Child.id.label("child_id"))
        .join(Start, Start.id == Link.start_id)
        .join(Unit, Unit.id == Start.unit_id)
        .join(Child, Child.id == Start.child_id)
        .join(Guardianship, and_(Guardianship.child_id == Child.id, Guardianship.guardian_id == Link.guardian_id))
        .join(Guardian, Guardian.id == Link.guardian_id)
        .where(Start.unit_id.in_(viewer.units("dagtilbud")), Start.closed == "", Link.expires_on >= today())
        .order_by(Start.starts_on, Start.id, Guardian.id)
    )


def _needed(session: Session, *, sms: bool) -> Select[*tuple[Any, ...]]:
    """Until the child begins: then one meets them."""
    return _links(session).where(Guardian.unreached(sms=sms), Start.starts_on > today())


def _print(session: Session, secret: str, rows: Sequence[Any]) -> None:
    """Links are hashes and not guarded, so that the log of changes is told by hand that somebody has held them."""
    at = now()
    for row in rows:
        link: Link = row.Link
        link.code_hash = code_hash(secret, code(secret, row.start_id, link.guardian_id, link.version))
        link.printed_at = at
    session.flush()
    if rows:
        viewer: Viewer = session.info["viewer"]
        printed = ("code_hash", "printed_at")
        audit.changed(session, viewer, [Written("change", "link", row.Link.id, row.child_id, printed) for row in rows])
        due.put(session, [_told(row) for row in rows])


def _told(row: Any) -> Entry:
    return Entry(
        key=f"{KIND}/{row.start_id}/{row.guardian_id}/{now():%Y%m%d%H%M}",
        unit_id=row.unit_id,
        child_id=row.child_id,
        kind=KIND,
        at=now(),
        done_at=now(),
        target=f"start/{row.start_id}",
    )


def _paper(row: Any, secret: str) -> Paper:
    own = row.start_id, row.guardian_id, row.Link.version
    return Paper(
        start_id=row.start_id,
        child_id=row.child_id,
        name=row.name,
        language=row.language,
        house=row.house,
        token=token(secret, *own),
        code=spelled(code(secret, *own)),
        until=row.Link.expires_on,
    )
