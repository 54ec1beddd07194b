"""Groups of the demo: one that is full and has a waiting list and meetings, one that nobody has been invited to yet, and one that has ended."""

from collections.abc import Sequence
from contextlib import AbstractContextManager, suppress
from datetime import date, datetime, time, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from domain.access import Guardian as Parent
from domain.access.staff import Membership, Staff
from domain.access.units import Unit
from domain.base import COPENHAGEN, quarter, today
from domain.booking.finding.openings import monday
from domain.booking.finding.search import Candidate
from domain.booking.taking.claims import SlotTaken
from domain.booking.working_days import working_day
from domain.demo.states import Sessions, acting
from domain.events.making import Setting
from domain.groups import excusing, keeping, making, meetings, proposing, seats, sharing
from domain.groups.making import Plan
from domain.groups.proposing import Newborn
from domain.groups.sharing import Chosen
from domain.groups.tables import DAYCARE, MULTICULTURAL, NO, ORDINARY, TOGETHER, YOUNG, GroupMeeting

INVITED, PLACES = 5, 2
SAYS = (seats.YES, seats.YES, seats.YES, NO)
"""Of those who are invited; the last has not answered."""
MEETS = (
    (1, TOGETHER, ("sundhedsplejerske",)),
    (3, TOGETHER, ("sundhedsplejerske",)),
    (5, DAYCARE, ("sundhedsplejerske", "paedagog")),
)
"""Weeks from this one, what, and the accounts that hold it."""
LATER = 6


def gather(sessions: Sessions, secret: str) -> None:
    """In the district of the demo's sundhedsplejerske; who is left over has not been proposed any."""
    with acting(sessions) as session:
        nurse, unit = session.execute(_works("sundhedsplejerske")).one()
        house = session.scalars(select(Unit.id).where(Unit.slug == "troldebo")).one()
        born = [one for one in proposing.newborns(session, unit) if one.guardian_id is not None]
        group = _group(session, unit, nurse, ORDINARY, "Mødregruppe ved Skovlunde Bibliotek", PLACES)
        asked = born[:INVITED]
        making.propose(session, group, [_pair(one) for one in asked])
        numbers = [_meet(session, group, house, number, *one) for number, one in enumerate(MEETS)]
        meetings.cancel(session, numbers[1])
        seats.invite(session, secret, group)
        later = _group(session, unit, nurse, MULTICULTURAL, "Gruppe på tværs", 6)
        making.propose(session, later, [_pair(one) for one in born[INVITED : INVITED + 1]])
        making.end(session, _group(session, unit, None, YOUNG, "Unge mødre, forår", 6))
        if len(born) > INVITED + 1:
            making.wish(session, *_pair(born[-1]), "", declined=True)
    _answer(sessions, group, asked)
    with _parent(sessions, asked[0]) as session:
        met = session.get_one(GroupMeeting, numbers[0])
        excusing.excuse(session, met.id, met.first, comes=False)
    with acting(sessions) as session:
        keeping.look(session)


def _answer(sessions: Sessions, group: int, asked: Sequence[Newborn]) -> None:
    for number, (one, said) in enumerate(zip(asked, SAYS, strict=False)):
        with _parent(sessions, one) as session:
            seats.answer(session, group, said)
            if number < PLACES - 1:
                name = one.parent.partition(" ")[0]
                sharing.share(session, group, Chosen(first_name=name, mobile="", age=True))


def _group(session: Session, unit: int, nurse: int | None, kind: str, title: str, number: int) -> int:
    weeks = {"born_from": today() - timedelta(weeks=20), "born_to": today() - timedelta(weeks=6)}
    plan = Plan(kind=kind, title=title, language="da", leader_id=nurse, **weeks)
    return making.make(session, unit, plan, number, f"demo {title}").id


def _meet(session: Session, group: int, house: int, number: int, weeks: int, theme: str, hosts: tuple[str, ...]) -> int:
    """On a Thursday, or the next on which they are free."""
    day = working_day(monday(today()) + timedelta(weeks=weeks, days=3), 0)
    for later in range(LATER):
        with suppress(SlotTaken):
            return _on(session, group, house, theme, hosts, day + timedelta(weeks=later), number)
    return _on(session, group, house, theme, hosts, day + timedelta(weeks=LATER), number)


def _on(session: Session, group: int, house: int, theme: str, hosts: tuple[str, ...], day: date, number: int) -> int:
    people = []
    for login in hosts:
        staff, unit = session.execute(_works(login)).one()
        resource = session.scalars(select(Staff.resource_id).where(Staff.id == staff)).one()
        people.append(Candidate(resource, staff, unit, open=False))
    first = quarter(datetime.combine(day, time(16), COPENHAGEN))
    setting = Setting(first=first, quarters=6, hosts=tuple(people), room=None, house_id=house, place="Fællesrummet")
    return meetings.book(session, group, theme, setting, f"demo group {number} {day}").id


def _parent(sessions: Sessions, one: Newborn) -> AbstractContextManager[Session]:
    guardian, child = _pair(one)
    return acting(sessions, Parent(guardian=guardian, child_ids=(child,), custody_ids=(child,)))


def _pair(one: Newborn) -> tuple[int, int]:
    return one.guardian_id or 0, one.child_id


def _works(login: str) -> Select[int, int]:
    rows = select(Staff.id, Membership.unit_id).join(Membership, Membership.staff_id == Staff.id)
    return rows.where(Staff.login == login).order_by(Membership.id).limit(1)
