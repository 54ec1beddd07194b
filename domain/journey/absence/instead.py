"""What can be done about each booking that an absence hits: who could come instead, when the same people are free next."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import chain

from sqlalchemy.orm import Session

from domain.base import moment, now, quarter
from domain.booking.finding.grid import Grid, Use, load_each, taking
from domain.booking.finding.openings import midnight
from domain.booking.finding.places import Where
from domain.booking.finding.search import ClaimKey, Joint, Need, Offer, Wish, offers, wish
from domain.booking.kinds.limits import bookable
from domain.booking.kinds.types import START_TALK
from domain.booking.taking.seats import kept
from domain.journey.absence.absent import Colleague, Hit, SickDay
from domain.journey.choosing.plan import ROOM

AHEAD = timedelta(weeks=6)
"""How far from its time a booking that hangs on no start is moved."""
NOTICE = timedelta(hours=24)
"""A family is not moved to a time that is sooner, unless the leader rings them and books it."""
TIMES = 3


@dataclass(frozen=True)
class Time:
    """One way out: at `first`, with whoever is away replaced by `resource` (None: nobody is); `names` of who comes instead."""

    first: int
    resource: int | None = None
    name: str = ""


@dataclass(frozen=True)
class Ways:
    """A booking, and the times that would do, the best first. Empty: the parents are asked, or rung up."""

    hit: Hit
    times: tuple[Time, ...]


def ways(session: Session, day: SickDay) -> list[Ways]:
    """For each booking. What is best for one is not offered to another. One statement."""
    if not day.hits:
        return []
    grids = grids_of(session, day)
    chosen: dict[int, Offered] = {}
    for hit in day.hits:  # first what each would get, one after the other
        offered = next(_offered(session, day, hit, grid_for(grids, day, hit, chosen)), None)
        if offered is not None:
            chosen[hit.appointment.id] = offered
    found = []
    for hit in day.hits:  # then what else there is, beside what the others get
        rest = _offered(session, day, hit, grid_for(grids, day, hit, chosen))
        best = [chosen[hit.appointment.id]] if hit.appointment.id in chosen else []
        times = dict.fromkeys(one.time for one in (*best, *rest))
        found.append(Ways(hit, tuple(times)))
    return found


@dataclass(frozen=True)
class Offered:
    time: Time
    claims: frozenset[ClaimKey]


def window(session: Session, hit: Hit) -> tuple[int, int]:
    """Between which quarters it can be instead: tomorrow at the earliest; a start conversation before the start."""
    latest = (
        midnight(hit.starts_on)
        if hit.starts_on is not None and hit.type.key == START_TALK
        else quarter(moment(hit.appointment.first) + AHEAD)
    )
    return quarter(now() + NOTICE) + 1, min(latest, bookable(session, hit.type)[1])


def needs(day: SickDay, hit: Hit, instead: Sequence[Colleague] = (), *, stays: bool = False) -> tuple[Need, ...]:
    """The same people, one of `instead` for whoever is away, and any room of the house. `stays`: the time is the same, so nobody needs an opening for it."""
    return tuple(_need(day, hit, need, instead, stays) for need in kept(hit.appointment, hit.seats))


def _need(day: SickDay, hit: Hit, need: Need, instead: Sequence[Colleague], stays: bool) -> Need:
    own = need.candidates[0]
    if own.resource_id == day.resource and instead:
        return Need(need.role, tuple(one.candidate for one in instead), even=True)
    if own.room_id is not None:
        rooms = [one.candidate for one in day.colleagues if _room_of(one, hit) and one.candidate != own]
        return Need(ROOM, (own, *rooms))
    return Need(need.role, (own._replace(open=False) if stays else own,))


def _room_of(one: Colleague, hit: Hit) -> bool:
    return one.candidate.room_id is not None and one.candidate.unit_id == hit.appointment.unit_id


def tiers(day: SickDay, hit: Hit) -> list[list[Colleague]]:
    """Who could come instead: the named substitute, then the child's group, then the others of the unit."""
    taken = {seat.resource_id for seat in hit.seats}
    unit = next((seat.unit_id for seat in hit.seats if seat.resource_id == day.resource), None)
    free = [
        one
        for one in day.colleagues
        if one.candidate.staff_id is not None
        and one.candidate.unit_id == unit
        and one.candidate.resource_id not in taken
    ]
    named = [one for one in free if one.candidate.staff_id == day.absent.substitute_id]
    group = [one for one in free if hit.group_id is not None and one.group_id == hit.group_id and one not in named]
    rest = [one for one in free if one not in named and one not in group]
    return [tier for tier in (named, group, rest) if tier]


def grids_of(session: Session, day: SickDay) -> Mapping[Use, Grid]:
    """Everybody's time, without the bookings that are hit: those are put back one by one."""
    spans = [window(session, hit) for hit in day.hits]
    firsts = [hit.appointment.first for hit in day.hits]
    lo, hi = min(*firsts, *(lo for lo, _ in spans)), max(hi for _, hi in spans)
    hi = max(hi, max(firsts) + max(hit.appointment.quarters for hit in day.hits))
    staff = [one for one in day.colleagues if one.candidate.staff_id is not None]
    around = [wish_of(hit, needs(day, hit, staff)).around(lo, hi) for hit in day.hits]
    whole = min(one for one, _ in around), max(one for _, one in around)
    ids = {seat.resource_id for hit in day.hits for seat in hit.seats}
    ids |= {one.candidate.resource_id for one in day.colleagues}
    return load_each(session, ids, {_use(hit) for hit in day.hits}, whole, [hit.appointment.id for hit in day.hits])


def then(grids: Mapping[Use, Grid], day: SickDay, hit: Hit, wanted: tuple[Need, ...], first: int) -> Offer | None:
    """Who would come at this very time, as all stood before the first of the day's appointments was moved; who is taken since says so at the claim."""
    run = (first, first + hit.appointment.quarters)
    return next(iter(offers(grid_for(grids, day, hit, {}), wish_of(hit, wanted), *run)), None)


def _use(hit: Hit) -> Use:
    return hit.type.key, Where(hit.appointment.place, hit.appointment.unit_id)


def grid_for(grids: Mapping[Use, Grid], day: SickDay, hit: Hit, chosen: Mapping[int, Offered]) -> Grid:
    """As it is for this booking: the others stand where they stand, and where they are to go is taken too."""
    others = [one for one in day.hits if one is not hit]
    now_there = chain.from_iterable(one.claims for one in others)
    to_be = chain.from_iterable(one.claims for number, one in chosen.items() if number != hit.appointment.id)
    return taking(grids[_use(hit)], chain(now_there, to_be))


def _offered(session: Session, day: SickDay, hit: Hit, grid: Grid) -> Iterator[Offered]:
    """At the same time with somebody else; later with the same people; later with somebody else."""
    groups, first = tiers(day, hit), hit.appointment.first
    run = (first, first + hit.appointment.quarters)
    for group in groups:
        yield from nearest(day, hit, grid, needs(day, hit, group, stays=True), run, 1)
    span = window(session, hit)
    same = list(nearest(day, hit, grid, needs(day, hit), span, TIMES))
    yield from same
    if not same and groups:
        yield from nearest(day, hit, grid, needs(day, hit, [*chain.from_iterable(groups)]), span, TIMES)


def nearest(
    day: SickDay, hit: Hit, grid: Grid, wanted: tuple[Need, ...], span: tuple[int, int], most: int
) -> Iterator[Offered]:
    """The times in the span that are nearest to the one that is lost, and no two of them that overlap."""
    of = wish_of(hit, wanted)
    joint = Joint(grid, of, *span)
    shown: list[int] = []
    for first in sorted(joint.starts, key=lambda one: (abs(one - hit.appointment.first), one)):
        if all(abs(first - other) >= of.quarters for other in shown):
            shown.append(first)
            [offer] = joint.offers(first, first + 1)
            yield Offered(_time(day, hit, offer), of.placed(offer).claims)
        if len(shown) == most:
            return


def _time(day: SickDay, hit: Hit, offer: Offer) -> Time:
    known = {one.candidate.resource_id: one.name for one in day.colleagues}
    before = {seat.resource_id for seat in hit.seats}
    fresh = [pick for pick in offer.picks if pick.staff_id is not None and pick.resource_id not in before]
    return Time(offer.first, fresh[0].resource_id, known[fresh[0].resource_id]) if fresh else Time(offer.first)


def wish_of(hit: Hit, wanted: Iterable[Need]) -> Wish:
    return wish(wanted, hit.type, hit.appointment.quarters)
