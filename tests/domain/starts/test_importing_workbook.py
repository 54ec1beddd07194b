"""The list as a workbook: read as Excel shows it, and everything that is no such list, or may do harm, gets one clear sentence."""

import io
import zipfile
from contextlib import suppress
from datetime import date, datetime, time
from random import Random

import pytest
from openpyxl import Workbook

from domain.starts.importing import COLUMNS, ImportProblem, package, read, reading
from domain.starts.importing.faults import Odd
from tests.scenes.lists import row, saved, workbook

NAMES = "[Content_Types].xml"
SHEET = "xl/worksheets/sheet1.xml"


def rows(*cells: object) -> list[list[object]]:
    return [[*COLUMNS], [row().get(name) for name in COLUMNS], [], [*cells]]


def with_sheets(*titles: str, hidden: tuple[str, ...] = ()) -> bytes:
    book = Workbook()
    for title in titles:
        sheet = book.create_sheet(title)
        for line in rows():
            sheet.append(line)
        sheet.sheet_state = "hidden" if title in hidden else "visible"
    return saved(book)


def packed(content: bytes, parts: dict[str, bytes], level: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The workbook with other parts in it, or more of them."""
    kept, before = io.BytesIO(), zipfile.ZipFile(io.BytesIO(content))
    with zipfile.ZipFile(kept, "w", level) as made:
        for name in before.namelist():
            if name not in parts:
                made.writestr(name, before.read(name))
        for name, data in parts.items():
            made.writestr(name, data)
    return kept.getvalue()


def part(content: bytes, name: str) -> bytes:
    return zipfile.ZipFile(io.BytesIO(content)).read(name)


def first(**cells: object) -> dict[str, str]:
    given = row() | {name.replace("E_mail", "E-mail").replace("_", " "): value for name, value in cells.items()}
    [line] = read(workbook(given))
    return line.cells


def test_every_cell_is_read_as_excel_shows_it():
    cells = first(
        Fødselsdato=date(2026, 2, 3),
        Startdato=datetime(2027, 1, 4),  # noqa: DTZ001 - Excel knows no zones
        Mobil_1=22334455,
        Mobil_2=4.8601234567e10,
        Nøgle=41.0,
        Tilflytter=False,
        Forældremyndighed_1=True,
        Adresse="Vej 1_x000D_\nBy",
    )
    assert (cells["Fødselsdato"], cells["Startdato"]) == ("3.2.2026", "4.1.2027")
    assert (cells["Mobil 1"], cells["Mobil 2"], cells["Nøgle"]) == ("22334455", "48601234567", "41")
    assert (cells["Tilflytter"], cells["Forældremyndighed 1"]) == ("nej", "ja")
    assert cells["Adresse"] == "Vej 1\nBy"


def test_days_and_numbers_that_are_text_stay_as_they_are_written():
    cells = first(Fødselsdato="2026-02-03", Mobil_1="+45 22 33 44 55", Nøgle="00123", Adresse="1,5")
    assert [cells[name] for name in ("Fødselsdato", "Mobil 1", "Nøgle", "Adresse")] == [
        *("2026-02-03", "+45 22 33 44 55", "00123", "1,5")
    ]


def test_zeros_in_front_that_only_the_format_shows_are_kept():
    book = Workbook()
    for line in rows():
        book.active.append(line)
    book.active["A2"], book.active["A2"].number_format = 123, "00000"
    assert read(saved(book))[0].cells["Nøgle"] == "00123"


@pytest.mark.parametrize(("value", "shown"), [(1.5, "1,5"), (time(14, 5), "14:05:00"), (datetime(2027, 1, 4, 13), "2027-01-04 13:00:00")])  # fmt: skip  # noqa: DTZ001
def test_what_no_cell_of_the_list_can_mean_is_left_to_the_check_of_the_row(value, shown):
    assert first(Startdato=value)["Startdato"] == shown


def test_empty_rows_and_cells_that_are_only_coloured_are_left_out_and_rows_keep_their_numbers():
    content = workbook({}, row(), {}, row(Nøgle="K2"))
    assert [line.number for line in read(content)] == [3, 5]


def test_the_only_sheet_that_holds_something_is_read_whatever_it_is_called():
    assert len(read(with_sheets("Udtræk"))) == 1
    assert len(read(with_sheets("Udtræk", "Valgmuligheder", hidden=("Valgmuligheder",)))) == 1


def test_twenty_thousand_rows_are_read_and_too_many_are_not(monkeypatch):
    monkeypatch.setattr(reading, "MOST_ROWS", 300)
    assert len(read(workbook(*[row()] * 300))) == 300
    with pytest.raises(ImportProblem) as caught:
        read(workbook(*[row()] * 301))
    assert caught.value.odd is Odd.MANY


GOOD = workbook(row())
ENTITY = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'
FILE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
TYPES = part(GOOD, NAMES)
MACROS = TYPES.replace(b"spreadsheetml.sheet.main+xml", b"sheet.macroEnabled.main+xml").replace(
    b"openxmlformats-officedocument.sheet", b"ms-excel.sheet"
)
ODD_BOOKS = {
    "only its beginning": (package.MARK + bytes(50), Odd.DAMAGED),
    "cut off": (GOOD[:-300], Odd.DAMAGED),
    "something else that is packed": (packed(b"PK\x05\x06" + bytes(18), {"starter.csv": b"x"}), Odd.PACKED),
    "a document": (packed(GOOD, {NAMES: TYPES.replace(b"spreadsheetml", b"wordprocessingml")}), Odd.PACKED),
    "macros": (packed(GOOD, {"xl/vbaProject.bin": b"x"}), Odd.MACROS),
    "the type that may have macros": (packed(GOOD, {NAMES: MACROS}), Odd.MACROS),
    "old macros": (packed(GOOD, {"xl/macrosheets/sheet1.xml": b"x"}), Odd.MACROS),
    "links to other files": (packed(GOOD, {"xl/externalLinks/externalLink1.xml": b"x"}), Odd.LINKS),
    "a bomb by its ratio": (packed(GOOD, {"xl/media/a.bin": bytes(30_000_000)}), Odd.BOMB),
    "a bomb of very many parts": (packed(GOOD, {f"xl/{n}": b"" for n in range(package.PARTS)}), Odd.BOMB),
    "a bomb of very small elements": (
        packed(GOOD, {"xl/styles.xml": b"<s>" + b"<c/>" * 300_000 + Random(1).randbytes(20_000) + b"</s>"}),
        Odd.BOMB,
    ),
    "entities": (packed(GOOD, {"xl/sharedStrings.xml": ENTITY}), Odd.DAMAGED),
    "another file as an entity": (packed(GOOD, {"xl/workbook.xml": FILE}), Odd.DAMAGED),
    "entities in other letters": (
        packed(GOOD, {"xl/workbook.xml": ENTITY.decode().replace("1.0", '1.0" encoding="utf-16').encode("utf-16")}),
        Odd.DAMAGED,
    ),
    "a sheet that is no XML": (packed(GOOD, {SHEET: b"<x"}), Odd.DAMAGED),
    "a sheet that is missing": (packed(GOOD, {"xl/_rels/workbook.xml.rels": b"<x/>"}), Odd.DAMAGED),
    "two sheets": (with_sheets("Januar", "Februar"), Odd.SHEETS),
    "nothing in it": (saved(Workbook()), Odd.EMPTY),
    "a title above the heading": (workbook(row(), columns=("Kommende starter",)), Odd.HEADING),
    "a column missing": (workbook(row(), columns=COLUMNS[1:]), Odd.MISSING),
    "a column too many": (workbook(row(), columns=(*COLUMNS, "CPR")), Odd.UNKNOWN),
    "something beside the columns": (workbook(row() | {"": "x"}, columns=(*COLUMNS, "")), Odd.CELLS),
    "no rows": (workbook(), Odd.NO_ROWS),
    "a formula": (workbook(row(Barn="=B1")), Odd.CALCULATED),
    "a formula that reaches out": (workbook(row(Barn='=WEBSERVICE("http://example.org")')), Odd.CALCULATED),
    "a text that begins as a formula": (workbook(row(Adresse="+SUM(A1)")), Odd.FORMULA),
    "an error": (workbook(row(Barn="#N/A")), Odd.ERROR),
    "a day that is none": (
        packed(
            GOOD,
            {
                SHEET: part(workbook(row() | {"Startdato": date(2027, 1, 4)}), SHEET).replace(
                    b"<v>46391</v>", b"<v>99999999999</v>"
                ),
                "xl/styles.xml": part(workbook(row() | {"Startdato": date(2027, 1, 4)}), "xl/styles.xml"),
            },
        ),
        Odd.ERROR,
    ),
    "a number without end": (
        packed(GOOD, {SHEET: part(workbook(row() | {"Nøgle": 1}), SHEET).replace(b"<v>1</v>", b"<v>1e999</v>")}),
        Odd.DAMAGED,
    ),
}


@pytest.mark.parametrize("name", ODD_BOOKS)
def test_an_odd_workbook_gets_one_clear_sentence(name):
    content, odd = ODD_BOOKS[name]
    with pytest.raises(ImportProblem) as caught:
        read(content)
    assert caught.value.odd is odd
    assert "%(" not in str(caught.value)


def test_a_formula_says_in_which_row_and_column():
    with pytest.raises(ImportProblem) as caught:
        read(workbook(row(), row(Barn="=B1")))
    assert "»Barn« i række 3" in str(caught.value)


def test_two_sheets_are_told_by_their_names():
    with pytest.raises(ImportProblem) as caught:
        read(with_sheets("Januar", "Februar"))
    assert "»Januar«, »Februar«" in str(caught.value)


def test_a_package_that_lies_about_its_size_is_unpacked_to_no_more_than_it_says():
    content = bytearray(packed(GOOD, {"xl/media/a.bin": bytes(30_000_000)}))
    for signature, at in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        here = content.rfind(signature, 0, content.rfind(b"xl/media/a.bin"))
        here = here if here >= 0 else content.find(signature)
        content[here + at : here + at + 4] = (100).to_bytes(4, "little")
    with pytest.raises(ImportProblem):
        read(bytes(content))


def test_a_workbook_with_a_bit_changed_gives_rows_or_one_problem():
    random, lines = Random(26), read(GOOD)
    for _ in range(300):
        content = bytearray(GOOD)
        content[random.randrange(len(content))] ^= 1 << random.randrange(8)
        with suppress(ImportProblem):
            assert len(read(bytes(content))) <= len(lines)
