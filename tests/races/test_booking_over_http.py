"""Many browsers at once for the same times, over HTTP, with the web server's own processes: what is promised holds, and nobody meets an error."""

import re
from collections import Counter
from datetime import timedelta
from random import Random

import pytest
from sqlalchemy import func, select

from domain.booking.tables import Claim, Participant
from tests.scenes.bookings import at_clock
from tests.scenes.street import DAY, Street, at_once, key

pytestmark = pytest.mark.race

CLIENTS = 40
NEXT = DAY + timedelta(days=1)


def test_forty_browsers_for_the_same_last_time_make_one_booking_and_the_others_keep_their_form(house):
    street = Street(house, {DAY: "9:00-10:00", NEXT: "8:00-12:00"})
    wanted = at_clock(DAY, "09:00")
    parents = [one for (one,) in street.families(CLIENTS)]
    answers = at_once(
        [
            lambda n=n, one=one: house.post(one, "tid", slot=wanted, key=key(n), alle="1")
            for n, one in enumerate(parents)
        ]
    )
    assert Counter(answer.status for answer in answers) == {303: 1, 409: CLIENTS - 1}
    assert len(street.booked()) == 1
    for number, answer in enumerate(answers):
        if answer.status == 409:
            assert "lige blevet taget" in answer.text
            assert f'name="key" value="{key(number)}"' in answer.text
            times = [int(slot) for slot in re.findall(r'<input[^>]*name="slot"[^>]*value="(\d+)"', answer.text)]
            assert times == list(range(at_clock(NEXT, "08:00"), at_clock(NEXT, "11:15")))
            assert "alle=1" in answer.text


def test_two_hundred_browsers_over_twenty_overlapping_times_never_share_a_quarter(house):
    street = Street(house, {DAY: "8:00-14:00"}, nurses=5, paedagoger=3, rooms=2)
    first, random = at_clock(DAY, "08:00"), Random(3)
    wanted = [first + random.randrange(20) for _ in range(200)]
    parents = [one for (one,) in street.families(200)]
    answers = at_once(
        [lambda n=n, one=one: house.post(one, "tid", slot=wanted[n], key=key(n)) for n, one in enumerate(parents)]
    )
    statuses = Counter(answer.status for answer in answers)
    assert set(statuses) == {303, 409}
    booked = street.booked()
    assert len(booked) == statuses[303]
    assert 4 <= len(booked) <= 12  # two rooms, six hours
    with house.work() as session:
        ids = [one.id for one in booked]
        assert session.scalar(
            select(func.count()).select_from(Participant).where(Participant.appointment_id.in_(ids))
        ) == 3 * len(ids)
        assert session.scalar(select(func.count()).select_from(Claim).where(Claim.appointment_id.in_(ids))) == 12 * len(
            ids
        )


def test_a_form_that_comes_twenty_times_at_once_and_once_more_is_one_booking(house):
    street = Street(house, {DAY: "8:00-14:00"}, paedagoger=3, rooms=3)
    [[parent]] = street.families(1)
    wanted = at_clock(DAY, "09:00")
    answers = at_once([lambda: house.post(parent, "tid", slot=wanted, key=key(1))] * 20)
    answers.append(house.post(parent, "tid", slot=wanted, key=key(1)))
    assert {(answer.status, answer.to) for answer in answers} == {(303, f"/book/{parent.token}/kvittering")}
    assert [one.first for one in street.booked()] == [wanted]


def test_two_guardians_who_book_different_times_at_the_same_moment_make_one_conversation(house):
    street = Street(house, {DAY: "8:00-16:00"}, nurses=15, paedagoger=15, rooms=15)
    families, first = street.families(15, parents=2), at_clock(DAY, "08:00")
    tasks = [
        lambda n=n, m=m, one=one: house.post(one, "tid", slot=first + 8 * m, key=key(2 * n + m))
        for n, family in enumerate(families)
        for m, one in enumerate(family)
    ]
    assert {(answer.status, answer.to[-10:]) for answer in at_once(tasks)} == {(303, "kvittering")}
    booked = street.booked()
    assert len({one.start_id for one in booked}) == len(booked) == 15


def test_moves_and_cancellations_at_once_leave_no_claim_too_many_and_nobody_meets_an_error(house):
    street = Street(house, {DAY: "8:00-14:00"}, nurses=4, paedagoger=4, rooms=4)
    families, first, random = street.families(8, parents=2), at_clock(DAY, "08:00"), Random(5)
    for number, (one, _) in enumerate(families):
        assert house.post(one, "tid", slot=first + 12 * (number // 4), key=key(number)).status == 303
    movers = [one for family in families for one in family] * 5
    times = [first + random.randrange(20) for _ in movers]
    tasks = [
        lambda n=n, one=one: house.post(one, "flyt", slot=times[n], key=key(900 + n)) for n, one in enumerate(movers)
    ]
    tasks += [lambda one=one: house.post(one, "aflys") for one, _ in families[:2]]
    random.shuffle(tasks)
    statuses = Counter(answer.status for answer in at_once(tasks))
    assert set(statuses) <= {303, 409}
    assert len(street.booked()) >= 6
    for one, _ in families[:2]:  # whoever cancelled a time that was being moved was told so, and does it again
        assert house.post(one, "aflys").status == 303
    assert len(street.booked()) == 6
