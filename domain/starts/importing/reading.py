"""From the bytes of a file to rows of text, or to one sentence about why not: the list as Danish Excel writes it."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from domain.starts.importing.faults import ImportProblem, Odd, shown

PARENT = ("Forælder", "E-mail", "Mobil", "Sprog", "Forældremyndighed")
COLUMNS = (
    *("Nøgle", "Barn", "Fødselsdato", "Børnehus", "Gruppe", "Startdato", "Tilflytter", "Sundhedsplejerske"),
    *(f"{name} {number}" for number in (1, 2) for name in PARENT),
    *("Tolk", "Adresse", "Adressebeskyttelse"),
)
MEGABYTES, MOST_ROWS = 10, 50_000
MOST_BYTES = MEGABYTES * 1024 * 1024

MAGIC = {
    b"\x89PNG": Odd.PICTURE,
    b"\xff\xd8\xff": Odd.PICTURE,
    b"GIF8": Odd.PICTURE,
    b"RIFF": Odd.PICTURE,
    b"II*\x00": Odd.PICTURE,
    b"MM\x00*": Odd.PICTURE,
    b"PK\x03\x04": Odd.WORKBOOK,
    b"\xd0\xcf\x11\xe0": Odd.WORKBOOK,
    b"%PDF": Odd.DOCUMENT,
    b"{\\rtf": Odd.DOCUMENT,
    b"\xff\xfe": Odd.UTF16,
    b"\xfe\xff": Odd.UTF16,
}
CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
FORMULA = re.compile(r"[=+@-]")
NUMBER = re.compile(r"[+-][\d\s().-]*")
SEPARATOR_LINE = re.compile(r'\A"?sep=;"?\r?\n', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the file, by the number that Excel shows beside it, with the text of each of COLUMNS."""

    number: int
    cells: dict[str, str]


def read(content: bytes) -> list[Line]:
    """Every row below the heading; empty ones are left out. Raises ImportProblem for what is no such list."""
    reader = csv.reader(io.StringIO(decoded(content), newline=""), delimiter=";", strict=True)
    records = _records(reader)
    _, heading = next(records, (1, []))
    names = _columns(heading)
    lines = [_line(number, record, names, len(heading)) for number, record in records]
    if not lines:
        raise ImportProblem(Odd.NO_ROWS)
    return lines


def decoded(content: bytes) -> str:
    if not content.strip():
        raise ImportProblem(Odd.EMPTY)
    if len(content) > MOST_BYTES:
        raise ImportProblem(Odd.HUGE, most=MEGABYTES)
    odd = next((odd for magic, odd in MAGIC.items() if content.startswith(magic)), None)
    if odd:
        raise ImportProblem(odd)
    if found := CONTROL.search(content):
        raise ImportProblem(Odd.BINARY, at=found.start() + 1)
    return SEPARATOR_LINE.sub("", _text(content))


def _text(content: bytes) -> str:
    """UTF-8 says so itself: text in Windows-1252 with a Danish letter in it is not UTF-8."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError as error:
        raise ImportProblem(Odd.ENCODING, at=error.start + 1) from error


def _records(reader: Iterator[list[str]]) -> Iterator[tuple[int, list[str]]]:
    number = 0
    while True:
        number += 1
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise ImportProblem(Odd.LONG if "limit" in str(error) else Odd.QUOTES, row=number) from error
        if number > MOST_ROWS + 1:
            raise ImportProblem(Odd.MANY, most=MOST_ROWS)
        if number == 1 or any(cell.strip() for cell in record):
            yield number, record


def _columns(heading: Sequence[str]) -> list[str]:
    """The heading's cells by our own names, in the file's order; capitals and spaces do not matter."""
    ours = {_plain(name): name for name in COLUMNS}
    found = [_plain(cell) for cell in heading]
    while found and not found[-1]:
        found.pop()
    if len(found) <= 1:
        raise ImportProblem(Odd.DELIMITER)
    if "" in found:
        raise ImportProblem(Odd.UNNAMED, number=found.index("") + 1)
    _no_strangers(heading, found, ours)
    doubled = [ours[name] for name, times in Counter(found).items() if times > 1]
    if doubled:
        raise ImportProblem(Odd.DOUBLED, columns=_listed(doubled))
    missing = [name for plain, name in ours.items() if plain not in found]
    if missing:
        raise ImportProblem(Odd.MISSING, columns=_listed(missing))
    return [ours[name] for name in found]


def _no_strangers(heading: Sequence[str], found: list[str], ours: dict[str, str]) -> None:
    """A column that nobody asked for may hold what nobody may keep: it is not just passed over."""
    strangers = [heading[at].strip() for at, name in enumerate(found) if name not in ours]
    if not strangers:
        return
    free = [plain for plain in ours if plain not in found]
    near = get_close_matches(_plain(strangers[0]), free, n=1)
    if near:
        raise ImportProblem(Odd.UNKNOWN_NEAR, columns=shown(strangers[0]), near=ours[near[0]])
    raise ImportProblem(Odd.UNKNOWN, columns=_listed(strangers))


def _line(number: int, record: list[str], names: list[str], width: int) -> Line:
    """Excel leaves empty cells at the end of some rows out, and writes empty columns that were once in use."""
    cells = [cell.strip() for cell in record]
    if len(cells) > width or any(cells[len(names) :]):
        raise ImportProblem(Odd.CELLS, row=number, found=len(cells), expected=len(names))
    cells = cells[: len(names)] + [""] * (len(names) - len(cells))
    for name, cell in zip(names, cells, strict=True):
        if FORMULA.match(cell) and not NUMBER.fullmatch(cell):
            raise ImportProblem(Odd.FORMULA, row=number, column=name, value=shown(cell))
    return Line(number, dict(zip(names, cells, strict=True)))


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names)
