"""What the family and those around it say: who is with them, and where each voice is on the scale."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, cast

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain import cpr
from domain.access import Viewer
from domain.base import DomainError, now
from domain.courses import life
from domain.courses.tables import Course, NetworkPerson, Said
from domain.people import Guardian

MOST = 20
"""Names; a family that needs more has a list of its own."""
TWICE = timedelta(seconds=10)


class TooMany(DomainError):
    """The list of names is full."""


class NoSuchPerson(DomainError):
    """The name has been taken away already, or is not for this viewer to see."""


def add_person(session: Session, course_id: int, name: str) -> NetworkPerson:
    """By the family, or by staff on its word; the same name again is the same. CprRefused, NoSuchCourse, CourseChanged, TooMany."""
    cpr.refuse(name)
    course = life.running(session, course_id)
    own = NetworkPerson.course_id == course_id
    same = session.scalar(select(NetworkPerson).where(own, func.lower(NetworkPerson.name) == name.lower()))
    if same is not None:
        return same
    if (session.scalar(select(func.count(NetworkPerson.id)).where(own)) or 0) >= MOST:
        raise TooMany
    person = NetworkPerson(**life.whose(course), name=name, added_at=now())
    session.add(person)
    session.flush()
    return person


def remove_person(session: Session, person_id: int) -> int:
    """The name is gone; returns the course's id. NoSuchPerson."""
    person = session.get(NetworkPerson, person_id)
    if person is None:
        raise NoSuchPerson
    session.delete(person)
    session.flush()
    return person.course_id


def say(session: Session, course_id: int, voice: str, value: int, reason: str = "") -> Course:
    """One voice's number now; a second click within some seconds is the first one. CprRefused, NoSuchCourse, CourseChanged."""
    cpr.refuse(voice, reason)
    course, viewer = life.running(session, course_id), cast("Viewer", session.info["viewer"])
    own = (Said.course_id == course_id, Said.voice == voice, Said.value == value, Said.reason == reason)
    if session.scalar(select(Said.id).where(*own, Said.at > now() - TWICE).limit(1)) is None:
        said = {"voice": voice, "value": value, "reason": reason, "at": now(), "staff_id": viewer.staff}
        session.add(Said(**life.whose(course), **said))
        session.flush()
    return course


def people(session: Session, course_id: int) -> Sequence[Any]:
    """(id, name) of whom the family wants with them. One statement."""
    rows = select(NetworkPerson.id, NetworkPerson.name).where(NetworkPerson.course_id == course_id)
    return session.execute(rows.order_by(NetworkPerson.id)).all()


def own_voice(session: Session, guardian_id: int) -> str:
    """What a parent's own line on the scale is called: their name."""
    return session.scalars(select(Guardian.name).where(Guardian.id == guardian_id)).one()
