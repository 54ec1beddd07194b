"""Who can help is found by what worries somebody; texts keep every version; what the administrator writes stands in place of the first."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from domain.access import Staff, sees
from domain.access.premises import NameTaken, NotThere
from domain.base import today
from domain.guide import entries, finding, texts
from domain.guide.entries import BadEntry, Entry
from domain.guide.tables import PLACES, RAMMER
from domain.guide.texts import EmptyText, Overwritten
from tests.databases import sqlite_only
from tests.factories import as_house, make_staff, make_unit

NOW = datetime(2027, 3, 1, 9, tzinfo=UTC)
ASKED = {
    "sover ikke": "sundhedsplejen",
    "Min datter vil ikke SOVE!": "sundhedsplejen",
    "sover ikek": "sundhedsplejen",
    "ammning": "sundhedsplejen",
    "sprog": "psykologer",
    "hun taler ikke": "psykologer",
    "stamer": "psykologer",
    "logopaed": "psykologer",
    "skilsmisse": "socialraadgivere",
    "skilsmise": "socialraadgivere",
    "handikap": "handicapteamet",
    "bider de andre": "dagtilbud-og-dagpleje",
    "annonym": "anonym-raadgivning",
    "sessam": "sesam",
    "dagplejr": "dagplejen",
    "نوم": "sundhedsplejen",
    "uyku": "sundhedsplejen",
    "mówa": "psykologer",
    "розлучення": "socialraadgivere",
}


@pytest.fixture
def office(session, at):
    at(NOW)
    unit = make_unit(as_house(session), "forvaltning", "Forvaltning", "center")
    boss = make_staff(session, unit, "administrator", hours="")
    session.commit()
    session.info["writing"] = True
    sees(session, Staff(staff=boss))
    return session


def test_what_worries_somebody_finds_who_can_help_also_misspelt():
    found = {asked: [one.key for one in finding.find(entries.first(), asked)][:1] for asked in ASKED}
    assert found == {asked: [wanted] for asked, wanted in ASKED.items()}


@pytest.mark.parametrize("asked", ["", "   ", "!?", "xyzzy", "pris på en cykel", "og", "a" * 100])
def test_what_fits_nobody_finds_nobody(asked):
    assert finding.find(entries.first(), asked) == []


def test_every_first_entry_can_be_read_reached_and_found():
    for one in entries.first():
        assert all(0 < len(texts_["da"]) <= 200 for texts_ in (one.name, one.about, one.reach)), one.key
        assert one in finding.find(entries.first(), one.name["da"]), one.key


def test_what_the_administrator_writes_stands_in_place_of_the_first(office):
    sesam = entries.one(office, "sesam")
    entries.write(office, replace(sesam, words="zebra", name={"da": "Sesam, luk dig op"}))
    entries.write(office, replace(entries.one(office, "spiren"), shown=False))
    office.commit()
    keys = [one.key for one in entries.shown(office)]
    assert "spiren" not in keys
    assert keys.count("sesam") == 1
    assert [one.name for one in finding.find(entries.shown(office), "zebar")] == [{"da": "Sesam, luk dig op"}]
    entries.write(office, replace(entries.one(office, "spiren"), shown=True))
    assert "spiren" in [one.key for one in entries.shown(office)]


@sqlite_only
def test_a_new_one_has_a_name_of_its_own_and_danish_texts(office):
    new = Entry(
        key="", position=5, actor="ppr", name={"da": "Åben time"}, about={"da": "Kom."}, reach={"da": "Kom bare."}
    )
    assert entries.add(office, new) == "aaben-time"
    assert entries.shown(office)[0].key == "aaben-time"
    with pytest.raises(NameTaken):
        entries.add(office, new)
    with pytest.raises(BadEntry):
        entries.add(office, replace(new, name={"da": "Andet"}, about={"en": "Come."}))
    with pytest.raises(NotThere):
        entries.write(office, replace(new, key="ukendt"))


def test_a_text_keeps_every_version_with_its_day(office):
    first = texts.versions(office, "bal")[0]
    assert first.number == 1
    texts.publish(office, "bal", 1, "BAL", "Nyt.")
    office.commit()
    with pytest.raises(Overwritten):
        texts.publish(office, "bal", 1, "BAL", "En andens.")
    found = texts.versions(office, "bal")
    assert [(one.number, one.body, one.published_on) for one in found] == [
        (2, "Nyt.", today()),
        (1, first.body, first.published_on),
    ]
    assert [one.number for one in texts.every(office, RAMMER) if one.key == "bal"] == [2]
    texts.publish(office, "bal", 2, "BAL", "Nyt.", shown=False)
    assert [one.shown for one in texts.every(office, RAMMER) if one.key == "bal"] == [False]


@sqlite_only
def test_a_new_text_stands_last_and_says_something(office):
    texts.add(office, "Aftale om skolestart i Baltorp", "Sådan.")
    assert texts.every(office, RAMMER)[-1].key == "aftale-om-skolestart-i-baltorp"
    with pytest.raises(NameTaken):
        texts.add(office, "Pligten", "Sådan.")
    with pytest.raises(EmptyText):
        texts.add(office, "Tom", "  ")
    with pytest.raises(NotThere):
        texts.publish(office, "ukendt", 1, "x", "y")
    with pytest.raises(NotThere):
        texts.versions(office, texts.WHERE, RAMMER)


def test_the_first_texts_are_those_that_the_domain_names_and_all_have_a_day():
    known = {place: [one for one in texts.first() if one.place == place] for place in PLACES}
    assert len(known[RAMMER]) >= 11
    assert {one.key for one in texts.first()} >= {texts.WHERE, texts.DUTY, texts.CHECKLIST}
    assert all(one.title and one.body and one.published_on >= date(2026, 11, 22) for one in texts.first())
