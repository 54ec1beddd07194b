"""Families whose parents have answered the two questions in every way there is, each with a conversation that was booked meanwhile."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from itertools import combinations_with_replacement, product
from typing import NamedTuple

from sqlalchemy import delete, update
from sqlalchemy.orm import Session, sessionmaker

from domain.access.units import Room
from domain.booking.tables import Opening
from domain.consent import BEFOREHAND, MEETING, NO, NOT_NOW, YES
from tests.scenes import canaries
from tests.scenes.bookings import weekly
from tests.scenes.canaries import Family, working
from tests.scenes.municipality import Town

FIRST_DAY = date(2026, 11, 9)
SAID = (YES, NO, NOT_NOW, None)
MEET = ("sundhedspleje/sundhedsplejerske", "dagtilbud/paedagog")


class Case(NamedTuple):
    """What the holders answered, round by round; the conversation is booked after the first. `ended`: the time of a yes has run out."""

    rounds: tuple[tuple[str | None, ...], ...]
    ended: bool = False

    def latest(self) -> list[str | None]:
        """Each holder's."""
        return [next((value for value in reversed(values) if value), None) for values in zip(*self.rounds, strict=True)]

    def __str__(self) -> str:
        said = [" + ".join(value or "intet" for value in values) or "ingen" for values in self.rounds]
        return " så ".join([*said, *(["udløbet"] if self.ended else [])])


ONE = [Case(((value,),)) for value in SAID]
TWO = [Case((values,)) for values in combinations_with_replacement(SAID, 2)]
CROSSED = [Case((values,)) for values in ((YES, YES), (YES, None), (None, None), (YES, NO))]
LATER = [
    Case(((YES,), (NO,))),
    Case(((YES,), (NOT_NOW,))),
    Case(((NO,), (YES,))),
    Case(((YES, YES), (None, NO))),
    Case(((YES, YES), (NOT_NOW, None))),
    Case(((YES,),), ended=True),
    Case(((YES, YES),), ended=True),
    Case(((),)),
]
REST = [case for case in TWO if case not in CROSSED]
PAIRS = [
    *product(ONE, ONE),
    *product(CROSSED, CROSSED),
    *zip(REST, reversed(REST), strict=True),
    *zip(LATER, LATER, strict=True),
]
"""What was answered to the first question, and to the second: one family for each."""


def families(sessions: sessionmaker[Session], town: Town) -> list[Family]:
    """Their number is their place in PAIRS."""
    with working(sessions) as session:
        found = [
            canaries.settle(session, town, number, holders=len(first.rounds[0]))
            for number, (first, _) in enumerate(PAIRS)
        ]
    both = list(zip(found, PAIRS, strict=True))
    for one, (first, second) in both:
        _said(sessions, one, first.rounds[0], second.rounds[0])
    with early_and_late(sessions, town) as session:
        for place, one in enumerate(found):
            canaries.book(session, one, place, FIRST_DAY)
        session.execute(update(Room).values(unit_id=town.units["distrikt"]))
    for one, (first, second) in both:
        for values in zip(first.rounds[1:], second.rounds[1:], strict=True):
            _said(sessions, one, *values)
    with working(sessions) as session:
        for one in (one for one, (first, _) in both if first.ended):
            canaries.ask(session, one, date(2026, 11, 1))
    return found


@contextmanager
def early_and_late(sessions: sessionmaker[Session], town: Town) -> Iterator[Session]:
    """Those who meet can be booked at times that are offered to nobody afterwards."""
    with working(sessions) as session:
        staff = [town.workers[name].resource for name in MEET]
        for resource, hours in product(staff, ("4:00-9:00", "16:00-23:00")):
            weekly(session, resource, hours)
        yield session
        session.execute(delete(Opening))
        for resource in staff:
            weekly(session, resource, "9:00-11:00")


def _said(sessions: sessionmaker[Session], one: Family, first: tuple, second: tuple) -> None:
    canaries.answer(sessions, one, MEETING, first)
    canaries.answer(sessions, one, BEFOREHAND, second)
