"""The sick day: what the leader has chosen for each booking is done in one go, and everybody is told once."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain import due
from domain.base import now
from domain.booking import verbs
from domain.booking.finding.grid import Grid, Use
from domain.booking.kinds.limits import TooFar, TooLate
from domain.booking.kinds.types import FOLLOW_UP, START_TALK
from domain.booking.taking.claims import SlotTaken
from domain.booking.taking.seats import staff_of
from domain.booking.verbs import Changed, NotBooked
from domain.due import Due
from domain.frontdesk import absences
from domain.frontdesk.absences import due_key, still_hit
from domain.journey import interpreters, talk
from domain.journey.absence.absent import ASKED, Hit, SickDay, look
from domain.journey.absence.instead import grids_of, needs, then, tiers, window
from domain.journey.telling import News, children, task, tell

TIME, CANCEL, ASK, WAIT = "tid", "aflys", "spoerg", "vent"
"""Another time or somebody else; cancel and ask for another time; ask, and let it stand meanwhile; nothing yet."""
RUNG_AFTER = timedelta(days=3)
NOT_POSSIBLE = (SlotTaken, TooLate, TooFar, Changed, NotBooked)


class Choice(NamedTuple):
    """What is to be done about one booking, as it was (`sequence`) when that was chosen. With TIME: when, and with whom instead."""

    what: str
    sequence: int
    first: int = 0
    resource: int | None = None


@dataclass
class Outcome:
    """How many are solved, how many parents have been asked while their time stands, and the bookings that nothing has come of."""

    solved: int
    asked: int
    left: list[int]


def settle(session: Session, unit_id: int, absence_id: int, choices: Mapping[int, Choice]) -> Outcome:
    """Each booking by itself, so that one which cannot be done leaves the others. Sent again it changes nothing.

    What has been changed since the choice was made is left as it is. What is left stays on the unit's Min dag.
    """
    day = look(session, absence_id)
    grids = grids_of(session, day) if any(one.what == TIME for one in choices.values()) and day.hits else {}
    news: list[News] = []
    found = Outcome(0, 0, [one.appointment.id for one in day.events])
    for hit in day.hits:
        number, choice = hit.appointment.id, choices.get(hit.appointment.id)
        told = _attempt(session, day, grids, hit, choice) if choice else None
        if told is None:
            found.asked += hit.asked
            found.left += [] if hit.asked else [number]
        else:
            news.append(told)
            found.asked += told.family == ASKED
            found.solved += told.family != ASKED
    tell(session, news)
    along(session, day.hits, news)
    _ring_later(session, [one for one in news if one.family == "cancelled-by-us"])
    if found.left or found.asked:
        absences.unsolved(session, unit_id, absence_id)
    else:
        due.done(session, due_key(absence_id))
    return found


def _attempt(session: Session, day: SickDay, grids: Mapping[Use, Grid], hit: Hit, choice: Choice) -> News | None:
    """What there is to tell; None where nothing has been done, or could be."""
    if choice.sequence != hit.appointment.sequence or (choice.what == ASK and hit.asked):
        return None
    try:
        if choice.what == TIME:
            return _replan(session, day, grids, hit, choice)
        if choice.what == CANCEL:
            return _cancel(session, hit)
    except NOT_POSSIBLE:
        return None
    return News(hit.appointment, ASKED) if choice.what == ASK else None


def _replan(session: Session, day: SickDay, grids: Mapping[Use, Grid], hit: Hit, choice: Choice) -> News:
    """Somebody else at the same time, or another time with the same people or with somebody else."""
    appointment, before = hit.appointment, staff_of(session, hit.appointment)
    stays = choice.first == appointment.first
    lo, hi = window(session, hit)
    if not stays and not lo <= choice.first <= hi - appointment.quarters:
        raise TooFar
    instead = [one for tier in tiers(day, hit) for one in tier if one.candidate.resource_id == choice.resource]
    if bool(instead) != (choice.resource is not None):
        raise SlotTaken
    wanted = needs(day, hit, instead, stays=stays)
    seen = then(grids, day, hit, wanted, choice.first)
    verbs.move(session, appointment, choice.first, wanted, seen=seen, claims=hit.claims)
    after, kind = staff_of(session, appointment), "substituted" if stays else "moved"
    return News(appointment, kind, {kind: before & after, "confirmed": after - before, "left": before - after})


def _cancel(session: Session, hit: Hit) -> News:
    staff = staff_of(session, hit.appointment)
    verbs.cancel(session, hit.appointment)
    return News(hit.appointment, "cancelled-by-us", {"cancelled": staff})


def along(session: Session, hits: Collection[Hit], news: Iterable[News]) -> None:
    """As with any move: an interpreter is asked anew, or called off, and the follow-up comes along, where that is not among these itself."""
    became = {one.appointment.id: one.family for one in news}
    chosen = {hit.appointment.start_id for hit in hits if hit.type.key == FOLLOW_UP}
    for hit in hits:
        kind = became.get(hit.appointment.id)
        if kind == "cancelled-by-us" and hit.interpreter is not None:
            interpreters.call_off(session, hit.appointment)
        if kind == "moved" and hit.interpreter is not None:
            interpreters.ask(session, hit.appointment, hit.interpreter.language, hit.interpreter.way)
        if kind == "moved" and hit.followed and hit.appointment.start_id not in chosen:
            talk.along(session, hit.appointment)


def _ring_later(session: Session, cancelled: list[News]) -> None:
    """A family that chooses no other time by itself is rung up: it may have thought that all was off."""
    told = [one.appointment for one in cancelled if one.appointment.type_key == START_TALK]
    at = now() + RUNG_AFTER
    due.put(session, [task(one, "ring", "ring", at, *child) for one in told for child in children(one)])


def followed(session: Session) -> None:
    """What the parents have solved by themselves, or has passed, is no longer on Min dag. Two or three statements."""
    keys = select(Due.key, Due.target).where(Due.kind == absences.KIND, Due.done_at.is_(None))
    open_ = {int(target.partition("/")[2]): key for key, target in session.execute(keys)}
    over = open_.keys() - (still_hit(session, open_) if open_ else set())
    if over:
        due.done(session, *(open_[one] for one in over))
