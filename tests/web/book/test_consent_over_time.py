"""What a later answer, noted by whoever hears it, does to a conversation that is booked; and that a yes for one start is none for the next."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from domain import messages
from domain.access.units import Unit
from domain.booking.tables import BOOKED, Appointment, Claim, Participant
from domain.consent import BEFOREHAND, MEETING, NO, YES
from domain.outbox import Outbox, Taken
from tests.factories import SECRET
from tests.looking import Watch, of_link, of_worker, pages
from tests.scenes import canaries
from tests.scenes.answers import FIRST_DAY, early_and_late
from tests.scenes.canaries import working
from tests.scenes.municipality import ELSEWHERE, Browser, build

NURSE, HOUSE = "sundhedspleje/sundhedsplejerske", "dagtilbud/paedagog"


@pytest.fixture
def town(database, at):
    at(datetime(2026, 11, 2, 9, tzinfo=UTC))
    with database.sessions() as session:
        return build(session)


@pytest.fixture
def family(database, town):
    """One holder of custody, who has said yes to both; booked, with the sundhedsplejerske."""
    with working(database.sessions) as session:
        one = canaries.settle(session, town, 1, holders=1)
    for purpose in (MEETING, BEFOREHAND):
        canaries.answer(database.sessions, one, purpose, (YES,))
    with early_and_late(database.sessions, town) as session:
        canaries.book(session, one, 0, FIRST_DAY)
    return one


def note(app, worker, one, value):
    way = f"/{worker.actor}/{worker.slug}/starter/{one.start}/samtykke"
    said = {"guardian": one.mother, "question": MEETING, "value": value, "how": "mundtligt"}
    return Browser(app, worker.secret).post(way, said)


def roles(database):
    with working(database.sessions) as session:
        return session.scalars(select(Participant.role).order_by(Participant.place)).all()


@pytest.mark.parametrize("who", [NURSE, HOUSE])
def test_a_no_that_staff_note_lets_the_sundhedsplejerske_go_as_the_parents_own_does(app, database, town, family, who):
    worker, nurse = town.workers[who], town.workers[NURSE]
    assert "sundhedsplejerske" in roles(database)
    assert note(app, worker, family, NO).status_code == 303
    assert roles(database) == ["paedagog", "rum"]
    with working(database.sessions) as session:
        claimed = set(session.scalars(select(Claim.resource_id)))
        told = session.execute(select(Outbox.kind, Outbox.staff_id).where(Outbox.kind == "left")).all()
        [noted] = session.scalars(select(Outbox).where(Outbox.kind == "start-noted"))
        letter = messages.letter(
            session, Taken(**{name: getattr(noted, name) for name in Taken.__dataclass_fields__}), SECRET
        )
        assert (letter.house, noted.guardian_id) == (session.get_one(Unit, worker.unit).name, family.mother)
        stands = session.scalars(select(Appointment.state)).all()
    assert nurse.resource not in claimed
    assert town.workers[HOUSE].resource in claimed
    assert told == [("left", nurse.staff)]
    assert stands == [BOOKED]


def test_a_later_yes_moves_nothing_by_itself(app, database, town, family):
    note(app, town.workers[HOUSE], family, NO)
    before = roles(database)
    assert note(app, town.workers[HOUSE], family, YES).status_code == 303
    assert roles(database) == before == ["paedagog", "rum"]


@pytest.fixture
def next_one(database, town, family):
    """The same child's next start, in a house of another district; nobody has answered for that one."""
    with working(database.sessions) as session:
        return canaries.settle(session, town, 2, where=ELSEWHERE, known=family)


def look(app, town, who, *families):
    """What one member of staff has seen of each start, by its number."""
    worker = town.workers[who]
    watch = Watch([one for one in families if one.first])
    for one in (None, *families):
        pages(watch, Browser(app, worker.secret), of_worker(app, worker.actor, worker.slug, one), one)
    return watch.seen


def test_a_yes_for_one_start_opens_nothing_of_the_next(app, town, family, next_one):
    nurse = look(app, town, NURSE, family, next_one)
    assert nurse[1] == {"start", "time", "interpreter", "questionnaire", "preparation", "recommendation", "state"}
    assert nurse[2] == {"preparation", "state"}  # her own words, and what has been answered; the child is the first's
    house, other = look(app, town, HOUSE, family, next_one), look(app, town, HOUSE + ELSEWHERE, family, next_one)
    assert "preparation" in house[1]
    assert house[2] == {"state"}  # of their own start, on the page of the child that is the same
    assert other[2] == {"questionnaire", "recommendation", "state"}
    assert other[1] == {
        "start",
        "state",
    }  # likewise: the name and the parents of the same child, and the state of their own start


def test_what_one_house_was_told_is_not_told_to_the_next(app, database, town, family, next_one):
    """And the other way round."""
    canaries.answer(database.sessions, next_one, BEFOREHAND, (YES,))
    house, other = look(app, town, HOUSE, family, next_one), look(app, town, HOUSE + ELSEWHERE, family, next_one)
    assert ("preparation" in house[1], "preparation" in house[2]) == (True, False)
    assert ("preparation" in other[1], "preparation" in other[2]) == (False, True)


def test_a_link_leads_to_its_own_start_alone(app, family, next_one):
    watch = Watch([family])
    pages(
        watch, Browser(app, next_one.secrets[next_one.mother]), of_link(app, next_one.tokens[next_one.mother]), next_one
    )
    assert watch.seen[1] <= {"start"}
    assert {"questionnaire", "recommendation", "preparation", "state"} <= watch.seen[2]
