"""Whose Min dag a course, a session or an offered role stands on, and who is told: ids and times, no word of what it is about."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime, time, timedelta

from sqlalchemy.orm import Session

from domain import consent, due, outbox
from domain.base import COPENHAGEN, moment, now
from domain.booking.tables import BOOKED, Appointment
from domain.booking.taking.given_back import ABOUT_TIME
from domain.booking.taking.seats import participants
from domain.consent import PURPOSES, REFERRAL
from domain.courses.tables import ROLE, Course, OfCourse
from domain.due import Entry
from domain.outbox import Message

FOLLOW_UP, OFFERED, CHOOSE, TIMES, ENDED, ASKED = (
    *("forloeb-opfoelgning", "forloeb-tilbud", "course-choose", "course-times", "course-ended"),
    "course-tovholder",
)
NAMED = PURPOSES[REFERRAL].full
REMINDERS = (("reminder", timedelta(hours=48), outbox.MAIL), ("reminder-soon", timedelta(hours=3), outbox.SMS))


def looked_at_again(session: Session, course: Course) -> None:
    """The tovholder's line: the day on which the course is to be followed up."""
    assert course.follow_up_on is not None  # the table's own rule of what runs
    due.put(session, [_entry(course, key(course.id), FOLLOW_UP, begins(course.follow_up_on), course.tovholder_id)])


def no_longer(session: Session, course_id: int) -> None:
    due.done(session, key(course_id))


def offered(session: Session, handover_id: int, to_id: int, course: Course) -> None:
    """Whoever is to take the role over says yes or no."""
    due.put(session, [_entry(course, ROLE.key(handover_id), OFFERED, now(), to_id)])
    outbox.put(session, ASKED, f"course/{course.id}", staff=[to_id], key_part=str(handover_id))


def booked(session: Session, course: OfCourse, appointments: Collection[Appointment]) -> None:
    """Their places on the day of each who takes part."""
    due.put(session, [entry for one in appointments for entry in _places(session, course, one)])


def tell(session: Session, kind: str, appointment: Appointment, staff: dict[str, Collection[int]]) -> None:
    """One time has been booked, moved or given back: the parents, and of staff those under each kind of message."""
    family, about = parents(session, appointment.child_id or 0), f"appointment/{appointment.id}"
    outbox.replace(session, about, ABOUT_TIME)
    stands = appointment.state == BOOKED
    expires = moment(appointment.first) if stands else None
    same = {"subject": about, "expires_at": expires, "sequence": appointment.sequence}
    messages = [Message(kind=kind, guardians=family, **same)]  # type: ignore[arg-type]
    messages += [Message(kind=one, staff=people, **same) for one, people in staff.items()]  # type: ignore[arg-type]
    outbox.put_all(session, *messages, *(_reminders([appointment], family) if stands else ()))


def tell_of_many(session: Session, course_id: int, child_id: int, appointments: Collection[Appointment]) -> None:
    """Many at once are one message to each parent, and a reminder before each."""
    family = parents(session, child_id)
    news = Message(kind=TIMES, subject=f"course/{course_id}", guardians=family, key_part=f"{now():%Y%m%d%H%M%S}")
    outbox.put_all(session, news, *_reminders(appointments, family))


def choose(session: Session, course_id: int, child_id: int, part: str) -> None:
    """The parents are asked to choose a time."""
    outbox.put(session, CHOOSE, f"course/{course_id}", guardians=parents(session, child_id), key_part=part)


def parents(session: Session, child_id: int) -> list[int]:
    """Ids of those with custody: nobody else knows of a course. One statement."""
    return [*consent.holders(session, child_id)]


def forget(session: Session, places: Iterable[tuple[int, int]]) -> None:
    """Nobody's day has it any longer: (appointment, unit)."""
    keys = [f"appointment/{one}/{unit}/{place}" for one, unit in places for place in range(1, 4)]
    if keys:
        due.drop(session, *keys)


def held(session: Session, appointment: Appointment) -> None:
    due.done(session, *(f"appointment/{appointment.id}/{appointment.unit_id}/{place}" for place in range(1, 4)))


def _places(session: Session, course: OfCourse, one: Appointment) -> Iterator[Entry]:
    for seat in participants(session, one):
        if seat.staff_id is not None:
            yield Entry(
                key=f"appointment/{one.id}/{seat.unit_id}/{seat.place}",
                unit_id=seat.unit_id,
                staff_id=seat.staff_id,
                child_id=course.child_id,
                matter_id=course.referral_id,
                purpose=NAMED,
                kind=one.type_key,
                at=moment(one.first),
                until=moment(one.first + one.quarters),
                target=f"appointment/{one.id}",
            )


def _reminders(appointments: Iterable[Appointment], family: Collection[int]) -> Iterator[Message]:
    for one in appointments:
        starts = moment(one.first)
        for kind, before, channel in REMINDERS:
            if starts - before > now():
                yield Message(
                    kind=kind,
                    subject=f"appointment/{one.id}",
                    guardians=family,
                    due_at=starts - before,
                    expires_at=starts,
                    sequence=one.sequence,
                    channel=channel,
                )


def _entry(course: Course, own: str, kind: str, at: datetime, staff_id: int) -> Entry:
    return Entry(
        key=own,
        unit_id=course.unit_id,
        staff_id=staff_id,
        child_id=course.child_id,
        matter_id=course.referral_id,
        purpose=NAMED,
        kind=kind,
        at=at,
        target=f"course/{course.id}",
    )


def begins(day: date) -> datetime:
    return datetime.combine(day, time(), COPENHAGEN)


def key(course_id: int) -> str:
    return f"course/{course_id}"
