"""The children that are handed over, and who of them belongs together: brothers and sisters keep the same sundhedsplejerske."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import String, cast, func, select
from sqlalchemy.orm import Session

from domain.access.citizens import Guardianship
from domain.people import Child


@dataclass(frozen=True)
class Kid:
    """A child and its guardians. `family`: the same number for all who share a guardian, straight or through each other."""

    id: int
    name: str
    born: date
    guardians: frozenset[int]
    family: int
    child: Child


def of(session: Session, unit_id: int, staff_id: int, only: Collection[int] | None = None) -> dict[int, Kid]:
    """Those whom this sundhedsplejerske has in the unit, all or `only`, in Danish order. One statement."""
    theirs = func.aggregate_strings(cast(Guardianship.guardian_id, String), ",")
    rows = (
        select(Child, theirs.label("guardians"))
        .outerjoin(Guardianship, Guardianship.child_id == Child.id)
        .where(Child.sundhedspleje_id == unit_id, Child.sundhedsplejerske_id == staff_id)
        .group_by(Child.id)
        .order_by(Child.sort_name, Child.id)
    )
    found = session.execute(rows if only is None else rows.where(Child.id.in_(only))).all()
    children = [(row.Child, frozenset(map(int, filter(None, (row.guardians or "").split(","))))) for row in found]
    families = together([guardians for _child, guardians in children])
    return {
        child.id: Kid(child.id, child.name, child.birth_date, guardians, family, child)
        for (child, guardians), family in zip(children, families, strict=True)
    }


def together(groups: Iterable[Collection[int]]) -> list[int]:
    """A number for each group, the same for those that share a member, straight or through others."""
    of_member: dict[int, int] = {}
    numbers: list[int] = []
    for number, group in enumerate(groups):
        met = {of_member[one] for one in group if one in of_member}
        own = min(met, default=number)
        numbers.append(own)
        numbers = [own if one in met else one for one in numbers]
        of_member = {one: own if of in met else of for one, of in of_member.items()} | dict.fromkeys(group, own)
    return numbers
