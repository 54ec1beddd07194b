"""Who comes to one date: called in, apologies, and whoever comes instead. Noted by themselves, their leader, or the house."""

from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from domain.access import NotAllowed, Viewer
from domain.access.staff import Staff
from domain.base import DomainError
from domain.booking.finding import together
from domain.booking.finding.search import Candidate
from domain.booking.taking.claims import SlotTaken
from domain.conferences.meeting import live
from domain.conferences.meeting.live import NoSuchConference
from domain.conferences.tables.meeting import Item
from domain.conferences.tables.series import APOLOGY, BEGUN, BUSY, COMES, PLANNED, Attendance, Conference
from domain.conferences.tasks import life
from domain.conferences.year import telling
from domain.conferences.year.choices import Person
from domain.conferences.year.telling import Member


class NotCalledIn(DomainError):
    """They are not called in to this conference."""


def excused_by(viewer: Viewer, conference: Any, row: Any) -> bool:
    """Who says that somebody does not come: themselves, their leader, or anybody of the house. `row`: their place at the table."""
    own = row.staff_id == viewer.staff or row.unit_id in viewer.leads()
    return own or conference.unit_id in viewer.every_unit()


def seated_by(viewer: Viewer, conference: Any, row: Any) -> bool:
    """Who says that somebody comes after all, or another instead: themselves, their leader, or those who lead the conference."""
    return row.staff_id == viewer.staff or row.unit_id in viewer.leads() or live.leads(viewer, conference)


def call_in(session: Session, conference_id: int, person: Person) -> bool:
    """One more is called in to this date. Returns whether they are free then: else they are shown as BUSY. The house alone."""
    conference = _planned(session, conference_id)
    if conference.unit_id not in _viewer(session).every_unit():
        raise NotAllowed(f"call in to conference {conference_id}")
    return _comes(session, conference, person, _row(session, conference_id, person.id))


def apology(session: Session, conference_id: int, staff_id: int) -> None:
    """They do not come, and have the time free. Once is enough."""
    conference, row = _own(session, conference_id, staff_id)
    _gives_up(session, conference, row)
    _follow(session, conference)


def comes(session: Session, conference_id: int, staff_id: int) -> None:
    """They come after all, or are free now. SlotTaken."""
    conference, row = _own(session, conference_id, staff_id, seats=True)
    if row.state != COMES:
        _join(session, conference, Candidate(row.resource_id, staff_id, row.unit_id, open=False))
        _set(session, conference_id, staff_id, COMES)
        telling.called(session, telling.CONFIRMED, [(conference, [Member(staff_id, row.unit_id)])])
        _follow(session, conference)


def substitute(session: Session, conference_id: int, staff_id: int, person: Person) -> None:
    """`person` comes instead of them. SlotTaken when that one is not free either, and all stands as it was."""
    conference, row = _own(session, conference_id, staff_id, seats=True)
    other = _row(session, conference_id, person.id)
    if other is not None and other.state == COMES:
        raise SlotTaken(f"staff {person.id}")
    _join(session, conference, person.candidate)
    if other is None:
        session.execute(insert(Attendance), [_attendance(conference_id, person, COMES, row.staff_id)])
    else:
        _set(session, conference_id, person.id, COMES, instead_of=row.staff_id)
    telling.called(session, telling.CONFIRMED, [(conference, [Member(person.id, person.unit_id)])])
    _gives_up(session, conference, row)
    _follow(session, conference)


def _comes(session: Session, conference: Conference, person: Person, known: Any) -> bool:
    if known is not None and known.state == COMES:
        return True
    try:
        _join(session, conference, person.candidate)
        free = True
    except SlotTaken:
        free = False
    state = COMES if free else BUSY
    if known is None:
        session.execute(insert(Attendance), [_attendance(conference.id, person, state, None)])
    else:
        _set(session, conference.id, person.id, state)
    if free:
        telling.called(session, telling.CONFIRMED, [(conference, [Member(person.id, person.unit_id)])])
        _follow(session, conference)
    return free


def _gives_up(session: Session, conference: Conference, row: Any) -> None:
    if row.state == APOLOGY:
        return
    _set(session, conference.id, row.staff_id, APOLOGY)
    if row.state == COMES and conference.appointment_id is not None:
        together.leave(session, conference.appointment_id, [row.resource_id])
        telling.left(session, conference, [Member(row.staff_id, row.unit_id)])


def _join(session: Session, conference: Conference, one: Candidate) -> None:
    if conference.appointment_id is not None:
        together.join(session, conference.appointment_id, conference.first, conference.quarters, one)


def _follow(session: Session, conference: Conference) -> None:
    """Whom the tasks on its agenda reach is another matter now."""
    items = select(Item.task_id).where(Item.conference_id == conference.id, Item.task_id.is_not(None))
    life.reach(session, *(one for one in session.scalars(items) if one is not None))


def _own(session: Session, conference_id: int, staff_id: int, *, seats: bool = False) -> tuple[Conference, Any]:
    """The conference, and the place at its table that the viewer may change.

    Any of the house notes an apology. Whoever is seated reads what is put there, so that is for themselves, their leader, or those who lead it.
    """
    conference, viewer = _planned(session, conference_id), _viewer(session)
    row = _row(session, conference_id, staff_id)
    if row is None:
        raise NotCalledIn(f"staff {staff_id}, conference {conference_id}")
    if not (seated_by if seats else excused_by)(viewer, conference, row):
        raise NotAllowed(f"staff {staff_id}, conference {conference_id}")
    return conference, row


def _planned(session: Session, conference_id: int) -> Conference:
    """Not over yet; until the transaction ends nobody else changes who comes."""
    conference = session.get(Conference, conference_id)
    if conference is None:
        raise NoSuchConference
    live.touch(session, conference_id, (PLANNED, BEGUN))
    session.refresh(conference)
    return conference


def _row(session: Session, conference_id: int, staff_id: int) -> Any:
    columns = (Attendance.staff_id, Attendance.unit_id, Attendance.state, Staff.resource_id)
    own = Attendance.conference_id == conference_id, Attendance.staff_id == staff_id
    return session.execute(select(*columns).join(Staff, Staff.id == Attendance.staff_id).where(*own)).one_or_none()


def _set(session: Session, conference_id: int, staff_id: int, state: str, **more: int) -> None:
    own = Attendance.conference_id == conference_id, Attendance.staff_id == staff_id
    session.execute(update(Attendance).where(*own).values(state=state, **more))


def _attendance(conference_id: int, person: Person, state: str, instead_of: int | None) -> dict[str, Any]:
    who = {"conference_id": conference_id, "staff_id": person.id, "unit_id": person.unit_id, "role": person.role}
    return who | {"state": state, "instead_of": instead_of}


def _viewer(session: Session) -> Viewer:
    viewer: Viewer = session.info["viewer"]
    return viewer
