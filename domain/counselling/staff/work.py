"""What counsellors do with a case: take it, hand it over, answer, note, label, close, open again, and put a flood aside."""

from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from domain.base import DomainError, now, today
from domain.counselling.crypto import boxes
from domain.counselling.staff import counting, inbox, promise
from domain.counselling.staff.desk import DAYS
from domain.counselling.staff.dialogue import NOTE, NoSuchCase
from domain.counselling.staff.unlocking import Opened
from domain.counselling.tables.cases import ANSWERED, CLOSED, TEAM, WAITING, Case, Message, Note
from domain.counselling.tables.desk import Desk
from domain.counselling.tables.team import Seat


class Overtaken(DomainError):
    """Somebody has written since the page was shown."""


class NotACounsellor(DomainError):
    """Whoever does not hold the team's key can do nothing with a case."""


class Held(NamedTuple):
    """A case that nobody else changes meanwhile, and the days that its house has decided."""

    case: Case
    answer_days: int
    retention_days: int


def held(session: Session, unit_id: int, case_id: int) -> Held:
    """A case of this unit that the viewer may read. One statement. Raises NoSuchCase."""
    days = (func.coalesce(getattr(Desk, name), DAYS[name]) for name in ("answer_days", "retention_days"))
    found = select(Case, *days).outerjoin(Desk, Desk.unit_id == Case.unit_id)
    own = found.where(Case.id == case_id, Case.unit_id == unit_id).with_for_update(of=Case)
    row = session.execute(own).one_or_none()
    if row is None:
        raise NoSuchCase
    return Held(*row)


def one(session: Session, unit_id: int, case_id: int) -> Case:
    """The case alone."""
    return held(session, unit_id, case_id).case


def take(session: Session, unit_id: int, case_id: int, staff_id: int) -> None:
    """It is mine to answer. Whoever had it sees in the list who has it now."""
    case = one(session, unit_id, case_id)
    case.staff_id = staff_id
    _keep(session)


def hand_over(session: Session, unit_id: int, case_id: int, staff_id: int) -> None:
    """To somebody who can open it."""
    case = one(session, unit_id, case_id)
    if session.get(Seat, (case.epoch_id, staff_id)) is None:
        raise NotACounsellor
    case.staff_id = staff_id
    _keep(session)


def let_go(session: Session, unit_id: int, case_id: int) -> None:
    """Back to all."""
    one(session, unit_id, case_id).staff_id = None
    _keep(session)


def answer(session: Session, opened: Opened, unit_id: int, case_id: int, text: str, seen: int, by: str) -> None:
    """`seen`: the number of the last message that the writer had on the page; another has come: Overtaken. `by`: the role that is shown."""
    case, answer_days, retention_days = held(session, unit_id, case_id)
    if case.sequence != seen:
        raise Overtaken
    key, since = opened.case(case), case.waiting_since
    case.state, case.waiting_since = ANSWERED, None
    case.staff_id = case.staff_id or opened.staff_id
    _say(session, key, case, retention_days, text, by)
    if since is not None:
        topic = inbox.said(key, case.id, inbox.ABOUT, case.about).get("topic", "")
        counting.answered(session, unit_id, topic, in_time=not promise.late(since, answer_days))


def tell(session: Session, opened: Opened, unit_id: int, case_id: int, text: str, by: str) -> None:
    """A word to the parent that answers nothing: what waits goes on waiting."""
    case, _answer_days, retention_days = held(session, unit_id, case_id)
    _say(session, opened.case(case), case, retention_days, text, by)


def _say(session: Session, key: boxes.Key, case: Case, days: int, text: str, by: str) -> None:
    """One more message from the team. The time of day is written inside it, where only its readers find it."""
    case.sequence += 1
    _prolong(case, days)
    content = {"text": text, "at": now().isoformat(timespec="minutes"), "by": by}
    body = boxes.encrypt(key, case.id, TEAM, case.sequence, content)
    same = {"case_id": case.id, "sequence": case.sequence, "direction": TEAM, "on": today()}
    _keep(session, Message(id=boxes.new_id(), body=body, **same))


def note(session: Session, key: boxes.Key, case_id: int, staff_id: int, text: str) -> None:
    """Beside the case, for whoever of the staff reads it; never for the parent."""
    number = boxes.new_id()
    body = boxes.encrypt(key, case_id, NOTE, number, {"text": text})
    session.add(Note(id=number, case_id=case_id, staff_id=staff_id, on=today(), body=body))
    session.flush()


def label(session: Session, opened: Opened, unit_id: int, case_id: int, text: str) -> None:
    """The counsellors' own word for it; an empty one takes it away."""
    case = one(session, unit_id, case_id)
    key = opened.case(case)
    case.label = boxes.encrypt(key, case.id, inbox.LABEL, 0, {"text": text}) if text else None
    _keep(session)


def close(session: Session, unit_id: int, case_id: int) -> None:
    """Nothing more is expected. What the parent writes opens it again."""
    case, _answer_days, retention_days = held(session, unit_id, case_id)
    case.state, case.waiting_since = CLOSED, None
    _prolong(case, retention_days)
    _keep(session)


def reopen(session: Session, unit_id: int, case_id: int) -> None:
    """Closed too soon."""
    case, _answer_days, retention_days = held(session, unit_id, case_id)
    if case.state == CLOSED:
        case.state = ANSWERED
        _prolong(case, retention_days)
        _keep(session)


def put_aside(session: Session, unit_id: int, case_id: int, *, aside: bool) -> None:
    """Away from the list of those that wait, or back. Nothing is deleted, and it keeps its days. Back, it is suspected no longer."""
    case = one(session, unit_id, case_id)
    case.aside, case.suspected = aside, case.suspected and aside
    _keep(session)


def put_flood_aside(session: Session, unit_id: int) -> int:
    """All that wait and are suspected, of which nobody has taken any. Returns how many."""
    flood = (Case.unit_id == unit_id, Case.suspected, Case.aside.is_(False), Case.state == WAITING)
    found = session.scalars(select(Case).where(*flood, Case.staff_id.is_(None))).all()
    for case in found:
        case.aside = True
    _keep(session)
    return len(found)


def _prolong(case: Case, days: int) -> None:
    case.last_on = today()
    case.expires_on = today() + timedelta(days=days)


def _keep(session: Session, *new: Message) -> None:
    """The number of its messages is a case's version: who has written meanwhile has won, and the session can go on."""
    try:
        with session.begin_nested():
            session.add_all(new)
            session.flush()
    except (StaleDataError, IntegrityError) as error:
        raise Overtaken from error


def days_left(expires_on: date) -> int:
    return (expires_on - today()).days
