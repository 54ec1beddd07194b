"""A task (opgave): what somebody wants the conference to take up, about a named child only while the parents say yes.

Three tables hang on it that a policy reads: whom it reaches, which PPR roles it asks for, and what has become of it.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, Select, and_, or_, select
from sqlalchemy.orm import Mapped, mapped_column, validates

from domain import cpr
from domain.access import ASKING, Guarded, Verb, Viewer, found_in
from domain.base import Base, now, one_of
from domain.consent import CONFERENCE, covered_matters

DEVELOPMENT, STAFF, PARENTS, GROUP, CHILD = "faglig-paedagogisk", "personale", "foraeldre", "gruppe", "enkeltbarn"
KINDS = (DEVELOPMENT, STAFF, PARENTS, GROUP, CHILD)
SOS, BAL = "signs-of-safety", "bal"
"""The frame a task is described in: BAL for `DEVELOPMENT`, where no child is named, Signs of Safety for the others."""
FRAMES = {
    SOS: ("worries", "works", "must_happen"),
    BAL: ("challenge", "information", "analysis", "measures", "evaluation"),
}
TEXTS = ("title", "occupies", "interpretation", "tried", "family_view", "wanted", "urgency_reason")
DRAFT, SUBMITTED, AGENDA, DISCUSSED, EFFORT, FOLLOWED, CLOSED, WITHDRAWN = (
    "kladde", "indsendt", "paa-dagsorden", "droeftet", "indsats", "fulgt-op", "lukket", "trukket"
)  # fmt: skip
"""Life of a task (domain.md). A postponed one is `SUBMITTED` again and keeps its history; `WITHDRAWN` by its writer."""
ALIVE = (SUBMITTED, AGENDA, DISCUSSED, EFFORT, FOLLOWED)
RUNS = (EFFORT, FOLLOWED)
"""There is an effort, or there has been one."""
STATES = (DRAFT, *ALIVE, CLOSED, WITHDRAWN)


def open_to(row: Any, viewer: Viewer, task_id: Any) -> ColumnElement[bool]:
    """Who reads what hangs on a task: whom it reaches, while no child is named in it or the parents say yes.

    `row` has `child_id` (None: nobody is named), `unit_id` and the id of its task.
    """
    return and_(agreed(row, task_id), or_(row.unit_id.in_(viewer.leads()), found_in(task_id, reaching(viewer))))


def agreed(row: Any, task_id: Any, day: Any = ASKING.today) -> ColumnElement[bool]:
    """No child is named in it, or the parents say yes (`day`: as of covered_matters)."""
    return or_(row.child_id.is_(None), found_in(task_id, covered_matters(CONFERENCE, day=day)))


def reaching(viewer: Viewer) -> "Select[int]":
    """Ids of the tasks that reach whoever asks, today: in a unit that they have left nothing does."""
    units = viewer.every_unit()
    whole = and_(Reach.staff_id.is_(None), Reach.unit_id.in_(units))
    own = and_(Reach.staff_id == viewer.staff, Reach.unit_id.in_(units))
    return select(Reach.task_id).where(or_(whole, own))


class Task(Guarded, Base):
    """One task. `unit_id` is the house whose conference it is for, `from_unit_id` the unit of its writer.

    `child_id` None: put anonymously, then no name and no birth date stands in it. `start_id`: the start whose link the parents were asked by.
    `occupies`: what has been seen and heard; what one makes of it stands apart, in `interpretation`.
    `child_name`: what the child is called, for whoever reads the task and has no other right to know of the child.
    `sheet`: texts by the names of its frame in FRAMES. `numbers`: the writer's draft of the scale, [number, reason] by voice; rows of
    `Number` once it is submitted. `urgency` 1 (can wait) to 3 (now), with a reason. `minutes` as wished.
    `asked_at`: when the parents were asked, who may read it since then. `again_id`: the withdrawn one that this is put instead of, anonymously.
    `forgotten_at`: the house is deleting it, its time is up.
    """

    __tablename__ = "task"
    __table_args__ = (
        Index("ix_task_unit_state", "unit_id", "state"),
        CheckConstraint("urgency BETWEEN 1 AND 3", name="urgency"),
        CheckConstraint("kind <> 'faglig-paedagogisk' OR child_id IS NULL", name="no_child_named"),
        CheckConstraint("child_id IS NOT NULL OR child_name = ''", name="anonymous"),
        one_of("kind", KINDS),
        one_of("frame", FRAMES),
        one_of("state", STATES),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    from_unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    writer_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), index=True)
    kind: Mapped[str]
    child_id: Mapped[int | None] = mapped_column(ForeignKey("child.id"), index=True)
    child_name: Mapped[str] = mapped_column(default="")
    start_id: Mapped[int | None] = mapped_column(ForeignKey("start.id"))
    again_id: Mapped[int | None]
    title: Mapped[str] = mapped_column(default="")
    occupies: Mapped[str] = mapped_column(default="")
    interpretation: Mapped[str] = mapped_column(default="")
    tried: Mapped[str] = mapped_column(default="")
    family_view: Mapped[str] = mapped_column(default="")
    wanted: Mapped[str] = mapped_column(default="")
    frame: Mapped[str] = mapped_column(default=SOS)
    sheet: Mapped[dict[str, str]] = mapped_column(default=dict)
    numbers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    urgency: Mapped[int] = mapped_column(default=1)
    urgency_reason: Mapped[str] = mapped_column(default="")
    minutes: Mapped[int] = mapped_column(default=20)
    state: Mapped[str] = mapped_column(default=DRAFT)
    created_at: Mapped[datetime]
    written_at: Mapped[datetime] = mapped_column(default=now)
    asked_at: Mapped[datetime | None]
    submitted_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    forgotten_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=0)
    __mapper_args__ = {"version_id_col": version}

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        """Its writer, while of the unit it was written for; from when it is submitted until it is withdrawn whom it reaches; the holders of
        custody once they have been asked.
        """
        return or_(
            and_(cls.writer_id == viewer.staff, cls.from_unit_id.in_(viewer.every_unit())),
            and_(cls.state.not_in((DRAFT, WITHDRAWN)), open_to(cls, viewer, cls.id)),
            and_(cls.asked_at.is_not(None), cls.child_id.in_(viewer.custody())),
        )

    def writable_by(self, viewer: Viewer, verb: Verb) -> bool:
        """Its writer, alone: what becomes of it is written by life.step, for whoever sits at the table."""
        return viewer.job or (viewer.staff == self.writer_id and self.from_unit_id in viewer.every_unit())

    @validates(*TEXTS)
    def _no_cpr(self, _name: str, text: str) -> str:
        cpr.refuse(text)
        return text

    @validates("sheet", "numbers")
    def _none_in_parts(self, _name: str, parts: dict[str, Any]) -> dict[str, Any]:
        cpr.refuse(*parts, *(str(part) for part in parts.values()))
        return parts


class Reach(Base):
    """Whom a submitted task reaches besides the house's leaders. Ids only.

    With `staff_id` one person (the writer, whoever sits at the table) for as long as they are of `unit_id`, the unit they are there for; without
    it the whole unit (PPR that is asked for). Kept by the house: written anew whenever the task is put on an agenda, taken off it, or the table
    changes; a child's sundhedspleje loses its own when the child gets another (reached.py).
    """

    __tablename__ = "task_reach"
    __table_args__ = (
        Index("ix_task_reach_staff", "staff_id", "task_id"),
        Index("ix_task_reach_unit", "unit_id", "staff_id", "task_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"), index=True)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))


class Wanted(Base):
    """A PPR role that a task asks for, and who has taken it. Ids only."""

    __tablename__ = "task_wanted"
    __table_args__ = (Index("ix_task_wanted_role", "role", "taken_by"),)

    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"), primary_key=True)
    role: Mapped[str] = mapped_column(primary_key=True)
    taken_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    taken_at: Mapped[datetime | None]


class Step(Base):
    """What became of a task, and when: never changed and never deleted before the task is. Ids only; the figures count it."""

    __tablename__ = "task_step"
    __table_args__ = (Index("ix_task_step_task", "task_id", "id"), one_of("state", STATES))

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"))
    at: Mapped[datetime]
    state: Mapped[str]
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    conference_id: Mapped[int | None] = mapped_column(ForeignKey("conference.id"))


class Number(Guarded, Base):
    """One voice's number on the scale from 0 to 10, with or without a reason, at one time. Another number is another row: they are followed."""

    __tablename__ = "task_number"
    __table_args__ = (CheckConstraint("value BETWEEN 0 AND 10", name="scale"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    child_id: Mapped[int | None] = mapped_column(ForeignKey("child.id"))
    conference_id: Mapped[int | None] = mapped_column(ForeignKey("conference.id"))
    voice: Mapped[str]
    value: Mapped[int]
    reason: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
    entered_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        """As its task; and whoever entered it, while nobody is named or the parents say yes."""
        own = and_(cls.entered_by == viewer.staff, agreed(cls, cls.task_id))
        return or_(own, open_to(cls, viewer, cls.task_id), cls.child_id.in_(viewer.custody()))

    def writable_by(self, viewer: Viewer, verb: Verb) -> bool:
        """Entered by each, or by the minute-taker for all; never changed; the house forgets it."""
        return viewer.job if verb == "delete" else verb == "create" and viewer.staff == self.entered_by

    @validates("voice", "reason")
    def _no_cpr(self, _name: str, text: str) -> str:
        cpr.refuse(text)
        return text
