"""What a family is told, asked and answers: the invitation, the consent, a wish to be called, an interpreter, and the end of it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, select, update
from sqlalchemy.orm import Session

from domain import asking as matters
from domain import consent, due, outbox
from domain.access.citizens import Guardianship, Link
from domain.access.links import open_links
from domain.access.roles import LEADER
from domain.access.staff import Membership
from domain.base import moment, now, today
from domain.booking.finding.openings import midnight
from domain.booking.kinds.types import TALKS
from domain.conferences.tasks import asking
from domain.consent import ConsentRequest
from domain.due import Entry
from domain.journey import interpreters, talk
from domain.journey.choosing.plan import NoSuchStart
from domain.journey.telling import calls
from domain.outbox import Message
from domain.people import Child, Guardian, Start

INVITED_BEFORE = timedelta(weeks=6)
LINK_LASTS = timedelta(weeks=16)
CHASED_AFTER = (timedelta(days=3), timedelta(days=10))
CALLED_AFTER = timedelta(days=14)


def invite(session: Session, secret: str, start_id: int, *, sms: bool) -> int:
    """An own link to each guardian, while no time is booked a reminder on day 3 and 10, then the house rings: at once when
    no message reaches any of them. `sms`: there is a way to send some. Again: the same link. Returns how many.
    """
    start, sundhedspleje_id = _with_care(session, start_id)
    again = start.invited_at is not None
    family = _family(session, start, sms=sms)
    start.invited_at = start.invited_at or now()
    known = {row.guardian_id: row.Link for row in family}
    open_links(session, secret, start.id, start.child_id, known, start.starts_on + LINK_LASTS)
    told_ = Message(kind="invitation", subject=f"start/{start.id}", guardians=[*known], expires_at=start_of(start))
    chases = [
        replace(told_, kind="chase", due_at=now() + wait, key_part=str(number))
        for number, wait in enumerate(CHASED_AFTER, 1)
    ]
    booked = (
        talk.standing(session, start.id) is not None
    )  # by the house, on the telephone: there is nothing to remind of
    anew = [replace(told_, key_part=_stamp())] if again else [told_]
    outbox.put_all(session, *(anew if again or booked else [*anew, *chases]))
    rung = now() if all(row.unreached for row in family) else now() + CALLED_AFTER
    due.put(session, told(start, sundhedspleje_id) + ([] if booked else [_call(start, rung)]))
    return len(family)


def invite_due(session: Session, secret: str, *, sms: bool, most: int = 50) -> int:
    """Invite those whose start is at most six weeks away; the worker's round, every ten seconds. Returns how many starts."""
    waiting = select(Start.id).where(
        Start.invited_at.is_(None),
        Start.closed == "",
        Start.starts_on > today(),
        Start.starts_on <= today() + INVITED_BEFORE,
    )
    ids = session.scalars(waiting.order_by(Start.starts_on, Start.id).limit(most)).all()
    for start_id in ids:
        invite(session, secret, start_id, sms=sms)
    return len(ids)


def answer(
    session: Session, start_id: int, purpose: str, value: str, guardian_id: int, how: str, noted_by: int | None = None
) -> str:
    """One holder's answer to one of the two questions. When the sundhedsplejerske may no longer be there, she leaves the booking."""
    start = the_start(session, start_id)
    appointments = talk.all_standing(session, start_id) if purpose == consent.MEETING else []
    request = session.scalars(
        select(ConsentRequest).where(ConsentRequest.subject == f"start/{start_id}", ConsentRequest.purpose == purpose)
    ).one_or_none()
    if request is None:
        raise consent.ConsentMissing(
            "nobody is asked: the family has just moved here, or no sundhedspleje knows the child"
        )
    state = consent.answer(session, start.child_id, (request.subject, purpose), guardian_id, value, how, noted_by)
    talk.let_go(session, start, appointments)
    due.put(session, _answered(start, request, f"{purpose}-{state}"))
    return state


def note(session: Session, secret: str, start_id: int, said: tuple[int, str, str], how: str) -> str:
    """The same of what a holder of custody has said or written to the house or the sundhedsplejerske: `said` is (guardian, question, answer)."""
    start, (guardian_id, purpose, value) = the_start(session, start_id), said
    staff_id: int | None = session.info["viewer"].staff
    matters.way_to(session, secret, (start_id, start.child_id, guardian_id), start.starts_on + LINK_LASTS)
    return answer(session, start_id, purpose, value, guardian_id, how, staff_id)


def _answered(start: Start, request: ConsentRequest, kind: str) -> list[Entry]:
    """On the timeline of both sides that the question is about."""
    at, units = now(), {one for one in (request.from_unit_id, request.to_unit_id) if one is not None}
    return [
        Entry(
            key=f"consent/{request.id}/{unit}/{at.timestamp():.0f}",
            unit_id=unit,
            child_id=start.child_id,
            kind=kind,
            at=at,
            done_at=at,
            target=f"start/{start.id}",
        )
        for unit in units
    ]


def call_wanted(session: Session, start_id: int) -> None:
    """The family asks to be rung up: the house has it on Min dag at once."""
    start = the_start(session, start_id)
    start.call_wanted_at = now()
    due.put(session, [_call(start, now())])
    works = select(Membership.staff_id).where(Membership.unit_id == start.unit_id, Membership.role == LEADER)
    outbox.put(session, "call-wanted", f"start/{start_id}", staff=session.scalars(works).all(), key_part=_stamp())


def called(session: Session, start_id: int) -> None:
    """Somebody of the house has talked with the family."""
    start = the_start(session, start_id)
    start.call_wanted_at = None
    due.done(session, *(key for kind in TALKS for key in calls(start_id, kind)))


def interpreter(session: Session, start_id: int, language: str, way: str = "") -> None:
    """Ask for an interpreter (or, with "", for none any longer); for a time that is booked already one is ordered."""
    start = the_start(session, start_id)
    start.interpreter, start.interpreter_way = language, way if language else ""
    for appointment in talk.all_standing(session, start_id):
        interpreters.ask(session, appointment, language, way)
    session.flush()


def close(session: Session, start_id: int, reason: str) -> None:
    """The child does not start here after all: nothing more is sent, the time is given back, what was said yes to ends."""
    start, sundhedspleje_id = _with_care(session, start_id)
    units = {start.unit_id, sundhedspleje_id}
    talk.cancel_for(session, start)
    start.closed, start.until = reason, today()
    outbox.replace(session, f"start/{start_id}", ("invitation", "chase"))
    consent.withdraw(session, f"start/{start_id}", start.child_id)
    asking.over(session, [start_id])
    session.execute(update(Link).where(Link.start_id == start_id).values(expires_on=today() - timedelta(days=1)))
    rung = [key for kind in TALKS for key in calls(start_id, kind)]
    due.drop(session, *rung, *(f"start/{start_id}/{unit}" for unit in units))


def the_start(session: Session, start_id: int) -> Start:
    """The start, if the viewer may see it."""
    start = session.get(Start, start_id)
    if start is None:
        raise NoSuchStart
    return start


def _with_care(session: Session, start_id: int) -> tuple[Start, int | None]:
    """One that still stands, and the sundhedspleje unit of its child. One statement."""
    of_child = select(Start, Child.sundhedspleje_id).join(Child, Child.id == Start.child_id)
    row = session.execute(of_child.where(Start.id == start_id)).one_or_none()
    return _open(session, start_id), row.sundhedspleje_id if row else None


def _family(session: Session, start: Start, *, sms: bool) -> Sequence[Any]:
    """(guardian_id, unreached, Link) of each guardian, with custody or without."""
    own = and_(Link.start_id == start.id, Link.guardian_id == Guardianship.guardian_id)
    unreached = Guardian.unreached(sms=sms).label("unreached")
    rows = select(Guardianship.guardian_id, unreached, Link).outerjoin(Link, own)
    found = rows.outerjoin(Guardian, Guardian.id == Guardianship.guardian_id)
    return session.execute(found.where(Guardianship.child_id == start.child_id)).all()


def _open(session: Session, start_id: int) -> Start:
    """One that still stands: what has been closed, the link among it, is not opened again by the way."""
    start = the_start(session, start_id)
    if start.closed:
        raise talk.Closed(start.closed)
    return start


def start_of(start: Start) -> datetime:
    """The first moment of the day of the start."""
    return moment(midnight(start.starts_on))


def told(start: Start, sundhedspleje_id: int | None) -> list[Entry]:
    """The invitation and the coming start, on both sides' timeline."""
    at = start.invited_at or now()
    units = [unit for unit in (start.unit_id, sundhedspleje_id) if unit is not None]
    same: dict[str, Any] = {"child_id": start.child_id, "target": f"start/{start.id}"}
    return [
        entry
        for unit in units
        for entry in (
            Entry(key=f"invited/{start.id}/{unit}", unit_id=unit, kind="inviteret", at=at, done_at=at, **same),
            Entry(key=f"start/{start.id}/{unit}", unit_id=unit, kind="start", at=start_of(start), **same),
        )
    ]


def _call(start: Start, at: datetime) -> Entry:
    return Entry(
        key=f"ring/{start.id}",
        unit_id=start.unit_id,
        child_id=start.child_id,
        kind="ring",
        at=at,
        target=f"start/{start.id}",
    )


def _stamp() -> str:
    return f"{now():%Y%m%d%H%M}"
