"""A handover as it could be: who gets which child, what becomes of each booking, and where nothing fits - before anything is done."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy.orm import Session

from domain.base import DomainError, now, quarter, today
from domain.booking.finding.grid import Grid, Use
from domain.booking.finding.openings import Span, midnight
from domain.booking.finding.search import Candidate, Need
from domain.booking.tables import Absence
from domain.booking.taking.seats import kept
from domain.caseload import kin, load
from domain.caseload.kin import Kid
from domain.caseload.load import Load
from domain.caseload.tables import END, REASONS
from domain.frontdesk.absences import Absent
from domain.journey.absence.absent import Colleague, Hit, SickDay, hit_by
from domain.journey.absence.instead import Offered, grid_for, grids_of, nearest, window
from domain.journey.telling import concerned

FOR_GOOD = timedelta(days=730)
"""Nothing is booked further ahead."""
TIMES = 3


class NoColleague(DomainError):
    """Whoever gives, or gets, is none of the unit's sundhedsplejersker, or the two are the same."""


class BadPeriod(DomainError):
    """It ends before it begins, or began yesterday."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is to be handed over: all that `from_id` has in the unit, or the children named, to these colleagues, until `returns_on` or for good."""

    unit_id: int
    from_id: int
    to_ids: tuple[int, ...]
    begins_on: date
    returns_on: date | None = None
    reason: str = REASONS[0]
    child_ids: frozenset[int] | None = None

    @property
    def span(self) -> Span:
        """The quarters in which bookings go along."""
        last = self.returns_on or self.begins_on + FOR_GOOD
        return max(midnight(self.begins_on), quarter(now()) + 1), midnight(last)


class Way(NamedTuple):
    """A booking at `first` with this colleague instead. `closed`: nobody has opened that time, it is only free."""

    first: int
    resource: int
    closed: bool = False


@dataclass(frozen=True)
class Line:
    """A booking and what could become of it, best first; none: it is cancelled, and the parents are asked. `stays`: the first way keeps the time and goes with the child."""

    hit: Hit
    ways: tuple[Way, ...]
    stays: bool


@dataclass(frozen=True)
class Proposal:
    """`gives`: who gets each child, by child. `elsewhere`: what is settled on its own page."""

    wanted: Wanted
    giver: Load
    takers: Sequence[Load]
    kids: Mapping[int, Kid]
    gives: Mapping[int, int]
    lines: Sequence[Line]
    elsewhere: Sequence[Hit] = field(default_factory=tuple)

    @property
    def conflicts(self) -> int:
        return sum(not line.stays for line in self.lines)

    def shares(self) -> list[tuple[Load, int]]:
        """How many children each gets."""
        given = list(self.gives.values())
        return [(one, given.count(one.staff_id)) for one in self.takers]


class Ground(NamedTuple):
    """What a handover is about, as it stands now."""

    giver: Load
    takers: list[Load]
    kids: dict[int, Kid]
    day: SickDay


def ground(session: Session, wanted: Wanted) -> Ground:
    """Four statements, three where nothing is booked. Raises NoColleague, BadPeriod."""
    if wanted.begins_on < today() or (wanted.returns_on and wanted.returns_on <= wanted.begins_on):
        raise BadPeriod
    if wanted.reason == END and wanted.returns_on:
        raise BadPeriod
    people = {one.staff_id: one for one in load.of_unit(session, wanted.unit_id, wanted.span)}
    giver, takers = people.get(wanted.from_id), [people[one] for one in wanted.to_ids if one in people]
    if giver is None or not takers or len(takers) < len(set(wanted.to_ids)) or giver in takers:
        raise NoColleague
    if not all(one.works for one in takers):
        raise NoColleague
    kids = kin.of(session, wanted.unit_id, wanted.from_id, wanted.child_ids)
    first, last = wanted.span
    away = Absence(resource_id=giver.resource_id, first=first, last=last)
    absent = Absent(away, giver.staff_id, giver.name, None)
    found = hit_by(session, absent).values()
    ours = [hit for hit in found if wanted.child_ids is None or kids.keys() & set(concerned(hit.appointment))]
    own = [hit for hit in ours if not hit.elsewhere]
    beside = [_colleague(one, wanted.unit_id) for one in takers]
    return Ground(giver, takers, kids, SickDay(absent, own, beside, [one for one in ours if one not in own]))


def propose(session: Session, wanted: Wanted) -> Proposal:
    """Each family stays together, goes to whoever can keep most of its times, and else to whoever has most room. Five statements at most."""
    giver, takers, kids, day = ground(session, wanted)
    grids = grids_of(session, day) if day.hits else {}
    fits = {(hit.appointment.id, one): offer for hit in day.hits for one, offer in _fits(grids, day, hit)}
    gives = _gives(takers, kids, day, fits)
    own = {hit.appointment.id: _own(gives, day, hit) for hit in day.hits}
    chosen: dict[int, Offered] = {}
    for hit in day.hits:  # what keeps its time is in nobody's way beforehand
        offers = (fits[hit.appointment.id, one] for one in _order(day, own[hit.appointment.id]))
        if (offer := next(filter(None, offers), None)) is not None:
            chosen[hit.appointment.id] = offer
    lines = [_line(session, day, hit, grids, fits, own[hit.appointment.id], chosen) for hit in day.hits]
    return Proposal(wanted, giver, takers, kids, gives, lines, day.events)


def _colleague(one: Load, unit_id: int) -> Colleague:
    return Colleague(Candidate(one.resource_id, one.staff_id, unit_id), one.name, None)


def _fits(grids: Mapping[Use, Grid], day: SickDay, hit: Hit) -> Iterator[tuple[Colleague, Offered | None]]:
    """Each with the booking as it would be if they have opened that very time and are free. What is handed over does not overlap: nobody was in two places."""
    first, grid = hit.appointment.first, grid_for(grids, day, hit, {})
    run = first, first + hit.appointment.quarters
    for one in day.colleagues:
        yield one, next(nearest(day, hit, grid, with_(day, hit, one, stays=True), run, 1), None)


def with_(day: SickDay, hit: Hit, one: Colleague, *, stays: bool, closed: bool = False) -> tuple[Need, ...]:
    """The same people and room, with this colleague instead. `stays`: as the time is the same nobody else needs an opening; `closed`: nor does the colleague."""
    given = one.candidate._replace(open=not closed)
    return tuple(
        Need(need.role, (given,))
        if need.candidates[0].resource_id == day.resource
        else Need(need.role, tuple(who._replace(open=who.open and not stays) for who in need.candidates))
        for need in kept(hit.appointment, hit.seats)
    )


def _gives(
    takers: Sequence[Load], kids: Mapping[int, Kid], day: SickDay, fits: Mapping[tuple[int, Colleague], Offered | None]
) -> dict[int, int]:
    """By child. Families with bookings first, then the large ones."""
    booked: dict[int, list[int]] = {}
    for hit in day.hits:
        for child in concerned(hit.appointment):
            if child in kids:
                booked.setdefault(kids[child].family, []).append(hit.appointment.id)
    families: dict[int, list[int]] = {}
    for kid in kids.values():
        families.setdefault(kid.family, []).append(kid.id)
    beside = {one.candidate.staff_id: one for one in day.colleagues}
    has = {one.staff_id: one.children for one in takers}
    gives: dict[int, int] = {}
    for family in sorted(families, key=lambda one: (-len(booked.get(one, ())), -len(families[one]), one)):
        kept_ = {
            one.staff_id: sum(fits[hit, beside[one.staff_id]] is not None for hit in booked.get(family, ()))
            for one in takers
        }
        best = min(takers, key=lambda one: (-kept_[one.staff_id], _fullness(one, has[one.staff_id]), one.staff_id))
        has[best.staff_id] += len(families[family])
        gives |= dict.fromkeys(families[family], best.staff_id)
    return gives


def _fullness(one: Load, children: int) -> float:
    """Against what is meant, where that has been said."""
    return children / one.target if one.target else float(children)


def _own(gives: Mapping[int, int], day: SickDay, hit: Hit) -> Colleague | None:
    """Who gets the child; None of a child that somebody else has already."""
    staff = next((gives[one] for one in concerned(hit.appointment) if one in gives), None)
    return next((one for one in day.colleagues if one.candidate.staff_id == staff), None)


def _order(day: SickDay, own: Colleague | None) -> list[Colleague]:
    return sorted(day.colleagues, key=lambda one: one is not own)


def _line(
    session: Session,
    day: SickDay,
    hit: Hit,
    grids: Mapping[Use, Grid],
    fits: Mapping[tuple[int, Colleague], Offered | None],
    own: Colleague | None,
    chosen: dict[int, Offered],
) -> Line:
    """The first way is taken into account for the bookings that come after it."""
    number, first = hit.appointment.id, hit.appointment.first
    order = _order(day, own)
    here = [Way(first, one.candidate.resource_id) for one in order if fits[number, one]]
    grid = grid_for(grids, day, hit, chosen)
    later = list(_later(session, day, hit, grid, own or order[0]))
    shut = list(_closed(day, hit, grid, [one for one in order if not fits[number, one]]))
    stays = bool(here) and (own is None or here[0].resource == own.candidate.resource_id)
    if not here and later:
        chosen[number] = later[0][1]
    return Line(hit, (*here, *(way for way, _offer in later), *shut), stays)


def _later(session: Session, day: SickDay, hit: Hit, grid: Grid, one: Colleague) -> Iterator[tuple[Way, Offered]]:
    found = nearest(day, hit, grid, with_(day, hit, one, stays=False), window(session, hit), TIMES)
    return ((Way(offer.time.first, one.candidate.resource_id), offer) for offer in found)


def _closed(day: SickDay, hit: Hit, grid: Grid, others: Iterable[Colleague]) -> Iterator[Way]:
    """At the same time with somebody who is free, and has not opened it."""
    first = hit.appointment.first
    run = first, first + hit.appointment.quarters
    for one in others:
        if any(nearest(day, hit, grid, with_(day, hit, one, stays=True, closed=True), run, 1)):
            yield Way(first, one.candidate.resource_id, closed=True)
