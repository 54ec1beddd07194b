"""The second check on a parent's link: few tries, waits that grow, and a browser that is opened for one link."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from domain.access import STRANGER, sees
from domain.access.citizens import Link, Visit
from domain.access.sessions import arrived
from domain.access.tokens import token_hash
from domain.starts.second_check import TRIES, TooManyTries, WrongDay, confirm, wait
from tests.factories import make_family

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
BORN = (20, 1)


@pytest.fixture
def family(database, at):
    at(NOW)
    with database.sessions() as session:
        return make_family(session)


@pytest.fixture
def tries(database, family):
    """`tries(day, month)`: one try in a session of its own, as a stranger with the mother's link."""

    def one(day, month, browser="browser"):
        with database.sessions() as session:
            session.info["writing"] = True
            sees(session, STRANGER)
            link = session.scalars(select(Link.id).where(Link.guardian_id == family.mother)).one()
            session.rollback()
            confirm(session, link, browser, day, month)
            session.commit()

    return one


def arrival(database, family, browser):
    with database.sessions() as session:
        sees(session, STRANGER)
        return arrived(session, token_hash(family.tokens[family.mother]), browser)


def test_the_childs_day_and_month_open_this_browser_alone(database, family, tries):
    tries(*BORN)
    assert arrival(database, family, "browser").confirmed_at == NOW
    assert arrival(database, family, "another").confirmed_at is None


def test_twice_in_the_same_browser_is_one_visit(database, family, tries, at):
    tries(*BORN)
    at(NOW + timedelta(hours=1))
    tries(*BORN)
    with database.sessions() as session:
        assert [row.confirmed_at for row in session.scalars(select(Visit).execution_options(unscoped="test"))] == [
            NOW + timedelta(hours=1)
        ]


def test_a_visit_ends_when_nobody_has_used_it_for_an_hour(database, family, tries, at):
    tries(*BORN)
    at(NOW + timedelta(minutes=61))
    assert arrival(database, family, "browser").confirmed_at is None


def test_after_five_wrong_days_even_the_right_one_has_to_wait(tries, at):
    for _ in range(TRIES):
        with pytest.raises(WrongDay):
            tries(1, 1)
    with pytest.raises(TooManyTries) as refused:
        tries(*BORN)
    assert refused.value.until == NOW + timedelta(minutes=15)
    at(NOW + timedelta(minutes=15))
    tries(*BORN)


def test_the_right_day_starts_the_count_anew(database, family, tries):
    for day in (1, 2, 20, 3, 4, 5, 6):
        try:
            tries(day, 1)
        except WrongDay:
            continue
    with database.sessions() as session:
        assert (
            session.scalars(
                select(Link.tries).where(Link.guardian_id == family.mother).execution_options(unscoped="test")
            ).one()
            == 4
        )


def test_waits_double_up_to_a_day():
    assert [wait(tries) for tries in (0, 4, 5, 6, 8)] == [
        timedelta(),
        timedelta(),
        timedelta(minutes=15),
        timedelta(minutes=30),
        timedelta(hours=2),
    ]
    assert wait(40) == timedelta(days=1)
