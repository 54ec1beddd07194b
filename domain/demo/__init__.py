"""The demo municipality: the places of domain.md, invented people, and starts around today in every state."""

from datetime import date
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.access import STRANGER, sees
from domain.access.staff import Membership
from domain.access.units import Group, Unit
from domain.booking.kinds.types import START_TALK, ensure_types
from domain.booking.tables import AppointmentType
from domain.demo import (
    calendars,
    caseload,
    conferences,
    counselling,
    courses,
    events,
    families,
    groups,
    inquiries,
    places,
    referrals,
    rounds,
    staff,
    states,
    visits,
)
from domain.demo.states import Sessions, acting

SEED = 26


def is_empty(sessions: Sessions) -> bool:
    """Whether nobody has begun to use the database."""
    with sessions() as session:
        sees(session, STRANGER)
        return session.scalar(select(Unit.id).limit(1)) is None


def load(sessions: Sessions, secret: str, today: date) -> None:
    """Fill an empty database. `sessions` makes sessions behind all nets; dates are relative to `today`."""
    from faker import Faker  # noqa: PLC0415 -- 16 MiB that no web process needs

    fake, random = Faker("da_DK"), Random(SEED)  # noqa: S311 -- the same demo every time
    fake.seed_instance(SEED)
    with acting(sessions) as session:
        ensure_types(session)
        _say(session)
        units = places.build(session)
        staff.employ(session, fake, random, units, today)
    with acting(sessions) as session:
        found = families.found(session, fake, random, _cast(session), today)
    states.unfold(sessions, secret, found)
    events.invite(sessions, secret, fake)
    groups.gather(sessions, secret)
    visits.fill(sessions, secret, fake)
    conferences.unfold(sessions, secret)
    inquiries.ask(sessions, secret)
    counselling.fill(sessions)
    referrals.unfold(sessions, secret)
    courses.unfold(sessions)
    with acting(sessions) as session:
        calendars.fill(session, secret)
        rounds.go_round(session)
        caseload.fill(session, secret)


def _say(session: Session) -> None:
    """What parents read before they choose a time, and once they have one."""
    talk = session.get_one(AppointmentType, START_TALK)
    talk.text_before = {
        "da": "Tal sammen hjemme om, hvad I gerne vil spørge om.",
        "en": "Talk together at home about what you would like to ask.",
    }
    talk.text_after = {
        "da": "Tag gerne jeres barn med. Ring på ved hovedindgangen.",
        "en": "You are welcome to bring your child. Ring the bell at the main entrance.",
    }


def _cast(session: Session) -> families.Cast:
    units = session.scalars(select(Unit).order_by(Unit.id)).all()
    groups: dict[int, list[int]] = {}
    for group in session.scalars(select(Group).order_by(Group.id)):
        groups.setdefault(group.unit_id, []).append(group.id)
    nurses: dict[int, list[int]] = {}
    for membership in session.scalars(
        select(Membership).where(Membership.role == "sundhedsplejerske").order_by(Membership.id)
    ):
        nurses.setdefault(membership.unit_id, []).append(membership.staff_id)
    return families.Cast(
        houses=[unit for unit in units if unit.kind in {"boernehus", "dagpleje"}],
        nurses={
            unit.district_id: (unit.id, nurses[unit.id]) for unit in units if unit.district_id and unit.id in nurses
        },
        groups=groups,
    )
