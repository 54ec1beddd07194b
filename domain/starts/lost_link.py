"""A lost link: sent again, to the address that we know, without telling whoever asks whether we know one; and a leaked one, ended.

Who only knows an address ends nothing by it: else anybody could take a parent's links away. To end one takes the link itself, or staff.
"""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from domain import due, outbox
from domain.access.citizens import Link
from domain.access.links import renew_links
from domain.base import DomainError, now, today
from domain.due import Entry
from domain.outbox import Message
from domain.people import Child, Guardian, Start
from domain.starts.importing import cells

SENT, RENEWED = ("lost-link", "lost-family-link"), ("new-link", "new-family-link")
"""Of a link to a start, and of one to the family's own page."""
LASTS = timedelta(hours=2)
STRANGER = {"unscoped": "whoever asks is not known by a link, or not confirmed, and is told nothing"}
COLUMNS = (Link.id, Link.start_id, Link.child_id, Link.guardian_id, Link.version)


class NoLink(DomainError):
    """There is none that works, or the viewer may not see whose it is."""


class Unreached(DomainError):
    """We know no address of theirs to send another link to: none is ended."""


def send_again(session: Session, typed: str) -> None:
    """At most one message an hour for each link that leads on; the same work when there is none."""
    found = session.execute(_known_by(typed), execution_options=STRANGER).all()
    same: dict[str, Any] = {"expires_at": now() + LASTS, "key_part": f"{now():%Y%m%d%H}"}
    outbox.put_all(session, *(_message(SENT, one, **same) for one in found))
    if not found:
        outbox.pretend(session, SENT[0])


def close(session: Session, secret: str, guardian_id: int, *, sms: bool) -> None:
    """By whoever came by a link of this guardian, rightly or not: all links of theirs end, with their letters and browsers, and others are sent
    to the address that we know. Unreached.
    """
    reached = select(Guardian.id).where(Guardian.id == guardian_id, ~Guardian.unreached(sms=sms))
    if session.scalar(reached, execution_options=STRANGER) is None:
        raise Unreached
    own = select(*COLUMNS).where(Link.guardian_id == guardian_id, Link.expires_on >= today())
    _end(session, secret, session.execute(own).all())


def renew(session: Session, secret: str, start_id: int, guardian_id: int) -> None:
    """As told to the house or the sundhedsplejerske: all links of this guardian about the child of that start end, with the letter and the
    browsers that know them; others are sent. NoLink.
    """
    own = select(*COLUMNS, Start.unit_id).join(Start, Start.child_id == Link.child_id).where(Start.id == start_id)
    rows = session.execute(own.where(Link.guardian_id == guardian_id, Link.expires_on >= today())).all()
    _renewed(session, secret, rows, f"start/{start_id}")


def renew_of_child(session: Session, secret: str, child_id: int, guardian_id: int, unit_id: int) -> None:
    """The same as told to `unit_id`, from the child's own page. NoLink."""
    own = select(*COLUMNS, Child.id.label("seen")).join(Child, Child.id == Link.child_id).where(Child.id == child_id)
    rows = session.execute(own.where(Link.guardian_id == guardian_id, Link.expires_on >= today())).all()
    _renewed(session, secret, rows, f"child/{child_id}", unit_id)


def _renewed(session: Session, secret: str, rows: Sequence[Any], target: str, unit_id: int = 0) -> None:
    if not rows:
        raise NoLink
    _end(session, secret, rows)
    at = now()
    told = Entry(
        key=f"nyt-link/{target}/{rows[0].guardian_id}/{sum(row.version for row in rows)}",
        unit_id=unit_id or rows[0].unit_id,
        child_id=rows[0].child_id,
        kind="nyt-link",
        at=at,
        done_at=at,
        target=target,
    )
    due.put(session, [told])


def _end(session: Session, secret: str, rows: Sequence[Any]) -> None:
    renew_links(session, secret, rows)
    outbox.put_all(session, *(_message(RENEWED, one, sequence=one.version + 1) for one in rows))


def _message(kinds: tuple[str, str], link: Any, **more: Any) -> Message:
    kind, about = (kinds[0], f"start/{link.start_id}") if link.start_id else (kinds[1], f"family/{link.child_id}")
    return Message(kind=kind, subject=about, guardians=[link.guardian_id], **more)


def _known_by(typed: str) -> Any:
    """The links that lead on of who has this address or number."""
    whose: ColumnElement[bool] = or_(
        Guardian.email == _known(cells.email, typed), Guardian.mobile == _known(cells.mobile, typed)
    )
    return select(*COLUMNS).join(Guardian, Guardian.id == Link.guardian_id).where(Link.expires_on >= today(), whose)


def _known(spelling: Callable[[str], str], typed: str) -> str | None:
    """As we keep it; None (which nothing equals) when it is not one of that kind."""
    try:
        return spelling(typed.strip())
    except cells.CellError:
        return None
