"""A lost link: sent again, to the address that we know, without telling whoever asks whether we know one."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from domain import outbox
from domain.access.citizens import Link
from domain.base import now, today
from domain.people import Guardian
from domain.starts.importing import cells

KIND = "lost-link"
LASTS = timedelta(hours=2)


def send_again(session: Session, typed: str) -> None:
    """At most one message an hour for each link that leads on; the same work when there is none."""
    found = session.execute(
        select(Link.start_id, Link.guardian_id)
        .join(Guardian, Guardian.id == Link.guardian_id)
        .where(
            Link.expires_on >= today(),
            or_(Guardian.email == _known(cells.email, typed), Guardian.mobile == _known(cells.mobile, typed)),
        )
        .execution_options(unscoped="whoever asks has no link to be known by, and is told nothing")
    ).all()
    for start_id, guardian_id in found:
        outbox.put(
            session,
            KIND,
            f"start/{start_id}",
            guardians=[guardian_id],
            expires_at=now() + LASTS,
            key_part=f"{now():%Y%m%d%H}",
        )
    if not found:
        outbox.pretend(session, KIND)


def _known(spelling: Callable[[str], str], typed: str) -> str | None:
    """As we keep it; None (which nothing equals) when it is not one of that kind."""
    try:
        return spelling(typed.strip())
    except cells.CellError:
        return None
