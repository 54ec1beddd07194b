"""Visits follow the child: after a change of sundhedspleje or sundhedsplejerske they are the new one's."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.people import Child
from domain.visits import told
from domain.visits.tables import PLANNED, HomeVisit, Programme


def follow(session: Session, child_ids: Iterable[int] | None = None) -> None:
    """The unit of these children's programmes and open visits, and whose Min dag they are on. None: wherever they differ.

    As many statements for many as for one. A booked time is moved or handed over by whoever changes the care.
    """
    programmes = select(Programme, Child.sundhedspleje_id).join(Child, Child.id == Programme.child_id)
    visits = select(HomeVisit, Child.sundhedspleje_id, Child.sundhedsplejerske_id).join(
        Child, Child.id == HomeVisit.child_id
    )
    if child_ids is None:
        programmes = programmes.where(Programme.unit_id != Child.sundhedspleje_id)
        visits = visits.where(HomeVisit.unit_id != Child.sundhedspleje_id)
    else:
        ids = list(child_ids)
        programmes, visits = programmes.where(Child.id.in_(ids)), visits.where(HomeVisit.child_id.in_(ids))
    for programme, unit_id in session.execute(programmes).all():
        programme.unit_id = unit_id or programme.unit_id
    shown = []
    for visit, unit_id, nurse_id in session.execute(visits).all():
        visit.unit_id = unit_id or visit.unit_id
        if visit.state == PLANNED:
            shown.append((visit, nurse_id))
    session.flush()
    told.plans(session, shown)
