"""What is kept of a calendar file before anything else reads it: whole events, and of them only the lines that say when.

So no title or name gets any further, one malformed line spoils nothing but itself, and the rest is quick to read.
"""

import re
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from domain.calendars import refusals
from domain.calendars.refusals import Refused

MOST_EVENTS = 50_000
LONGEST = 64 * 1024
"""Characters of one line that says when: some series have thousands of exceptions in one."""
FOLD = re.compile(r"\n[ \t]")
NAME = re.compile(r"[A-Za-z-]+")
WHEN = frozenset(
    {
        *("DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID"),
        *("UID", "SEQUENCE", "STATUS", "TRANSP", "X-MICROSOFT-CDO-BUSYSTATUS"),
    }
)
OFFSET = frozenset({"DTSTART", "RRULE", "RDATE", "TZOFFSETFROM", "TZOFFSETTO"})
KEPT = {"VEVENT": WHEN, "VTIMEZONE": frozenset({"TZID"}), "STANDARD": OFFSET, "DAYLIGHT": OFFSET}
WHOLE = {"VEVENT", "VTIMEZONE"}


@dataclass
class Kept:
    """Zones and events as lines. `broken`: events that end too early or not at all."""

    zone: str = ""
    zones: list[str] = field(default_factory=list)
    events: list[str] = field(default_factory=list)
    count: int = 0
    broken: int = 0

    def text(self) -> str:
        """A calendar with what was kept: the zones first, so that whoever reads it knows them."""
        head = ["BEGIN:VCALENDAR", "VERSION:2.0", *([f"X-WR-TIMEZONE:{self.zone}"] if self.zone else [])]
        return "\r\n".join([*head, *self.zones, *self.events, "END:VCALENDAR", ""])


def kept(body: bytes, own: str = "") -> Kept:
    """Raises Refused for what is no calendar, or only a part of one. `own`: UIDs that end so are our own bookings coming back."""
    text = body.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n").strip()
    if not text[:15].upper() == "BEGIN:VCALENDAR":
        raise Refused(refusals.TYPE)
    if not text[-13:].upper() == "END:VCALENDAR":
        raise Refused(refusals.CUT)
    reader = Reader(own)
    for line in FOLD.sub("", text).split("\n"):
        reader.take(line)
    return reader.kept


class Reader:
    """Goes through the lines once. `inside`: the components that the line stands in."""

    def __init__(self, own: str) -> None:
        self.kept, self._own = Kept(), own
        self._inside: list[str] = []
        self._block: list[str] = []
        self._ours = False

    def take(self, line: str) -> None:
        found = NAME.match(line)
        name = found[0].upper() if found else ""
        rest = line[len(name) :]
        if name == "BEGIN":
            self._begin(rest[1:].strip().upper())
        elif name == "END":
            self._end(rest[1:].strip().upper())
        elif name and rest[:1] in {":", ";"} and len(line) <= LONGEST:
            self._property(name, rest, line)

    def _begin(self, component: str) -> None:
        if component in WHOLE and WHOLE & set(self._inside):  # the one before has no end
            self._drop()
        if component in WHOLE:
            self._block, self._ours = [], False
        self._inside.append(component)
        if component in KEPT:
            self._block.append(f"BEGIN:{component}")

    def _end(self, component: str) -> None:
        if not self._inside or self._inside[-1] != component:
            return
        self._inside.pop()
        if component in KEPT:
            self._block.append(f"END:{component}")
        if component in WHOLE:
            self._whole(component)

    def _whole(self, component: str) -> None:
        if component == "VTIMEZONE":
            if not self._known_zone():
                self.kept.zones += self._block
        elif not self._ours:
            self.kept.events += self._block
            self.kept.count += 1
            if self.kept.count > MOST_EVENTS:
                raise Refused(refusals.MUCH)

    def _known_zone(self) -> bool:
        """The names that Windows gives are known, and better known than by the two rules that are sent along."""
        names = (line.partition(":")[2].strip() for line in self._block if line.upper().startswith("TZID"))
        return any(name in WINDOWS_TO_OLSON for name in names)

    def _drop(self) -> None:
        at = next(number for number, name in enumerate(self._inside) if name in WHOLE)
        self.kept.broken += self._inside[at] == "VEVENT"
        del self._inside[at:]

    def _property(self, name: str, rest: str, line: str) -> None:
        component = self._inside[-1] if self._inside else ""
        if component == "VCALENDAR" and name == "X-WR-TIMEZONE":
            self.kept.zone = self.kept.zone or _zone(rest.partition(":")[2].strip())
        elif name in KEPT.get(component, ()):
            self._block.append(line)
            if name == "UID" and self._own:
                self._ours = rest.strip().startswith(":appointment-") and rest.strip().endswith(self._own)


def _zone(name: str) -> str:
    """As the rest of the world calls it, or "" for one that nobody knows."""
    name = WINDOWS_TO_OLSON.get(name, name)
    try:
        return ZoneInfo(name).key
    except (OSError, ValueError, LookupError):
        return ""
