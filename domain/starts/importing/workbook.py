"""The list as a workbook (.xlsx): its one sheet, each cell as the text that stands for what Excel shows."""

import re
import warnings
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from domain.starts.importing.faults import ImportProblem, Odd, shown
from domain.starts.importing.package import opened

WIDEST = 100
"""Columns that are looked at."""
PADDED = re.compile(r"0+")
# what the library says of what it leaves out: pictures, lists to choose from, days that are none
warnings.filterwarnings("ignore", category=UserWarning, module=r"openpyxl\.")


def rows(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """Every row of the sheet by its number, empty ones too. Raises ImportProblem for what is no such workbook."""
    from openpyxl import load_workbook  # noqa: PLC0415 -- 6 MiB that nothing else needs

    try:
        package = opened(content)
        yield from _of(_sheet(load_workbook(package.fp, read_only=True, keep_links=False)))
    except ImportProblem:
        raise
    except Exception as error:  # zipfile and openpyxl have no error of their own for what makes them stumble
        raise ImportProblem(Odd.DAMAGED) from error


def _of(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    heading: list[str] = []
    for number, cells in enumerate(sheet.iter_rows(max_col=WIDEST), 1):
        record = [_text(cell, number, at, heading) for at, cell in enumerate(cells)]
        while record and not record[-1]:
            record.pop()
        heading = heading or record
        yield number, record + [""] * (len(heading) - len(record))


def _sheet(book: Any) -> Any:
    """The only one that is shown and holds something."""
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"] or book.worksheets
    for sheet in sheets:
        sheet.reset_dimensions()  # as the file's author claims them; some programs write nonsense
    full = [sheet for sheet in sheets if any(cell.value is not None for row in sheet.iter_rows() for cell in row)]
    if len(full) > 1:
        raise ImportProblem(Odd.SHEETS, sheets=", ".join(f"»{shown(sheet.title)}«" for sheet in full))
    if not full:
        raise ImportProblem(Odd.EMPTY)
    return full[0]


def _text(cell: Any, row: int, at: int, heading: list[str]) -> str:
    value, kind = cell.value, cell.data_type
    if kind in "fe" and value is not None:
        column = heading[at] if at < len(heading) and heading[at] else str(at + 1)
        odd = Odd.CALCULATED if kind == "f" else Odd.ERROR
        raise ImportProblem(odd, row=row, column=shown(column), value=shown(value))
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if isinstance(value, datetime) and not (value.hour or value.minute or value.second):
        return f"{value.day}.{value.month}.{value.year}"
    if isinstance(value, int | float):
        return _number(value, cell.number_format)
    return str(value).replace("_x000D_", "")


def _number(value: float, shown_as: str) -> str:
    """A telephone number or a key that Excel took for a number; zeros in front, where the cell shows them."""
    if value != int(value):
        return str(value).replace(".", ",")
    digits = str(int(value))
    return digits.zfill(len(shown_as)) if PADDED.fullmatch(shown_as) else digits
