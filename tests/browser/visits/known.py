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
    """What an address may need, by what it is called here."""
    with demo.session() as session:
        house = session.scalars(select(Start.unit_id).where(Start.id == 1)).one()
        return {
            "house": house,
            **of_staff(session),
            **of_starts(session, house),
            **of_an_event(session, house),
            **of_a_conference(session, house),
            **of_tasks(session, house),
            **of_inquiries(session, house),
            **of_referrals(session),
            **in_a_group(session),
        }


def of_staff(session: Session) -> dict[str, int | str]:
    """A sundhedsplejerske, her colleague, the day of a round, who is to be welcomed, who is away."""
    nurse = session.scalars(select(Staff.id).where(Staff.login == "sundhedsplejerske")).one()
    unit = select(Membership.unit_id).where(Membership.staff_id == nurse).scalar_subquery()
    beside = select(Membership.staff_id).where(Membership.unit_id == unit, Membership.staff_id != nurse)
    rounds = select(Appointment.first).where(Appointment.request_key.like("demo/Ege%"))
    round_ = session.scalars(rounds.execution_options(unscoped="of whoever looks")).first()
    return {
        "nurse": nurse,
        "colleague": session.scalars(beside.order_by(Membership.staff_id)).first(),
        "round": local_day(round_).isoformat(),
        "welcome": staff_token(SECRET, nurse, WELCOME_ENDS),
        "absence": session.scalars(select(Absence.id).order_by(Absence.id)).first(),
    }


def of_starts(session: Session, house: int) -> dict[str, int | str]:
    """A start of the house in each state, and of the one that has a time: the child, a parent and the conversation."""
    rows = overview.of_unit(session, house)
    ahead = {one.state: one for one in rows if not one.call}
    booked = ahead[overview.BOOKED_TIME]
    talk = session.execute(select(Appointment.id, Appointment.first).where(Appointment.start_id == booked.id)).first()
    guardian = select(Guardianship.guardian_id).where(Guardianship.child_id == booked.child_id)
    return {
        "booked": booked.id,
        "child": booked.child_id,
        "parent": session.scalars(guardian.order_by(Guardianship.guardian_id)).first(),
        "talk": talk.id,
        "day": local_day(talk.first).isoformat(),
        "waiting": ahead[overview.OVERDUE].id,
        "invited": ahead[overview.INVITED].id,
        "closed": ahead[overview.CLOSED].id,
        "held": next(one.id for one in rows if one.state == overview.TOOK_PLACE),
        "prepared": session.scalars(select(Preparation.start_id).order_by(Preparation.start_id)).first(),
    }


def of_an_event(session: Session, house: int) -> dict[str, int | str]:
    """One of the house, and the seat of somebody who has no account."""
    own = select(Seating.event_id, Seating.sign_up_id).join(Event, Event.id == Seating.event_id)
    seat = session.execute(own.where(Event.unit_id == house).order_by(Seating.sign_up_id)).first()
    return {"event": seat.event_id, "seat": guest_token(SECRET, seat.sign_up_id)}


def of_a_conference(session: Session, house: int) -> dict[str, int]:
    """The house's next one, with an item about a child and one that two wrote at once; one whose referat waits; an effort; who comes from PPR."""
    dates = select(Conference.id).where(Conference.unit_id == house)
    conference = session.scalars(dates.where(Conference.first > quarter(now())).order_by(Conference.first)).first()
    points = select(Item.id).join(Task, Task.id == Item.task_id).where(Item.conference_id == conference)
    written = select(Passage.item_id).join(Rival, Rival.passage_id == Passage.id)
    efforts = select(Effort.id).join(Staff, Staff.id == Effort.tovholder_id)
    return {
        "conference": conference,
        "named": session.scalars(points.where(Task.child_id.is_not(None))).first(),
        "twice": session.scalars(written.where(Rival.conference_id == conference)).first(),
        "waits": session.scalars(dates.where(Conference.state == WAITS)).first(),
        "effort": session.scalars(efforts.where(Staff.login == "leder", Effort.state == RUNNING)).first(),
        "psykolog": session.scalars(select(Staff.id).where(Staff.login == "ppr")).one(),
    }


def of_tasks(session: Session, house: int) -> dict[str, int]:
    """One that waits, one that the parents are asked about, and one that was discussed without an end."""
    titles = select(Task.title, Task.id, Task.start_id).execution_options(unscoped="drafts are their writers'")
    by_title = {one.title: one for one in session.execute(titles)}
    asked = by_title["Uro ved måltiderne"]
    return {
        "task": by_title["Få ord i samlingen"].id,
        "asked": asked.id,
        "unread": by_title["Svært ved at komme med i legen"].id,
        "asked_start": asked.start_id,
        "loose": session.scalars(select(Task.id).where(Task.unit_id == house, Task.state == DISCUSSED)).first(),
    }


def of_inquiries(session: Session, house: int) -> dict[str, int | str]:
    """Each of INQUIRIES, the starts of the children of two, and the link of a parent who asked on the public page."""
    put = select(Inquiry.title, Inquiry.id, Inquiry.child_id).execution_options(unscoped="drafts too")
    by_title = {row.title: row for row in session.execute(put)}
    starts = select(Start.child_id, Start.id).where(Start.unit_id == house)
    start_of = {row.child_id: row.id for row in session.execute(starts)}
    return {
        **{f"inquiry_{name}": by_title[title].id for name, title in INQUIRIES.items()},
        "asked_family": start_of[by_title[INQUIRIES["asked"]].child_id],
        "choosing_family": start_of[by_title[INQUIRIES["choosing"]].child_id],
        "asker": request_token(SECRET, "demo-0"),
    }


def of_referrals(session: Session) -> dict[str, int]:
    """One in each state that a page is made for."""
    stands = {row.state: row.referral_id for row in session.execute(select(Referred.state, Referred.referral_id))}
    return {
        "referred_waits": stands["venter-paa-samtykke"],
        "referred_offered": stands["tilbudt"],
        "referred_queue": stands["venteliste"],
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
