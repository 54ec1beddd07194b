"""What is measured of Sammenhæng: Min dag of each actor, and a child to whom much has happened."""

import secrets
from datetime import date, timedelta
from uuid import uuid4

from sqlalchemy import select

from benchmarks.rows import Rows
from domain.access.sessions import area_key
from domain.access.staff import Membership, Staff, StaffSession
from domain.access.units import Unit
from domain.base import now, today
from domain.consent import Consent
from domain.due import Due
from domain.inquiries.tables import CLOSED, SENT, SOCIAL, TAKEN, Inquiry
from domain.people import Child, Start, name_key
from domain.referrals.states import ENDED, WAITING
from domain.referrals.tables import SERVICES, Referral, Standing
from domain.visits.tables import HELD, PLANNED, HomeVisit, Programme
from domain.visits.windows import Counted, windows

LOGINS = ("sundhedsplejerske", "ppr", "fsr", "familieraadgiver", "administrator")
EVENTS, CARED_FOR, ELSEWHERE = 200, 1_000, 4_000
QUEUED, TAKEN_BY, OVER = 200, 100, 2_000


def of_each_actor(rows: Rows) -> dict[str, tuple[str, str]]:
    """By login: the way to Min dag of somebody of the demo, and the secret of the browser they have signed in with."""
    own = select(Staff.id, Unit.actor, Unit.slug).join(Membership, Membership.staff_id == Staff.id)
    own = own.join(Unit, Unit.id == Membership.unit_id).order_by(Membership.id).limit(1)
    found = {}
    for login in LOGINS:
        staff, actor, slug = rows.connection.execute(own.where(Staff.login == login)).one()
        secret = secrets.token_urlsafe(24)
        same = {"created_at": now(), "seen_at": now()}
        rows.add(StaffSession, id=uuid4().hex, key=area_key(secret, "staff"), staff_id=staff, **same)
        found[login] = f"/{actor}/{slug}/", secret
    return found


def cared_for(rows: Rows) -> None:
    """A thousand children more for the sundhedspleje that is looked at, shared out among its staff."""
    own = select(Membership.unit_id).join(Staff, Staff.id == Membership.staff_id).where(Staff.login == LOGINS[0])
    unit = rows.connection.scalar(own)
    nurses = rows.connection.scalars(select(Membership.staff_id).where(Membership.unit_id == unit)).all()
    for number in range(CARED_FOR):
        name, born = f"Barn {number}", today() - timedelta(days=2 * number)
        care = {"sundhedspleje_id": unit, "sundhedsplejerske_id": nurses[number % len(nurses)]}
        visited(rows, rows.add(Child, name=name, sort_name=name_key(name), birth_date=born, **care), unit, born)


def elsewhere(rows: Rows) -> None:
    """Four thousand children with a programme in the other districts: the lists of home visits are one district's among five."""
    own = select(Membership.unit_id).join(Staff, Staff.id == Membership.staff_id).where(Staff.login == LOGINS[0])
    others = select(Unit.id).where(Unit.actor == "sundhedspleje", Unit.id.not_in(own)).order_by(Unit.id)
    units = rows.connection.scalars(others).all()
    for number in range(ELSEWHERE):
        name, born = f"Barn {number} andetsteds", today() - timedelta(days=number // 2)
        unit = units[number % len(units)]
        child = rows.add(Child, name=name, sort_name=name_key(name), birth_date=born, sundhedspleje_id=unit)
        visited(rows, child, unit, born)


def visited(rows: Rows, child: int, unit: int, born: date) -> None:
    """The child's six visits: held when their window is over, else to come."""
    rows.add(Programme, child_id=child, unit_id=unit, birth_date=born, contacted_at=now())
    for one in windows(Counted(birth_date=born)):
        over = one.closes_on < today()
        state = {"state": HELD, "held_on": one.opens_on} if over else {"state": PLANNED}
        same = {"child_id": child, "unit_id": unit, "kind": one.kind, "reason": ""}
        rows.add(HomeVisit, opens_on=one.opens_on, closes_on=one.closes_on, **same, **state)


def referred(rows: Rows) -> None:
    """Two hundred families whom Familiehuset reads of and who wait, and two thousand whose help has ended."""
    own = select(Membership.unit_id, Staff.id).join(Staff, Staff.id == Membership.staff_id)
    house = rows.connection.execute(own.where(Staff.login == LOGINS[3])).first()
    fsr, writer = rows.connection.execute(own.where(Staff.login == LOGINS[2])).first()
    for number in range(QUEUED + OVER):
        at, born = now() - timedelta(days=number), today() - timedelta(days=400)
        child = rows.add(Child, name="Henvist", sort_name=name_key("Henvist"), birth_date=born)
        units = {"unit_id": house.unit_id, "from_unit_id": fsr, "service": SERVICES[number % len(SERVICES)]}
        words = {"background": "", "goal": "", "family_view": "", "urgency": "", "version": 1}
        who = {"child_id": child, "child_name": "Henvist", "birth_date": born, "writer_id": writer, "asked_at": at}
        key = {"request_key": f"bench {number}", "created_at": at, "written_at": at}
        referral = rows.add(Referral, **units, **words, **who, **key)
        over = number >= QUEUED
        state = {"state": ENDED if over else WAITING, "seated": 0, "received_at": at, "ended_at": at if over else None}
        rows.add(Standing, referral_id=referral, **units, **state)
        if not over:
            to = {"matter_id": referral, "purpose": "referral", "to_unit_id": house.unit_id}
            rows.add(Consent, child_id=child, until=today() + timedelta(days=300), **to)


def asked(rows: Rows) -> None:
    """Two hundred inquiries that wait with the FSR that is looked at, every other about a named child; a hundred taken, two thousand over."""
    own = select(Membership.unit_id, Staff.id).join(Staff, Staff.id == Membership.staff_id)
    fsr, adviser = rows.connection.execute(own.where(Staff.login == LOGINS[2])).first()
    house, writer = rows.connection.execute(own.where(Staff.login == "paedagog")).first()
    states = (SENT,) * QUEUED + (TAKEN,) * TAKEN_BY + (CLOSED,) * OVER
    for number, state in enumerate(states):
        at, born = now() - timedelta(days=number), today() - timedelta(days=700)
        named = number % 2 == 0 and state != CLOSED
        child = rows.add(Child, name="Nævnt", sort_name=name_key("Nævnt"), birth_date=born) if named else None
        whose = {"unit_id": fsr, "from_unit_id": house, "writer_id": writer, "for_id": adviser, "for_unit_id": fsr}
        words = dict.fromkeys(("parent_name", "parent_email", "parent_mobile", "role", "about", "tried", "answer"), "")
        words |= dict.fromkeys(("meets", "outcome_note", "led_to"), "") | {"parent_language": "da"}
        words |= {"title": f"Henvendelse {number}", "seen": "Set og hørt.", "wanted": "Et råd."}
        times = {"created_at": at, "written_at": at, "sent_at": at, "ended_at": at if state == CLOSED else None}
        taken = {"taken_by": None if state == SENT else adviser, "outcome": "raad" if state == CLOSED else ""}
        about = {"child_id": child, "child_name": "Nævnt" if named else "", "state": state, "kind": SOCIAL}
        inquiry = rows.add(Inquiry, **whose, **words, **times, **taken, **about)
        if named:
            to = {"matter_id": inquiry, "purpose": "advice", "to_unit_id": fsr}
            rows.add(Consent, child_id=child, until=today() + timedelta(days=90), **to)


def eventful(rows: Rows, unit: int) -> int:
    """A child of the house, with all that happens in some years."""
    name, born = "Barn med et langt forløb", today() - timedelta(days=900)
    child = rows.add(Child, name=name, sort_name=name_key(name), birth_date=born)
    rows.add(Start, key="eventful", child_id=child, unit_id=unit, starts_on=today() - timedelta(days=500))
    for number in range(EVENTS):
        at = now() - timedelta(days=number)
        same = {"unit_id": unit, "child_id": child, "kind": "opgave", "target": f"child/{child}"}
        rows.add(Due, key=f"eventful/{number}", at=at, done_at=at, **same)
    return child
