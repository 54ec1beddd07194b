"""A house and its families at a web server of its own, and browsers that all come at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, timedelta
from http.client import HTTPConnection
from threading import Barrier
from typing import NamedTuple
from urllib.parse import urlencode

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.access.jobs import work_as
from domain.access.links import open_link
from domain.access.staff import Membership, Staff
from domain.access.tokens import token
from domain.access.units import Group, Resource
from domain.base import today
from domain.booking.tables import BOOKED, Appointment, Claim, Opening, Participant
from domain.consent import TIME, Consent
from domain.people import Child, Start
from tests.databases import Database
from tests.factories import SECRET, make_guardian, make_room, make_unit
from tests.machines.servers import Server
from tests.scenes.bookings import added
from tests.scenes.municipality import Browser, arrive

STARTS_ON = today() + timedelta(weeks=6)
DAY = STARTS_ON - timedelta(weeks=4, days=STARTS_ON.weekday() - 1)
"""A Tuesday in the middle of the weeks in which the conversation can be."""
QUARTERS = 4


class Parent(NamedTuple):
    """A browser that has passed the second check on its link."""

    token: str
    cookie: str
    form: str


class Answer(NamedTuple):
    status: int
    to: str
    text: str


@dataclass
class House:
    server: Server
    database: Database

    def work(self) -> Session:
        session = self.database.sessions()
        session.info["writing"] = True
        work_as(session, "test")
        return session

    def post(self, parent: Parent, page: str, **form: object) -> Answer:
        return self.send(parent.cookie, parent.form, f"/book/{parent.token}/{page}", **form)

    def send(self, cookie: str, token: str, way: str, *, network: int | None = None, **form: object) -> Answer:
        """A form, with its token; whose browser it is the cookie says, and the proxy from which network it comes."""
        connection = HTTPConnection("127.0.0.1", self.server.port, timeout=60)
        kind = "application/x-www-form-urlencoded"
        headers = {"Cookie": cookie, "Sec-Fetch-Site": "same-origin", "Content-Type": kind}
        if network is not None:
            headers["X-Forwarded-For"] = f"10.{network}.1.1"
        connection.request("POST", way, urlencode(form | {"csrf_token": token}), headers)
        answer = connection.getresponse()
        found = Answer(answer.status, answer.headers.get("Location", ""), answer.read().decode())
        connection.close()
        return found

    def get(self, cookie: str, way: str) -> str:
        connection = HTTPConnection("127.0.0.1", self.server.port, timeout=60)
        connection.request("GET", way, headers={"Cookie": cookie})
        answer = connection.getresponse()
        text = answer.read().decode()
        assert answer.status == 200, text
        connection.close()
        return text


class Street:
    """A house of its own, with those who must be there; and families who want to meet them. `hours` by day."""

    def __init__(
        self, house: House, hours: dict[date, str], *, nurses: int = 1, paedagoger: int = 1, rooms: int = 1
    ) -> None:
        self.house, self.hours = house, hours
        with house.work() as session:
            self.unit = make_unit(session)
            self.sundhedspleje = make_unit(session, "sundhedspleje", "Sundhedsplejen", "sundhedspleje")
            self.group = added(session, Group(unit_id=self.unit, name="Mariehønen")).id
            self.nurses = [self._person(session, self.sundhedspleje, "sundhedsplejerske") for _ in range(nurses)]
            for _ in range(paedagoger):
                self._person(session, self.unit, "paedagog", group_id=self.group)
            for number in range(rooms):
                make_room(session, self.unit, f"Rum {number}")
            session.commit()

    def _person(self, session: Session, unit: int, role: str, **values: int) -> int:
        resource = added(session, Resource(kind="staff")).id
        name = f"{role}-{resource}"
        staff = added(session, Staff(login=name, name=name, email=f"{name}@kommune.example", resource_id=resource))
        session.add(Membership(staff_id=staff.id, unit_id=unit, role=role, **values))
        for day, hours in self.hours.items():
            begins, ends = (int(clock.split(":")[0]) * 60 for clock in hours.split("-"))
            same = {"valid_from": day, "valid_to": day, "begins": begins, "ends": ends}
            session.add(Opening(resource_id=resource, weekday=None, types=[], **same))
        return staff.id

    def families(self, number: int, parents: int = 1) -> list[list[Parent]]:
        """Each with these many holders of custody, who have said yes to the sundhedsplejerske."""
        with self.house.work() as session:
            found = [self._family(session, one, parents) for one in range(number)]
            session.commit()
        return found

    def _family(self, session: Session, number: int, parents: int) -> list[Parent]:
        nurse = self.nurses[number % len(self.nurses)]
        child = Child(name="Elias", sort_name="elias", birth_date=date(2026, 1, 20))
        child.sundhedspleje_id, child.sundhedsplejerske_id = self.sundhedspleje, nurse
        child_id = added(session, child).id
        start = Start(key=f"{self.unit}/{number}", child_id=child_id, unit_id=self.unit, starts_on=STARTS_ON)
        start.group_id = self.group
        start_id = added(session, start).id
        ends = STARTS_ON + timedelta(weeks=16)
        same = {"purpose": TIME, "to_unit_id": self.sundhedspleje, "until": ends}
        session.add(Consent(child_id=child_id, start_id=start_id, **same))
        return [self._parent(session, start_id, child_id, ends) for _ in range(parents)]

    def _parent(self, session: Session, start_id: int, child_id: int, ends: date) -> Parent:
        guardian = make_guardian(session, child_id)
        link = open_link(session, SECRET, start_id, child_id, guardian, ends)
        browser = Browser(SIGNER, arrive(session, link.id))
        return Parent(token(SECRET, start_id, guardian, link.version), browser.cookie, browser.token)

    def booked(self, *held: str) -> list[Appointment]:
        """What stands, and what is in the states `held`; each quarter of each who takes part is claimed by it, and nothing else is."""
        with self.house.work() as session:
            own = Appointment.unit_id == self.unit, Appointment.state.in_((BOOKED, *held))
            found = session.scalars(select(Appointment).where(*own)).all()
            seats = session.execute(
                select(Participant.appointment_id, Participant.resource_id).where(
                    Participant.appointment_id.in_([one.id for one in found])
                )
            ).all()
            claims = session.execute(
                select(Claim.appointment_id, Claim.resource_id, Claim.quarter)
                .join(Participant, Participant.appointment_id == Claim.appointment_id)
                .where(Participant.unit_id == self.unit)
                .distinct()
            ).all()
        first = {one.id: one.first for one in found}
        due = {(of, who, first[of] + n) for of, who in seats for n in range(QUARTERS)}
        assert {tuple(claim) for claim in claims} == due
        assert len(due) == len({(who, quarter) for _, who, quarter in due}) == len(seats) * QUARTERS
        return list(found)


SIGNER = Flask("signer")
SIGNER.config.update(SECRET_KEY=SECRET, SESSION_COOKIE_NAME="godstart")
"""Signs cookies and tokens as the server does: it has been told the same secret."""


def at_once(tasks: list[Callable[[], Answer]]) -> list[Answer]:
    """All begin when all are there."""
    barrier = Barrier(len(tasks))

    def run(task: Callable[[], Answer]) -> Answer:
        barrier.wait()
        return task()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(run, tasks))


def key(number: int) -> str:
    return f"{number:032x}"
