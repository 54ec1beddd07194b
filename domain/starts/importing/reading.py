"""From the bytes of a file to rows of text, or to one sentence about why not: the list as Danish Excel writes it, .xlsx or .csv."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.starts.importing.faults import ImportProblem, Odd, shown
from domain.starts.importing.heading import COLUMNS as COLUMNS
from domain.starts.importing.heading import columns
from domain.starts.importing.package import MARK
from domain.starts.importing.workbook import rows

MEGABYTES, MOST_ROWS = 10, 50_000
MOST_BYTES = MEGABYTES * 1024 * 1024

MAGIC = {
    b"\x89PNG": Odd.PICTURE,
    b"\xff\xd8\xff": Odd.PICTURE,
    b"GIF8": Odd.PICTURE,
    b"RIFF": Odd.PICTURE,
    b"II*\x00": Odd.PICTURE,
    b"MM\x00*": Odd.PICTURE,
    b"%PDF": Odd.DOCUMENT,
    b"{\\rtf": Odd.DOCUMENT,
    b"\xff\xfe": Odd.UTF16,
    b"\xfe\xff": Odd.UTF16,
}
OLE, ENCRYPTED = b"\xd0\xcf\x11\xe0", "EncryptedPackage".encode("utf-16-le")
"""A workbook with a password lies in the same kind of file as the old ones."""
CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
FORMULA = re.compile(r"[=+@-]")
NUMBER = re.compile(r"[+-][\d\s().-]*")
SEPARATOR_LINE = re.compile(r'\A"?sep=;"?\r?\n', re.IGNORECASE)
Record = tuple[int, list[str]]
"""A row by the number that Excel shows beside it, and its cells."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the file, by the number that Excel shows beside it, with the text of each of COLUMNS."""

    number: int
    cells: dict[str, str]


def read(content: bytes, wanted: Sequence[str] = COLUMNS) -> list[Line]:
    """Every row below the heading; empty ones are left out. Raises ImportProblem for what is no such list."""
    if not content.strip():
        raise ImportProblem(Odd.EMPTY)
    if len(content) > MOST_BYTES:
        raise ImportProblem(Odd.HUGE, most=MEGABYTES)
    if content.startswith(OLE):
        raise ImportProblem(Odd.LOCKED if ENCRYPTED in content else Odd.OLD)
    workbook = content.startswith(MARK)
    records = _few(rows(content) if workbook else _records(content))
    _, heading = next(records, (1, []))
    names = columns(heading, Odd.HEADING if workbook else Odd.DELIMITER, wanted)
    lines = [_line(number, record, names, len(heading)) for number, record in records]
    if not lines:
        raise ImportProblem(Odd.NO_ROWS)
    return lines


def decoded(content: bytes) -> str:
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


def _records(content: bytes) -> Iterator[Record]:
    reader = csv.reader(io.StringIO(decoded(content), newline=""), delimiter=";", strict=True)
    number = 0
    while True:
        number += 1
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise ImportProblem(Odd.LONG if "limit" in str(error) else Odd.QUOTES, row=number) from error
        yield number, record


def _few(records: Iterator[Record]) -> Iterator[Record]:
    """The heading and the rows that hold something, as long as there are not too many of them."""
    for number, record in records:
        if number > MOST_ROWS + 1:
            raise ImportProblem(Odd.MANY, most=MOST_ROWS)
        if number == 1 or any(cell.strip() for cell in record):
            yield number, record


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
