"""In which order the homes could be visited. There is no map here: the same street together, and along it by number."""

import re
from collections.abc import Iterable, Mapping, Sequence

from domain.booking.tables import BOOKED
from domain.people.child import name_key
from domain.rounds.day import Stop

NUMBER = re.compile(r"^(?P<street>.*\D)(?P<number>\d+)\s*\w?\s*$")


def street(address: str) -> tuple[str, int]:
    """Of "Egevej 12 B, 2. tv": ("egevej", 12), so that they sort as one walks."""
    first = address.partition(",")[0].strip()
    found = NUMBER.match(first)
    if found is None:
        return name_key(first), 0
    return name_key(found["street"].strip()), int(found["number"])


def suggested(stops: Iterable[Stop]) -> list[Stop]:
    """Streets by the earliest visit in them; a street that is left is not come back to."""
    found = sorted((one for one in stops if one.state == BOOKED), key=lambda one: one.first)
    begins: dict[str, int] = {}
    for one in found:
        begins.setdefault(street(one.address)[0], one.first)
    return sorted(found, key=lambda one: (begins[street(one.address)[0]], *street(one.address), one.first))


def timed(order: Sequence[Stop]) -> dict[int, int]:
    """The quarter at which each begins in that order: at the times that there are, later where the one before lasts, or is left, later."""
    times = sorted(one.first for one in order)
    found: dict[int, int] = {}
    free = 0
    for one, planned in zip(order, times, strict=True):
        found[one.id] = max(planned, free + one.before)
        free = found[one.id] + one.quarters + one.after
    return found


def differs(stops: Iterable[Stop], times: Mapping[int, int]) -> list[Stop]:
    """Those that would begin at another time."""
    return [one for one in stops if one.id in times and times[one.id] != one.first]
