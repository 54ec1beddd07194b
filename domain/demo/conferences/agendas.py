"""The demo's next agenda: proposed, sent, changed once since, with notes that two wrote at once."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.access import Membership as Place
from domain.access import Staff as Colleague
from domain.access.staff import Membership, Staff
from domain.access.units import Unit
from domain.base import now, quarter
from domain.conferences.before import agenda, sending
from domain.conferences.before.agenda import Matter
from domain.conferences.meeting import writing
from domain.conferences.tables.meeting import LEARNING, NOTES
from domain.conferences.tables.series import Attendance, Conference
from domain.demo.states import Sessions, acting

TWICE = (
    "Til mødet: fortæl om tre hold i garderoben.",
    "Til mødet: fortæl om to hold i garderoben, og tøjet som en leg.",
)
HOUSE = "troldebo"


def coming(sessions: Sessions) -> None:
    """The next one of the demo leader's own house, as it stands some days before."""
    with acting(sessions) as session:
        own = Unit.slug == HOUSE, Unit.actor == "dagtilbud", Conference.first > quarter(now())
        rows = select(Conference.id, Conference.chair_id).join(Unit, Unit.id == Conference.unit_id)
        conference_id, chair_id = session.execute(rows.where(*own).order_by(Conference.first)).first() or (0, 0)
        called = select(Attendance.staff_id).where(Attendance.conference_id == conference_id)
        others = session.scalars(called.where(Attendance.staff_id != chair_id).order_by(Attendance.unit_id)).all()
        chair, other = (colleague(session, one or 0) for one in (chair_id, others[0]))
    with acting(sessions, chair) as session:
        agenda.propose(session, conference_id)
        sending.send(session, conference_id)
        session.flush()
        agenda.add(session, conference_id, Matter(5, "Ny legeplads til foråret", chair.staff))
        places = {item.kind: item.id for item in agenda.ordered(session, conference_id)}
        writing.save(session, places[LEARNING], NOTES, TWICE[0], 0)
    with acting(sessions, other) as session:
        writing.save(session, places[LEARNING], NOTES, TWICE[1], 0)


def colleague(session: Session, staff_id: int) -> Colleague:
    """Somebody as they would be signed in."""
    works = (
        select(Staff.name, Membership.role, Unit.id.label("unit"), Unit.actor, Unit.slug, Unit.name.label("at"))
        .join(Membership, Membership.staff_id == Staff.id)
        .join(Unit, Unit.id == Membership.unit_id)
        .where(Staff.id == staff_id)
    )
    rows = session.execute(works).all()
    places = [Place(unit_id=one.unit, actor=one.actor, slug=one.slug, unit_name=one.at, role=one.role) for one in rows]
    return Colleague(staff=staff_id, name=rows[0].name, memberships=tuple(places))
