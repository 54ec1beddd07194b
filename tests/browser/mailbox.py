"""What a mail server has taken, as people find it: by reader and by the beginning of its subject, waited for."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage

from icalendar import Calendar

from domain.base import COPENHAGEN
from tests.machines.post import Receiver

PATIENCE = 120


@dataclass(frozen=True)
class Invite:
    """The calendar part of a mail."""

    method: str
    uid: str
    sequence: int
    zone: str
    start: datetime
    end: datetime


class Mailbox:
    """Everything that was sent to anybody."""

    def __init__(self) -> None:
        self.receiver = Receiver()
        self.changed = threading.Condition()
        self.receiver.taken = self._taken

    @contextmanager
    def up(self) -> Iterator["Mailbox"]:
        with self.receiver.up():
            yield self

    def _taken(self) -> None:
        with self.changed:
            self.changed.notify_all()

    def mail(self, to: str, *words: str) -> EmailMessage:
        """The one mail to them with these words in its subject."""
        with self.changed:
            assert self.changed.wait_for(lambda: self._found(to, words), PATIENCE), f"no {words} to {to}"
        [found] = self._found(to, words)
        return found

    def _found(self, to: str, words: tuple[str, ...]) -> list[EmailMessage]:
        mails = [one for one in self.receiver.received if one["To"] == to]
        return [one for one in mails if all(word in one["Subject"] for word in words)]


def link(mail: EmailMessage) -> str:
    """The address that its text leads to; its HTML leads there too."""
    [found] = set(re.findall(r"https?://\S+", body(mail, "plain")))
    assert f'href="{found}"' in body(mail, "html")
    return found


def body(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    assert part is not None
    return part.get_content()


def invite(mail: EmailMessage) -> Invite:
    """Its calendar part; the attachment is the same."""
    [part] = [one for one in mail.walk() if one.get_content_type() == "text/calendar"]
    [file] = [one for one in mail.walk() if one.get_content_type() == "application/ics"]
    data = part.get_payload(decode=True)
    assert file.get_payload(decode=True) == data
    found = entry_in(data)
    assert part.get_param("method") == found.method
    return found


def entry_in(data: bytes) -> Invite:
    calendar = Calendar.from_ical(data)
    [event], [zone] = calendar.events, calendar.timezones
    assert event["DTSTART"].params["TZID"] == zone.tz_name
    start, end = (one.astimezone(COPENHAGEN) for one in (event.start, event.end))
    assert start.replace(tzinfo=None) == event.start.replace(tzinfo=None), "not the wall clock of Copenhagen"
    return Invite(str(calendar["METHOD"]), str(event["UID"]), int(event["SEQUENCE"]), zone.tz_name, start, end)


def spoken(when: Invite) -> str:
    """As pages say it: 1.12.2026 kl. 10.15–11.15."""
    start, end = when.start, when.end
    return f"{start.day}.{start.month}.{start.year} kl. {start.hour}.{start.minute:02}–{end.hour}.{end.minute:02}"
