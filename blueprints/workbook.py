"""Figures and lists as a workbook (.xlsx) to take home: every text is a text, whatever it begins with."""

import io
from collections.abc import Iterable, Sequence

from flask import Response
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Cell = str | int | float | None
Sheet = tuple[str, Sequence[Iterable[Cell]]]
"""A name of at most 31 letters, and rows of which the first is the heading."""
BOLD, TEXT = Font(bold=True), "@"
WIDEST, ROOM = 40, 3


def workbook(filename: str, sheets: Sequence[Sheet]) -> Response:
    """To download under this name."""
    book = Workbook(write_only=True)
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        sheet.freeze_panes = "A2"
        for number, heading in enumerate(rows[0]):
            column = sheet.column_dimensions[chr(ord("A") + number)]
            column.width = min(len(str(heading)) + ROOM, WIDEST)
        for number, row in enumerate(rows):
            sheet.append([_cell(sheet, value, bold=number == 0) for value in row])
    kept = io.BytesIO()
    book.save(kept)
    headers = {"Content-Disposition": f"attachment; filename={filename}"}
    return Response(kept.getvalue(), mimetype=TYPE, headers=headers)


def _cell(sheet: object, value: Cell, *, bold: bool) -> WriteOnlyCell:
    """A text that begins as a formula stays a text, also when somebody changes it in Excel."""
    if not isinstance(value, str):
        return WriteOnlyCell(sheet, value)
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", value))
    cell.data_type, cell.number_format, cell.quotePrefix = "s", TEXT, True
    if bold:
        cell.font = BOLD
    return cell
