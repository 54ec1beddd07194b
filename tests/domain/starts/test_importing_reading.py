"""The list as bytes: what Danish Excel writes is read, and everything else gets one clear sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.starts.importing import COLUMNS, ImportProblem, read, reading
from domain.starts.importing.faults import Odd
from tests.scenes.lists import EXAMPLE, file, row

PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig"])
def test_danish_letters_are_read_in_every_encoding_that_excel_writes(encoding):
    [line] = read(file(row(Barn="Åse Ærø Øby"), encoding=encoding))
    assert (line.number, line.cells["Barn"]) == (2, "Åse Ærø Øby")


def test_the_example_is_read_whole():
    lines = read(EXAMPLE.read_bytes())
    assert [line.number for line in lines] == list(range(2, 12))
    assert lines[5].cells["Adresse"] == "Kirkevej 4\n2740 Skovlunde"
    assert lines[9].cells["Barn"] == 'Lykke "Lulle" Sand'
    assert lines[9].cells["Forælder 2"] == "Gry Sand; født Krog"


def test_rows_have_the_numbers_that_excel_shows():
    content = file(row(Adresse="Vej 1\r\nBy"), {}, row(Nøgle="K2"))
    assert [line.number for line in read(content)] == [2, 4]


def test_columns_may_stand_in_any_order_and_in_capitals():
    columns = tuple(reversed(COLUMNS))
    [line] = read(file(row(), columns=columns).replace(b"Barn", b" BARN ", 1))
    assert line.cells["Barn"] == "Alma Dam"


def test_a_line_that_tells_excel_the_separator_and_empty_columns_at_the_end_do_no_harm():
    content = b"sep=;\r\n" + file(row()).replace(b"\r\n", b";;\r\n")
    assert read(content)[0].cells["Barn"] == "Alma Dam"


def test_empty_cells_that_excel_leaves_out_at_the_end_of_a_row_are_empty():
    [line] = read(file(row(Adresse="")).replace(b"ja;;;;;;;;", b"ja"))
    assert (line.cells["Forældremyndighed 1"], line.cells["Adresse"]) == ("ja", "")


@pytest.mark.parametrize("cell", ["+45 22 33 44 55", "-5", "- "])
def test_a_number_with_a_sign_is_no_formula(cell):
    assert read(file(row(Mobil_1=cell)))[0].cells["Mobil 1"] == cell.strip()


def lines_of(count: int) -> bytes:
    heading, line, _ = file(row()).split(b"\r\n")
    return heading + b"\r\n" + (line + b"\r\n") * count


WITHOUT_TOLK = tuple(name for name in COLUMNS if name != "Tolk")
ODD_FILES = {
    "empty": (b"", Odd.EMPTY, {}),
    "only blanks": (b" \r\n \r\n", Odd.EMPTY, {}),
    "a picture": (PNG, Odd.PICTURE, {}),
    "a photograph": (b"\xff\xd8\xff\xe0" + bytes(50), Odd.PICTURE, {}),
    "an old workbook": (b"\xd0\xcf\x11\xe0" + bytes(50), Odd.OLD, {}),
    "a workbook with a password": (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), Odd.LOCKED, {}),
    "a PDF": (b"%PDF-1.7\n", Odd.DOCUMENT, {}),
    "UTF-16": (file(row()).decode("cp1252").encode("utf-16"), Odd.UTF16, {}),
    "huge": (b"x" * (reading.MOST_BYTES + 1), Odd.HUGE, {"most": "10"}),
    "too many rows": (lines_of(reading.MOST_ROWS + 1), Odd.MANY, {"most": "50000"}),
    "NUL": (file(row(Barn="Alma\0Dam")), Odd.BINARY, {}),
    "neither encoding": (file(row()) + b"\x81", Odd.ENCODING, {}),
    "commas": (b"Barn,Startdato\r\nAlma,1.2.2027\r\n", Odd.DELIMITER, {}),
    "tabs": (b"Barn\tStartdato\r\n", Odd.DELIMITER, {}),
    "a column missing": (file(row(), columns=WITHOUT_TOLK), Odd.MISSING, {"columns": "»Tolk«"}),
    "a column twice": (file(row(), columns=(*COLUMNS, "Barn")), Odd.DOUBLED, {"columns": "»Barn«"}),
    "a column misspelt": (
        file(row()).replace("Fødselsdato".encode("cp1252"), b"Fodselsdag", 1),
        Odd.UNKNOWN_NEAR,
        {"columns": "Fodselsdag", "near": "Fødselsdato"},
    ),
    "a column too many": (file(row(), columns=(*COLUMNS, "CPR")), Odd.UNKNOWN, {"columns": "»CPR«"}),
    "a column without a name": (file(row(), columns=("", *COLUMNS)), Odd.UNNAMED, {"number": "1"}),
    "no rows": (file(), Odd.NO_ROWS, {}),
    "a cell too many": (
        file(row()).replace(b"Globen", b"Globen;x"),
        Odd.CELLS,
        {"row": "2", "found": "22", "expected": "21"},
    ),
    "a quotation mark left open": (file(row()) + b'"K2;', Odd.QUOTES, {"row": "3"}),
    "a cell without end": (file(row(Adresse="x" * 200_000)), Odd.LONG, {"row": "2"}),
    "a formula": (
        file(row(Barn="=HYPERLINK(1)")),
        Odd.FORMULA,
        {"row": "2", "column": "Barn", "value": "=HYPERLINK(1)"},
    ),
    "a formula by +": (file(row(Adresse="+SUM(A1)")), Odd.FORMULA, {"row": "2", "column": "Adresse"}),
    "a formula by -": (file(row(Adresse="-A1")), Odd.FORMULA, {"row": "2", "column": "Adresse"}),
    "a formula by @": (file(row(Adresse="@cmd")), Odd.FORMULA, {"row": "2", "column": "Adresse"}),
    "a formula behind a tab": (file(row(Adresse="\t=1+1")), Odd.FORMULA, {"row": "2", "column": "Adresse"}),
}


@pytest.mark.parametrize("name", ODD_FILES)
def test_an_odd_file_gets_one_clear_sentence(name):
    content, odd, values = ODD_FILES[name]
    with pytest.raises(ImportProblem) as caught:
        read(content)
    assert caught.value.odd is odd
    assert {key: caught.value.values[key] for key in values} == values
    assert "%(" not in str(caught.value)


def test_all_that_is_wrong_with_the_headings_is_told_at_once():
    columns = ("Barnets navn", "CPR", *(name for name in COLUMNS if name not in {"Fødselsdato", "Tolk"}), "Fødselsdag")
    with pytest.raises(ImportProblem) as caught:
        read(file(row(), columns=columns))
    told = str(caught.value)
    for words in (
        "har »Barnets navn«, »CPR«, som ikke hører til i listen",
        "kolonnen »Fødselsdag«. Den skal hedde »Fødselsdato«",
        "mangler »Tolk«.",
    ):
        assert words in told
    assert "mangler »Fødselsdato«" not in told


def test_a_list_with_other_headings_altogether_says_which_it_has_and_which_are_missing():
    with pytest.raises(ImportProblem) as caught:
        read("Navn;CPR-nummer\r\nAlma;1\r\n".encode("cp1252"))
    assert "»Navn«, »CPR-nummer«" in str(caught.value)
    assert all(f"»{name}«" in str(caught.value) for name in COLUMNS)


ODD_BYTES = st.one_of(
    st.binary(),
    st.text().map(lambda text: text.encode(errors="replace")),
    st.tuples(st.sampled_from([b"", b"\xef\xbb\xbf", b"sep=;\n"]), st.binary()).map(
        lambda parts: parts[0] + file().strip() + b"\r\n" + parts[1]
    ),
    st.lists(st.text(st.sampled_from('abÆ";\r\n=+@-\t 1')), min_size=len(COLUMNS), max_size=len(COLUMNS)).map(
        lambda cells: file(dict(zip(COLUMNS, cells, strict=True)), encoding="utf-8")
    ),
)


@given(ODD_BYTES)
def test_any_bytes_give_rows_or_one_problem(content):
    try:
        lines = read(content)
    except ImportProblem:
        return
    assert lines
    assert all(set(line.cells) == set(COLUMNS) for line in lines)
