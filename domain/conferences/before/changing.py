"""A date is moved or called off, or an item postponed, after the agenda was made: nothing on it is lost, and parents who were invited are told."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain import consent, outbox
from domain.base import moment, now
from domain.conferences.before import agenda, carrying
from domain.conferences.tables.meeting import POSTPONED, Invitation, Item
from domain.conferences.tables.series import Conference
from domain.conferences.tables.task import Task
from domain.conferences.tasks import life
from domain.conferences.tasks.asking import TIME, uninvite
from domain.conferences.year import planning
from domain.outbox import Message

WHY = {"unscoped": "which children's parents have been told another time: numbers"}


def move(session: Session, conference_id: int, first: int, quarters: int | None = None) -> Collection[int]:
    """As planning.move; and the parents who are invited get the new time of their item."""
    before = session.scalar(select(Conference.first).where(Conference.id == conference_id))
    found = planning.move(session, conference_id, first, quarters)
    if before != first:
        _tell_anew(session, conference_id)
    return found


def cancel(session: Session, conference_id: int) -> None:
    """As planning.cancel; its tasks wait in the queue again, its free items go to the next date, and no parents come for nothing."""
    uninvite(session, Invitation.conference_id == conference_id)
    conference = planning.cancel(session, conference_id)
    life.unreached(session, carrying.unreached(session, conference), conference_id)


def postpone(session: Session, item_id: int) -> int | None:
    """As agenda.postpone; the parents are invited anew to the date on which it is talked about."""
    later = agenda.postpone(session, item_id)
    uninvite(session, Invitation.item_id == item_id)
    return later


def _tell_anew(session: Session, conference_id: int) -> None:
    """The item's minute of the meeting is as it was; the mail has its time from the conference."""
    rows = select(Invitation, Task.child_id, Conference.first, Conference.quarters)
    rows = rows.join(Task, Task.id == Invitation.task_id).join(Item, Item.id == Invitation.item_id)
    rows = rows.join(Conference, Conference.id == Invitation.conference_id)
    invited = rows.where(Invitation.conference_id == conference_id, Item.state != POSTPONED)
    found = session.execute(invited, execution_options=WHY).all()
    whose, told = consent.holders_of(session, {one.child_id for one in found}), []
    for one in found:
        one.Invitation.sequence, one.Invitation.sent_at = one.Invitation.sequence + 1, now()
        new = Message(
            kind=TIME,
            subject=f"conference-item/{one.Invitation.item_id}",
            guardians=whose[one.child_id],
            sequence=one.Invitation.sequence,
            key_part=f"{now():%Y%m%d%H%M%S}",
            expires_at=moment(one.first + one.quarters),
        )
        told.append(new)
    if told:
        outbox.replace(session, [one.subject for one in told], (TIME,))
        outbox.put_all(session, *told)
