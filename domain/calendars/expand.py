"""When a calendar says that its owner is taken, in quarters of an hour. Runs in the child process (child.py)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import recurring_ical_events
from icalendar import Calendar, Event
from icalendar.prop import vBroken
from x_wr_timezone import to_standard

from domain.calendars import refusals
from domain.calendars.lines import Kept
from domain.calendars.refusals import Refused

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
QUARTER = 900
"""As in domain.base, which would bring SQLAlchemy into the child."""
MOST = 20_000
"""Occurrences within the horizon: more than a calendar of meetings every quarter of every working hour has."""
ONE_DAY = timedelta(days=1)
FREE = {"TRANSP": {"TRANSPARENT"}, "STATUS": {"CANCELLED"}, "X-MICROSOFT-CDO-BUSYSTATUS": {"FREE", "WORKINGELSEWHERE"}}
Span = tuple[int, int]


def spans(kept: Kept, lo: int, hi: int) -> tuple[list[Span], int]:
    """The spans in [lo, hi), put together where they meet, and how many events could not be understood."""
    window = _moment(lo) - ONE_DAY, _moment(hi) + ONE_DAY
    found: list[Span] = []
    broken, seen = kept.broken, 0
    for series in _series(kept):
        broken += any(event.errors for event in series)
        try:
            occurrences = _occurrences(series, window)
        except (
            ValueError,
            TypeError,
            ArithmeticError,
            LookupError,
            AttributeError,
        ):  # whatever a made-up date may lead to
            broken += not any(event.errors for event in series)
            continue
        seen += len(occurrences)
        if seen > MOST:
            raise Refused(refusals.MUCH)
        found += (span for one in occurrences if _taken(one) and (span := _span(one)))
    return merged((max(first, lo), min(last, hi)) for first, last in found), broken


def _series(kept: Kept) -> Iterator[list[Event]]:
    """Events by UID: one series with its exceptions."""
    try:
        calendar = to_standard(Calendar.from_ical(kept.text()))
    except ValueError as error:
        raise Refused(refusals.BROKEN) from error
    found: dict[object, list[Event]] = defaultdict(list)
    for event in calendar.subcomponents:
        if isinstance(event, Event):
            found[event.get("UID", id(event))].append(_readable(event))
    yield from found.values()


def _readable(event: Event) -> Event:
    """Without what could not be understood: a wrong exception costs that exception, and not the series."""
    for name in [name for name, value in event.items() if isinstance(value, vBroken)]:
        del event[name]
    return event


def _occurrences(series: list[Event], window: tuple[datetime, datetime]) -> list[Any]:
    alone = Calendar()
    alone.subcomponents = list(series)
    return list(recurring_ical_events.of(alone, components=["VEVENT"]).between(*window))


def _taken(event: Any) -> bool:
    return not any(str(event.get(name, "")).upper() in free for name, free in FREE.items())


def _span(event: Any) -> Span | None:
    """Whole quarters: one that has begun is taken. What takes no time takes none."""
    start, end = _utc(event["DTSTART"].dt), _utc(event["DTEND"].dt)
    first, last = int(start.timestamp() // QUARTER), int(-(-end.timestamp() // QUARTER))
    return (first, last) if start < end else None


def _utc(at: date) -> datetime:
    """A day begins at midnight here, and a time without a zone is what the clock on the wall shows here."""
    if not isinstance(at, datetime):
        at = datetime.combine(at, time())
    return (at if at.tzinfo else at.replace(tzinfo=COPENHAGEN)).astimezone(UTC)


def _moment(number: int) -> datetime:
    return datetime.fromtimestamp(number * QUARTER, COPENHAGEN)


def merged(found: Iterable[Span]) -> list[Span]:
    """In order, none empty, none touching the next."""
    whole: list[Span] = []
    for first, last in sorted(found):
        if first >= last:
            continue
        if whole and first <= whole[-1][1]:
            whole[-1] = whole[-1][0], max(whole[-1][1], last)
        else:
            whole.append((first, last))
    return whole
