"""Every state of the flow, on the demo's starts around today: invited, answered, booked, held, declined, closed, to be rung up."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import uuid4

from sqlalchemy.orm import Session

from domain import bounces, due, outbox
from domain.access import Guardian as Parent
from domain.access import Viewer, sees
from domain.access.jobs import work_as
from domain.base import now, quarter, today
from domain.booking.finding.openings import midnight
from domain.booking.kinds.types import START_TALK
from domain.booking.tables import BOOKED, HELD, Appointment, Claim, Participant
from domain.consent import BEFOREHAND, MEETING, NO, NOT_NOW, YES
from domain.demo import sickness, waiters
from domain.demo.families import Family
from domain.due import Entry
from domain.journey import family as journey
from domain.journey import talk, telling
from domain.journey.choosing.plan import Plan, plan
from domain.journey.follow_up import suggest
from domain.starts.questions import PARTS
from domain.starts.tables import Preparation, Recommendation, Section

HOURS = (9, 10, 13)
Sessions = Callable[[], Session]
ANSWERS = ((YES, YES), (YES, NO), (NO, NO), (YES, YES), (NOT_NOW, YES))
SAID = "Hun sover bedst med sin sut og en hånd på maven. Hun er glad for at være ude."
PREPARED = "Forældrene vil gerne tale om søvn og om at blive trøstet af andre."
TOLD = "Kom på besøg sammen to formiddage. Lad barnet have sin egen sut og sovedyr med. Sig altid farvel, også når det er svært."
FIRST_DAYS = "Første dag en time sammen. Anden dag to timer, hvor I går en tur. Tredje dag spiser barnet frokost."


@contextmanager
def acting(sessions: Sessions, as_: Viewer | None = None) -> Iterator[Session]:
    """A session of its own, for the house itself or for somebody."""
    with sessions() as session:
        session.info["writing"] = True
        if as_ is None:
            work_as(session, "demo")
        else:
            sees(session, as_)
        yield session
        session.commit()


def unfold(sessions: Sessions, secret: str, families: Iterable[Family]) -> None:
    """Let each start have come as far as its date says."""
    soon = [one for one in families if one.start.starts_on <= today() + timedelta(weeks=6)]
    coming = [one for one in soon if one.start.starts_on > today()]
    begun = [one for one in soon if one.start.starts_on <= today()]
    with acting(sessions) as session:
        for one in coming:
            journey.invite(session, secret, one.start.id, sms=True)
        due.put(session, [entry for one in begun for entry in _began(one)])
    for number, one in enumerate(coming):
        _answered(sessions, number, one)
    with acting(sessions) as session:
        for number, one in enumerate(coming):
            _next(session, number, one)
        for one in begun:
            if one.start.starts_on > today() - timedelta(weeks=16):
                _held(session, one)
        for one in begun[::2]:
            _followed(session, one)
    with acting(sessions) as session:
        for one, hour in zip(coming, HOURS, strict=False):
            _today(session, one, hour)
        _refuse(session, coming[3:5])
    with acting(sessions) as session:
        sickness.fall_ill(session)
        waiters.queue_up(session)


def _refuse(session: Session, families: Iterable[Family]) -> None:
    """Mail to the first guardian came back."""
    for one in families:
        bounces.refuse(session, one.guardians[0].id, one.guardians[0].email)


def _answered(sessions: Sessions, number: int, one: Family) -> None:
    """Four of five families have filled in the questionnaire and answered, each holder in their own name."""
    if number % 5 == 4:  # noqa: PLR2004
        return
    meeting, beforehand = ANSWERS[number % len(ANSWERS)]
    for guardian in one.guardians[: one.custody]:
        child = (one.child.id,)
        with acting(sessions, Parent(guardian=guardian.id, child_ids=child, custody_ids=child)) as session:
            if not one.start.newcomer and one.child.sundhedspleje_id:
                journey.answer(session, one.start.id, MEETING, meeting, guardian.id, "egen side")
                journey.answer(session, one.start.id, BEFOREHAND, beforehand, guardian.id, "egen side")
    with acting(sessions) as session:
        journey.the_start(session, one.start.id).answered_at = now() - timedelta(days=2)
        session.add_all(_sections(one))
        if number % 3 == 0:
            session.add_all(_prepared(one))


def _next(session: Session, number: int, one: Family) -> None:
    """Booked, to be rung up, with an interpreter, closed, or waiting."""
    if number % 11 == 10:  # noqa: PLR2004
        journey.close(session, one.start.id, "flyttet")
    elif number % 7 == 6:  # noqa: PLR2004
        journey.call_wanted(session, one.start.id)
    elif number % 5 in {0, 1, 2} and number > 3:  # noqa: PLR2004
        if number % 4 == 3:  # noqa: PLR2004 -- the municipality's own, who is part of the conversation
            journey.interpreter(session, one.start.id, "ukrainsk")
        found = plan(session, one.start.id)
        times = talk.times(session, found)
        if times:
            talk.book(session, found, times[number * 7 % len(times)].first, uuid4().hex)
        if number % 4 == 1:
            journey.interpreter(session, one.start.id, "arabisk")


def _today(session: Session, one: Family, hour: int) -> None:
    """A conversation today, whatever day today is: a time that has passed cannot be booked, so it is written down."""
    found = plan(session, one.start.id)
    if found.closed:
        return
    appointment = _talk(one, midnight(today()) + hour * 4, BOOKED)
    appointment.participants = list(_seats(found))
    session.add(appointment)
    session.flush()
    quarters = range(appointment.first, appointment.first + appointment.quarters)
    session.add_all(
        Claim(resource_id=seat.resource_id, quarter=quarter_, appointment_id=appointment.id)
        for seat in appointment.participants
        for quarter_ in quarters
    )
    due.put(session, telling.entries(session, appointment))
    due.drop(session, f"ring/{one.start.id}")
    outbox.replace(session, [f"start/{one.start.id}"], ("chase",))


def _seats(found: Plan) -> Iterator[Participant]:
    """Whoever comes first of each of the plan's roles."""
    for place, need in enumerate(found.needs):
        for pick in need.candidates[:1]:
            ids = {"resource_id": pick.resource_id, "staff_id": pick.staff_id, "unit_id": pick.unit_id}
            yield Participant(place=place, role=need.role, **ids)


def _talk(one: Family, first: int, state: str) -> Appointment:
    return Appointment(
        type_key=START_TALK,
        unit_id=one.start.unit_id,
        child_id=one.child.id,
        start_id=one.start.id,
        first=first,
        quarters=4,
        state=state,
        sequence=0,
        request_key=uuid4().hex,
        booked_at=now() - timedelta(weeks=6),
    )


def _held(session: Session, one: Family) -> None:
    """The conversation took place four weeks before the start, and led to something."""
    first = midnight(one.start.starts_on - timedelta(weeks=4)) + 40
    talk_ = _talk(one, min(first, quarter(now()) - 96), HELD)
    talk_.participants = list(_seats(plan(session, one.start.id)))
    session.add(talk_)
    session.add(
        Recommendation(
            start_id=one.start.id,
            child_id=one.child.id,
            unit_id=one.start.unit_id,
            text=TOLD,
            first_days=FIRST_DAYS,
            staff_id=one.start.contact_id or 1,
            at=now() - timedelta(weeks=3),
        )
    )
    session.flush()


def _followed(session: Session, one: Family) -> None:
    """Every other family that has begun has its follow-up to come."""
    if one.start.starts_on > today() - timedelta(weeks=9):
        found = suggest(session, one.start.id)
        if found.offer is not None:
            talk.book(session, found.plan, found.offer.first, uuid4().hex)


def _sections(one: Family) -> Iterator[Section]:
    for part in PARTS:
        said = {question.key: SAID for question in part.questions if question.kind in {"text", "line"}}
        yield Section(
            start_id=one.start.id,
            child_id=one.child.id,
            unit_id=one.start.unit_id,
            section=part.key,
            answers=part.cleaned(said),
            version=1,
            guardian_id=one.guardians[0].id,
            at=now() - timedelta(days=2),
        )


def _prepared(one: Family) -> Iterator[Preparation]:
    if one.child.sundhedspleje_id and one.child.sundhedsplejerske_id:
        yield Preparation(
            start_id=one.start.id,
            child_id=one.child.id,
            unit_id=one.child.sundhedspleje_id,
            text=PREPARED,
            staff_id=one.child.sundhedsplejerske_id,
            at=now() - timedelta(days=1),
        )


def _began(one: Family) -> Iterator[Entry]:
    at = journey.start_of(one.start)
    for unit in filter(None, (one.start.unit_id, one.child.sundhedspleje_id)):
        yield Entry(
            key=f"start/{one.start.id}/{unit}",
            unit_id=unit,
            kind="start",
            at=at,
            done_at=at,
            child_id=one.child.id,
            target=f"start/{one.start.id}",
        )
