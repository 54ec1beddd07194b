"""One appointment as a calendar entry that Outlook, Google and phones can take in, update and remove (RFC 5545, 5546)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from urllib.parse import urlsplit

from icalendar import (
    Calendar,
    Event,
    Timezone,
    TimezoneDaylight,
    TimezoneStandard,
    vCalAddress,
    vRecur,
    vText,
)

from domain.base import COPENHAGEN

Method = Literal["REQUEST", "CANCEL", "PUBLISH"]

ZONE = "Europe/Copenhagen"
WINTER, SUMMER = timedelta(hours=1), timedelta(hours=2)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """All that a calendar gets to know: there is no field for a child, a reason or where somebody lives.

    `attendee` is the one person it is sent to, so that separated parents never learn each other's address.
    """

    uid: str
    sequence: int
    start: datetime
    end: datetime
    summary: str
    stamp: datetime
    location: str = ""
    description: str = ""
    url: str = ""
    organizer: str = ""
    attendee: str = ""


def uid(appointment_id: int, public_url: str) -> str:
    """The same for the whole life of the appointment, or a move would leave the old entry behind."""
    return f"appointment-{appointment_id}@{urlsplit(public_url).hostname}"


def to_ics(entry: Entry, method: Method) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//God Start//DA")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(copenhagen())
    calendar.add_component(event(entry, method))
    return bytes(calendar.to_ical())


def to_feed(entries: Iterable[Entry], name: str, refresh: timedelta) -> bytes:
    """Many of them as a calendar to subscribe to; `refresh`: how often it is worth asking for (RFC 7986)."""
    calendar = Calendar()
    calendar.add("prodid", "-//God Start//DA")
    calendar.add("version", "2.0")
    for title in ("name", "x-wr-calname"):
        calendar.add(title, name)
    calendar.add("refresh-interval", refresh, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", f"PT{refresh // timedelta(minutes=1)}M")
    calendar.add_component(copenhagen())
    for entry in entries:
        calendar.add_component(event(entry, "PUBLISH"))
    return bytes(calendar.to_ical())


def event(entry: Entry, method: Method) -> Event:
    found = Event()
    found.add("uid", entry.uid)
    found.add("sequence", entry.sequence)
    found.add("dtstamp", entry.stamp)
    found.add("dtstart", entry.start.astimezone(COPENHAGEN))
    found.add("dtend", entry.end.astimezone(COPENHAGEN))
    found.add("summary", entry.summary)
    found.add("status", "CANCELLED" if method == "CANCEL" else "CONFIRMED")
    found.add("transp", "TRANSPARENT" if method == "CANCEL" else "OPAQUE")
    for name in ("location", "description", "url"):
        if text := getattr(entry, name):
            found.add(name, text)
    if method != "PUBLISH":
        _invited(found, entry)
    return found


def _invited(found: Event, entry: Entry) -> None:
    """No RSVP: the answer would go to a mailbox that nobody reads. Who cannot come moves the time by the link."""
    organizer, attendee = vCalAddress(f"mailto:{entry.organizer}"), vCalAddress(f"mailto:{entry.attendee}")
    organizer.params["CN"] = vText("God Start")
    for name, value in {"ROLE": "REQ-PARTICIPANT", "PARTSTAT": "NEEDS-ACTION", "RSVP": "FALSE"}.items():
        attendee.params[name] = vText(value)
    found.add("organizer", organizer)
    found.add("attendee", attendee)


def copenhagen() -> Timezone:
    """The zone as two yearly rules. The library's own list of single dates ends, and Outlook does not follow it."""
    zone = Timezone()
    zone.add("tzid", ZONE)
    summer, winter = TimezoneDaylight(), TimezoneStandard()
    for part, name, (before, after), (month, hour) in (
        (summer, "CEST", (WINTER, SUMMER), (3, 2)),
        (winter, "CET", (SUMMER, WINTER), (10, 3)),
    ):
        part.add("tzname", name)
        part.add("tzoffsetfrom", before)
        part.add("tzoffsetto", after)
        part.add("dtstart", _last_sunday(month, hour))
        part.add("rrule", vRecur({"FREQ": "YEARLY", "BYMONTH": month, "BYDAY": "-1SU"}))
        zone.add_component(part)
    return zone


def _last_sunday(month: int, hour: int) -> datetime:
    """In 1996, the first year of today's rule; without a zone, as RFC 5545, 3.6.5 wants it."""
    last = datetime(1996, month, 31, hour)  # noqa: DTZ001 -- see above
    return last - timedelta(days=(last.weekday() + 1) % 7)
