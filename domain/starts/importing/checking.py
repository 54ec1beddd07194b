"""Each row on its own: a coming start, or what is wrong with which cell and what would be right."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TypeVar

from domain.people import Parent
from domain.starts.coming import Coming, House
from domain.starts.importing import cells
from domain.starts.importing.cells import CellError
from domain.starts.importing.faults import Fault, Wrong
from domain.starts.importing.places import Places
from domain.starts.importing.reading import Line
from domain.starts.kin import plain

OLDEST = 7
"""Years: a child of six has begun at school before it is seven."""
T = TypeVar("T")


@dataclass(slots=True)
class Checked:
    """A row by its number in the file. Without faults there is a start; `cells` is what the file holds."""

    number: int
    cells: dict[str, str]
    coming: Coming | None
    faults: list[Fault] = field(default_factory=list)


class Row:
    """Reads one row's cells and collects what is wrong with them, so that all of it is told at once."""

    def __init__(self, line: Line) -> None:
        self.line, self.faults = line, list[Fault]()

    def wrong(self, column: str, wrong: Wrong, **values: str) -> None:
        self.faults.append(Fault(column=column, wrong=wrong, values=values))

    def maybe(self, column: str, meaning: Callable[[str], T]) -> T | None:
        """What the cell means; None when it is empty, or wrong."""
        cell = self.line.cells[column]
        try:
            return meaning(cell) if cell else None
        except CellError as error:
            self.wrong(column, error.wrong, **error.values)
            return None

    def must(self, column: str, meaning: Callable[[str], T], empty: Wrong = Wrong.REQUIRED) -> T | None:
        if not self.line.cells[column]:
            self.wrong(column, empty)
        return self.maybe(column, meaning)


def check(lines: Iterable[Line], places: Places, today: date) -> Iterator[Checked]:
    for line in lines:
        row = Row(line)
        coming = _coming(row, places, today)
        yield Checked(line.number, line.cells, None if row.faults else coming, row.faults)


def _coming(row: Row, places: Places, today: date) -> Coming | None:
    house = row.must("Børnehus", places.house)
    child = row.must("Barn", cells.name)
    born, starts_on = _days(row, today)
    named = parents(row)
    found = Coming(
        key=row.maybe("Nøgle", cells.line) or "",
        child=child or "",
        born=born or date.min,
        house=house or NOWHERE,
        starts_on=starts_on or date.min,
        parents=named,
        group_id=row.maybe("Gruppe", lambda cell: places.group(cell, house)) if house else None,
        newcomer=row.maybe("Tilflytter", cells.yes_or_no) or False,
        nurse=row.maybe("Sundhedsplejerske", lambda cell: places.nurse(cell, house)),
        interpreter=row.maybe("Tolk", lambda cell: _interpreter(cell, named)) or "",
        address=row.maybe("Adresse", cells.written) or "",
        address_protected=row.maybe("Adressebeskyttelse", cells.yes_or_no),
    )
    return None if row.faults else found


NOWHERE = House(id=0, slug="", name="", sundhedspleje_id=None)


def _days(row: Row, today: date) -> tuple[date | None, date | None]:
    born, starts_on = row.must("Fødselsdato", cells.day), row.must("Startdato", cells.day)
    if born and born > today:
        row.wrong("Fødselsdato", Wrong.BORN_AHEAD)
    elif born and years_after(born, OLDEST) < today:
        row.wrong("Fødselsdato", Wrong.BORN_LONG_AGO, most=str(OLDEST))
    elif born and starts_on and starts_on <= born:
        row.wrong("Startdato", Wrong.STARTS_BEFORE_BIRTH, born=f"{born.day}.{born.month}.{born.year}")
    elif born and starts_on and starts_on > years_after(born, OLDEST):
        row.wrong("Startdato", Wrong.STARTS_LATE, most=str(OLDEST))
    return born, starts_on


def years_after(day: date, years: int) -> date:
    """The same day some years on; after 29 February the day before 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1) - timedelta(days=1)


def parents(row: Row) -> tuple[Parent, ...]:
    first, second = _parent(row, 1), _parent(row, 2)
    if first and second and _same(first, second):
        row.wrong("Forælder 2", Wrong.SAME_PARENT)
    return tuple(one for one in (first, second) if one)


def _parent(row: Row, number: int) -> Parent | None:
    """The first is obligatory; the second is either not there at all, or there with name and custody."""
    columns = {name: f"{name} {number}" for name in ("Forælder", "E-mail", "Mobil", "Sprog", "Forældremyndighed")}
    if number > 1 and not any(row.line.cells[column] for column in columns.values()):
        return None
    name = row.must(columns["Forælder"], cells.name)
    custody = row.must(columns["Forældremyndighed"], cells.yes_or_no, Wrong.CUSTODY)
    return Parent(
        name=name or "",
        custody=bool(custody),
        email=row.maybe(columns["E-mail"], cells.email) or "",
        mobile=row.maybe(columns["Mobil"], cells.mobile) or "",
        language=row.maybe(columns["Sprog"], cells.language) or "",
    )


def _same(one: Parent, other: Parent) -> bool:
    """Two parents may share an address, or a name with their child's other parent; not both."""
    if plain(one.name) != plain(other.name):
        return False
    differ = (one.email and other.email and one.email != other.email) or (
        one.mobile and other.mobile and one.mobile != other.mobile
    )
    return not differ


def _interpreter(cell: str, parents: tuple[Parent, ...]) -> str:
    """The language. "ja" means that of the parent who does not read Danish; "nej" says nothing, as the parents may have asked."""
    text = cells.line(cell)
    answer = cells.ANSWERS.get(text.casefold())
    if answer is None:
        return text
    spoken = [one.language for one in parents if one.language not in {"", "da"}]
    if answer and not spoken:
        raise CellError(Wrong.INTERPRETER, cell)
    return cells.LANGUAGES[spoken[0]][0] if answer else ""
