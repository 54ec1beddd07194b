"""Handing children over: what has been chosen for each booking and each child is done in one go, all or nothing."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from sqlalchemy.orm import Session

from domain.base import DomainError, now, today
from domain.booking.finding.grid import load_each
from domain.booking.finding.places import Where
from domain.booking.finding.search import Candidate, Placement
from domain.booking.taking.claims import SlotTaken
from domain.booking.taking.replan import replan
from domain.caseload import moving, telling
from domain.caseload.planning import Ground, Wanted, ground, with_
from domain.caseload.tables import ChildHandover, HandedChild
from domain.journey.absence.absent import Colleague, Hit
from domain.journey.absence.instead import wish_of


class PlanChanged(DomainError):
    """Children or bookings are not those that the plan was made for: somebody has changed something meanwhile. Or there are none."""


class Taken(SlotTaken):
    """These bookings cannot be as chosen any more; `args[0]` are their ids. Nothing has been done."""


class Choice(NamedTuple):
    """What becomes of one booking, as it was (`sequence`) when that was chosen: at `first` with the colleague, or cancelled (no `resource`)."""

    sequence: int
    first: int = 0
    resource: int | None = None


Places = list[tuple[Hit, Placement]]


def hand_over(
    session: Session, secret: str, wanted: Wanted, gives: Mapping[int, int], choices: Mapping[int, Choice]
) -> ChildHandover:
    """As chosen, or nothing: PlanChanged, Taken, SlotTaken, Changed. Every family is told once. Statements do not grow with the children."""
    stands = ground(session, wanted)
    hits = stands.day.hits
    chosen = {hit.appointment.id: hit.appointment.sequence for hit in hits}
    if not gives and not choices:
        raise PlanChanged
    if chosen != {number: one.sequence for number, one in choices.items()} or gives.keys() != stands.kids.keys():
        raise PlanChanged
    if set(gives.values()) - set(wanted.to_ids):
        raise PlanChanged
    places = list(_places(stands, choices))
    _still_free(session, hits, places)
    gone = [hit for hit in hits if choices[hit.appointment.id].resource is None]
    before = telling.before(session, hits)
    with session.begin_nested():
        replan(session, [(hit.appointment, to) for hit, to in places], [hit.appointment for hit in gone])
        made = _written(session, wanted, gives)
        if wanted.begins_on <= today():
            moving.begin(session, made, {one: stands.kids[one].child for one in gives}, gives)
        moving.bookings(session, wanted.from_id, [hit.appointment for hit, _to in places])
        telling.tell(session, secret, made, stands, gives, before)
    return made


def _places(stands: Ground, choices: Mapping[int, Choice]) -> Iterable[tuple[Hit, Placement]]:
    """Whom and when each booking is to be with. The colleague is one of those who were asked for."""
    by_resource = {one.candidate.resource_id: one for one in stands.day.colleagues}
    for hit in stands.day.hits:
        choice = choices[hit.appointment.id]
        if choice.resource is None:
            continue
        if choice.resource not in by_resource:
            raise PlanChanged
        yield hit, _placed(stands, hit, choice, by_resource[choice.resource])


def _placed(stands: Ground, hit: Hit, choice: Choice, one: Colleague) -> Placement:
    needs = with_(stands.day, hit, one, stays=True, closed=True)
    picks: tuple[Candidate, ...] = tuple(need.candidates[0] for need in needs)
    return wish_of(hit, needs).placed_with(choice.first, picks)


def _still_free(session: Session, hits: Iterable[Hit], places: Places) -> None:
    """Neither absent nor claimed, nor taken twice among these. One statement."""
    if not places:
        return
    wanted = {number: to.claims for number, to in ((hit.appointment.id, to) for hit, to in places)}
    quarters = [quarter for keys in wanted.values() for _resource, quarter in keys]
    window, ids = (min(quarters), max(quarters) + 1), {resource for keys in wanted.values() for resource, _ in keys}
    use = places[0][0].type.key, Where(places[0][0].appointment.place)
    grid = load_each(session, ids, (use,), window, [hit.appointment.id for hit in hits])[use]
    left = {one: grid.bytes(row) for one, row in grid.free.items()}
    used: set[tuple[int, int]] = set()
    taken = []
    for number, keys in wanted.items():
        if keys & used or not all(left[resource][quarter - grid.lo] for resource, quarter in keys):
            taken.append(number)
        used |= keys
    if taken:
        raise Taken(taken)


def _written(session: Session, wanted: Wanted, gives: Mapping[int, int]) -> ChildHandover:
    made = ChildHandover(
        unit_id=wanted.unit_id,
        from_id=wanted.from_id,
        reason=wanted.reason,
        begins_on=wanted.begins_on,
        returns_on=wanted.returns_on,
        made_at=now(),
        begun_at=None,
        returned_at=None,
    )
    session.add(made)
    session.flush()
    session.add_all(HandedChild(handover_id=made.id, child_id=child, to_id=to) for child, to in gives.items())
    session.flush()
    return made
