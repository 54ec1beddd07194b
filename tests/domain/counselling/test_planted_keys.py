"""Whoever can write in the database puts keys of their own there: nothing is sealed to them."""

from uuid import uuid4

import pytest
from sqlalchemy import insert, select, update

from domain.access import STRANGER, CodeHolder
from domain.base import today
from domain.counselling.crypto import boxes
from domain.counselling.crypto.site import Site
from domain.counselling.crypto.slow import CodeKeys
from domain.counselling.parent import colleagues, writing
from domain.counselling.staff import offline, team, vouching
from domain.counselling.tables.cases import UNANSWERED, Colleague
from domain.counselling.tables.desk import Desk
from domain.counselling.tables.team import Epoch, Member, ReadingKey, Seat
from tests.databases import sqlite_only
from tests.factories import as_house, make_staff, make_unit
from tests.scenes.counsellors import case_key, give_key, make_house, opened, working, write

pytestmark = sqlite_only  # what is compared is not the database's
PLANTED, _PRIVATE = boxes.new_pair()


@pytest.fixture
def house(database):
    return make_house(database)


def plant(database, *statements):
    with working(database, STRANGER) as session:
        for one in statements:
            session.execute(one)
        session.commit()


def changed(database, house):
    """The team's key has been changed: who holds the new one, and its row."""
    with working(database, house.viewer(house.first)) as session:
        team.change(session, opened(session, house, house.first), house.unit)
        epoch = session.scalars(select(Epoch).where(Epoch.ended_on.is_(None))).one()
        return {*session.scalars(select(Seat.staff_id).where(Seat.epoch_id == epoch.id))}, epoch


def test_nothing_is_written_to_a_team_key_that_was_not_made_here(database, house):
    write(database, "Før")
    plant(database, update(Epoch).values(public=PLANTED))
    with working(database, STRANGER) as session:
        assert writing.counter(session) is None
        keys = CodeKeys(b"l" * 32, boxes.new_key())
        with pytest.raises(writing.NotOpen):
            writing.open_case(session, keys, uuid4().hex, writing.Letter(text="Efter"))


def test_a_mark_is_no_other_epochs(database, house):
    plant(database, update(Epoch).values(number=7))
    with working(database, STRANGER) as session:
        assert writing.counter(session) is None


def test_the_next_key_of_the_team_goes_to_nobodys_planted_key(database, house):
    assert changed(database, house)[0] == {house.first, house.second}
    plant(database, update(ReadingKey).where(ReadingKey.staff_id == house.second).values(public=PLANTED))
    with working(database, house.viewer(house.first)) as session, pytest.raises(team.NoPassphrase):
        team.let_in(session, opened(session, house, house.first), house.unit, house.second)
    assert changed(database, house)[0] == {house.first}


def test_a_seat_that_was_written_by_hand_is_not_taken_along(database, house):
    with working(database, STRANGER) as session:
        epoch, mark = session.execute(select(Seat.epoch_id, Seat.mark).where(Seat.staff_id == house.first)).one()
        assert session.get(Member, (house.unit, house.third)) is not None
    plant(database, insert(Seat).values(epoch_id=epoch, staff_id=house.third, sealed=b"-", mark=mark))
    assert changed(database, house)[0] == {house.first, house.second}


def test_nor_a_paper_that_nobody_has_made(database, house):
    with working(database, house.viewer(house.first)) as session:
        offline.make(session, opened(session, house, house.first), house.unit)
        session.commit()
    assert changed(database, house)[1].recovery is not None
    plant(database, update(Desk).values(recovery_public=PLANTED))
    assert changed(database, house)[1].recovery is None


def test_a_yes_hands_nothing_to_a_key_under_anothers_name(database, house):
    case_id = write(database, "Hjælp")
    key, row = case_key(database, house, case_id), boxes.new_id()
    with database.sessions() as session:
        unit = make_unit(as_house(session), "sundhedspleje", "Sundhedsplejen", "team")
        nurse = make_staff(session, unit, "sundhedsplejerske")
        give_key(session, nurse)
        session.commit()
    asked = {"id": row, "case_id": case_id, "staff_id": nurse, "actor": "sundhedspleje", "asked_on": today()}
    plant(database, insert(Colleague).values(answer=UNANSWERED, **asked))
    with working(database, CodeHolder(case=case_id)) as session:
        colleagues.answer(session, case_id, key, row, yes=True)
        assert session.get(Colleague, row).sealed is not None
    plant(database, update(ReadingKey).where(ReadingKey.staff_id == nurse).values(public=PLANTED))
    with working(database, CodeHolder(case=case_id)) as session, pytest.raises(colleagues.NobodyAsked):
        colleagues.answer(session, case_id, key, row, yes=True)


def test_whoever_starts_the_server_is_told_when_the_secret_is_another_than_the_one_the_team_began_with(database, house):
    with working(database, STRANGER) as session:
        assert not vouching.foreign(session)
        session.info["site"] = Site.of("another")
        assert vouching.foreign(session)
