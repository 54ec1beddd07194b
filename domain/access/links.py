"""Handing out links: parents' own ways to one start, and the one-time links by which staff choose a password."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, and_, bindparam, delete, insert, select, update
from sqlalchemy.orm import Session

from domain.access.citizens import Guardianship, Link, Visit
from domain.access.sessions import VISIT_LASTS
from domain.access.staff import StaffLink
from domain.access.tokens import family_token, staff_token, token, token_hash
from domain.base import DomainError, now, today


class LinkSpent(DomainError):
    """The one-time link has been used, has run out, or never was."""


def open_link(session: Session, secret: str, start_id: int, child_id: int, guardian_id: int, expires_on: date) -> Link:
    """The guardian's link to the start; the one there is, when there is one, lasting until the new day."""
    (link,) = open_links(
        session, secret, start_id, child_id, {guardian_id: _link(session, start_id, guardian_id)}, expires_on
    )
    return link


def open_links(
    session: Session,
    secret: str,
    start_id: int | None,
    child_id: int,
    known: Mapping[int, Link | None],
    expires_on: date,
) -> list[Link]:
    """The same for several guardians at once, each with the link there is. Without a start: to what else there is about the child."""
    links = []
    for guardian_id, link in known.items():
        if link is None:
            link = Link(start_id=start_id, child_id=child_id, guardian_id=guardian_id, version=1)  # noqa: PLW2901
            link.token_hash = token_hash(way_in(secret, link))
            session.add(link)
        link.expires_on = expires_on
        links.append(link)
    session.flush()
    return links


def open_family_links(session: Session, secret: str, child_id: int, expires_on: date) -> list[Link]:
    """Each guardian's link to what there is about the child besides its starts; the ones there are last at least until that day. Two statements."""
    links = []
    rows: Sequence[Any] = session.execute(_family_links([child_id])).all()
    for _, guardian_id, link in rows:
        if link is None:
            link = Link(child_id=child_id, guardian_id=guardian_id, version=1, expires_on=expires_on)  # noqa: PLW2901
            link.token_hash = token_hash(way_in(secret, link))
            session.add(link)
        link.expires_on = max(link.expires_on, expires_on)
        links.append(link)
    session.flush()
    return links


def open_families_links(session: Session, secret: str, child_ids: Collection[int], expires_on: date) -> None:
    """The same for many children at once. Three statements."""
    found = session.execute(_family_links(child_ids)).all()
    short = [link.id for _, _, link in found if link is not None and link.expires_on < expires_on]
    if short:
        session.execute(update(Link).where(Link.id.in_(short)).values(expires_on=expires_on))
    new = [
        Link(child_id=child, guardian_id=guardian, version=1, expires_on=expires_on)
        for child, guardian, link in found
        if link is None
    ]
    rows = [
        {name: getattr(one, name) for name in ("child_id", "guardian_id", "version", "expires_on")}
        | {"token_hash": token_hash(way_in(secret, one))}
        for one in new
    ]
    if rows:
        session.execute(insert(Link), rows)


def _family_links(child_ids: Collection[int]) -> Select[*tuple[Any, ...]]:
    same = Link.guardian_id == Guardianship.guardian_id, Link.child_id == Guardianship.child_id
    found = select(Guardianship.child_id, Guardianship.guardian_id, Link)
    found = found.outerjoin(Link, and_(*same, Link.start_id.is_(None)))
    return found.where(Guardianship.child_id.in_(child_ids))


def way_in(secret: str, link: Any) -> str:
    """The secret part of a link, from its ids and its version (a `Link`, or a row of those columns)."""
    return _way_in(secret, link, link.version)


def _way_in(secret: str, link: Any, version: int) -> str:
    if link.start_id is None:
        return family_token(secret, link.child_id, link.guardian_id, version)
    return token(secret, link.start_id, link.guardian_id, version)


def renew_links(session: Session, secret: str, links: Sequence[Any]) -> None:
    """Links that may have come into the wrong hands end, with their letters and their browsers; the next message carries another.

    `links`: rows of id, start_id, child_id, guardian_id, version, at least one. Two statements.
    """
    table: Any = Link.__table__
    anew = [
        {"of": one.id, "to": one.version + 1, "hash": token_hash(_way_in(secret, one, one.version + 1))}
        for one in links
    ]
    blank = {"code_hash": None, "printed_at": None, "tries": 0, "tried_at": None}
    changed: dict[str, Any] = {"version": bindparam("to"), "token_hash": bindparam("hash")}
    session.execute(update(table).where(table.c.id == bindparam("of")).values(**changed, **blank), anew)
    session.execute(delete(Visit).where(Visit.link_id.in_([one.id for one in links])))


def follow_secret(session: Session, secret: str) -> int:
    """After a change of the server's secret the old links end, and the ones in the next messages work. How many changed."""
    ids = (Link.id, Link.start_id, Link.child_id, Link.guardian_id)
    columns = select(*ids, Link.version, Link.token_hash).where(Link.expires_on >= today())
    changed = [
        {"id": one.id, "token_hash": right, "code_hash": None, "printed_at": None}
        for one in session.execute(columns)
        if (right := token_hash(way_in(secret, one))) != one.token_hash
    ]
    if changed:
        session.execute(update(Link), changed)
    return len(changed)


def open_staff_link(session: Session, secret: str, staff_id: int, expires_at: datetime) -> str:
    """A new one-time link, as its token; the ones before it end."""
    session.execute(delete(StaffLink).where(StaffLink.staff_id == staff_id))
    found = staff_token(secret, staff_id, expires_at)
    session.add(StaffLink(token_hash=token_hash(found), staff_id=staff_id, expires_at=expires_at))
    session.flush()
    return found


def staff_of_link(session: Session, token: str) -> int:
    """Whose one-time link this is, without using it."""
    alive = StaffLink.token_hash == token_hash(token), StaffLink.expires_at > now()
    staff_id = session.scalar(select(StaffLink.staff_id).where(*alive))
    if staff_id is None:
        raise LinkSpent
    return staff_id


def spend_staff_link(session: Session, token: str) -> int:
    """Use it up: of two at the same time only one gets through."""
    alive = StaffLink.token_hash == token_hash(token), StaffLink.expires_at > now()
    staff_id: int | None = session.scalar(delete(StaffLink).where(*alive).returning(StaffLink.staff_id))
    if staff_id is None:
        raise LinkSpent
    return staff_id


def _link(session: Session, start_id: int, guardian_id: int) -> Link | None:
    return session.scalars(select(Link).where(Link.start_id == start_id, Link.guardian_id == guardian_id)).one_or_none()


def prune(session: Session) -> None:
    """Forget one-time links that have run out, and browsers that nobody has used for a while."""
    session.execute(delete(StaffLink).where(StaffLink.expires_at <= now()))
    session.execute(delete(Visit).where(Visit.seen_at <= now() - VISIT_LASTS))
