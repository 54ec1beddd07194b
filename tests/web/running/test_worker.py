"""The worker with a real mail server: each message once, later when it must be, and never too late."""

import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path

import pytest
import structlog
from sqlalchemy import select, text, update
from sqlalchemy.exc import IntegrityError

from blueprints import logs
from blueprints.running import duties, worker
from blueprints.running.duties import House
from config import Settings
from domain import outbox, store
from domain.access.tokens import token
from domain.booking.tables import CANCELLED, Appointment
from domain.grown import leaving
from domain.outbox import Outbox
from domain.people import Child, Start
from domain.store import Busy
from tests.databases import sqlite_only
from tests.factories import make_child
from tests.machines.post import Receiver
from tests.machines.servers import ROOT
from tests.scenes.meetings import CANARIES, CHILD, NOW, SECRET, meeting, works, write_to

LATER = timedelta(days=1)
HAND = {"unscoped": "a test"}


@pytest.fixture(autouse=True)
def early(at):
    at(NOW)


@pytest.fixture
def session(session):
    return works(session)


@pytest.fixture
def receiver(app, monkeypatch):
    found = Receiver()
    before = app.config["SETTINGS"]
    monkeypatch.setitem(
        app.config,
        "SETTINGS",
        Settings(
            instance_path=before.instance_path,
            database_url=before.database_url,
            mail_url=found.url,
            demo=False,
            testing=True,
        ),
    )
    return found


@pytest.fixture
def logged(app):
    logs.register(app)  # another test's municipality may have been one to try out, which says less
    with structlog.testing.capture_logs() as lines:
        yield lines


def rows(session):
    session.rollback()
    found = session.execute(select(*Outbox.__table__.columns).order_by(Outbox.id)).all()
    session.rollback()
    return found


def write(session, number=1, kind="confirmed"):
    family = meeting(session, number)
    outbox.put(session, kind, family.about, guardians=family.guardians)
    session.commit()
    return family


def test_each_guardian_gets_one_mail_at_the_address_of_this_moment(app, session, receiver):
    family = write(session)
    write_to(session, family.guardians[0], email="ny@mail.example")
    with receiver.up():
        worker.run(app, once=True)
        worker.run(app, once=True)
    assert [mail["To"] for mail in receiver.received] == [
        "ny@mail.example",
        f"forael{family.guardians[1]}@mail.example",
    ]
    assert [(row.sent_at, row.tries) for row in rows(session)] == [(NOW, 1), (NOW, 1)]


def test_more_than_a_handful_goes_out_in_one_run(app, session, receiver, monkeypatch):
    monkeypatch.setattr(worker, "HANDFUL", 3)
    for number in range(4):
        write(session, number)
    with receiver.up():
        worker.run(app, once=True)
    assert len(receiver.received) == 8


def test_while_the_server_is_down_messages_wait_and_are_not_lost(app, session, receiver, at, logged):
    write(session)
    worker.run(app, once=True)
    assert [(row.sent_at, row.tries) for row in rows(session)] == [(None, 1), (None, 1)]
    assert {line["event"] for line in logged} == {"message.later"}
    with receiver.up():
        worker.run(app, once=True)
        assert receiver.received == []
        at(NOW + outbox.back_off(1))
        worker.run(app, once=True)
    assert len(receiver.received) == 2


def test_a_server_that_is_down_is_asked_once_per_handful(app, session, receiver, monkeypatch):
    write(session)
    asked = []
    monkeypatch.setattr("smtplib.SMTP.connect", lambda *_, **__: asked.append(1) or (421, b"busy"))
    worker.run(app, once=True)
    assert asked == [1]
    assert {row.error for row in rows(session)} == {"SMTPConnectError 421"}


@pytest.mark.parametrize("stage", ["rcpt", "data"])
def test_a_passing_refusal_is_tried_again(app, session, receiver, at, stage):
    write(session)
    with receiver.up():
        setattr(receiver, stage, "451 try later")
        worker.run(app, once=True)
        assert [row.failed_at for row in rows(session)] == [None, None]
        setattr(receiver, stage, "")
        at(NOW + outbox.back_off(1))
        worker.run(app, once=True)
    assert len(receiver.received) == 2


@pytest.mark.parametrize("stage", ["rcpt", "data"])
def test_a_lasting_refusal_is_given_up_at_once_and_said_aloud(app, session, receiver, logged, stage):
    write(session)
    with receiver.up():
        setattr(receiver, stage, "550 no such person")
        worker.run(app, once=True)
    assert [(row.failed_at, row.error.split()[-1]) for row in rows(session)] == [(NOW, "550"), (NOW, "550")]
    assert {(line["event"], line["log_level"]) for line in logged} == {("message.given-up", "error")}


def test_a_guardian_without_an_address_is_given_up_and_the_other_gets_theirs(app, session, receiver, logged):
    family = write(session)
    write_to(session, family.guardians[0], email="")
    with receiver.up():
        worker.run(app, once=True)
    assert len(receiver.received) == 1
    assert [row.error for row in rows(session)] == [outbox.NO_ADDRESS, ""]
    assert [line["event"] for line in logged] == ["message.given-up", "message.sent"]


def test_no_reminder_after_the_meeting(app, session, receiver, at):
    family = meeting(session)
    begins = NOW + timedelta(days=2)
    outbox.put(session, "reminder", family.about, guardians=family.guardians, due_at=NOW, expires_at=begins)
    session.commit()
    at(begins)
    with receiver.up():
        worker.run(app, once=True)
    assert receiver.received == []
    assert {row.error for row in rows(session)} == {outbox.EXPIRED}


def test_a_broken_message_does_not_stop_the_others(app, session, receiver, logged):
    family = meeting(session)
    outbox.put(session, "no-such-kind", family.about, guardians=family.guardians[:1])
    outbox.put(session, "confirmed", family.about, guardians=family.guardians[:1])
    session.commit()
    with receiver.up():
        worker.Worker(app, threading.Event()).round()
    assert len(receiver.received) == 1
    assert [row.error for row in rows(session)] == ["Unwritable", ""]
    assert [line["event"] for line in logged if line["log_level"] == "error"] == ["message.trouble"]


def test_logs_name_no_person_and_no_address(app, session, receiver, logged, at):
    write(session)
    worker.run(app, once=True)
    at(NOW + LATER)
    with receiver.up():
        receiver.rcpt = "451 <forael@mail.example> is away"
        worker.run(app, once=True)
        at(NOW + 2 * LATER)
        receiver.rcpt = "550 <forael@mail.example> is unknown"
        worker.run(app, once=True)
    told = str(logged) + str([row.error for row in rows(session)])
    assert len(logged) == 6
    for secret in (*CANARIES, "@", "mail.example"):
        assert secret not in told


ONE_RUN = """
from datetime import datetime
from app import create_app
from blueprints.running import worker
from domain import base
base.clock = lambda: datetime.fromisoformat("{}")
worker.run(create_app(), once=True)
"""


def test_killed_between_sending_and_writing_it_down_it_sends_that_one_again_under_the_same_name(
    app, session, receiver, at
):
    write(session)
    settings = app.config["SETTINGS"]
    given = {"INSTANCE_PATH": settings.instance_path, "DATABASE_URL": settings.database_url, "MAIL_URL": receiver.url}
    environment = os.environ | {name: str(value) for name, value in given.items()} | {"SECRET_KEY": SECRET}
    with receiver.up():
        process = subprocess.Popen([sys.executable, "-c", ONE_RUN.format(NOW)], cwd=ROOT, env=environment)
        receiver.taken = process.kill
        assert process.wait() == -signal.SIGKILL
        receiver.taken = None
        worker.run(app, once=True)
        assert len(receiver.received) == 1
        at(NOW + worker.HOLD)
        worker.run(app, once=True)
        at(NOW + LATER)
        worker.run(app, once=True)
    names = [mail["Message-ID"] for mail in receiver.received]
    assert len(names) == 3
    assert names[0] == names[1] != names[2]


def test_what_cannot_be_sent_before_the_hold_runs_out_is_left_to_the_next(app, session, receiver, at, monkeypatch):
    write(session)
    monkeypatch.setattr(worker.outbox, "take", slow(outbox.take, at))
    with receiver.up():
        worker.Worker(app, threading.Event(), patient=False).round()
    assert receiver.received == []
    assert [(row.held_until, row.tries) for row in rows(session)] == [(None, 0), (None, 0)]


def slow(take, at):
    def taking(*arguments):
        found = take(*arguments)
        at(NOW + worker.HOLD - worker.MARGIN + timedelta(seconds=1))
        return found

    return taking


def test_told_to_stop_it_ends_the_message_under_way_and_gives_the_others_back(app, session, receiver, monkeypatch):
    write(session)
    real = worker.compose

    def stopped(*arguments):
        os.kill(os.getpid(), signal.SIGTERM)
        return real(*arguments)

    monkeypatch.setattr(worker, "compose", stopped)
    with receiver.up():
        worker.run(app)
    assert len(receiver.received) == 1
    assert sorted((row.sent_at is None, row.held_until, row.tries) for row in rows(session)) == [
        (False, None, 1),
        (True, None, 0),
    ]


@pytest.mark.race
def test_workers_at_the_same_time_send_each_message_once(app, session, receiver, monkeypatch):
    monkeypatch.setattr(worker, "HANDFUL", 3)
    for number in range(12):
        write(session, number)
    with receiver.up(), ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(worker.run, app, once=True) for _ in range(4)]:
            done.result()
    names = [mail["Message-ID"] for mail in receiver.received]
    assert len(names) == len(set(names)) == 24
    assert {row.tries for row in rows(session)} == {1}


def test_without_a_mail_server_each_mail_is_a_whole_file_that_only_we_read(app, session, tmp_path, monkeypatch):
    before = app.config["SETTINGS"]
    settings = Settings(instance_path=tmp_path, database_url=before.database_url, testing=True)
    monkeypatch.setitem(app.config, "SETTINGS", settings)
    write(session)
    worker.run(app, once=True)
    files = sorted(settings.mail_folder.iterdir())
    assert [file.suffix for file in files] == [".eml", ".eml"]
    assert {Path(file).stat().st_mode & 0o777 for file in files} == {0o600}
    assert all(b"BEGIN:VCALENDAR" in file.read_bytes() or b"text/calendar" in file.read_bytes() for file in files)


def test_a_duty_that_fails_is_told_and_the_mail_still_goes_out(app, session, receiver, logged, monkeypatch):
    write(session)

    def broken(_house):
        raise LookupError(CHILD)

    monkeypatch.setattr(worker, "DUTIES", (worker.Duty("broken", timedelta(hours=1), broken),))
    with receiver.up():
        worker.Worker(app, threading.Event()).round()
    assert len(receiver.received) == 2
    [line] = [line for line in logged if line["event"] == "duty.trouble"]
    assert (line["duty"], line["error"]) == ("broken", "LookupError")
    assert CHILD not in str(logged)


@pytest.mark.parametrize(("booked", "chases"), [(False, ["chase"] * 4), (True, [])])
def test_when_a_start_comes_within_six_weeks_each_guardian_is_invited_with_an_own_link(
    app, session, receiver, booked, chases
):
    """And reminded, unless the house has found a time with them already."""
    family = meeting(session)
    if not booked:
        session.execute(
            update(Appointment).values(state=CANCELLED),
            execution_options={"unscoped": "test", "synchronize_session": False},
        )
    session.execute(
        update(Start).values(invited_at=None), execution_options={"unscoped": "test", "synchronize_session": False}
    )
    session.commit()
    with receiver.up():
        worker.run(app, once=True)
    bodies = [mail.get_body(("plain",)).get_content() for mail in receiver.received]
    assert [
        token(SECRET, family.start, one, 1) in body for one, body in zip(family.guardians, bodies, strict=True)
    ] == [True, True]
    assert sorted(row.kind for row in rows(session) if row.sent_at is None) == chases


def test_a_duty_goes_on_while_there_is_more_of_it_and_then_waits_its_time(app, session, receiver, monkeypatch):
    done, left = [], [True, True, False]
    counted = worker.Duty("counted", timedelta(hours=1), lambda _house: done.append(1) or left.pop(0))
    monkeypatch.setattr(worker, "DUTIES", (counted,))
    one = worker.Worker(app, threading.Event(), patient=False)
    for _round in range(5):
        one.round()
    assert done == [1, 1, 1]


def test_a_duty_under_way_in_one_worker_is_not_begun_in_another(app, session, database, receiver, monkeypatch):
    """On SQLite it cannot even ask: there is one writer."""
    monkeypatch.setattr(store, "PATIENCE", 0.1)
    begun = []

    def again(_session, _house):
        begun.append(1)
        if len(begun) == 1:
            other = duties.step("same", timedelta(hours=1), again)
            with ThreadPoolExecutor(1) as pool, suppress(Busy):
                pool.submit(other.do, House(database.sessions, SECRET)).result(timeout=5)

    duties.step("same", timedelta(hours=1), again).do(House(database.sessions, SECRET))
    assert begun == [1]


@sqlite_only
@pytest.mark.parametrize("handful", [leaving.AT_ONCE, 1])
def test_a_child_that_cannot_be_deleted_keeps_no_other_here_and_is_told_of_when_they_have_gone(
    database, session, monkeypatch, handful
):
    """Nor do as many as are looked at together."""
    monkeypatch.setattr(leaving, "AT_ONCE", handful)
    of_before = [make_child(session, f"Barn {number}", date(2010, 1, 1)) for number in range(3)]
    make_child(session, "Den yngste")
    session.execute(text("CREATE TABLE unthought_of (child_id INTEGER REFERENCES child(id))"), execution_options=HAND)
    session.execute(text(f"INSERT INTO unthought_of VALUES ({of_before[0]})"), execution_options=HAND)
    session.commit()
    [duty] = [one for one in duties.DUTIES if one.name == "forget children"]
    while_some_go = [duty.do(House(database.sessions, SECRET)) for _ in range(2 // min(handful, 2))]
    assert all(while_some_go)
    left = select(Child.id).where(Child.id.in_(of_before))
    with pytest.raises(IntegrityError):
        duty.do(House(database.sessions, SECRET))
    assert session.scalars(left, execution_options=HAND).all() == of_before[:1]
