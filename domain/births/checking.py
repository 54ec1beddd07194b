"""Each row of a birth list on its own: a child that has come, or what is wrong with which cell and what would be right."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from domain.people import name_key
from domain.starts.importing import cells
from domain.starts.importing.cells import CellError
from domain.starts.importing.checking import OLDEST, Row, parents, years_after
from domain.starts.importing.faults import Fault, Wrong
from domain.starts.importing.heading import PARENT
from domain.starts.importing.reading import Line
from domain.visits.newborn import Newborn

COLUMNS = (
    *("Barn", "Fødselsdato", "Hjemme fra", "Termin", "Flyttet hertil", "Sundhedsplejerske"),
    *(f"{name} {number}" for number in (1, 2) for name in PARENT),
    *("Adresse", "Adressebeskyttelse"),
)
YEAR = 366
"""Days after the birth that a child can be expected, come home, at most."""


@dataclass(slots=True)
class Checked:
    """A row by its number in the file. Without faults there is a child; `cells` is what the file holds."""

    number: int
    cells: dict[str, str]
    told: Newborn | None
    faults: list[Fault] = field(default_factory=list)


def check(lines: Iterable[Line], unit_id: int, nurses: Mapping[str, int], today: date) -> list[Checked]:
    """`nurses`: the unit's sundhedsplejersker by `name_key`."""
    found, seen = [], dict[tuple[str, date], int]()
    for line in lines:
        row = Row(line)
        told = _newborn(row, unit_id, nurses, today)
        own = (name_key(told.child), told.born)
        if not row.faults and (before := seen.setdefault(own, line.number)) != line.number:
            row.wrong("Barn", Wrong.DOUBLE_CHILD, row=str(before))
        found.append(Checked(line.number, line.cells, None if row.faults else told, row.faults))
    return found


def _newborn(row: Row, unit_id: int, nurses: Mapping[str, int], today: date) -> Newborn:
    child, born = row.must("Barn", cells.name), row.must("Fødselsdato", cells.day)
    if born and born > today:
        row.wrong("Fødselsdato", Wrong.BORN_AHEAD)
    elif born and years_after(born, OLDEST) < today:
        row.wrong("Fødselsdato", Wrong.BORN_LONG_AGO, most=str(OLDEST))
    return Newborn(
        child=child or "",
        born=born or date.min,
        unit_id=unit_id,
        parents=parents(row),
        nurse_id=row.maybe("Sundhedsplejerske", lambda cell: _nurse(cell, nurses)),
        address=row.maybe("Adresse", cells.written) or "",
        address_protected=row.maybe("Adressebeskyttelse", cells.yes_or_no) or False,
        home_on=_after(row, "Hjemme fra", born),
        term_on=_after(row, "Termin", born),
        entered_on=_after(row, "Flyttet hertil", born, OLDEST * YEAR),
    )


def _nurse(cell: str, nurses: Mapping[str, int]) -> int:
    found = nurses.get(name_key(cells.line(cell)))
    if found is None:
        raise CellError(Wrong.NURSE_OF_UNIT, cell)
    return found


def _after(row: Row, column: str, born: date | None, most: int = YEAR) -> date | None:
    day = row.maybe(column, cells.day)
    if day and born and not 0 <= (day - born).days <= most:
        row.wrong(column, Wrong.AFTER_BIRTH)
    return day
