"""Messages: once per cause, one worker at a time, later when it fails, and never too late."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy import select

from domain import base, outbox
from domain.access import Job, sees
from domain.outbox import Message, Outbox
from domain.people import Guardian

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
HOLD = timedelta(minutes=10)


@pytest.fixture(autouse=True)
def noon(at):
    at(NOON)


@pytest.fixture
def session(session):
    session.info["writing"] = True
    sees(session, Job(name="test"))
    return session


def parents(session, number=2):
    found = [Guardian(name="") for _ in range(number)]
    session.add_all(found)
    session.commit()
    return [one.id for one in found]


def rows(session):
    session.expire_all()
    return session.scalars(select(Outbox).order_by(Outbox.id)).all()


def taken(session, limit=10):
    found = outbox.take(session, limit, HOLD)
    session.commit()
    return found


def test_the_same_cause_twice_is_one_message_to_each(session):
    both = parents(session)
    for _ in range(2):
        outbox.put(session, "confirmed", "appointment/1", guardians=both)
    outbox.put(session, "confirmed", "appointment/1", guardians=both[:1], sequence=1)
    outbox.put(session, "confirmed", "appointment/1", guardians=both[:1], key_part="igen")
    assert [row.guardian_id for row in rows(session)] == [*both, both[0], both[0]]
    assert len({row.key for row in rows(session)}) == 4


def test_what_is_put_together_is_one_statement(session, statements):
    both = parents(session)
    told = Message(kind="confirmed", subject="appointment/1", guardians=both)
    session.connection()
    with statements(most=1):
        outbox.put_all(session, told, replace(told, kind="reminder", due_at=NOON + HOLD))
    assert [row.kind for row in rows(session)] == ["confirmed", "confirmed", "reminder", "reminder"]
    assert {row.due_at for row in rows(session)} == {NOON, NOON + HOLD}


def test_a_message_is_gone_with_the_transaction_that_caused_it(session):
    outbox.put(session, "confirmed", "appointment/1", guardians=parents(session))
    session.rollback()
    assert rows(session) == []


def test_a_message_to_nobody_is_no_message(session):
    outbox.put(session, "confirmed", "appointment/1")
    assert rows(session) == []


def test_a_move_takes_back_what_was_not_sent_and_leaves_the_rest(session):
    one = parents(session, 1)
    for kind, subject in (
        ("confirmed", "appointment/1"),
        ("reminder", "appointment/1"),
        ("left", "appointment/1"),
        ("reminder", "appointment/2"),
    ):
        outbox.put(session, kind, subject, guardians=one)
    session.commit()
    outbox.sent(session, taken(session, 1)[0])
    outbox.replace(session, "appointment/1", ("confirmed", "reminder"))
    assert [(row.kind, row.subject) for row in rows(session)] == [
        ("confirmed", "appointment/1"),
        ("left", "appointment/1"),
        ("reminder", "appointment/2"),
    ]


def test_only_what_is_due_is_taken_and_the_earliest_first(session):
    one = parents(session, 1)
    for kind, hours in (("reminder", 1), ("chase", -1), ("invitation", -2)):
        outbox.put(session, kind, "start/1", guardians=one, due_at=NOON + timedelta(hours=hours))
    session.commit()
    assert [message.kind for message in taken(session)] == ["invitation", "chase"]


def test_what_is_held_is_nobody_elses_until_the_hold_has_run_out(session, at):
    outbox.put(session, "confirmed", "appointment/1", guardians=parents(session))
    session.commit()
    assert [message.tries for message in taken(session)] == [1, 1]
    assert taken(session) == []
    assert not outbox.waiting(session)
    at(NOON + HOLD)
    assert outbox.waiting(session)
    assert [message.tries for message in taken(session)] == [2, 2]


def test_what_was_sent_is_not_taken_again(session, at):
    outbox.put(session, "confirmed", "appointment/1", guardians=parents(session, 1))
    session.commit()
    outbox.sent(session, taken(session)[0])
    session.commit()
    at(NOON + timedelta(days=2))
    assert taken(session) == []
    assert rows(session)[0].sent_at == NOON


def test_a_message_is_never_taken_after_its_end(session, at):
    one = parents(session, 1)
    outbox.put(session, "reminder", "appointment/1", guardians=one, expires_at=NOON + timedelta(hours=1))
    outbox.put(session, "reminder", "appointment/2", guardians=one, expires_at=NOON + timedelta(hours=3))
    session.commit()
    at(NOON + timedelta(hours=1))
    assert outbox.waiting(session)
    assert [message.subject for message in taken(session)] == ["appointment/2"]
    assert [(row.failed_at is not None, row.error) for row in rows(session)] == [(True, outbox.EXPIRED), (False, "")]


def test_what_fails_waits_longer_each_time_and_is_given_up_at_last(session, at):
    outbox.put(session, "confirmed", "appointment/1", guardians=parents(session, 1))
    session.commit()
    waits, clock = [], NOON
    for tries in range(1, outbox.MOST_TRIES + 1):
        [message] = taken(session)
        given_up = outbox.failed(session, message, "SMTPConnectError 421")
        session.commit()
        assert given_up is (tries == outbox.MOST_TRIES)
        if not given_up:
            waits.append(rows(session)[0].held_until - clock)
            clock += waits[-1]
            at(clock - timedelta(seconds=1))
            assert taken(session) == []
            at(clock)
    assert waits[:3] == [timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=4)]
    assert waits[-1] == outbox.LONGEST_WAIT
    assert sum(waits, timedelta()) > timedelta(hours=12)
    assert rows(session)[0].failed_at == clock
    assert not outbox.waiting(session)


def test_what_can_never_arrive_is_given_up_at_once(session):
    outbox.put(session, "confirmed", "appointment/1", guardians=parents(session, 1))
    session.commit()
    assert outbox.failed(session, taken(session)[0], "SMTPRecipientsRefused 550", final=True)
    assert rows(session)[0].error == "SMTPRecipientsRefused 550"


def test_what_was_held_but_not_tried_is_free_at_once_and_has_lost_no_try(session):
    outbox.put(session, "confirmed", "appointment/1", guardians=parents(session, 1))
    session.commit()
    outbox.release(session, taken(session)[0])
    assert [message.tries for message in taken(session)] == [1]


def test_a_worker_whose_hold_ran_out_does_not_disturb_the_next(session, at):
    outbox.put(session, "confirmed", "appointment/1", guardians=parents(session, 1))
    session.commit()
    [slow] = taken(session)
    at(NOON + HOLD)
    [quick] = taken(session)
    assert not outbox.failed(session, slow, "SMTPServerDisconnected", final=True)
    outbox.release(session, slow)
    assert rows(session)[0].held_until == quick.held_until
    outbox.sent(session, slow)
    assert rows(session)[0].sent_at == NOON + HOLD


def test_what_ended_long_ago_is_forgotten(session, at):
    one = parents(session, 1)
    for subject in ("appointment/1", "appointment/2", "appointment/3"):
        outbox.put(session, "confirmed", subject, guardians=one)
    session.commit()
    first, second, _third = taken(session)
    outbox.sent(session, first)
    outbox.failed(session, second, "", final=True)
    at(NOON + outbox.KEPT + timedelta(seconds=1))
    outbox.prune(session)
    assert [row.subject for row in rows(session)] == ["appointment/3"]


@pytest.mark.race
def test_workers_at_the_same_time_never_hold_the_same_message(session, database, monkeypatch):
    outbox.put(session, "confirmed", "appointment/1", guardians=parents(session, 120))
    session.commit()
    start = Barrier(6)

    def work():
        found = []
        start.wait()
        while True:
            with database.sessions() as own:
                own.info["writing"] = True
                sees(own, Job(name="test"))
                got = outbox.take(own, 7, HOLD)
                own.commit()
            if not got:
                return found
            found += [message.id for message in got]

    with ThreadPoolExecutor(6) as pool:
        each = [future.result() for future in [pool.submit(work) for _ in range(6)]]
    everything = [number for one in each for number in one]
    assert sorted(everything) == [row.id for row in rows(session)]
    assert base.now() == NOON
