"""Home visits of the demo, in one district: each state is seen, from a newborn nobody has spoken with to a visit by special need."""

from contextlib import suppress
from datetime import date, timedelta
from itertools import count
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.access.staff import Membership, Staff
from domain.base import now, today
from domain.booking.kinds.limits import TooFar, TooLate
from domain.booking.taking.claims import SlotTaken
from domain.demo.states import Sessions, acting
from domain.people import Child, Parent
from domain.visits import booking, extra, newborn, outcome, programme
from domain.visits.newborn import Newborn
from domain.visits.tables import HOSPITAL, HomeVisit, Programme
from domain.visits.windows import months_after

if TYPE_CHECKING:
    from faker import Faker

NEWBORN = (1, 3, 5, 9)
"""Days of age."""
PLAN = "Følg op på søvn og rutiner om aftenen. Tag vægten med."
MOST = 16


def fill(sessions: Sessions, secret: str, fake: "Faker") -> None:
    """The district of the account that anybody can sign in with."""
    with acting(sessions) as session:
        nurse, unit_id = _account(session)
        born_lately = Child.birth_date > months_after(today(), -9)
        mine = select(Child).where(Child.sundhedspleje_id == unit_id, born_lately).order_by(Child.birth_date)
        children = session.scalars(mine.limit(MOST)).all()
        for child in children:
            programme.begin(session, secret, child).contacted_at = now()
        for number, child in enumerate(children):
            _past(session, child, number)
        for number, days in enumerate(NEWBORN):
            newborn.add(session, secret, _newborn(fake, number, today() - timedelta(days=days), unit_id, nurse))
        moved = _newborn(fake, len(NEWBORN), months_after(today(), -5), unit_id, nurse, entered_on=today())
        newborn.add(session, secret, moved)
        _ahead(session, unit_id)
        for child in children[:2]:
            span = today() + timedelta(days=3), today() + timedelta(days=20)
            extra.add(session, secret, child.id, *span, "soevn", PLAN)


def _account(session: Session) -> tuple[int, int]:
    rows = select(Staff.id, Membership.unit_id).join(Membership, Membership.staff_id == Staff.id)
    row = session.execute(rows.where(Staff.login == "sundhedsplejerske").order_by(Membership.id).limit(1)).one()
    return row.id, row.unit_id


def _past(session: Session, child: Child, number: int) -> None:
    """What is over was held; of a few one was declined, is overdue, or waits for a child to come home."""
    over = HomeVisit.child_id == child.id, HomeVisit.closes_on < today()
    visits = session.scalars(select(HomeVisit).where(*over).order_by(HomeVisit.opens_on)).all()
    for place, visit in enumerate(visits):
        last = place == len(visits) - 1
        if last and number % 5 == 1:
            continue  # overdue
        if last and number % 5 == 3:  # noqa: PLR2004 -- some have said no
            outcome.decline(session, visit.id)
        elif last and number % 5 == 4:  # noqa: PLR2004 -- and some have been in hospital
            outcome.impossible(session, visit.id, HOSPITAL)
        elif last and number % 5 == 2:  # noqa: PLR2004 -- or away
            outcome.call_off(session, visit.id, "bortrejst")
        else:
            outcome.hold(session, visit.id, visit.opens_on)


def _ahead(session: Session, unit_id: int) -> None:
    """Half of the windows that are open have a time; some parents have been asked to choose one."""
    soon = HomeVisit.opens_on <= today() + timedelta(days=7), HomeVisit.closes_on >= today()
    rows = select(HomeVisit.id).join(Programme, Programme.child_id == HomeVisit.child_id)
    found = session.scalars(rows.where(HomeVisit.unit_id == unit_id, *soon).order_by(HomeVisit.id)).all()
    for number, visit_id in zip(count(), found, strict=False):
        of = booking.plan(session, visit_id)
        offers = booking.times(session, of) if number % 2 else []
        inside = [one for one in offers if one.adjacent] or offers
        with suppress(SlotTaken, TooLate, TooFar):
            if inside:
                booking.book(session, of, inside[0].first, f"demo visit {visit_id}")
            elif number % 4 == 0:
                outcome.ask(session, visit_id)


def _newborn(
    fake: "Faker", number: int, born: date, unit_id: int, nurse: int, entered_on: date | None = None
) -> Newborn:
    surname = fake.last_name()
    names = ("mor", "far") if number % 3 else ("mor",)
    return Newborn(
        child=f"{fake.first_name()} {surname}",
        born=born,
        unit_id=unit_id,
        nurse_id=nurse,
        address=f"{fake.street_name()} {number + 1}",
        entered_on=entered_on,
        parents=tuple(
            Parent(
                name=f"{fake.first_name()} {surname}",
                email=f"{who}{number}@demo.invalid",
                mobile=f"+45 00 00 90 {number}{first}",
            )
            for first, who in enumerate(names)
        ),
    )
