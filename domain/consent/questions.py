"""Putting a question, and ending it: when its cause is over, or what was asked about has changed."""

from datetime import date
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from domain.base import now, today
from domain.consent.tables import MISSING, REFUSED, YES, Answer, Consent, ConsentRequest
from domain.consent.verbs import SUM, in_force_by, keep, recompute

INSERT: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
UNITS = (ConsentRequest.from_unit_id, ConsentRequest.to_unit_id, ConsentRequest.also_unit_id)


def ask(
    session: Session,
    child_id: int,
    subject: str,
    purpose: str,
    units: tuple[int | None, int | None] | tuple[int | None, int | None, int | None],
    until: date,
    *,
    first: bool = False,
    anew: bool = False,
) -> None:
    """Put a question (once per `subject`, for instance "start/9"); `units` are (from, to, also to). Other units, or a day after it ran out, asks anew.

    `anew`: what was said to it counts no longer, though its day has not come. `first`: the subject itself says that it has never been put; of two who do so at once one does.
    """
    giver, receiver, also = (*units, None)[:3]
    values = {"from_unit_id": giver, "to_unit_id": receiver, "also_unit_id": also, "until": until}
    kept = {"child_id": child_id, "subject": subject, "purpose": purpose, "opened_at": now(), "state": MISSING}
    if first:
        put = INSERT[session.get_bind().dialect.name](ConsentRequest).values(**kept, **values)
        keep(session, put.on_conflict_do_nothing())
        return
    found = _put_already(session, subject, purpose)
    if found is None:
        keep(session, insert(ConsentRequest).values(**kept, **values))
        return
    if anew or found[:3] != (giver, receiver, also) or found.until < today() < until:
        values["opened_at"] = now()
    keep(session, update(ConsentRequest).where(ConsentRequest.id == found.id).values(**values))
    recompute(session, child_id)


def _put_already(session: Session, subject: str, purpose: str) -> Any:
    """(from, to, also to, id, until) of the question, if it has been put."""
    return session.execute(
        select(*UNITS, ConsentRequest.id, ConsentRequest.until)
        .where(ConsentRequest.subject == subject, ConsentRequest.purpose == purpose)
        .execution_options(unscoped="the question is put by whoever may write its cause")
    ).one_or_none()


def withdraw(session: Session, subject: str, child_id: int) -> None:
    """The cause is gone (a start that is closed): nothing of it is in force any longer."""
    keep(session, update(ConsentRequest).where(ConsentRequest.subject == subject).values(until=date.min))
    stood = in_force_by(subject)
    if stood:
        keep(session, delete(Consent).where(*stood))
    else:
        recompute(session, child_id)


def shorten(session: Session, subject: str, until: date) -> None:
    """The cause is over: what was said yes to counts no longer than until that day."""
    asked = ConsentRequest.subject == subject, ConsentRequest.until > until
    keep(session, update(ConsentRequest).where(*asked).values(until=until))
    keep(session, update(Consent).where(*in_force_by(subject), Consent.until > until).values(until=until))


def reopen(session: Session, subject: str) -> bool:
    """What was asked about (a task) has changed: a yes to it counts no longer. A no stands. Returns whether there was a yes."""
    said = select(ConsentRequest.id).join(Answer, Answer.request_id == ConsentRequest.id)
    yes = said.where(ConsentRequest.state != REFUSED, Answer.value == YES, Answer.at >= ConsentRequest.opened_at)
    asked = yes.where(ConsentRequest.subject == subject, ConsentRequest.until >= today())
    found = session.scalars(asked.limit(1).execution_options(**SUM)).first()
    if found is not None:
        anew = {"opened_at": now(), "state": MISSING}
        keep(session, update(ConsentRequest).where(ConsentRequest.id == found).values(**anew))
        keep(session, delete(Consent).where(*in_force_by(subject)))
    return found is not None
