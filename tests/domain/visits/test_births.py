"""The birth list: what is wrong is said row by row, what is right is written at once, and twice changes nothing."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select

from domain.access.citizens import Guardianship, Link
from domain.births import listing
from domain.births.checking import COLUMNS
from domain.booking.kinds.types import ensure_types
from domain.outbox import Outbox
from domain.people import Child, Guardian
from domain.starts.importing import ImportProblem, NotReady
from domain.starts.importing.tables import APPLIED, CHANGED, NEW, UNCHANGED, WRONG, ImportRow
from domain.visits.tables import HomeVisit, Programme
from domain.visits.windows import BARSEL, FIXED
from tests.databases import sqlite_only
from tests.domain.visits.test_visits import SECRET, Home
from tests.scenes import lists
from tests.scenes.births import file

pytestmark = sqlite_only
TWIN = {"Barn": "Bo Dam"}


@pytest.fixture
def home(session, at) -> Home:
    at(datetime(2026, 11, 2, 9, tzinfo=UTC))
    made = Home(session)
    ensure_types(session)
    made.as_nurse(session)
    return made


def read(session, home, *rows):
    return listing.upload(session, home.unit, "foedsler.csv", file(*rows))


def verdicts(session, batch) -> list[str]:
    rows = select(ImportRow.verdict).where(ImportRow.batch_id == batch.id).order_by(ImportRow.line)
    return [*session.scalars(rows)]


def test_a_list_makes_children_with_parents_links_and_programmes_and_twice_it_changes_nothing(session, home):
    batch = read(session, home, {"Sundhedsplejerske": "Karen"}, TWIN)
    assert verdicts(session, batch) == [NEW, NEW]
    assert listing.apply(session, SECRET, batch)
    assert batch.state == APPLIED
    alma = session.scalars(select(Child).where(Child.name == "Alma Dam")).one()
    assert (alma.sundhedspleje_id, alma.sundhedsplejerske_id) == (home.unit, home.nurse)
    assert session.scalar(select(func.count(HomeVisit.id)).where(HomeVisit.child_id == alma.id)) == len(FIXED)
    assert session.scalars(select(Link.start_id).where(Link.child_id == alma.id)).all() == [None]
    assert session.get_one(Programme, alma.id).contacted_at is None
    sent = select(Outbox.kind).where(Outbox.subject == f"family/{alma.id}")
    assert session.scalars(sent).all() == ["family-link"]
    assert listing.apply(session, SECRET, batch), "a second time is the first"
    assert verdicts(session, read(session, home, {}, TWIN)) == [UNCHANGED, UNCHANGED]


def test_twins_in_one_list_have_one_mother(session, home):
    listing.apply(session, SECRET, read(session, home, {}))
    listing.apply(session, SECRET, read(session, home, TWIN))
    mothers = select(Guardian.id).where(Guardian.name == "Trine Dam")
    (mother,) = session.scalars(mothers).all()
    own = select(func.count()).select_from(Guardianship).where(Guardianship.guardian_id == mother)
    assert session.scalar(own) == 2


def test_another_birth_date_in_the_next_list_moves_the_windows(session, home):
    listing.apply(session, SECRET, read(session, home, {}))
    batch = read(session, home, {"Fødselsdato": "28.10.2026", "Hjemme fra": "1.11.2026"})
    assert verdicts(session, batch) == [CHANGED]
    listing.apply(session, SECRET, batch)
    alma = session.scalars(select(Child).where(Child.name == "Alma Dam")).one()
    assert alma.birth_date == date(2026, 10, 28)
    visit = select(HomeVisit).where(HomeVisit.child_id == alma.id, HomeVisit.kind == BARSEL)
    assert session.scalars(visit).one().opens_on == date(2026, 11, 5)


def test_a_wrong_row_is_told_with_what_would_be_right_and_nothing_is_written(session, home):
    wrong = (
        {"Fødselsdato": "1.1.2027"},
        {"Sundhedsplejerske": "Ingen Kendt"},
        {"Hjemme fra": "1.1.2020"},
        {"Forældremyndighed 1": ""},
    )
    batch = read(session, home, *wrong, {}, {})
    assert verdicts(session, batch) == [WRONG] * 4 + [NEW, WRONG]
    faults = session.scalars(select(ImportRow.what).where(ImportRow.verdict == WRONG).order_by(ImportRow.line))
    assert [one[0][0] for one in faults] == [
        *("Fødselsdato", "Sundhedsplejerske", "Hjemme fra", "Forældremyndighed 1", "Barn")
    ]
    with pytest.raises(NotReady):
        listing.apply(session, SECRET, batch)
    assert session.scalars(select(Child).where(Child.name == "Alma Dam")).all() == []


def test_what_is_no_birth_list_is_refused(session, home):
    with pytest.raises(ImportProblem):
        listing.upload(session, home.unit, "starter.csv", lists.file(lists.row()))
    with pytest.raises(ImportProblem):
        listing.upload(session, home.unit, "lang.csv", lists.file(*([{"Barn": "A"}] * 201), columns=COLUMNS))


def test_nobody_else_sees_the_list(session, home):
    batch = read(session, home, {}).id
    other = Home(session)
    other.as_nurse(session)
    assert session.scalars(select(ImportRow).where(ImportRow.batch_id == batch)).all() == []
