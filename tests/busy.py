"""Calendar files as programs write them, and when each says that its owner is taken: written beside it by hand, and worked out by the library alone."""

import warnings
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import icalendar
import recurring_ical_events

from domain.base import COPENHAGEN, quarter

FOLDER = Path(__file__).parent / "files" / "calendars"
FIRST, LAST = date(2026, 10, 19), date(2027, 4, 12)
"""A Monday before the clock goes back, and one after it has gone forward again."""
ONE_DAY = timedelta(days=1)
OWN = "@godstart.example"
Spans = list[tuple[int, int]]


@dataclass(frozen=True)
class Sample:
    """`taken` in quarters and `unread` stand in the file as X-TAKEN and X-UNREAD."""

    name: str
    body: bytes
    taken: Spans
    unread: int


def midnight(day: date) -> int:
    return quarter(datetime.combine(day, time(), COPENHAGEN))


LO, HI = midnight(FIRST), midnight(LAST)


def samples() -> list[Sample]:
    return [_sample(path) for path in sorted(FOLDER.glob("*.ics"))]


def _sample(path: Path) -> Sample:
    body = path.read_bytes()
    lines = body.decode().splitlines()
    spans = [line.partition(":")[2].split("/") for line in lines if line.startswith("X-TAKEN:")]
    unread = [int(line.partition(":")[2]) for line in lines if line.startswith("X-UNREAD:")]
    return Sample(path.stem, body, [(at(a), at(b)) for a, b in spans], sum(unread))


def at(text: str) -> int:
    return quarter(datetime.fromisoformat(text).replace(tzinfo=COPENHAGEN))


def by_the_library(body: bytes, lo: int, hi: int) -> Spans:
    """What `recurring-ical-events` makes of the file itself, as whole quarters of our local time, put together."""
    icalendar.use_zoneinfo()  # forgets the zones that another file has defined
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        calendar = icalendar.Calendar.from_ical(body)
        window = (datetime.fromtimestamp(one * 900, COPENHAGEN) for one in (lo, hi))
        events = recurring_ical_events.of(calendar).between(*window)
    taken: set[int] = set()
    for event in events:
        if not free(event):
            start, end = (local(event[name].dt) for name in ("DTSTART", "DTEND"))
            taken |= {number for number in range(quarter(start), quarter(end) + 1) if overlap(number, start, end)}
    return runs(number for number in taken if lo <= number < hi)


def free(event) -> bool:
    show_as = str(event.get("X-MICROSOFT-CDO-BUSYSTATUS", ""))
    return (
        event.get("TRANSP") == "TRANSPARENT"
        or event.get("STATUS") == "CANCELLED"
        or show_as in {"FREE", "WORKINGELSEWHERE"}
    )


def local(moment) -> datetime:
    if not isinstance(moment, datetime):
        return datetime.combine(moment, time(), COPENHAGEN)
    return moment.astimezone(COPENHAGEN) if moment.tzinfo else moment.replace(tzinfo=COPENHAGEN)


def overlap(number: int, start: datetime, end: datetime) -> bool:
    begins = datetime.fromtimestamp(number * 900, UTC)
    return start < begins + timedelta(minutes=15) and begins < end


def runs(numbers) -> Spans:
    found: Spans = []
    for number in sorted(numbers):
        if found and found[-1][1] == number:
            found[-1] = found[-1][0], number + 1
        else:
            found.append((number, number + 1))
    return found


def clock(spans: Spans) -> list[str]:
    """For a person who reads why a test fails."""
    return [
        "/".join(f"{datetime.fromtimestamp(one * 900, COPENHAGEN):%Y-%m-%d %H:%M}" for one in span) for span in spans
    ]
