"""A coming start as the list or a form tells of it, and what follows from it: whose child it is, and what the parents are asked."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from domain import consent
from domain.people import Parent

ASKED_UNTIL = timedelta(weeks=16)
"""After the start: the follow-up's window ends at 14 weeks, the consent at 16 (domain.md, "Consent")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """Where a child starts, and the sundhedspleje unit of that district (Dagplejen has none)."""

    id: int
    slug: str
    name: str
    sundhedspleje_id: int | None


class Nurse(NamedTuple):
    """The child's own sundhedsplejerske, and the sundhedspleje unit she is asked in."""

    staff_id: int
    unit_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """A start as told. `key` is the source system's own, or empty. None and "" leave alone what the house has found out itself."""

    child: str
    born: date
    house: House
    starts_on: date
    parents: tuple[Parent, ...]
    key: str = ""
    group_id: int | None = None
    newcomer: bool = False
    nurse: Nurse | None = None
    interpreter: str = ""
    address: str = ""
    address_protected: bool | None = None


class Question(NamedTuple):
    """One consent question of a start: may `from_unit` pass on to `to_unit`, until that day?"""

    purpose: str
    from_unit_id: int
    to_unit_id: int
    until: date


def questions(house_id: int, sundhedspleje_id: int | None, starts_on: date, *, newcomer: bool) -> tuple[Question, ...]:
    """What the parents are asked. Newcomers are not asked: the house alone; and nobody is where no sundhedspleje knows the child.

    What the parents write is addressed to the house, and what sundhedsplejen writes is its own: hence who passes on to whom.
    """
    if newcomer or sundhedspleje_id is None:
        return ()
    until = starts_on + ASKED_UNTIL
    return (
        Question(consent.MEETING, house_id, sundhedspleje_id, until),
        Question(consent.BEFOREHAND, sundhedspleje_id, house_id, until),
    )


def cared_for(coming: Coming, unit_id: int | None = None, staff_id: int | None = None) -> tuple[int | None, int | None]:
    """The child's sundhedspleje unit and sundhedsplejerske: the named one, else as it stands, else the unit of the house's district."""
    if coming.nurse is not None:
        return coming.nurse.unit_id, coming.nurse.staff_id
    return (unit_id, staff_id) if unit_id is not None else (coming.house.sundhedspleje_id, None)


def own_key(born: date, slug: str, number: int) -> str:
    """The key of a start that came without one: birth date, house, and the order among those who share both."""
    return f"{born.isoformat()}/{slug}/{number}"


def subject(start_id: int) -> str:
    """What consent questions and messages of a start are filed under."""
    return f"start/{start_id}"
