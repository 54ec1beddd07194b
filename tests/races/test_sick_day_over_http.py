"""A sick day is sent while the parents move and cancel the very same bookings: nobody meets an error, and no quarter is sold twice."""

import re
from collections import Counter
from datetime import timedelta
from random import Random

import pytest
from sqlalchemy import select

from domain.access.staff import Membership, Staff
from domain.access.units import Unit
from domain.booking.tables import BOOKED, Appointment, Participant
from domain.people import Start
from tests.scenes.bookings import at_clock
from tests.scenes.municipality import Browser, sign_in
from tests.scenes.street import DAY, SIGNER, Street, at_once, key

pytestmark = pytest.mark.race

NEXT = DAY + timedelta(days=1)
NINE = [at_clock(DAY, f"{hour:02}:00") for hour in range(8, 17)]
ROUNDS = 3


def somebody_everybody_wants(street: Street) -> tuple[Staff, Browser, str]:
    """The pædagog that all families are to meet; and the leader's browser, with the house's address."""
    with street.house.work() as session:
        works = select(Membership.staff_id).where(Membership.unit_id == street.unit)
        jonas, *_rest = session.scalars(select(Staff).where(Staff.id.in_(works)).order_by(Staff.id)).all()
        for start in session.scalars(select(Start).where(Start.unit_id == street.unit)):
            start.contact_id = jonas.id
        leader = street._person(session, street.unit, "leder")
        secret, slug = sign_in(session, leader), session.get_one(Unit, street.unit).slug
        session.commit()
    return jonas, Browser(SIGNER, secret), f"/dagtilbud/{slug}/frontdesk/fravaer"


def suggested(page: str) -> dict[str, str]:
    return dict(re.findall(r'name="(udgave-\d+)" value="(\d+)"', page)) | dict(
        re.findall(r'name="(valg-\d+)" value="([\w-]+)" required checked', page)
    )


def test_parents_move_and_cancel_what_the_leader_is_solving(house):
    street = Street(house, {DAY: "8:00-17:00", NEXT: "8:00-17:00"}, nurses=5, paedagoger=3, rooms=4)
    families, random = street.families(len(NINE), parents=2), Random(7)
    jonas, leader, way = somebody_everybody_wants(street)
    for number, (one, _) in enumerate(families):
        assert house.post(one, "tid", slot=NINE[number], key=key(number)).status == 303
    away = {"resource": jonas.resource_id, "first": DAY.isoformat(), "last": DAY.isoformat(), "reason": ""}
    page = house.send(leader.cookie, leader.token, way, **away).to
    solving = suggested(house.get(leader.cookie, page))
    assert len(solving) == 2 * len(NINE)
    tasks = [lambda: house.send(leader.cookie, leader.token, page, **solving)] * ROUNDS
    tasks += [
        lambda one=one, n=n, m=m: house.post(
            one, "flyt", slot=at_clock(NEXT, "08:00") + random.randrange(32), key=key(90 + 2 * n + m)
        )
        for n, family in enumerate(families[:6])
        for m, one in enumerate(family)
    ]
    tasks += [lambda one=one: house.post(one, "aflys") for one, _ in families[5:8]]
    random.shuffle(tasks)
    statuses = Counter(answer.status for answer in at_once(tasks))
    assert set(statuses) <= {303, 409}, statuses
    for _ in range(ROUNDS):
        left = suggested(house.get(leader.cookie, page))
        assert house.send(leader.cookie, leader.token, page, **left).status == 303
    assert suggested(house.get(leader.cookie, page)) == {}
    booked = street.booked()
    assert len(booked) >= len(NINE) - 3
    with house.work() as session:
        late = select(Appointment.first).join(Participant, Participant.appointment_id == Appointment.id)
        his = late.where(Participant.staff_id == jonas.id, Appointment.state == BOOKED)
        assert not [first for first in session.scalars(his) if first in range(NINE[0], NINE[-1] + 4)]
