"""Each row on its own: a start, or which cell is wrong, why, and what would be right."""

from datetime import date

import pytest

from domain.starts.coming import House, Nurse
from domain.starts.importing.checking import check, years_after
from domain.starts.importing.places import Places
from domain.starts.importing.reading import COLUMNS, Line
from tests.scenes.lists import row

TODAY = date(2026, 11, 22)
GLOBEN = House(id=1, slug="globen", name="Globen", sundhedspleje_id=9)
PLACES = Places(
    houses={
        "globen": [GLOBEN],
        "fregatten": [House(id=2, slug="fregatten", name="Fregatten", sundhedspleje_id=8)],
        "søen": [House(id=number, slug=f"soeen-{number}", name="Søen", sundhedspleje_id=None) for number in (3, 4)],
    },
    groups={1: {"sommerfuglen": (11, "Sommerfuglen")}},
    nurses={
        "nete dam": [Nurse(21, 8), Nurse(21, 9)],
        "mette bæk": [Nurse(22, 9), Nurse(23, 8)],
        "mette@example.org": [Nurse(22, 9)],
    },
    names={"globen": "Globen", "fregatten": "Fregatten", "nete dam": "Nete Dam"},
)
SECOND = {"Forælder_2": "Ib Dam", "Forældremyndighed_2": "nej"}


def checked(**cells: str):
    found = {name: row(**cells).get(name, "") for name in COLUMNS}
    return next(iter(check([Line(2, found)], PLACES, TODAY)))


def coming(**cells: str):
    found = checked(**cells)
    assert found.faults == []
    return found.coming


def wrong(**cells: str) -> list[tuple[str, str, str]]:
    found = checked(**cells)
    assert found.coming is None
    return [(fault.column, fault.wrong.name, fault.right) for fault in found.faults]


def test_a_sound_row_becomes_a_start():
    found = coming(Mobil_1="22 33 44 55", Sprog_1="Engelsk", Adresse="Vej 1\n2740 By", Adressebeskyttelse="ja")
    [parent] = found.parents
    assert (found.child, found.born, found.house, found.starts_on) == (
        "Alma Dam",
        date(2026, 2, 3),
        GLOBEN,
        date(2027, 1, 4),
    )
    assert (parent.name, parent.custody, parent.email) == ("Trine Dam", True, "trine@example.org")
    assert (parent.mobile, parent.language) == ("+4522334455", "en")
    assert (found.address, found.address_protected, found.newcomer, found.nurse) == ("Vej 1 2740 By", True, False, None)


@pytest.mark.parametrize("cell", ["3.2.2026", "03.02.2026", "2026-02-03", "3-2-2026", "03/02/2026", "3. 2. 2026"])
def test_a_date_is_read_as_danes_write_it(cell):
    assert coming(Fødselsdato=cell).born == date(2026, 2, 3)


@pytest.mark.parametrize(
    "cell", ["3.2.26", "31.2.2026", "2.3", "februar", "2026-13-01", "0.0.0000", "45000", "3.2.2026 kl. 9"]
)
def test_what_is_no_date_is_wrong(cell):
    assert [one[:2] for one in wrong(Fødselsdato=cell)] == [("Fødselsdato", "DATE")]


@pytest.mark.parametrize(
    ("born", "starts_on", "expected"),
    [
        ("23.11.2026", "1.3.2027", ("Fødselsdato", "BORN_AHEAD")),
        ("1.1.1926", "1.3.2027", ("Fødselsdato", "BORN_LONG_AGO")),
        ("3.2.2026", "3.2.2026", ("Startdato", "STARTS_BEFORE_BIRTH")),
        ("3.2.2026", "4.1.2062", ("Startdato", "STARTS_LATE")),
        ("31.12.9999", "31.12.9999", ("Fødselsdato", "BORN_AHEAD")),
        ("1.1.0001", "31.12.9999", ("Fødselsdato", "BORN_LONG_AGO")),
    ],
)
def test_dates_that_cannot_be_right_are_wrong(born, starts_on, expected):
    assert [one[:2] for one in wrong(Fødselsdato=born, Startdato=starts_on)] == [expected]


def test_seven_years_after_a_leap_day_is_the_last_of_february():
    assert years_after(date(2024, 2, 29), 7) == date(2031, 2, 28)
    assert years_after(date(2024, 2, 29), 4) == date(2028, 2, 29)


def test_every_obligatory_cell_that_is_empty_is_told_at_once():
    empty = dict.fromkeys(("Barn", "Fødselsdato", "Børnehus", "Startdato", "Forælder_1", "Forældremyndighed_1"), "")
    assert {one[:2] for one in wrong(**empty)} == {
        *((name.replace("_", " "), "REQUIRED") for name in empty if name != "Forældremyndighed_1"),
        ("Forældremyndighed 1", "CUSTODY"),
    }


@pytest.mark.parametrize(
    ("column", "cell", "kind"),
    [
        ("Tilflytter", "måske", "YES_NO"),
        ("Adressebeskyttelse", "x", "YES_NO"),
        ("Forældremyndighed_1", "delt", "YES_NO"),
        ("E_mail_1", "trine@", "EMAIL"),
        ("E_mail_1", "a@example.org; b@example.org", "EMAIL"),
        ("E_mail_1", "trine.@example.org", "EMAIL"),
        ("E_mail_1", "trine@example", "EMAIL"),
        ("Mobil_1", "12345678", "MOBILE"),
        ("Mobil_1", "4,522E+09", "MOBILE"),
        ("Mobil_1", "+45 2233 445", "MOBILE"),
        ("Sprog_1", "klingonsk", "LANGUAGE"),
        ("Barn", "12345", "NAME"),
        ("Barn", "Alma\u202eDam", "NAME"),
        ("Barn", "A" * 201, "LONG"),
        ("Barn", "Alma Dam 030226-1234", "CPR"),
        ("Adresse", "Torvet 1, cpr 0302261234", "CPR"),
        ("Tolk", "ja", "INTERPRETER"),
        ("Sundhedsplejerske", "Mette Bæk", "NURSE_TWICE"),
        ("Sundhedsplejerske", "Xyz", "NURSE"),
        ("Børnehus", "Søen", "HOUSE_TWICE"),
        ("Børnehus", "Rådhuset", "HOUSE"),
        ("Gruppe", "Elefanten", "GROUP"),
    ],
)
def test_a_wrong_cell_is_named(column, cell, kind):
    [(named, found, right)] = wrong(**{column: cell})
    assert (named, found) == (column.replace("E_mail", "E-mail").replace("_", " "), kind)
    assert "%(" not in right


@pytest.mark.parametrize(
    ("column", "cell", "suggestion"),
    [
        ("Børnehus", "Gloeben", "Globen"),
        ("Gruppe", "Sommerfugl", "Sommerfuglen"),
        ("Sundhedsplejerske", "Nette Dam", "Nete Dam"),
    ],
)
def test_an_unknown_name_brings_the_nearest_one(column, cell, suggestion):
    [(named, _, right)] = wrong(**{column: cell})
    assert (named, suggestion in right) == (column, True)


def test_a_sundhedsplejerske_is_meant_in_the_house_own_district_and_two_of_a_name_are_told_apart_by_mail():
    assert coming(Sundhedsplejerske="nete  dam").nurse == Nurse(21, 9)
    assert coming(Børnehus="Fregatten", Sundhedsplejerske="Nete Dam").nurse == Nurse(21, 8)
    assert coming(Sundhedsplejerske="mette@example.org").nurse == Nurse(22, 9)


def test_the_second_parent_is_not_there_at_all_or_complete():
    assert len(coming(**SECOND).parents) == 2
    assert {one[:2] for one in wrong(E_mail_2="ib@example.org")} == {
        ("Forælder 2", "REQUIRED"),
        ("Forældremyndighed 2", "CUSTODY"),
    }


def test_the_same_parent_twice_is_wrong_but_a_shared_mailbox_or_name_is_not():
    same = {"Forælder_2": "Trine Dam", "Forældremyndighed_2": "ja"}
    assert [one[:2] for one in wrong(**same, E_mail_2="trine@example.org")] == [("Forælder 2", "SAME_PARENT")]
    assert len(coming(**same, E_mail_2="other@example.org").parents) == 2
    assert len(coming(**SECOND, E_mail_2="trine@example.org").parents) == 2


@pytest.mark.parametrize("cell", ["Trine.Dam@Example.ORG", "trine+dam@example.org", "o'dam@example.org"])
def test_a_mail_address_is_kept_in_small_letters(cell):
    assert coming(E_mail_1=cell).parents[0].email == cell.lower()


@pytest.mark.parametrize(("cell", "language"), [("ja", "arabisk"), ("nej", ""), ("", ""), ("tegnsprog", "tegnsprog")])
def test_the_interpreter_is_for_a_language(cell, language):
    assert coming(Tolk=cell, Sprog_1="arabisk").interpreter == language
