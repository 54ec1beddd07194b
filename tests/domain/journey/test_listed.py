"""A list changes what families have been told, and what they have booked, in the same transaction as it is written."""

from datetime import date, timedelta
from functools import partial

import pytest
from sqlalchemy import select

from domain import bulk, consent
from domain.access import Job, sees
from domain.access.citizens import Link
from domain.access.jobs import work_as
from domain.access.staff import Staff
from domain.base import now
from domain.booking.kinds.types import ensure_types
from domain.booking.tables import BOOKED, CANCELLED, Appointment, Participant
from domain.due import Due
from domain.journey import family, listed, talk
from domain.journey.choosing.plan import plan
from domain.outbox import Outbox
from domain.people import Guardian, Start
from domain.starts.importing import Orders, looking, read
from tests.scenes.bookings import weekly
from tests.scenes.lists import TODAY, file, nurse, row, town

SECRET = "t" * 32
SOON = {"Startdato": "4.1.2027", "Forælder_2": "Ib Dam", "E_mail_2": "ib@example.org", "Forældremyndighed_2": "nej"}


class Family:
    """A child from a list whose family has been invited, has said yes, and has booked."""

    def __init__(self, database, at) -> None:
        self.sessions, self.at = database.sessions, at
        at(TODAY)
        with self.job() as session:
            ensure_types(session)
            self.units = town(session)
            for house in ("Globen", "Fregatten"):
                nurse(session, self.units[house], f"Pia {house}", "paedagog")
            for resource_id in session.scalars(select(Staff.resource_id)).all():
                weekly(session, resource_id, "8:00-12:00")
            session.commit()
        self.load(**SOON)
        with self.job() as session:
            family.invite(session, SECRET, self.start, sms=False)
            session.commit()

    def job(self):
        session = self.sessions()
        work_as(session, "test")
        return session

    def load(self, **cells: str) -> None:
        finish = partial(listed.follow, secret=SECRET, sms=False)
        found = looking.apply(self.sessions, read(file(row(**cells))), Orders(), finish)
        assert found.sound
        [(self.start,)] = self.all(Start.id)

    def book(self) -> None:
        self.at(now() + timedelta(minutes=1))
        with self.job() as session:
            [request] = session.scalars(
                select(consent.ConsentRequest).where(consent.ConsentRequest.purpose == consent.MEETING)
            )
            mother = session.scalars(select(Guardian.id).where(Guardian.name == "Trine Dam")).one()
            values = {"request_id": request.id, "child_id": request.child_id, "guardian_id": mother, "value": "ja"}
            said = consent.Answer.__table__.insert().values(**values, at=now(), how="test", noted_by=None)
            session.execute(said, execution_options=bulk.WHY)
            consent.recompute(session, request.child_id)
            found = plan(session, self.start)
            talk.book(session, found, talk.times(session, found)[0].first, "key")
            session.commit()
        self.at(now() + timedelta(minutes=1))

    def all(self, *columns):
        with self.sessions() as session:
            sees(session, Job(name="test"))
            return [tuple(found) for found in session.execute(select(*columns).execution_options(**bulk.WHY))]

    def mails(self) -> set[tuple[str, str]]:
        names = dict(self.all(Guardian.id, Guardian.name))
        return {(kind, names[guardian]) for kind, guardian in self.all(Outbox.kind, Outbox.guardian_id) if guardian}


@pytest.fixture
def dams(database, at) -> Family:
    return Family(database, at)


def roles(dams: Family) -> set[str]:
    return {role for (role,) in dams.all(Participant.role)}


def test_another_house_cancels_the_time_and_invites_anew(dams):
    dams.book()
    assert dams.all(Appointment.state) == [(BOOKED,)]
    assert ("invitation", "Ib Dam") not in dams.mails()
    dams.load(**SOON, Børnehus="Fregatten")
    assert dams.all(Appointment.state) == [(CANCELLED,)]
    assert {("cancelled", "Trine Dam"), ("cancelled", "Ib Dam"), ("invitation", "Ib Dam")} <= dams.mails()
    units = {unit for key, unit in dams.all(Due.key, Due.unit_id) if key.startswith(f"start/{dams.start}/")}
    assert units == {dams.units["Fregatten"], dams.units["Sundhedsplejen Hedegården"]}


def test_another_day_keeps_the_time_and_makes_the_links_last(dams):
    dams.book()
    dams.load(**SOON | {"Startdato": "8.2.2027"})
    assert dams.all(Appointment.state) == [(BOOKED,)]
    assert {until for (until,) in dams.all(Link.expires_on)} == {date(2027, 2, 8) + timedelta(weeks=16)}


def test_a_change_of_custody_lets_the_sundhedsplejerske_go_and_the_time_stands(dams):
    dams.book()
    assert "sundhedsplejerske" in roles(dams)
    dams.load(**SOON | {"Forældremyndighed_2": "ja"})
    assert dams.all(Appointment.state) == [(BOOKED,)]
    assert "sundhedsplejerske" not in roles(dams)
    own = dict(dams.all(Staff.name, Staff.id))["Nete Hedegården"]
    assert ("left", own) in dams.all(Outbox.kind, Outbox.staff_id)


def test_a_guardian_who_is_new_gets_an_own_invitation_and_nobody_else_another(dams):
    before = len(dams.all(Outbox.id))
    dams.load(**SOON | {"Forælder_2": "Ole Krog", "E_mail_2": "ole@example.org"})
    assert ("invitation", "Ole Krog") in dams.mails()
    assert len(dams.all(Outbox.id)) == before + 1
    assert len(dams.all(Link.id)) == 3


def test_families_that_have_not_been_invited_are_left_alone(dams):
    with dams.job() as session:
        session.get_one(Start, dams.start).invited_at = None
        session.commit()
    before = len(dams.all(Outbox.id))
    dams.load(**SOON | {"Startdato": "8.2.2027"}, Børnehus="Fregatten")
    assert len(dams.all(Outbox.id)) == before


def test_who_has_a_time_before_the_invitation_is_not_reminded_to_choose_one_nor_rung(dams):
    dams.book()
    with dams.job() as session:
        session.get_one(Start, dams.start).invited_at = None
        session.commit()
    with dams.job() as session:
        family.invite(session, SECRET, dams.start, sms=False)
        session.commit()
    assert "chase" not in {kind for kind, _name in dams.mails()}
    assert f"ring/{dams.start}" not in {key for (key,) in dams.all(Due.key)}
