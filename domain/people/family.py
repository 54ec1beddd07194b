"""A family as its own page shows it."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.access.units import Unit
from domain.people.child import Child, Guardian


def at_home(session: Session, child_id: int) -> Any:
    """(name, birth_date, unit) of the child, and the name of its sundhedspleje; None for who may not see it."""
    rows = select(Child.id, Child.name, Child.birth_date, Unit.name.label("unit"))
    return session.execute(
        rows.outerjoin(Unit, Unit.id == Child.sundhedspleje_id).where(Child.id == child_id)
    ).one_or_none()


def speak(session: Session, guardian_id: int, language: str) -> None:
    """The guardian's pages and messages are in this language from now on, by its code."""
    guardian = session.get(Guardian, guardian_id)
    if guardian is not None:
        guardian.language = language
    session.flush()
