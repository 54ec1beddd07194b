"""What a child's page tells of the questions to its parents, and by which yes the viewer knows of the child."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, case, select
from sqlalchemy.orm import Session, aliased

from domain.access.units import Unit
from domain.base import today
from domain.consent.tables import GRANTED, MISSING, PURPOSES, ConsentRequest


def of_child(session: Session, child_id: int, subject: str | None = None) -> Sequence[Any]:
    """The questions of `subject`, or of the child's latest start: (id, subject, purpose, state, until, from_name, to_name) and the units' ids.

    A viewer who may read no question of a start gets those that their units have put, and the yeses by which they know of the child: what else has
    been asked is not theirs to learn. `state`: MISSING once its last day is over.
    """
    rows = session.execute(_questions(child_id)).all()
    starts = [row.subject for row in rows if row.subject.startswith("start/")]
    about = subject or next(iter(starts), None)
    if about:
        return [row for row in rows if row.subject == about]
    units = session.info["viewer"].every_unit()
    return [row for row in rows if row.state == GRANTED or row.from_unit_id in units]


def _questions(child_id: int) -> Select[*tuple[Any, ...]]:
    giver, receiver = aliased(Unit), aliased(Unit)
    asked = ConsentRequest
    return (
        select(
            asked.id,
            asked.subject,
            asked.purpose,
            case((asked.until < today(), MISSING), else_=asked.state).label("state"),
            asked.until,
            giver.name.label("from_name"),
            receiver.name.label("to_name"),
            asked.from_unit_id,
            asked.to_unit_id,
            asked.also_unit_id,
        )
        .outerjoin(giver, giver.id == asked.from_unit_id)
        .outerjoin(receiver, receiver.id == asked.to_unit_id)
        .where(asked.child_id == child_id, asked.until > date.min)
        .order_by(asked.until.desc(), asked.id)
    )


def known_by(session: Session, rows: Sequence[Any]) -> str | None:
    """The purpose of the yes, among these of `of_child`, by which the viewer's units know of the child."""
    units = session.info["viewer"].every_unit()
    ours = (row for row in rows if row.state == GRANTED and (row.to_unit_id in units or row.also_unit_id in units))
    return next((PURPOSES[row.purpose].full for row in ours), None)
