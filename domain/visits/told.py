"""Who is told what about a visit: the family by mail or SMS, and the sundhedsplejerske on Min dag; the child's timeline comes by itself."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain import due, outbox
from domain.access.citizens import Guardianship
from domain.base import moment, now
from domain.booking import verbs
from domain.booking.finding.openings import midnight
from domain.booking.tables import BOOKED as STANDS
from domain.booking.tables import Appointment
from domain.booking.taking.seats import staff_of
from domain.due import Entry
from domain.outbox import Message
from domain.visits.tables import DECLINED, HELD, PLANNED, HomeVisit

REMINDERS = (("reminder", timedelta(hours=48), outbox.MAIL), ("reminder-soon", timedelta(hours=3), outbox.SMS))
CHOOSE = "visit-choose"
"""Asks the family to choose a time."""
STALE = ("confirmed", "moved", "reminder", "reminder-soon")
NOON = 48
"""Quarters after midnight: what has a day and no hour is to be done by then."""
DONE = {HELD: "besoeg-afholdt", DECLINED: "besoeg-nej"}
"""What the timeline says of a visit that is over."""
CONTACT, HOME = "foerste-kontakt", "hjemkomst"


def key(visit: HomeVisit) -> str:
    return f"visit/{visit.id}"


def contact_key(child_id: int) -> str:
    return f"visit-contact/{child_id}"


def home_key(child_id: int) -> str:
    return f"visit-home/{child_id}"


def place_key(appointment: Appointment) -> str:
    """Of its place on the unit's day: the same as Frontdesk's."""
    return f"appointment/{appointment.id}/{appointment.unit_id}"


def entry(visit: HomeVisit, nurse_id: int | None) -> Entry:
    """A visit that is to be had, or what became of it."""
    over = visit.state != PLANNED
    at = now() if over else moment(midnight(visit.closes_on) + NOON)
    return Entry(
        key=key(visit),
        unit_id=visit.unit_id,
        staff_id=nurse_id,
        child_id=visit.child_id,
        kind=DONE.get(visit.state, f"besoeg-{visit.kind}"),
        at=moment(midnight(visit.held_on) + NOON) if visit.held_on else at,
        done_at=now() if over else None,
        target=key(visit),
    )


def plans(session: Session, visits: Iterable[tuple[HomeVisit, int | None]]) -> None:
    """On Min dag of whoever cares for the child, by the window's last day; or, of what is over, on the timeline alone."""
    due.put(session, [entry(visit, nurse) for visit, nurse in visits])


def contact(child_id: int, unit_id: int, nurse_id: int | None, on: date) -> Entry:
    """That nobody has spoken with a newborn's family yet."""
    return _of_child(contact_key(child_id), CONTACT, child_id, unit_id, nurse_id, on)


def home(child_id: int, unit_id: int, nurse_id: int | None, on: date) -> Entry:
    """To ask when a child comes home from hospital: its visits wait for that day."""
    return _of_child(home_key(child_id), HOME, child_id, unit_id, nurse_id, on)


def _of_child(key_: str, kind: str, child_id: int, unit_id: int, nurse_id: int | None, on: date) -> Entry:
    return Entry(
        key=key_,
        unit_id=unit_id,
        staff_id=nurse_id,
        child_id=child_id,
        kind=kind,
        at=moment(midnight(on) + NOON),
        target=f"programme/{child_id}",
    )


def booked(session: Session, visit: HomeVisit, appointment: Appointment, kind: str, left: Collection[int] = ()) -> None:
    """It has a time (`kind`: confirmed) or another (moved): its place on the day, and mails to the family and to who comes."""
    staff = staff_of(session, appointment)
    seats = [seat for seat in verbs.participants(session, appointment) if seat.staff_id is not None]
    if kind != "confirmed":
        outbox.replace(session, _about(appointment), STALE)
    due.drop(session, key(visit))
    due.put(session, [_place(visit, appointment, seat.staff_id) for seat in seats[:1]])
    news = _message(appointment, kind)
    mine = session.info["viewer"].staff
    outbox.put_all(
        session,
        *_family(appointment, news, guardians(session, visit.child_id)),
        replace(news, staff=staff - {mine}),
        replace(news, kind="left", staff=[one for one in left if one not in staff]),
    )


def cancelled(session: Session, visit: HomeVisit, appointment: Appointment, nurse_id: int | None) -> None:
    """The time is given back; the visit is to be had again, or is over, as its state says."""
    outbox.replace(session, _about(appointment), STALE)
    due.drop(session, place_key(appointment))
    plans(session, [(visit, nurse_id)])
    news = _message(appointment, "cancelled")
    mine = session.info["viewer"].staff
    outbox.put_all(
        session,
        replace(news, guardians=guardians(session, visit.child_id)),
        replace(news, staff=staff_of(session, appointment) - {mine}),
    )


def followed(session: Session, pairs: Collection[tuple[HomeVisit, Appointment]]) -> None:
    """Their places on the day, after somebody else has moved them or given them back."""
    stands = [(visit, one) for visit, one in pairs if one.state == STANDS]
    if gone := [place_key(one) for _visit, one in pairs if one.state != STANDS]:
        due.drop(session, *gone)
    nurse = [next(iter(sorted(staff_of(session, one))), None) for _visit, one in stands]
    due.put(session, [_place(visit, one, who) for (visit, one), who in zip(stands, nurse, strict=True)])


def choose(session: Session, visit: HomeVisit) -> None:
    """The family is asked to choose a time; at most once a day."""
    told = guardians(session, visit.child_id)
    expires = moment(midnight(max(visit.closes_on, now().date()) + timedelta(weeks=4)))
    part = f"{now():%Y%m%d}"
    outbox.put(session, CHOOSE, key(visit), guardians=told, expires_at=expires, key_part=part)


def guardians(session: Session, child_id: int) -> list[int]:
    """Ids of all of the child's guardians. One statement."""
    return [*session.scalars(select(Guardianship.guardian_id).where(Guardianship.child_id == child_id))]


def _family(appointment: Appointment, news: Message, family: Collection[int]) -> list[Message]:
    starts = moment(appointment.first)
    coming = [one for one in REMINDERS if starts - one[1] > now()]
    return [
        replace(news, guardians=family),
        *(replace(news, kind=k, guardians=family, due_at=starts - before, channel=by) for k, before, by in coming),
    ]


def _message(appointment: Appointment, kind: str) -> Message:
    expires = moment(appointment.first) if appointment.state == STANDS else None
    return Message(kind=kind, subject=_about(appointment), expires_at=expires, sequence=appointment.sequence)


def _about(appointment: Appointment) -> str:
    return f"appointment/{appointment.id}"


def _place(visit: HomeVisit, appointment: Appointment, staff_id: int | None) -> Entry:
    return Entry(
        key=place_key(appointment),
        unit_id=appointment.unit_id,
        staff_id=staff_id,
        child_id=visit.child_id,
        kind=appointment.type_key,
        at=moment(appointment.first),
        until=moment(appointment.first + appointment.quarters),
        target=_about(appointment),
    )
