"""The outbox's promise: whatever happens to a worker, a provider or a clock, each message is sent, none after its end, and none twice under two names."""

from datetime import timedelta

import pytest

from blueprints.messages import Undelivered
from blueprints.running import worker
from domain import outbox
from tests.machines.killing import Killer, rows_of, sweep
from tests.scenes.meetings import NOW, meeting, works, write_to

HOUR = timedelta(hours=1)


@pytest.mark.race
def test_a_worker_killed_at_any_step_loses_nothing_and_says_nothing_under_two_names(database, tmp_path):
    with Killer(database, tmp_path) as killer:
        swept = sweep(killer, most=12)
    assert swept.messages == 3 * swept.kills >= 30


@pytest.fixture
def session(session):
    return works(session)


class Provider:
    """Takes what comes while it is up, and keeps each message's own name and when it came."""

    def __init__(self, clock):
        self.clock, self.up, self.got = clock, True, []

    def send(self, message):
        if not self.up:
            raise Undelivered("ConnectionRefusedError", server=True)
        self.got.append((message["Message-ID"] if hasattr(message, "get_content_type") else message.name, self.clock()))
        return ""


@pytest.fixture
def provider(app, monkeypatch, at):
    from domain import base

    found = Provider(base.now)
    monkeypatch.setattr(worker, "sender", lambda _settings: found)
    monkeypatch.setattr(worker, "texter", lambda _settings: found)
    monkeypatch.setattr(worker, "DUTIES", ())
    at(NOW)
    return found


def put(session, due_at, expires_at=None, kind="confirmed", number=0, **more):
    """To one parent by mail, or with `channel` by SMS."""
    outbox.put(session, kind, put.family.about, due_at=due_at, expires_at=expires_at, sequence=number, **more)
    session.commit()


@pytest.fixture
def family(session, at):
    at(NOW)
    put.family = meeting(session)
    write_to(session, put.family.guardians[0], mobile="+4520112233")
    return put.family


def passes(app, at, begins, lasts, step=timedelta(minutes=10)):
    clock = begins
    while clock <= begins + lasts:
        at(clock)
        worker.run(app, once=True)
        clock += step


def names(provider):
    return [name for name, _at in provider.got]


def test_a_provider_down_for_a_day_costs_no_message_but_what_was_too_late(app, database, session, provider, family, at):
    for number in range(24):
        due = NOW + number * HOUR
        put(session, due, number=number, guardians=family.guardians[:1])
        put(session, due, due + 3 * HOUR, "reminder-soon", number, guardians=family.guardians[:1], channel=outbox.SMS)
    provider.up = False
    passes(app, at, NOW, 24 * HOUR, HOUR / 2)
    assert provider.got == []
    provider.up = True
    passes(app, at, NOW + 24 * HOUR + HOUR / 2, 12 * HOUR, HOUR / 2)
    with database.sessions() as other:
        rows = rows_of(other)
    lasting = [row for row in rows if row.expires_at is None]
    assert all(row.sent_at for row in lasting)
    assert len(names(provider)) == len(set(names(provider)))
    for row in rows:
        if row.expires_at is not None:
            assert (row.sent_at is not None) != (row.error == outbox.EXPIRED)
            assert row.sent_at is None or row.sent_at < row.expires_at
    assert {row.error for row in rows if row.failed_at} == {outbox.EXPIRED}


@pytest.mark.parametrize("jump", [timedelta(days=400), timedelta(hours=5), -timedelta(hours=5), -timedelta(days=400)])
def test_a_clock_that_jumps_and_comes_back_sends_nothing_twice_and_loses_nothing(
    app, database, session, provider, family, at, jump
):
    put(session, NOW, number=1, guardians=family.guardians)
    put(session, NOW + 2 * HOUR, number=2, guardians=family.guardians)
    put(session, NOW + 4 * HOUR, NOW + 6 * HOUR, "reminder", 3, guardians=family.guardians)
    worker.run(app, once=True)
    at(NOW + jump)
    with works_again(database) as other:
        outbox.take(other, 50, worker.HOLD)  # and this worker dies
        other.commit()
    provider.up = False
    passes(app, at, NOW + jump, HOUR)
    provider.up = True
    with works_again(database) as other:
        at(NOW + HOUR)
        outbox.mend(other)
        other.commit()
    passes(app, at, NOW + HOUR, 10 * HOUR)
    with database.sessions() as other:
        rows = rows_of(other)
    assert [row.error for row in rows if not row.sent_at] == []
    assert len(names(provider)) == len(set(names(provider))) == 6
    assert all(row.expires_at is None or row.sent_at < row.expires_at for row in rows)


class works_again:  # noqa: N801 -- reads as a verb where it is used
    def __init__(self, database):
        self.session = database.sessions()

    def __enter__(self):
        return works(self.session)

    def __exit__(self, *_error):
        self.session.close()


def test_two_workers_never_send_one_message_twice_though_one_is_slow(app, database, session, provider, family, at):
    """One has taken all and stands still; the other comes before and after its hold."""
    put(session, NOW, guardians=family.guardians)
    slow = worker.Worker(app, worker.threading.Event(), patient=False)
    with works_again(database) as other:
        held = outbox.take(other, 10, worker.HOLD)
        other.commit()
    at(NOW + worker.HOLD - worker.MARGIN)
    worker.run(app, once=True)
    assert provider.got == []
    at(NOW + worker.HOLD)
    worker.run(app, once=True)
    assert len(names(provider)) == 2
    for taken in held:
        with works_again(database) as other:
            assert not outbox.failed(other, taken, "late")
            other.commit()
    slow.handful()
    assert len(names(provider)) == 2
