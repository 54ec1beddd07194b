"""What happens without anybody asking: messages are sent, and the house does its duties when their time comes."""

import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TypeVar

import structlog
from flask import Flask
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from blueprints import logs
from blueprints.messages import Undelivered, compose, compose_text, sender, texter
from blueprints.running.duties import DUTIES, Duty, House
from blueprints.web import db
from config import Settings, networks
from domain import bounces, messages, outbox
from domain.access import Job, sees
from domain.access.jobs import work_as
from domain.base import now
from domain.calendars import sync
from domain.calendars.feed import own_uids
from domain.messages import Letter, NoAddress, Overtaken
from domain.outbox import MAIL, SMS, Taken
from domain.store import Busy

log = structlog.get_logger()

HANDFUL = 20
HOLD, MARGIN = timedelta(minutes=15), timedelta(minutes=5)
"""No message takes longer than the margin: what is held for less than that is left to the next, so none is sent twice."""
PAUSE, AFTER_TROUBLE = 2.0, 15.0
"""Seconds between two looks, and after the database could not be had."""
KEPT = ("conferences", "referrals", "inquiries", "children")
"""What is kept for its own time, in the order of `House`."""
TROUBLE = (SQLAlchemyError, Busy)
EXPECTED = {outbox.OVERTAKEN, outbox.NO_ADDRESS}
"""What needs no operator: something newer was said, or the house rings to whoever has no address."""
UNWRITABLE = Undelivered("Unwritable")
T = TypeVar("T")


def run(app: Flask, *, once: bool = False) -> None:
    """Until a signal says stop; with `once`, until nothing is due."""
    with told_to_stop() as stop:
        worker = Worker(app, stop, patient=not once)
        while not stop.is_set():
            pause = worker.round()
            if once and pause:
                return
            stop.wait(pause)


@contextmanager
def told_to_stop() -> Iterator[threading.Event]:
    """Set by SIGTERM and SIGINT: the message under way is finished, the others are given back."""
    stop = threading.Event()
    numbers = (signal.SIGTERM, signal.SIGINT) if threading.current_thread() is threading.main_thread() else ()
    before = {number: signal.signal(number, lambda *_: stop.set()) for number in numbers}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@dataclass(frozen=True)
class Delivery:
    """The channel and the address that were tried; what the message is called there, or why it was not taken."""

    channel: str = MAIL
    address: str = ""
    remote_id: str = ""
    trouble: Undelivered | None = None


def calendar_rules(settings: Settings) -> sync.Rules:
    """Where staff's own calendars may be fetched from."""
    own = own_uids(settings.public_url)
    return sync.Rules(http=settings.calendar_http, networks=networks(settings.calendar_networks), own=own)


class Worker:
    """One of several, perhaps: whatever it does, another may be doing at the same time."""

    def __init__(self, app: Flask, stop: threading.Event, *, patient: bool = True) -> None:
        self.app, self.stop, self.patient = app, stop, patient
        self.settings = app.config["SETTINGS"]
        self.secret: str = app.config["SECRET_KEY"]
        self.mailer, self.texter = sender(self.settings), texter(self.settings)
        self.down: dict[str, Undelivered] = {}
        self.next: dict[str, float] = {}

    def round(self) -> float:
        """Duties, then one handful of messages. The pause until the next round, in seconds."""
        for duty in DUTIES:
            self.going_on(partial(self.attend, duty), None, "duty.trouble", duty=duty.name)
        return self.going_on(self.handful, AFTER_TROUBLE, "worker.trouble")

    def going_on(self, do: Callable[[], T], otherwise: T, event: str, **about: object) -> T:
        """What fails is told and left."""
        try:
            return do()
        except Exception as error:
            if not self.patient:
                raise
            logs.trouble(event, error, **about)
            return otherwise

    def attend(self, duty: Duty) -> None:
        at = time.monotonic()
        if at < self.next.get(duty.name, at):
            return
        self.next[duty.name] = at + duty.every.total_seconds()
        with self.app.app_context():
            sms, calendars = self.texter is not None, calendar_rules(self.settings)
            kept = (timedelta(days=getattr(self.settings, f"{what}_kept_days")) for what in KEPT)
            if duty.do(House(db.session.session_factory, self.secret, sms, calendars, *kept)):
                self.next[duty.name] = at

    def handful(self) -> float:
        """Send what is due, as far as one handful goes. The pause that follows."""
        with self.session(writing=False) as session:
            if not outbox.waiting(session):
                return PAUSE
        with self.session() as session:
            held = outbox.take(session, HANDFUL, HOLD)
        self.down.clear()
        for taken in held:
            if self.stop.is_set() or now() > taken.held_until - MARGIN:
                self.keep(outbox.release, taken)
                continue
            failed = Delivery(trouble=UNWRITABLE)
            self.record(taken, self.going_on(partial(self.deliver, taken), failed, "message.trouble", message=taken.id))
        return 0.0

    def deliver(self, taken: Taken) -> Delivery:
        """Where it went, or why it did not. No transaction is open while the provider takes its time."""
        if taken.expires_at is not None and taken.expires_at <= now():
            return Delivery(trouble=Undelivered(outbox.EXPIRED, final=True))
        try:
            found = self.attempt(taken, sms=self.texter is not None)
            by_mail = found.trouble and found.trouble.final and found.channel == SMS
            return self.attempt(taken, sms=False) if by_mail else found
        except Overtaken:
            return Delivery(trouble=Undelivered(outbox.OVERTAKEN, final=True))
        except NoAddress:
            return Delivery(trouble=Undelivered(outbox.NO_ADDRESS, final=True))

    def attempt(self, taken: Taken, *, sms: bool) -> Delivery:
        """By the channel that the letter chooses, unless that has been found to be down."""
        with self.session(writing=False) as session:
            letter = messages.letter(session, taken, self.secret, sms=sms)
        try:
            if letter.channel in self.down:
                raise self.down[letter.channel]
            return Delivery(letter.channel, letter.address, self.send(letter))
        except Undelivered as error:
            if error.server:
                self.down[letter.channel] = error
            return Delivery(letter.channel, letter.address, trouble=error)

    def send(self, letter: Letter) -> str:
        """What it is called there."""
        with self.app.app_context():
            if letter.channel == SMS and self.texter is not None:
                text = compose_text(letter, self.settings)
                return self.texter.send(text)
            mail = compose(letter, self.settings)
            return self.mailer.send(mail)

    def record(self, taken: Taken, done: Delivery) -> None:
        about = {"message": taken.id, "kind": taken.kind, "tries": taken.tries}
        trouble = done.trouble
        if trouble is None:
            self.keep(outbox.sent, taken, done.channel, done.remote_id)
            log.info("message.sent", channel=done.channel, **about)
            return
        if trouble.address and taken.guardian_id is not None:
            self.lasting(partial(self.refused, taken.guardian_id, done.address), taken)
        otherwise = trouble.address and self.texter is not None  # the next try chooses another way
        if self.keep(outbox.failed, taken, trouble.text, final=trouble.final and not otherwise):
            tell = log.info if trouble.text in EXPECTED else log.error
            tell("message.given-up", error=trouble.text, **about)
        else:
            log.warning("message.later", error=trouble.text, **about)

    def refused(self, guardian_id: int, address: str) -> None:
        """The family's house hears of it."""
        with self.app.app_context(), db.session.session_factory() as session:
            work_as(session, "bounces")
            bounces.refuse(session, guardian_id, address)
            session.commit()

    def keep(self, verb: Callable[..., T], taken: Taken, *args: str, **how: bool) -> T:
        """What was sent and is not recorded would be sent again."""

        def kept() -> T:
            with self.session() as session:
                return verb(session, taken, *args, **how)

        return self.lasting(kept, taken)

    def lasting(self, do: Callable[[], T], taken: Taken) -> T:
        """Until it is written down."""
        while True:
            try:
                return do()
            except TROUBLE as error:
                log.warning("worker.trouble", error=type(error).__name__, message=taken.id)
                if self.stop.wait(AFTER_TROUBLE):
                    raise

    @contextmanager
    def session(self, *, writing: bool = True) -> Iterator[Session]:
        """A transaction of its own, on unguarded tables and on columns looked up by key."""
        with self.app.app_context():
            session = db.session()
            session.info["writing"] = writing
            sees(session, Job(name="worker"))
            yield session
            session.commit()
