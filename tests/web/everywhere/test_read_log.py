"""Whoever of the staff opens a page about one child has looked, and the log says at what, and by which consent."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import delete, select

from domain.audit import Look
from domain.consent import BEFOREHAND, MEETING, YES
from tests.looking import CANARY, of_worker
from tests.reading import reading
from tests.scenes import canaries
from tests.scenes.answers import FIRST_DAY, early_and_late
from tests.scenes.canaries import working
from tests.scenes.municipality import Browser, build

NURSE, HOUSE = "sundhedspleje/sundhedsplejerske", "dagtilbud/leder"
SAYS = {
    "start": {"Start", "Barn", "Hvem har kigget", "Besøg"},
    "time": {"Tid"},
    "interpreter": {"Start"},
    "questionnaire": {"Skema"},
    "preparation": {"Fra sundhedsplejen"},
    "recommendation": {"Anbefalinger"},
}
"""How the log names what each canary sits in."""
BY_CONSENT = {
    NURSE: {"Tid": "start-time", "Skema": "start", "Anbefalinger": "start"},
    HOUSE: {"Fra sundhedsplejen": "start-before"},
}


@pytest.fixture
def town(database, at):
    at(datetime(2026, 11, 2, 9, tzinfo=UTC))
    with database.sessions() as session:
        return build(session)


@pytest.fixture
def family(database, town):
    """Everything is there, and both sides may see it."""
    with working(database.sessions) as session:
        one = canaries.settle(session, town, 1)
    for purpose in (MEETING, BEFOREHAND):
        canaries.answer(database.sessions, one, purpose, (YES, YES))
    with early_and_late(database.sessions, town) as session:
        canaries.book(session, one, 0, FIRST_DAY)
    return one


def looks(database):
    """What the log holds, and empty it."""
    with working(database.sessions) as session:
        columns = select(Look.child_id, Look.staff_id, Look.unit_id, Look.purpose, Look.consent, Look.kind)
        found = session.execute(columns.order_by(Look.id), execution_options={"unscoped": "test"}).all()
        session.execute(delete(Look.__table__), execution_options={"unscoped": "test"})
        return found


def shown(text, one):
    """The kinds of information of which something stands on the page."""
    kinds = {CANARY[kind] for kind, _number in canaries.words(text)}
    at = {"time"} if canaries.moment(one.first) in canaries.times(text) else set()
    return kinds | at


@pytest.mark.parametrize("who", [NURSE, HOUSE])
def test_what_a_page_about_one_child_shows_is_logged(app, database, town, family, who):
    worker, seen = town.workers[who], set()
    for way in of_worker(app, worker.actor, worker.slug, family):
        with reading() as tables:
            answer = Browser(app, worker.secret).get(way)
        log = looks(database)
        if answer.status_code != 200:
            assert log == [], way
            continue
        assert tables, f"{way} reads nothing"
        assert {one.child_id for one in log} == {family.child}, (
            f"{way} reads {tables} and logs nothing: call audit.seen"
        )
        assert {(one.staff_id, one.unit_id) for one in log} == {(worker.staff, worker.unit)}
        assert {one.purpose for one in log} <= {"starts", "children", "frontdesk", "visits", "groups"}
        kinds = {kind: one.consent for one in log for kind in one.kind.split(",")}
        found = shown(answer.text, family)
        seen |= found
        for information in found:
            assert SAYS[information] & set(kinds), f"{way} shows {information}, and the log says {kinds}"
        assert {kind: by for kind, by in kinds.items() if by} == {
            kind: by for kind, by in BY_CONSENT[who].items() if kind in kinds
        }, way
    assert seen == set(SAYS)


def test_what_may_not_be_seen_is_no_look_at_it(app, database, town, family):
    canaries.answer(database.sessions, family, MEETING, ("nej", None))
    looks(database)
    worker = town.workers[NURSE]
    Browser(app, worker.secret).get(f"/sundhedspleje/{worker.slug}/starter/{family.start}")
    kinds = {kind for one in looks(database) for kind in one.kind.split(",")}
    assert kinds == {"Start", "Fra sundhedsplejen"}


def test_a_list_is_logged_by_its_name(app, database, town, family):
    worker = town.workers[HOUSE]
    lists = [way for way in of_worker(app, worker.actor, worker.slug, None) if "?" not in way]
    for way in lists:
        with reading() as tables:
            answer = Browser(app, worker.secret).get(way)
        log = looks(database)
        if answer.status_code == 200 and tables & {"child", "start", "appointment"}:
            assert [one.child_id for one in log] == [None], (
                f"{way} lists {tables}: call audit.seen with the list's name"
            )


def test_a_page_that_is_not_there_and_a_page_for_parents_is_no_look_of_the_staff(app, database, town, family):
    worker = town.workers[NURSE]
    assert Browser(app, worker.secret).get(f"/sundhedspleje/{worker.slug}/starter/999").status_code == 404
    parent = Browser(app, family.secrets[family.mother])
    assert parent.get(f"/book/{family.tokens[family.mother]}").status_code == 200
    assert looks(database) == []
