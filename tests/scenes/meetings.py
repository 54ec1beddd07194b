"""A start conversation with its family, and with words in it that no message may ever hold."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from domain.access import Job, sees
from domain.access.citizens import Guardianship
from domain.access.links import open_link
from domain.access.staff import Staff
from domain.access.units import Resource, Room, Unit
from domain.base import quarter
from domain.booking.tables import Appointment, AppointmentType, Participant
from domain.people import Child, Guardian, Start

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
FIRST = quarter(datetime(2026, 11, 18, 8, 30, tzinfo=UTC))
SECRET = "t" * 32
CHILD, HOME, PARENT, COLLEAGUE = "Barnekanarie", "Adressekanarie", "Forælderkanarie", "Medarbejderkanarie"
INTERPRETER, KEY, BORN = "Tolkekanarie", "Nøglekanarie", date(2021, 3, 7)
CANARIES = (CHILD, HOME, PARENT, COLLEAGUE, INTERPRETER, KEY, "2021-03-07", "7.3.2021")


@dataclass
class Meeting:
    """Ids. `left` is a member of staff who does not take part (any longer)."""

    start: int
    appointment: int
    child: int
    guardians: list[int] = field(default_factory=list)
    staff: list[int] = field(default_factory=list)
    left: int = 0

    @property
    def about(self) -> str:
        return f"appointment/{self.appointment}"


def works(session: Session) -> Session:
    session.info["writing"] = True
    sees(session, Job(name="test"))
    return session


def add(session: Session, row):
    session.add(row)
    session.flush()
    return row


def meeting(session: Session, number: int = 1, *, protected: bool = True) -> Meeting:
    """Two guardians, one of them without custody; two who take part; the third has left. Committed."""
    house = add(
        session, Unit(actor="dagtilbud", slug=f"hus-{number}", name="Måløv By", kind="boernehus", address="Torvet 3")
    )
    room = add(session, Room(unit_id=house.id, name="Det lille mødelokale", resource_id=resource(session, "room")))
    if session.get(AppointmentType, "start-samtale") is None:
        add(session, AppointmentType(key="start-samtale", name="Start-samtale", minutes=60, roles=[]))
    child = add(session, Child(
        name=f"{CHILD} Hansen", sort_name="", birth_date=BORN,
        address=f"{HOME} 12", address_protected=protected,
    ))  # fmt: skip
    start = add(session, Start(
        key=f"{KEY} {number}", child_id=child.id, unit_id=house.id,
        invited_at=NOW,
        starts_on=date(2026, 12, 14), interpreter=INTERPRETER,
    ))  # fmt: skip
    booked = add(session, Appointment(
        type_key="start-samtale", unit_id=house.id, child_id=child.id, start_id=start.id, first=FIRST, quarters=4,
        request_key=str(number), room_id=room.id, booked_at=NOW,
    ))  # fmt: skip
    found = Meeting(start.id, booked.id, child.id)
    for custody in (True, False):
        found.guardians.append(parent(session, child.id, custody=custody))
        open_link(session, SECRET, start.id, child.id, found.guardians[-1], date(2027, 4, 1))
    *found.staff, found.left = (
        colleague(session, f"{number}-{role}") for role in ("plejerske", "paedagog", "tidligere")
    )
    for place, one in enumerate(found.staff):
        seat = {"resource_id": session.get_one(Staff, one).resource_id, "staff_id": one, "role": f"r{place}"}
        add(session, Participant(appointment_id=booked.id, place=place, unit_id=house.id, **seat))
    session.commit()
    return found


def parent(session: Session, child_id: int, *, custody: bool) -> int:
    person = add(session, Guardian(name=f"{PARENT} Hansen", mobile="", email=""))
    person.email = f"forael{person.id}@mail.example"
    add(session, Guardianship(child_id=child_id, guardian_id=person.id, custody=custody))
    return person.id


def colleague(session: Session, login: str) -> int:
    return add(session, Staff(
        login=login, name=COLLEAGUE, email=f"{login}@kommune.example",
        resource_id=resource(session, "staff"),
    )).id  # fmt: skip


def resource(session: Session, kind: str) -> int:
    return add(session, Resource(kind=kind)).id


def write_to(session: Session, guardian_id: int, **values: str) -> None:
    """Another address, another language."""
    statement = update(Guardian).where(Guardian.id == guardian_id).values(**values)
    session.execute(statement, execution_options={"unscoped": "test", "synchronize_session": False})
    session.commit()


def becomes(session: Session, meeting: Meeting, state: str) -> None:
    """The conversation is in this state from now on."""
    statement = update(Appointment).where(Appointment.id == meeting.appointment).values(state=state)
    session.execute(statement, execution_options={"unscoped": "test", "synchronize_session": False})
    session.commit()
