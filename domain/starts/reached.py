"""Where each invited family stands: reminded how often, to be rung up, and whether anything reaches them at all."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, select
from sqlalchemy.orm import Session

from domain.access.citizens import Guardianship, Link
from domain.base import now
from domain.due import Due
from domain.outbox import Outbox, subject_of
from domain.people import Guardian, Start

NO_LETTER, LETTER = "mangler", "udskrevet"


@dataclass(frozen=True)
class Reached:
    """`chased`: how many times a reminder to choose a time has gone out; `ring`: now somebody rings, as far as the viewer may see it.

    `refused`: mail to a guardian came back; `paper`: whom nothing else reaches waits for a letter (NO_LETTER) or has one (LETTER), or "".
    """

    chased: int = 0
    ring: bool = False
    refused: bool = False
    paper: str = ""


def reached(session: Session, start_ids: Collection[int], *, sms: bool) -> dict[int, Reached]:
    """By start. One statement, none for none. `sms`: there is a way to send some."""
    if not start_ids:
        return {}
    needs = Guardian.unreached(sms=sms)
    columns = (
        _chases(),
        exists().where(Due.key == _key("ring"), Due.done_at.is_(None), Due.at <= now()).correlate(Start),
        _of_guardians(Guardian.email != "", Guardian.email == Guardian.refused_email),
        case((_of_guardians(needs, Link.printed_at.is_(None)), NO_LETTER), (_of_guardians(needs), LETTER), else_=""),
    )
    found = session.execute(select(Start.id, *columns).where(Start.id.in_(start_ids)))
    return {row[0]: Reached(*row[1:]) for row in found}


def _chases() -> Any:
    """Each goes to every guardian at once: so many different times, so many reminders."""
    ours = Outbox.subject == subject_of("start", Start.id), Outbox.kind == "chase", Outbox.sent_at.is_not(None)
    return select(func.count(Outbox.due_at.distinct())).where(*ours).correlate(Start).scalar_subquery()


def _key(kind: str) -> ColumnElement[str]:
    return subject_of(kind, Start.id)


def _of_guardians(*which: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether there is a guardian like that, with a link to the start."""
    return (
        select(Link.id)
        .join(Guardian, Guardian.id == Link.guardian_id)
        .join(Guardianship, and_(Guardianship.guardian_id == Guardian.id, Guardianship.child_id == Link.child_id))
        .where(Link.start_id == Start.id, *which)
        .correlate(Start)
        .exists()
    )
