"""The names that the list may use: houses with their groups, and sundhedsplejersker. Read once for a whole file."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.access.staff import Membership, Staff
from domain.access.units import Group, Unit
from domain.starts.coming import House, Nurse
from domain.starts.importing.cells import CellError
from domain.starts.importing.faults import Wrong
from domain.starts.kin import plain

NOT_HOUSES = ("distrikt", "skole", "klub", "bfo")
MOST_SUGGESTED = 500
"""Different wrong names that are compared with the right ones: a file with more of them is not helped by it."""


@dataclass(kw_only=True)
class Places:
    """`houses` and `nurses` by what they may be called, `groups` by house id. A name that several have lists them all."""

    houses: dict[str, list[House]] = field(default_factory=dict)
    groups: dict[int, dict[str, tuple[int, str]]] = field(default_factory=dict)
    nurses: dict[str, list[Nurse]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def house(self, cell: str) -> House:
        found = self.houses.get(plain(cell), [])
        if len(found) > 1:
            raise CellError(Wrong.HOUSE_TWICE, cell, near=", ".join(one.slug for one in found))
        if not found:
            raise self._unknown(cell, self.houses, Wrong.HOUSE, Wrong.HOUSE_NEAR)
        return found[0]

    def group(self, cell: str, house: House) -> int:
        known = self.groups.get(house.id, {})
        found = known.get(plain(cell))
        if found is None:
            near = get_close_matches(plain(cell), known, n=1)
            wrong = Wrong.GROUP_NEAR if near else Wrong.GROUP
            raise CellError(wrong, cell, house=house.name, near=known[near[0]][1] if near else "")
        return found[0]

    def nurse(self, cell: str, house: House | None) -> Nurse:
        """She may work in several units: the one of the house's district is meant, where it is among them."""
        found = self.nurses.get(plain(cell), [])
        if not found:
            raise self._unknown(cell, self.nurses, Wrong.NURSE, Wrong.NURSE_NEAR)
        if len({one.staff_id for one in found}) > 1:
            raise CellError(Wrong.NURSE_TWICE, cell)
        near = house.sundhedspleje_id if house else None
        return next((one for one in found if one.unit_id == near), found[0])

    def _unknown(self, cell: str, known: Iterable[str], wrong: Wrong, wrong_near: Wrong) -> CellError:
        if (wrong, cell) not in self._suggested and len(self._suggested) < MOST_SUGGESTED:
            self._suggested[wrong, cell] = get_close_matches(plain(cell), known, n=1)
        near = self._suggested.get((wrong, cell))
        return CellError(wrong_near if near else wrong, cell, near=self.names[near[0]] if near else "")

    @cached_property
    def _suggested(self) -> dict[tuple[Wrong, str], list[str]]:
        return {}


def load(session: Session) -> Places:
    """Four statements, on unguarded tables."""
    places = Places()
    for house in houses(session):
        for called in _called(house.slug, house.name):
            places.houses.setdefault(called, []).append(house)
            places.names[called] = house.name
    for group_id, unit_id, name in session.execute(select(Group.id, Group.unit_id, Group.name)):
        places.groups.setdefault(unit_id, {})[plain(name)] = (group_id, name)
    staff = (
        select(Staff.id, Membership.unit_id, Staff.name, Staff.email)
        .join(Membership, Membership.staff_id == Staff.id)
        .join(Unit, Unit.id == Membership.unit_id)
        .where(Unit.actor == "sundhedspleje", Staff.active)
        .order_by(Membership.id)
    )
    for staff_id, unit_id, name, email in session.execute(staff):
        for called in _called(name, email):
            places.nurses.setdefault(called, []).append(Nurse(staff_id, unit_id))
            places.names[called] = name
    return places


def _called(*names: str) -> set[str]:
    """One who is called the same in two ways is still one."""
    return {plain(name) for name in names}


def houses(session: Session, *wanted: int) -> list[House]:
    """All houses, or those with these ids, each with the sundhedspleje unit of its district."""
    care: dict[int | None, int] = {
        district: unit_id
        for unit_id, district in session.execute(
            select(Unit.id, Unit.district_id)
            .where(Unit.actor == "sundhedspleje", Unit.district_id.is_not(None))
            .order_by(Unit.id.desc())
        )
    }
    found = select(Unit.id, Unit.slug, Unit.name, Unit.district_id).where(
        Unit.actor == "dagtilbud", Unit.kind.not_in(NOT_HOUSES)
    )
    if wanted:
        found = found.where(Unit.id.in_(wanted))
    return [
        House(id=unit_id, slug=slug, name=name, sundhedspleje_id=care.get(district))
        for unit_id, slug, name, district in session.execute(found.order_by(Unit.name))
    ]
