"""Whose Min dag an effort, an agreement or an offered role stands on: ids and days, no word of what it is about."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from sqlalchemy.orm import Session

from domain import due
from domain.base import COPENHAGEN, now
from domain.conferences.tables.effort import ROLE, Effort, day_key
from domain.conferences.tables.meeting import Agreement
from domain.consent import CONFERENCE, PURPOSES
from domain.due import Entry

FOLLOW_UP, AGREEMENT, OVERDUE, OFFERED = "indsats-opfoelgning", "aftale", "aftale-over", "tovholder-tilbud"
PERSONAL = (FOLLOW_UP, AGREEMENT, OFFERED)
"""Of one person: who leads the unit that they work in has no part in it, unless it is the house whose conference it was."""
ONE_DAY = timedelta(days=1)
NAMED = PURPOSES[CONFERENCE].full


def looked_at_again(session: Session, effort: Effort) -> None:
    """The tovholder's line: the day on which the effort is to be followed up."""
    assert effort.follow_up_on is not None  # the table's own rule of what runs
    entry = Entry(
        key=day_key(effort.id),
        unit_id=effort.for_unit_id,
        staff_id=effort.tovholder_id,
        kind=FOLLOW_UP,
        at=begins(effort.follow_up_on),
        target=f"effort/{effort.id}",
        purpose=NAMED,
        matter_id=named(effort),
    )
    due.put(session, [entry])


def no_longer(session: Session, effort_id: int) -> None:
    """It has ended: nothing is to be done about it."""
    due.done(session, day_key(effort_id))


def promised(session: Session, agreement: Agreement, works_in: int, chair_id: int | None) -> None:
    """The responsible person's line, and the chair's, which shows itself the day after the deadline."""
    own = Entry(
        key=agreement_key(agreement.id),
        unit_id=works_in,
        staff_id=agreement.responsible_id,
        kind=AGREEMENT,
        at=begins(agreement.deadline),
        target=f"agreement/{agreement.id}",
        purpose=NAMED,
        matter_id=named(agreement),
    )
    at = begins(agreement.deadline + ONE_DAY)
    late = replace(
        own, key=overdue_key(agreement.id), unit_id=agreement.unit_id, staff_id=chair_id, kind=OVERDUE, at=at
    )
    due.put(session, [own, late])


def kept(session: Session, agreement_id: int) -> None:
    """Done: the chair need not ask."""
    due.done(session, agreement_key(agreement_id))
    due.drop(session, overdue_key(agreement_id))


def offered(session: Session, handover_id: int, to_id: int, effort: Effort, works_in: int) -> None:
    """Whoever is to take the role over says yes or no."""
    entry = Entry(
        key=ROLE.key(handover_id),
        unit_id=works_in,
        staff_id=to_id,
        kind=OFFERED,
        at=now(),
        target=f"effort/{effort.id}",
        purpose=NAMED,
        matter_id=named(effort),
    )
    due.put(session, [entry])


def named(row: Effort | Agreement) -> int | None:
    """The task whose consent the line hangs on: none where no child is named."""
    return row.task_id if row.child_id is not None else None


def begins(day: date) -> datetime:
    return datetime.combine(day, time(), COPENHAGEN)


def agreement_key(agreement_id: int) -> str:
    return f"agreement/{agreement_id}"


def overdue_key(agreement_id: int) -> str:
    return f"agreement/{agreement_id}/late"
