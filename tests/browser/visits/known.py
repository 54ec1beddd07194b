"""The rows of the demo that an address may need, by what they are called here."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.access.citizens import Guardianship
from domain.access.staff import Membership, Staff
from domain.access.tokens import guest_token, request_token, staff_token
from domain.base import now, quarter
from domain.booking.finding.openings import local_day
from domain.booking.tables import Absence, Appointment
from domain.conferences.tables.effort import Effort
from domain.conferences.tables.meeting import Item, Passage, Rival
from domain.conferences.tables.series import CLOSED as WAITS
from domain.conferences.tables.series import Conference
from domain.conferences.tables.task import DISCUSSED, Task
from domain.events.tables import Event, Seating
from domain.groups.tables import HOLDS, GroupMeeting, GroupSeat
from domain.inquiries.tables import Inquiry
from domain.people import Start
from domain.referrals.tables import Standing as Referred
from domain.starts import overview
from domain.starts.tables import Preparation
from domain.tovholder.followed import RUNNING
from tests.browser.demo_server import Municipality
from tests.browser.visits.visit import WELCOME_ENDS
from tests.factories import SECRET

INQUIRIES = {
    "draft": "Et skilsmissebarn, der er ked af det",
    "asked": "Søvn og hverdag derhjemme",
    "named": "Mange fraværsdage",
    "taken": "Forældre, der skændes i garderoben",
    "choosing": "En far, der er blevet alene",
    "on": "En dreng, der ikke vil hjem",
    "given": "Uro ved spisebordet",
}


def known(demo: Municipality) -> dict[str, int | str]:
    """A start of Troldebo in each state, by what it is called here, and what else an address may need."""
    with demo.session() as session:
        house = session.scalars(select(Start.unit_id).where(Start.id == 1)).one()
        rows = overview.of_unit(session, house)
        nurse = session.scalars(select(Staff.id).where(Staff.login == "sundhedsplejerske")).one()
        absence = session.scalars(select(Absence.id).order_by(Absence.id)).first()
        own = select(Seating.event_id, Seating.sign_up_id).join(Event, Event.id == Seating.event_id)
        seat = session.execute(own.where(Event.unit_id == house).order_by(Seating.sign_up_id)).first()
        psykolog = session.scalars(select(Staff.id).where(Staff.login == "ppr")).one()
        dates = select(Conference.id).where(Conference.unit_id == house, Conference.first > quarter(now()))
        conference = session.scalars(dates.order_by(Conference.first)).first()
        waits = session.scalars(
            select(Conference.id).where(Conference.unit_id == house, Conference.state == WAITS)
        ).first()
        mine = select(Effort.id).join(Staff, Staff.id == Effort.tovholder_id)
        effort = session.scalars(mine.where(Staff.login == "leder", Effort.state == RUNNING)).first()
        loose = session.scalars(select(Task.id).where(Task.unit_id == house, Task.state == DISCUSSED)).first()
        points = select(Item.id).join(Task, Task.id == Item.task_id).where(Item.conference_id == conference)
        named = session.scalars(points.where(Task.child_id.is_not(None))).first()
        written = select(Passage.item_id).join(Rival, Rival.passage_id == Passage.id)
        twice = session.scalars(written.where(Rival.conference_id == conference)).first()
        mine = select(Membership.unit_id).where(Membership.staff_id == nurse).scalar_subquery()
        beside = select(Membership.staff_id).where(Membership.unit_id == mine, Membership.staff_id != nurse)
        colleague = session.scalars(beside.order_by(Membership.staff_id)).first()
        rounds = select(Appointment.first).where(Appointment.request_key.like("demo/Ege%"))
        round_ = session.scalars(rounds.execution_options(unscoped="of whoever looks")).first()
        prepared = session.scalars(select(Preparation.start_id).order_by(Preparation.start_id)).first()
        ahead = {one.state: one for one in rows if not one.call}
        own_talk = Appointment.start_id == ahead[overview.BOOKED_TIME].id
        talk = session.execute(select(Appointment.id, Appointment.first).where(own_talk)).first()
        family = ahead[overview.BOOKED_TIME].child_id
        guardian = select(Guardianship.guardian_id).where(Guardianship.child_id == family)
        parent = session.scalars(guardian.order_by(Guardianship.guardian_id)).first()
        titles = select(Task.title, Task.id, Task.start_id).execution_options(unscoped="drafts are their writers'")
        tasks = {one.title: one for one in session.execute(titles)}
        grouped = in_a_group(session)
        put = select(Inquiry.title, Inquiry.id, Inquiry.child_id).execution_options(unscoped="drafts too")
        put_by = {row.title: row for row in session.execute(put)}
        begun = select(Start.child_id, Start.id).where(Start.unit_id == house)
        starts_of = {row.child_id: row.id for row in session.execute(begun)}
        stands = {row.state: row.referral_id for row in session.execute(select(Referred.state, Referred.referral_id))}
    return {
        "referred_waits": stands["venter-paa-samtykke"],
        "referred_offered": stands["tilbudt"],
        "referred_queue": stands["venteliste"],
        "task": tasks["Få ord i samlingen"].id,
        "asker": request_token(SECRET, "demo-0"),
        **{f"inquiry_{name}": put_by[title].id for name, title in INQUIRIES.items()},
        "asked_family": starts_of[put_by[INQUIRIES["asked"]].child_id],
        "choosing_family": starts_of[put_by[INQUIRIES["choosing"]].child_id],
        "asked": tasks["Uro ved måltiderne"].id,
        "asked_start": tasks["Uro ved måltiderne"].start_id,
        "parent": parent,
        "talk": talk.id,
        "day": local_day(talk.first).isoformat(),
        "house": house,
        "nurse": nurse,
        "colleague": colleague,
        "round": local_day(round_).isoformat(),
        "welcome": staff_token(SECRET, nurse, WELCOME_ENDS),
        "child": ahead[overview.BOOKED_TIME].child_id,
        "booked": ahead[overview.BOOKED_TIME].id,
        "waiting": ahead[overview.OVERDUE].id,
        "invited": ahead[overview.INVITED].id,
        "absence": absence,
        "event": seat.event_id,
        "conference": conference,
        "named": named,
        "twice": twice,
        "psykolog": psykolog,
        "waits": waits,
        "effort": effort,
        "loose": loose,
        "seat": guest_token(SECRET, seat.sign_up_id),
        "closed": ahead[overview.CLOSED].id,
        **grouped,
        "prepared": prepared,
        "held": next(one.id for one in rows if one.state == overview.TOOK_PLACE),
    }


def in_a_group(session: Session) -> dict[str, int]:
    """A group that is full, one of its meetings, and the start of a child whose parent has a seat in it and sees what another shares."""
    rows = select(GroupSeat.group_id, GroupSeat.child_id, Start.id).join(Start, Start.child_id == GroupSeat.child_id)
    seat = session.execute(rows.where(GroupSeat.standing == HOLDS).order_by(GroupSeat.id.desc())).first()
    met = select(GroupMeeting.id).where(GroupMeeting.group_id == seat.group_id, GroupMeeting.cancelled_at.is_(None))
    return {
        "group": seat.group_id,
        "grouped": seat.id,
        "newborn": seat.child_id,
        "met": session.scalars(met.order_by(GroupMeeting.first)).first(),
    }
