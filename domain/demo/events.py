"""Events of the demo: one that is full and has a waiting list, one with seats left, and a draft."""

from contextlib import suppress
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.access.staff import Membership, Staff
from domain.access.units import Unit
from domain.base import COPENHAGEN, quarter, today
from domain.booking.finding.openings import monday
from domain.booking.finding.search import Candidate
from domain.booking.taking.claims import SlotTaken
from domain.demo.states import Sessions, acting
from domain.events import making, seats
from domain.events.making import Matter, Setting
from domain.events.seats import Guest
from domain.events.tables import MOTHERS, OPEN_HOUSE, THEME

if TYPE_CHECKING:
    from faker import Faker

START = "Hvordan siger man farvel, og hvad gør vi, når barnet er ked af det? Mød en sundhedsplejerske og en pædagog, og stil jeres spørgsmål. Der er kaffe og te."
HOUSE = "Se huset, legepladsen og grupperne, og hils på personalet. Børn er velkomne."
SONGS = "En pædagog kommer på besøg i mødregruppen og synger og leger med de mindste."


class Draft(NamedTuple):
    """`weeks` from this one, on a `weekday`; held by accounts of the demo; so many `guests` sign up."""

    title: str
    about: str
    kind: str
    weeks: int
    weekday: int
    hours: tuple[int, int]
    hosts: tuple[str, ...]
    seats: int
    guests: int


LATER = 8
PLANNED = (
    Draft("Fælles om en god dagtilbudsstart", START, THEME, 2, 2, (17, 19), ("sundhedsplejerske", "leder"), 20, 14),
    Draft("Åbent hus i Troldebo", HOUSE, OPEN_HOUSE, 1, 3, (15, 17), ("leder", "paedagog"), 40, 6),
    Draft("Sang og leg i mødregruppen", SONGS, MOTHERS, 3, 1, (16, 17), ("paedagog",), 12, 0),
)


def invite(sessions: Sessions, secret: str, fake: "Faker") -> None:
    """The events, and those who have signed up; the draft has nobody."""
    with acting(sessions) as session:
        troldebo = session.scalars(select(Unit).where(Unit.slug == "troldebo")).one()
        for number, one in enumerate(PLANNED):
            event_id = _made(session, one, troldebo, f"demo {number}")
            if one.guests:
                making.publish(session, event_id)
            for guest in range(one.guests):
                told = Guest(
                    name=f"{fake.first_name()} {fake.last_name()}",
                    email=f"gaest{guest}@demo.invalid",
                    mobile="",
                    language="da",
                    seats=guest % 3 + 1,
                )
                seats.sign_up(session, secret, event_id, told, f"demo {number} {guest}")


def _made(session: Session, one: Draft, house: Unit, key: str) -> int:
    """On its weekday, or in a later week when somebody is away or has something else."""
    day = monday(today()) + timedelta(weeks=one.weeks, days=one.weekday)
    for weeks in range(LATER):
        with suppress(SlotTaken):
            return _on(session, one, house, key, day + timedelta(weeks=weeks))
    return _on(session, one, house, key, day + timedelta(weeks=LATER))


def _on(session: Session, one: Draft, house: Unit, key: str, day: date) -> int:
    hosts = [_host(session, login) for login in one.hosts]
    first, last = (_at(day, hour) for hour in one.hours)
    setting = Setting(
        first=first, quarters=last - first, hosts=tuple(hosts), room=None, house_id=house.id, place="Døren mod gården"
    )
    matter = Matter(
        title=one.title,
        about=one.about,
        kind=one.kind,
        district_id=house.district_id,
        sign_up_until=day - timedelta(days=1),
    )
    return making.make(session, hosts[0].unit_id, matter, setting, one.seats, key).id


def _host(session: Session, login: str) -> Candidate:
    rows = select(Staff.resource_id, Staff.id, Membership.unit_id).join(Membership, Membership.staff_id == Staff.id)
    resource, staff, unit = session.execute(rows.where(Staff.login == login)).one()
    return Candidate(resource, staff, unit, open=False)


def _at(day: date, hour: int) -> int:
    return quarter(datetime.combine(day, time(hour), COPENHAGEN))
