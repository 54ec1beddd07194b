"""A group's meetings: Frontdesk appointments of those who hold them. The members have no time to claim; they are told."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain import due
from domain.access import Viewer
from domain.access.staff import Membership, Staff
from domain.access.units import Unit
from domain.base import DomainError, now, quarter
from domain.booking import verbs
from domain.booking.finding.search import Candidate, Need, Offer, search
from domain.booking.tables import Appointment, AppointmentType
from domain.events import told as events
from domain.events.making import Setting
from domain.groups import came, reading, seats, told
from domain.groups.came import GroupPresence
from domain.groups.making import own
from domain.groups.reading import Shown
from domain.groups.tables import DAYCARE, TYPE, GroupMeeting, ParentGroup, held_by

NURSE, VISITOR = "sundhedsplejerske", "paedagog"
AHEAD = timedelta(weeks=6)
"""How far joint times are looked for."""


class NoSuchMeeting(DomainError):
    """There is none of that number, it is cancelled, or it is not for this viewer to change."""


class NoNurse(DomainError):
    """A meeting of a group is led by somebody from its sundhedspleje."""


class NoVisitor(DomainError):
    """The evening about daycare has somebody from a house."""


def book(session: Session, group_id: int, theme: str, setting: Setting, request_key: str) -> GroupMeeting:
    """Whoever holds it has the time taken, and the members are told. SlotTaken, NoNurse, NoVisitor. The same form twice is one meeting."""
    group = own(session, group_id)
    _held_well(session, group, theme, setting)
    booking = verbs.Booking(
        type_=session.get_one(AppointmentType, TYPE),
        unit_id=group.unit_id,
        first=setting.first,
        quarters=setting.quarters,
        needs=setting.needs(),
        request_key=request_key,
    )
    appointment = verbs.book(session, booking)
    twin = session.scalar(select(GroupMeeting).where(GroupMeeting.appointment_id == appointment.id))
    if twin is not None:
        return twin
    meeting = GroupMeeting(group_id=group.id, unit_id=group.unit_id, appointment_id=appointment.id, theme=theme)
    for name, value in setting.where().items():
        setattr(meeting, name, value)
    meeting.first, meeting.quarters, meeting.sequence = appointment.first, appointment.quarters, 0
    session.add(meeting)
    session.flush()
    events.hosts(session, meeting, "confirmed", appointment.participants)
    told.members(session, meeting, told.MEETING)
    return meeting


def move(session: Session, meeting_id: int, setting: Setting) -> int:
    """To another time or place, or held by others: everybody is told, once; who could not come to the old time may to the new. Returns how many families. Raises as `book`."""
    meeting, appointment = _whole(session, meeting_id)
    seats.lock(session, meeting.group_id)  # nobody says meanwhile that they cannot come to the old time
    _held_well(session, meeting, meeting.theme, setting)
    before = {seat.staff_id: events.key(meeting, seat) for seat in verbs.participants(session, appointment)}
    where = {name: getattr(meeting, name) for name in setting.where()}
    same = (meeting.first, meeting.quarters, where) == (setting.first, setting.quarters, setting.where())
    verbs.move(session, appointment, setting.first, setting.needs(), setting.quarters)
    if same and appointment.sequence == meeting.sequence:
        return 0
    if meeting.first != appointment.first:
        came.drop(session, GroupPresence.meeting_id == meeting.id)
    meeting.first, meeting.quarters, meeting.sequence = appointment.first, appointment.quarters, appointment.sequence
    for name, value in setting.where().items():
        setattr(meeting, name, value)
    session.flush()
    seated = verbs.participants(session, appointment)
    left = {one for one in before if one is not None} - {seat.staff_id for seat in seated}
    if left:
        due.drop(session, *(before[one] for one in left))
    events.hosts(session, meeting, "moved", seated, [one for one in left if one is not None])
    return 0 if same else told.members(session, meeting, told.MOVED)


def cancel(session: Session, meeting_id: int) -> int:
    """The time is given back and everybody is told. Returns how many families."""
    meeting, appointment = _whole(session, meeting_id)
    seated = list(verbs.participants(session, appointment))
    verbs.cancel(session, appointment)
    meeting.cancelled_at, meeting.sequence = now(), appointment.sequence
    session.flush()
    events.hosts(session, meeting, "cancelled", seated)
    return told.members(session, meeting, told.CANCELLED)


def joint(session: Session, group: Shown, house_id: int, minutes: int) -> list[Offer]:
    """When the group's sundhedsplejerske (or, without one, any of the unit) and a pædagog of the house are open and free. Three statements."""
    rows = (
        select(Staff.resource_id, Staff.id, Membership.unit_id, Membership.role)
        .join(Membership, Membership.staff_id == Staff.id)
        .where(Staff.active, Membership.unit_id.in_((group.unit_id, house_id)), Membership.role.in_((NURSE, VISITOR)))
    )
    people: dict[str, list[Candidate]] = {NURSE: [], VISITOR: []}
    for resource, staff, unit, role in session.execute(rows.order_by(Staff.id)):
        people[role].append(Candidate(resource, staff, unit))
    led = [one for one in people[NURSE] if one.staff_id == group.leader_id]
    needs = (Need(NURSE, tuple(led or people[NURSE])), Need(VISITOR, tuple(people[VISITOR]), even=True))
    if not all(need.candidates for need in needs):
        return []
    type_ = session.get_one(AppointmentType, TYPE)
    window = quarter(now()) + 96, quarter(now() + AHEAD)
    return search(session, needs, type_, *window, quarters=minutes // 15)


def visits(session: Session, unit_id: int) -> list[reading.Met]:
    """What somebody from this house helps to hold and is still to come: time, place and number. One statement."""
    return reading.meetings(
        session,
        GroupMeeting.appointment_id.in_(held_by([unit_id])),
        GroupMeeting.first >= quarter(now()),
        GroupMeeting.cancelled_at.is_(None),
    )


def _whole(session: Session, meeting_id: int) -> tuple[GroupMeeting, Appointment]:
    viewer: Viewer = session.info["viewer"]
    rows = (
        select(GroupMeeting, Appointment)
        .join(Appointment, Appointment.id == GroupMeeting.appointment_id)
        .where(GroupMeeting.id == meeting_id, GroupMeeting.unit_id.in_(viewer.units("sundhedspleje")))
        .where(GroupMeeting.cancelled_at.is_(None))
    )
    found = session.execute(rows).one_or_none()
    if found is None:
        raise NoSuchMeeting
    return found[0], found[1]


def _held_well(session: Session, group: ParentGroup | GroupMeeting, theme: str, setting: Setting) -> None:
    """The sundhedspleje leads; and where daycare is the matter, a house is there as well."""
    units = {one.unit_id for one in setting.hosts}
    if group.unit_id not in units:
        raise NoNurse
    if theme == DAYCARE:
        houses = select(Unit.id).where(Unit.id.in_(units), Unit.actor == "dagtilbud")
        if session.scalars(houses.limit(1)).first() is None:
            raise NoVisitor
