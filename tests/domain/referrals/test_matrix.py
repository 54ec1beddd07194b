"""Who reads what of a referral, by the table that was written by hand: tests/rules/referrals.csv."""

import csv
from pathlib import Path

import pytest
from sqlalchemy import select

from domain.access import Guardian as GuardianViewer
from domain.consent import NO, YES
from domain.due import Due
from domain.people import Child
from domain.referrals import life, reading
from domain.referrals.tables import Referral, ReferralParent
from tests.databases import sqlite_only
from tests.factories import as_house, make_child, make_guardian
from tests.scenes.referrals import begin, make_bench

TABLE = Path(__file__).parents[2] / "rules" / "referrals.csv"
OTHERS = {
    "fsr andetsteds": ("fsr", "socialraadgiver"),
    "ppr": ("ppr", "leder"),
    "sundhedspleje": ("sundhedspleje", "leder"),
    "dagtilbud": ("dagtilbud", "leder"),
    "administrator": ("forvaltning", "administrator"),
}
ROWS = {"tekst": (Referral, ReferralParent), "barn": (Child,), "dag": (Due,)}


def expected():
    lines = [line for line in TABLE.read_text().splitlines() if not line.startswith("#")]
    head, *rows = [[cell.strip() for cell in row] for row in csv.reader(lines)]
    return {(row[0], row[1], when): cell for row in rows for when, cell in zip(head[2:], row[2:], strict=True)}


@pytest.fixture
def bench(database):
    made = make_bench(database)
    for name, place in OTHERS.items():
        made.add(name, *place)
    with database.sessions() as session:
        child = make_child(as_house(session), "En anden")
        guardian = make_guardian(session, child)
        session.commit()
    made.viewers["en anden"] = GuardianViewer(guardian=guardian, child_ids=(child,), custody_ids=(child,))
    return made


def come_to(bench, when: str) -> int:
    """A referral at that moment."""
    if when == "kladde":
        return bench.written()
    number = bench.asked() if when in {"spurgt", "ét ja"} else bench.sent()
    if when == "ét ja":
        bench.answer(number, YES)
    if when == "taget tilbage":
        bench.answer(number, NO, 1)
    with bench.as_("helper") as session:
        if when == "i gang":
            life.start(session, number, begin(order="Haster", beyond="Haster"))
        if when == "afvist":
            life.decline(session, number, "Hører til et andet sted")
    return number


def about(number: int, child: int | None, table):
    """The rows of this referral, whoever may read them."""
    rows = {Referral: Referral.id == number, ReferralParent: ReferralParent.referral_id == number}
    rows |= {Child: Child.id == child, Due: (Due.matter_id == number) & Due.child_id.is_not(None)}
    return select(table.id).where(rows[table])


def sees(session, what: str, number: int, child: int | None) -> bool:
    """Whether whoever asks sees any of it."""
    if what == "side":
        return any(reading.of_child(session, number, unit) for unit in session.info["viewer"].every_unit())
    return any(session.scalars(about(number, child, table)).first() for table in ROWS[what])


@sqlite_only
def test_everybody_reads_what_the_table_says(bench):
    cells, wrong = expected(), []
    for when in dict.fromkeys(key[2] for key in cells):
        number = come_to(bench, when)
        with bench.as_("fsr") as session:
            child = session.get_one(Referral, number).child_id
        bench.viewers["forælder"] = bench.parent(number) if child else bench.viewers["en anden"]
        for viewer in dict.fromkeys(key[1] for key in cells):
            with bench.as_(viewer) as session:
                for what in (*ROWS, "side"):
                    seen = sees(session, what, number, child)
                    if cells[what, viewer, when] != ("ja" if seen else "-"):
                        wrong.append(f"{what} for {viewer}, {when}: {seen}")
    assert not wrong, "\n".join(wrong)
