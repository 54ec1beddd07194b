"""Referrals for tests that go to every page: each actor's own, and one in the state that each step begins from."""

from datetime import date
from typing import Any
from uuid import uuid4

from sqlalchemy import insert, select
from sqlalchemy.orm import Session, sessionmaker

from domain import consent
from domain.access import Guardian
from domain.access.citizens import Guardianship
from domain.access.staff import Staff
from domain.base import now, today
from domain.consent import YES
from domain.referrals import capacity, life, parents
from domain.referrals.life import Begin
from domain.referrals.states import ASKED, DECLINED, DRAFT
from domain.referrals.tables import SERVICES, TALKS, Referral, ReferralParent, Standing
from tests.factories import make_child, make_guardian
from tests.scenes.bookings import added
from tests.scenes.canaries import Family, working
from tests.scenes.demo_town import DemoTown
from tests.scenes.municipality import Town, Worker, sign_in
from tests.scenes.tasks import opened, staff

TEXT = {"text": "En tekst"}


def put(session: Session, by: Worker, house: int, child: int, state: str = ASKED) -> int:
    """Written by somebody about a child; the parents have been asked, unless it is a draft."""
    asked = now() if state != DRAFT else None
    whose = {"unit_id": house, "from_unit_id": by.unit, "writer_id": by.staff, "child_id": child if asked else None}
    words = {"child_name": "Barnet", "birth_date": date(2025, 5, 1), "service": TALKS, "goal": "Ro"}
    at = {"created_at": now(), "written_at": now(), "asked_at": asked}
    number = added(session, Referral(**whose, **words, **at, request_key=uuid4().hex)).id
    kept = {"referral_id": number, "unit_id": house, "from_unit_id": by.unit, "service": TALKS, "state": state}
    session.execute(insert(Standing), [kept | {"seated": 0, "ended_at": now() if state == DECLINED else None}])
    holder = select(Guardianship.guardian_id).where(Guardianship.child_id == child, Guardianship.custody)
    known = session.scalars(holder.order_by(Guardianship.guardian_id)).first() if asked else None
    parent = {"name": "Forælder", "email": "henvist@example.org", "custody": True, "guardian_id": known}
    session.add(ReferralParent(referral_id=number, from_unit_id=by.unit, unit_id=house, **parent))
    session.flush()
    if asked:
        units = (by.unit, house)
        consent.ask(
            session, child, f"referral/{number}", consent.REFERRAL, units, today().replace(year=today().year + 1)
        )
    return number


def agree(sessions: sessionmaker[Session], number: int, child: int) -> None:
    """Every holder of custody says yes."""
    for viewer in holders(sessions, child):
        with opened(sessions, viewer) as session:
            parents.answer(session, number, viewer.guardian, YES)
            session.commit()


def holders(sessions: sessionmaker[Session], child: int) -> list[Any]:
    with working(sessions) as session:
        rows = select(Guardianship.guardian_id).where(Guardianship.child_id == child, Guardianship.custody)
        found = session.scalars(rows).all()
    return [Guardian(guardian=one, child_ids=(child,), custody_ids=(child,)) for one in found]


def in_scene(sessions: sessionmaker[Session], town: Town, family: Family) -> dict[str, int]:
    """By actor. FSR's, which the family's parents are asked about, is read by nobody else; another family's has been received."""
    house, fsr = town.units["familiehus"], town.workers["fsr/socialraadgiver"]
    with working(sessions) as session:
        child = make_child(session, "Henvist")
        make_guardian(session, child)
        found = {
            "fsr": put(session, fsr, house, family.child),
            "forvaltning": put(session, town.workers["forvaltning/socialraadgiver"], house, child),
            "familiehus": put(session, fsr, house, child),
        }
    agree(sessions, found["familiehus"], child)
    return found


def in_crawl(sessions: sessionmaker[Session], town: Town, family: Family) -> None:
    """The family's parents are asked about FSR's; a team's, about another family, has been received."""
    house = town.units["familiehus"]
    with working(sessions) as session:
        child = make_child(session, "Henvist")
        make_guardian(session, child)
        put(session, town.workers["fsr/socialraadgiver"], house, family.child)
        received = put(session, town.workers["forvaltning/socialraadgiver"], house, child)
    agree(sessions, received, child)


def in_demo(sessions: sessionmaker[Session], town: DemoTown) -> None:
    """`ways` and `referral_id`: one that each step can be done with; the first home's parents have one to answer and one that is offered."""
    fsr, helper = town.places["fsr"], town.places["familiehus"]
    home = town.homes["booked"].child
    with working(sessions) as session:
        capacity.fix(session, helper.unit, dict.fromkeys(SERVICES, 50))
        child = make_child(session, "Henvist")
        make_guardian(session, child)
        make_guardian(session, child)
        draft, asked, ended = (put(session, fsr, helper.unit, child, state) for state in (DRAFT, ASKED, DECLINED))
        sent, offered, running = (put(session, fsr, helper.unit, child) for _ in range(3))
        asks, offers = (put(session, fsr, helper.unit, home) for _ in range(2))
    for number, about in ((sent, child), (offered, child), (running, child), (offers, home)):
        agree(sessions, number, about)
    with opened(sessions, staff(helper)) as session:
        for number in (offered, offers):
            life.offer(session, number, Begin(on=today(), order="Haster"))
        life.start(session, running, Begin(on=today(), order="Haster", follow_ups=(today(),)))
        session.commit()
    sender = {"note_answer": asked, "ask_parents": draft, "put": draft, "edit": asked, "withdraw": asked, "seen": ended}
    receiver = {"wait": sent, "offer": sent, "start": offered, "follow_up": running, "end": running, "decline": sent}
    ways = {f"referrals.{name}": number for name, number in sender.items()}
    ways |= {f"received.{name}": number for name, number in receiver.items()}
    ways |= {
        "referrals.show": asked,
        "received.show": running,
        "book.answer_referral": asks,
        "book.answer_offer": offers,
    }
    town.values["ways"] |= {way: {"referral_id": number} for way, number in ways.items()}
    town.values["referral_id"] = asks
    with working(sessions) as session:
        leader = session.scalars(select(Staff.id).where(Staff.login == "familiehusleder")).one()
        town.values["secrets"] |= {"received.set_places": sign_in(session, leader)}
