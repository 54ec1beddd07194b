"""The rows that figures are told by: every house there is, its district where there are several, and all together."""

from collections.abc import Hashable, Iterable, Sequence
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from domain.access.units import District, Unit
from domain.figures.hiding import Line

EVERYWHERE = "alle"
Place = int | str
Column = TypeVar("Column", bound=Hashable)


class Row(NamedTuple):
    """A house, a district of several, or all of them."""

    key: Place
    name: str
    district: int | None = None
    area: str = ""
    own: bool = False


def all_houses(session: Session, unit_id: int, kinds: Sequence[str], own: ColumnElement[bool]) -> list[Row]:
    """All there are of these kinds, by name; `own` says in SQL, by the bind `unit`, which of them the unit answers for."""
    columns = select(Unit.id, Unit.name, Unit.district_id, District.name.label("area"), own.label("own"))
    found = columns.outerjoin(District, District.id == Unit.district_id).where(Unit.kind.in_(kinds))
    rows: Sequence[Any] = session.execute(found.order_by(Unit.name), {"unit": unit_id}).all()
    return [Row(row.id, row.name, row.district_id, row.area or "", bool(row.own)) for row in rows]


def cells(house: int, district: int | None, columns: Iterable[Column]) -> list[tuple[Place, Column]]:
    """Where something that happened in a house is counted: in its row, its district's and the last, in each of these columns."""
    rows: list[Place] = [house, _district(district), EVERYWHERE] if district else [house, EVERYWHERE]
    return [(row, column) for column in columns for row in rows]


def sums(houses: Sequence[Row]) -> list[Row]:
    """Own, where all that is summed up is."""
    districts = {one.district: one.area for one in houses if one.district}
    found = [
        (_district(number), area, [one for one in houses if one.district == number])
        for number, area in districts.items()
    ]
    return [
        Row(key, name, own=all(one.own for one in each)) for key, name, each in [*found, (EVERYWHERE, "", [*houses])]
    ]


def shown(houses: Sequence[Row]) -> tuple[Row, ...]:
    """What is the viewer's: the houses, and the sums where there are several."""
    own = [one for one in houses if one.own]
    return (*own, *(one for one in sums(houses) if one.own and len(own) > 1))


def lines_of_places(houses: Sequence[Row], columns: Iterable[Column]) -> list[Line[tuple[Place, Column]]]:
    """A district's houses to the district, and the districts, with the houses of none, to all."""
    districts = [one for one in sums(houses) if one.key != EVERYWHERE]
    parts: dict[Place, list[Place]] = {
        one.key: [house.key for house in houses if _district(house.district) == one.key] for one in districts
    }
    parts[EVERYWHERE] = [*(one.key for one in districts), *(one.key for one in houses if not one.district)]
    return [
        Line([(one, column) for one in each], (whole, column)) for column in columns for whole, each in parts.items()
    ]


def _district(number: int | None) -> str:
    return f"distrikt-{number}"
