"""A lost link: sent again, to the address that we know, without telling whoever asks whether we know one; and a leaked one, ended."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from domain import due, outbox
from domain.access.citizens import Link
from domain.access.links import renew_link
from domain.base import DomainError, now, today
from domain.due import Entry
from domain.people import Guardian, Start
from domain.starts.importing import cells

KIND, FAMILY_KIND, RENEWED = "lost-link", "lost-family-link", "new-link"
LASTS = timedelta(hours=2)


class NoLink(DomainError):
    """There is none that works, or the viewer may not see whose it is."""


def send_again(session: Session, typed: str) -> None:
    """At most one message an hour for each link that leads on; the same work when there is none."""
    found = session.execute(
        select(Link.start_id, Link.child_id, Link.guardian_id)
        .join(Guardian, Guardian.id == Link.guardian_id)
        .where(
            Link.expires_on >= today(),
            or_(Guardian.email == _known(cells.email, typed), Guardian.mobile == _known(cells.mobile, typed)),
        )
        .execution_options(unscoped="whoever asks has no link to be known by, and is told nothing")
    ).all()
    for start_id, child_id, guardian_id in found:
        outbox.put(
            session,
            KIND if start_id else FAMILY_KIND,
            f"start/{start_id}" if start_id else f"family/{child_id}",
            guardians=[guardian_id],
            expires_at=now() + LASTS,
            key_part=f"{now():%Y%m%d%H}",
        )
    if not found:
        outbox.pretend(session, KIND)


def renew(session: Session, secret: str, start_id: int, guardian_id: int) -> None:
    """What has come into the wrong hands ends, with the letter and the browsers that know it; the guardian gets another."""
    own = Link.start_id == start_id, Link.guardian_id == guardian_id, Link.expires_on >= today()
    row = session.execute(select(Link, Start.unit_id).join(Start, Start.id == Link.start_id).where(*own)).one_or_none()
    if row is None:
        raise NoLink
    link: Link = row.Link
    renew_link(session, secret, link)
    subject = f"start/{start_id}"
    outbox.put(session, RENEWED, subject, guardians=[guardian_id], sequence=link.version)
    told = Entry(
        key=f"nyt-link/{start_id}/{guardian_id}/{link.version}",
        unit_id=row.unit_id,
        child_id=link.child_id,
        kind="nyt-link",
        at=now(),
        done_at=now(),
        target=subject,
    )
    due.put(session, [told])


def _known(spelling: Callable[[str], str], typed: str) -> str | None:
    """As we keep it; None (which nothing equals) when it is not one of that kind."""
    try:
        return spelling(typed.strip())
    except cells.CellError:
        return None
