"""What is there after a conference, for tests that go to every page: an effort, a role that is offered, a referat in each state."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session, sessionmaker

from domain.asking import RAN_OUT
from domain.base import now, quarter, today
from domain.conferences import after
from domain.conferences.after import handing
from domain.conferences.tables.effort import Effort
from domain.conferences.tables.meeting import NOTES, OWN, Agreement, Item, Passage
from domain.conferences.tables.series import APPROVED, BEGUN, CLOSED, Attendance, Conference
from domain.conferences.tables.task import AGENDA, DISCUSSED, GROUP, Reach, Step, Task
from domain.conferences.tasks import life
from domain.conferences.tasks.lapsing import OF_EFFORT
from domain.due import Due
from domain.tovholder.followed import RUNNING
from tests.scenes.bookings import added
from tests.scenes.demo_town import DemoTown
from tests.scenes.municipality import Town, Worker
from tests.scenes.tasks import opened, staff

WHY = {"unscoped": "the scene picks what nobody in it may read", "synchronize_session": False}
SEATED = (
    "dagtilbud/leder",
    "dagtilbud/paedagog",
    "ppr/logopaed",
    "fsr/socialraadgiver",
    "sundhedspleje/sundhedsplejerske",
)


def discussed(session: Session, by: Worker, house: int, title: str = "Uro ved samling") -> int:
    """A task that nobody is named in, with neither an effort nor an end."""
    whose = {"unit_id": house, "from_unit_id": house, "writer_id": by.staff, "kind": GROUP, "title": title}
    task = added(session, Task(**whose, state=DISCUSSED, created_at=now(), submitted_at=now()))
    session.add(Step(task_id=task.id, at=now(), state=DISCUSSED))
    session.flush()
    return task.id


def _unread(session: Session, leader: Worker) -> dict[str, object]:
    """The demo's task whose parents' yes has run out; its effort's tovholder is the leader."""
    asked = select(Due.target).where(Due.kind == OF_EFFORT[RAN_OUT])
    task = int(session.scalars(asked, execution_options=WHY).one().partition("/")[2])
    holds = update(Effort).where(Effort.task_id == task).values(tovholder_id=leader.staff, for_unit_id=leader.unit)
    session.execute(holds, execution_options=WHY)
    return {"task_id": task}


def plan(tovholder: int, **values: Any) -> after.Plan:
    usual = {"goal": "Ro ved samling", "tovholder_id": tovholder, "starts_on": today()}
    return after.Plan(**usual | {"follow_up_on": today() + timedelta(weeks=4)} | values)


def in_scene(sessions: sessionmaker[Session], town: Town) -> dict[str, object]:
    """An effort of the house that reaches those who sit at its table; its role is offered to the pædagog. A referat in each state."""
    leader, paedagog = town.workers["dagtilbud/leder"], town.workers["dagtilbud/paedagog"]
    with opened(sessions, staff(leader)) as session:
        task = discussed(session, leader, leader.unit)
        session.add_all(
            Reach(task_id=task, staff_id=town.workers[one].staff, unit_id=town.workers[one].unit) for one in SEATED
        )
        session.flush()
        effort = after.start_effort(session, task, plan(leader.staff))
        session.add_all(
            Reach(task_id=task, staff_id=town.workers[one].staff, unit_id=town.workers[one].unit) for one in SEATED[1:]
        )
        session.flush()
        offer = handing.offer(session, effort.id, paedagog.staff, effort.version)
        life.reach(session, discussed(session, leader, leader.unit, "Endnu ikke besluttet"))
        for state in (BEGUN, CLOSED, APPROVED):
            _held(session, leader, state)
        session.commit()
        return {"effort_id": effort.id, "handover_id": offer}


def in_demo(sessions: sessionmaker[Session], town: DemoTown) -> None:
    """What each page and form of what comes after a meeting is tried with, as the leader of the house."""
    leader = town.places["dagtilbud"]
    with opened(sessions, staff(leader)) as session:
        rows = select(Effort.id, Effort.version, Effort.task_id, Effort.tovholder_id)
        runs = session.execute(rows.where(Effort.unit_id == leader.unit, Effort.state == RUNNING)).all()
        mine = next(row for row in runs if row.tovholder_id == leader.staff)
        other = next(row for row in runs if row.tovholder_id != leader.staff)
        offer = handing.offer(session, other.id, leader.staff, other.version)
        candidate = next(one for one, _name, _unit in handing.candidates(session, mine.task_id) if one != leader.staff)
        loose = discussed(session, leader, leader.unit)
        life.reach(session, loose)
        left, unread = discussed(session, leader, leader.unit, "Glemt"), _unread(session, leader)
        session.get_one(Task, left).state = AGENDA
        held = {state: _held(session, leader, state) for state in (BEGUN, CLOSED, APPROVED)}
        promise = session.scalars(
            select(Agreement.id).where(Agreement.unit_id == leader.unit, Agreement.done_at.is_(None))
        ).first()
        session.commit()
    version, later = {"version": str(mine.version)}, str(today() + timedelta(weeks=6))
    effort = {"effort_id": mine.id}
    town.values |= {"effort_id": mine.id, "handover_id": offer}
    town.values.setdefault("agreement_id", promise)
    locked = dict(zip(("conference_id", "item_id"), held[APPROVED], strict=True))
    town.values["ways"] |= {
        "conferences.referat": locked,
        "conferences.pdf": locked,
        "conferences.add": locked,
        "conferences.close_conference": {"conference_id": held[BEGUN][0]},
        "conferences.approve": {"conference_id": held[CLOSED][0]},
        "conferences.start_effort": {"task_id": loose},
        "conferences.settle": {"task_id": loose},
        "conferences.requeue": {"task_id": left},
        **dict.fromkeys((f"conferences.{one}" for one in ("unagreed", "ask_again", "close_unagreed")), unread),
        "conferences.kept": {"agreement_id": promise},
        **dict.fromkeys((f"conferences.{one}" for one in ("effort", "follow_up", "evaluate", "hand_over")), effort),
    }
    town.values["forms"] |= {
        "conferences.agree": {"responsible": leader.staff},
        "conferences.follow_up": version | {"text": "Det går", "goal": "Ro", "who_does_what": "Alle", "next_on": later},
        "conferences.evaluate": version | {"outcome": "naaet", "learned": "Små grupper"},
        "conferences.hand_over": version | {"to": str(candidate)},
        "conferences.start_effort": {
            "goal": "Ro",
            "tovholder": str(leader.staff),
            "starts_on": str(today()),
            "follow_up_on": later,
            "track": "1",
            "target": "",
            "who_does_what": "Alle",
        },
    }


def _held(session: Session, by: Worker, state: str) -> tuple[int, int]:
    """(conference, item): a meeting with notes that has come to this state."""
    known = session.execute(select(Conference.series_id).where(Conference.unit_id == by.unit)).first()
    assert known is not None
    at = quarter(now() - timedelta(days=1)) // 4 * 4
    one = Conference(series_id=known.series_id, unit_id=by.unit, first=at, quarters=8, state=BEGUN, chair_id=by.staff)
    one.deadline = today() - timedelta(days=8)
    conference = added(session, one)
    session.add(Attendance(conference_id=conference.id, staff_id=by.staff, unit_id=by.unit, role=by.role))
    whose = {"conference_id": conference.id, "unit_id": by.unit}
    item = added(session, Item(**whose, place=1, kind=OWN, title="Eventuelt", minutes=10))
    session.add(
        Passage(**whose, item_id=item.id, field=NOTES, text="Vi så", version=1, written_by=by.staff, written_at=now())
    )
    session.flush()
    conference.state = state
    conference.closed_at = now() if state != BEGUN else None
    conference.approved_at = now() if state == APPROVED else None
    session.flush()
    return conference.id, item.id
