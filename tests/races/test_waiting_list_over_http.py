"""A time that is held for one family, while everybody else books, moves and cancels: it is that family's, once, and nobody meets an error."""

import re
from collections import Counter
from datetime import timedelta
from functools import partial
from random import Random
from typing import Any

import pytest
from sqlalchemy import select

from domain.base import now
from domain.booking.tables import RESERVED, Appointment
from domain.booking.taking.waitlist import OFFERED, Reservation
from domain.journey.waitlist import line, waiting
from domain.people import Start
from tests.scenes.bookings import at_clock
from tests.scenes.street import DAY, QUARTERS, Answer, House, Parent, Street, at_once, key

pytestmark = pytest.mark.race

NEXT = DAY + timedelta(days=1)
NINE, LATER = at_clock(DAY, "09:00"), at_clock(NEXT, "08:00")
ROUNDS = 4
TAKEN, DECLINED, GONE = "kvittering", "venteliste", ""
"""Where a family is led: its time is its own, it waits on, the time is held no longer."""


class Line:
    """One pædagog, one room; the first families have times on the second day, and may ask for the hours that the first day has."""

    def __init__(self, house: House, families: int, waits: int, hours: str = "9:00-10:00") -> None:
        self.house = house
        self.street = Street(house, {DAY: hours, NEXT: "8:00-17:00"}, nurses=families)
        self.families = self.street.families(families, parents=2)
        for number, (one, _) in enumerate(self.families[:waits]):
            assert house.post(one, "tid", slot=LATER + QUARTERS * number, key=key(number)).status == 303
        with house.work() as session:
            rows = select(Start.id).where(Start.unit_id == self.street.unit).order_by(Start.id)
            self.starts = session.scalars(rows).all()

    def ask(self, *numbers: int) -> None:
        with self.house.work() as session:
            for number in numbers:
                waiting.ask(session, self.starts[number], range(5), 0, 24 * 60)
            session.commit()

    def hold(self, number: int, left: timedelta = timedelta(days=1)) -> int | None:
        """The quarter that is held for this family, which asks for one, until so much later."""
        self.ask(number)
        with self.house.work() as session:
            wish: Any = waiting.of_start(session, self.starts[number])
            made = line.reserve(session, wish.id)
            if made is not None:
                made.until = now() + left
            session.commit()
            return made.first if made else None

    def duty(self) -> Answer:
        line.work(self.house.database.sessions)
        return Answer(303, "/the/duty", "")

    def take(self, one: Parent) -> Answer:
        return self.house.post(one, "tilbud/tag")

    def decline(self, one: Parent) -> Answer:
        return self.house.post(one, "tilbud/afslag")

    def firsts(self) -> dict[int, int]:
        """When each family's conversation is, by its number; every claim is one that stands or is held, and each of those has an offer."""
        stands = self.street.booked(RESERVED)
        with self.house.work() as session:
            offered = set(session.scalars(select(Reservation.appointment_id).where(Reservation.state == OFFERED)))
            own = select(Appointment.id).where(Appointment.unit_id == self.street.unit)
            assert {one.id for one in stands if one.state == RESERVED} == offered & set(session.scalars(own))
        booked = [one for one in stands if one.state != RESERVED]
        assert len({one.start_id for one in booked}) == len(booked)
        return {self.starts.index(one.start_id or 0): one.first for one in booked}


def led(answers: list[Answer]) -> Counter[str]:
    assert {answer.status for answer in answers} == {303}
    ends = [answer.to.rpartition("/")[2] for answer in answers]
    return Counter(end if end in {TAKEN, DECLINED} else GONE for end in ends)


def test_what_is_held_is_offered_to_nobody_else_whatever_they_book_move_and_cancel(house):
    queue, random = Line(house, families=10, waits=6), Random(11)
    assert queue.hold(0) == NINE
    queue.ask(*range(1, 6))
    strangers, movers = queue.families[6:], queue.families[1:5]
    pages: list[str] = []

    def looks(one: Parent, page: str) -> Answer:
        pages.append(house.get(one.cookie, f"/book/{one.token}/{page}?uge={DAY}&alle=1"))
        return Answer(303, "", "")

    tasks = [
        lambda one=one, n=n, m=m: house.post(one, "tid", slot=NINE, key=key(100 + 2 * n + m))
        for n, family in enumerate(strangers)
        for m, one in enumerate(family)
    ]
    tasks += [
        lambda one=one, n=n: house.post(one, "flyt", slot=NINE + n % 2, key=key(200 + n))
        for n, family in enumerate(movers)
        for one in family
    ]
    tasks += [lambda one=one: looks(one, "tid") for _, one in strangers]
    tasks += [lambda one=one: looks(one, "flyt") for _, one in movers]
    tasks += [lambda: house.post(queue.families[5][0], "aflys"), queue.duty, queue.duty]
    random.shuffle(tasks)
    statuses = Counter(answer.status for answer in at_once(tasks))
    assert statuses[409] == 2 * (len(strangers) + len(movers))
    assert set(statuses) == {303, 409}
    for page in pages:
        offered = {int(slot) for slot in re.findall(r'name="slot"[^>]*value="(\d+)"', page)}
        assert offered
        assert offered.isdisjoint(range(NINE - QUARTERS + 1, NINE + QUARTERS))
    assert NINE not in queue.firsts().values()
    assert led([queue.take(queue.families[0][1])]) == {TAKEN: 1}
    assert queue.firsts()[0] == NINE


def test_two_tabs_of_two_parents_take_it_once(house):
    queue = Line(house, families=1, waits=1)
    assert queue.hold(0) == NINE
    (mother, father), *_ = queue.families
    went = led(at_once([lambda one=one: queue.take(one) for one in (mother, father)] * ROUNDS))
    assert went[TAKEN] == 1
    assert went[TAKEN] + went[GONE] == 2 * ROUNDS
    assert queue.firsts() == {0: NINE}


def test_one_parent_takes_what_the_other_declines_and_one_of_them_is_heard(house):
    queue = Line(house, families=ROUNDS, waits=ROUNDS, hours="9:00-13:00")
    held = [queue.hold(number) for number in range(ROUNDS)]
    assert len(set(held)) == ROUNDS
    tasks = [
        lambda one=one, way=way: way(one)
        for mother, father in queue.families
        for one, way in ((mother, queue.take), (father, queue.decline)) * 2
    ]
    answers = at_once(tasks)
    firsts = queue.firsts()
    for number in range(ROUNDS):
        went = led(answers[4 * number : 4 * number + 4])
        assert went[DECLINED] == 2
        assert went[TAKEN] == (firsts[number] == held[number])
        assert firsts[number] in (held[number], LATER + QUARTERS * number)


def test_a_time_that_is_taken_while_it_ends_is_one_familys(house):
    queue = Line(house, families=ROUNDS, waits=ROUNDS)
    for number, (mother, _father) in enumerate(queue.families):
        assert queue.hold(number, timedelta(seconds=0.1 * number)) == NINE
        answers = at_once([partial(queue.take, mother), queue.duty, queue.duty] * 2)
        taken = led(answers)[TAKEN] == 1
        queue.duty()
        assert (queue.firsts()[number] == NINE) == taken
        if taken:
            assert house.post(mother, "aflys").status == 303
