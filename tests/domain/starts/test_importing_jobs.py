"""A list that has been handed in: staged by the worker, seen by nobody else, applied once, and forgotten."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from domain import bulk
from domain.access import Job, Membership, NotAllowed, Staff, sees
from domain.access.jobs import work_as
from domain.access.units import Unit
from domain.audit import Change
from domain.people import Start
from domain.starts import importing
from domain.starts.importing import jobs
from domain.starts.importing.tables import ImportBatch, ImportRow
from tests.scenes.lists import TODAY, file, nurse, row, town

GOOD = file(row(), row(Nøgle="K2", Barn="Bo By", Fødselsdato="1.1.2026"))
BAD = file(row(), row(Nøgle="K2", Børnehus="Gloeben"))


class Office:
    """Forvaltningen with two of its people, and a worker that is asked for one step at a time."""

    def __init__(self, database, at) -> None:
        self.sessions, self._at = database.sessions, at
        at(TODAY)
        with self.sessions() as session:
            session.info["writing"] = True
            sees(session, Job(name="test"))
            self.unit = town(session)["Forvaltningen"]
            self.people = [nurse(session, self.unit, name, "administrator") for name in ("Ada Bæk", "Ole Bæk")]
            session.commit()

    def session(self, person: int = 0):
        session = self.sessions()
        session.info["writing"] = True
        where = Membership(unit_id=self.unit, actor="forvaltning", slug="f", unit_name="F", role="administrator")
        sees(session, Staff(name="Ada Bæk", staff=self.people[person], memberships=(where,)))
        return session

    def upload(self, content: bytes) -> int:
        with self.session() as session:
            found = importing.upload(session, self.unit, "starter.csv", content)
            session.commit()
            return found.id

    def apply(self, number: int) -> None:
        with self.session() as session:
            importing.apply(session, importing.batch(session, number))
            session.commit()

    def batch(self, number: int, person: int = 0) -> ImportBatch | None:
        with self.session(person) as session:
            return importing.batch(session, number)

    def rows(self, number: int, verdict: str, person: int = 0):
        with self.session(person) as session:
            return importing.rows(session, number, verdict, 1)

    def work(self, finish=lambda *_: None) -> bool:
        return importing.work(self.sessions, finish)

    def everything(self, *columns):
        with self.sessions() as session:
            sees(session, Job(name="test"))
            return session.execute(select(*columns).order_by(*columns).execution_options(**bulk.WHY)).all()

    def later(self, **time: int) -> None:
        self._at(TODAY + timedelta(**time))


@pytest.fixture
def office(database, at) -> Office:
    return Office(database, at)


def test_a_list_is_staged_with_its_verdicts_and_nothing_of_it_is_written(office):
    number = office.upload(BAD)
    assert office.batch(number).state == "uploaded"
    assert office.work()
    found = office.batch(number)
    assert (found.state, found.rows, found.done, found.new, found.wrong) == ("checked", 2, 2, 1, 1)
    [wrong] = office.rows(number, "wrong")
    [fault] = map(importing.Fault.from_json, wrong.what)
    assert (wrong.line, wrong.data["Børnehus"], fault.column) == (3, "Gloeben", "Børnehus")
    assert "Globen" in fault.right
    assert office.everything(Start.id) == []


def test_only_who_handed_a_list_in_sees_it(office):
    number = office.upload(BAD)
    office.work()
    assert office.batch(number, person=1) is None
    assert office.rows(number, "wrong", person=1) == []
    with office.session(1) as session:
        assert importing.latest(session, office.unit) == []


def test_a_list_with_a_wrong_row_or_one_that_has_not_been_looked_at_cannot_be_applied(office):
    number = office.upload(BAD)
    with pytest.raises(importing.NotReady):
        office.apply(number)
    office.work()
    with pytest.raises(importing.NotReady):
        office.apply(number)


def test_a_sound_list_is_applied_in_the_name_of_who_asked_for_it_and_its_rows_are_forgotten(office):
    number = office.upload(GOOD)
    office.work()
    office.apply(number)
    office.apply(number)
    applied = []
    assert office.work(lambda _, found: applied.append(found))
    assert (office.batch(number).state, len(applied), len(applied[0].created)) == ("applied", 1, 2)
    assert len(office.everything(Start.id)) == 2
    told = office.everything(Change.kind, Change.staff_id, Change.unit_id, Change.purpose)
    assert told.count(("start", office.people[0], office.unit, "import")) == 2
    assert office.work()
    assert (office.everything(ImportRow.line), office.work()) == ([], False)
    assert office.everything(ImportBatch.__table__.c.content) == [(None,)]


def test_a_list_that_has_become_wrong_meanwhile_is_shown_anew_instead(office):
    number = office.upload(GOOD)
    office.work()
    office.apply(number)
    with office.sessions() as session:
        work_as(session, "somebody")
        session.execute(update(Unit).where(Unit.name == "Globen").values(name="Huset", slug="huset"))
        session.commit()
    office.work()
    found = office.batch(number)
    assert (found.state, found.problem, office.everything(Start.id)) == ("uploaded", "stale", [])
    office.work()
    found = office.batch(number)
    assert (found.state, found.problem, found.wrong) == ("checked", "stale", 2)


def test_a_list_that_a_worker_died_with_is_taken_up_again(office):
    number = office.upload(GOOD)
    office.work()
    office.apply(number)

    def died(*_):
        raise RuntimeError("as if killed")

    with pytest.raises(RuntimeError):
        office.work(died)
    assert not office.work()
    office.later(minutes=3)
    assert office.work()
    assert (office.batch(number).state, len(office.everything(Start.id))) == ("applied", 2)


def test_a_list_that_fails_again_and_again_is_given_up(office):
    number = office.upload(GOOD)
    office.work()
    office.apply(number)

    def broken(*_):
        raise RuntimeError("as if full")

    for minutes in range(0, 3 * jobs.TRIES, 3):
        office.later(minutes=minutes)
        with pytest.raises(RuntimeError):
            office.work(broken)
    office.later(minutes=3 * jobs.TRIES)
    office.work(broken)
    assert (office.batch(number).state, office.batch(number).problem) == ("failed", "broken")
    assert office.everything(Start.id) == []


def test_a_list_that_nobody_applies_is_forgotten_after_a_week(office):
    office.upload(GOOD)
    office.work()
    assert not office.work()
    office.later(days=8)
    while office.work():
        pass
    assert (office.everything(ImportBatch.id), office.everything(ImportRow.line)) == ([], [])


def test_an_odd_file_is_refused_at_once(office):
    with office.session() as session, pytest.raises(importing.ImportProblem):
        importing.upload(session, office.unit, "x.png", b"\x89PNG\r\n")
    assert office.everything(ImportBatch.id) == []


def test_nobody_hands_a_list_in_for_another_unit(office):
    with office.session() as session, pytest.raises(NotAllowed):
        importing.upload(session, office.unit - 1, "starter.csv", GOOD)
