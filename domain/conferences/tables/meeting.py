"""What stands on a conference's agenda and what was written there: items, their texts with versions, agreements, later additions."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, Index, UniqueConstraint, and_, or_
from sqlalchemy.orm import Mapped, mapped_column

from domain.access import Guarded, Verb, Viewer, found_in
from domain.base import Base, one_of
from domain.conferences.tables.series import attended_by
from domain.conferences.tables.task import open_to

WELCOME, AGREEMENTS, TASK, EFFORT, TRANSITIONS, LEARNING, CLOSING, OWN = (
    "velkomst", "aftaler", "opgave", "indsats", "overgange", "laering", "opsamling", "eget"
)  # fmt: skip
KINDS = (WELCOME, AGREEMENTS, TASK, EFFORT, TRANSITIONS, LEARNING, CLOSING, OWN)
CARRIED = (TASK, EFFORT, OWN)
"""What is put on the next agenda when it is postponed; the others stand on every agenda, and by them it is known to be made."""
WAITS, NOW, DISCUSSED, POSTPONED = STATES = "venter", "nu", "droeftet", "udsat"
NOTES, DECISION, LEARNED = "noter", "beslutning", "laering"
FIELDS = (NOTES, DECISION, LEARNED)


def at_the_table(row: Any, viewer: Viewer) -> ColumnElement[bool]:
    """What is not about a task: the house, and whoever is called in. `row` has `unit_id` and `conference_id`."""
    return or_(row.unit_id.in_(viewer.every_unit()), found_in(row.conference_id, attended_by(viewer)))


def written_there(row: Any, viewer: Viewer) -> ColumnElement[bool]:
    """The rule of everything that is written under an item: as its task, where it has one."""
    return or_(and_(row.task_id.is_(None), at_the_table(row, viewer)), open_to(row, viewer, row.task_id))


class Item(Guarded, Base):
    """One item of an agenda, in the order of `place`. What it is about stands with its task or effort; `title` is the agenda's own words.

    `marked_at`: added or changed after the agenda was sent. While it is discussed `begun_at` says since when; `used` are seconds
    before that, so that time is drawn beside the plan. `from_id`: the item of an earlier date that this one was postponed from.
    """

    __tablename__ = "conference_item"
    __table_args__ = (
        Index("ix_conference_item_place", "conference_id", "place"),
        one_of("kind", KINDS),
        one_of("state", STATES),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    conference_id: Mapped[int] = mapped_column(ForeignKey("conference.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    place: Mapped[int]
    kind: Mapped[str]
    task_id: Mapped[int | None] = mapped_column(ForeignKey("task.id"), index=True)
    effort_id: Mapped[int | None] = mapped_column(ForeignKey("effort.id"), index=True)
    title: Mapped[str] = mapped_column(default="")
    minutes: Mapped[int]
    presenter_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    state: Mapped[str] = mapped_column(default=WAITS)
    marked_at: Mapped[datetime | None]
    begun_at: Mapped[datetime | None]
    used: Mapped[int] = mapped_column(default=0)
    from_id: Mapped[int | None] = mapped_column(ForeignKey("conference_item.id"))

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        """The house and the table: that there is an item. It names nobody."""
        return at_the_table(cls, viewer)

    def writable_by(self, viewer: Viewer, verb: Verb) -> bool:
        """The house and the table; and the house itself, which proposes."""
        return viewer.job or viewer.staff is not None

    def about_the_same(self, other: "Item") -> bool:
        """Whether it stands there for the same task or effort as another, which need not come beside it."""
        matter = (self.kind, self.task_id, self.effort_id) == (other.kind, other.task_id, other.effort_id)
        return matter and self.task_id is not None and self.state != POSTPONED


class Away(Base):
    """Whoever is not present at one item, though called in to the conference. Ids only: everybody else is present."""

    __tablename__ = "conference_away"

    item_id: Mapped[int] = mapped_column(ForeignKey("conference_item.id"), primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), primary_key=True)


class Invitation(Base):
    """When the holders of custody are to come to the item about their child: `minute` of the meeting, as the mail said. Ids and times only."""

    __tablename__ = "conference_invitation"

    item_id: Mapped[int] = mapped_column(ForeignKey("conference_item.id"), primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"), index=True)
    conference_id: Mapped[int] = mapped_column(ForeignKey("conference.id"), index=True)
    minute: Mapped[int]
    minutes: Mapped[int]
    sequence: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime]


class Passage(Guarded, Base):
    """One field of an item as it stands (`field` of FIELDS). Whoever saves says which `version` they had: another one is a conflict."""

    __tablename__ = "conference_passage"
    __table_args__ = (
        UniqueConstraint("item_id", "field"),
        Index("ix_conference_passage_conference", "conference_id"),
        one_of("field", FIELDS),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("conference_item.id"))
    conference_id: Mapped[int] = mapped_column(ForeignKey("conference.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    task_id: Mapped[int | None] = mapped_column(ForeignKey("task.id"), index=True)
    child_id: Mapped[int | None] = mapped_column(ForeignKey("child.id"))
    field: Mapped[str]
    text: Mapped[str]
    version: Mapped[int] = mapped_column()
    written_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    written_at: Mapped[datetime]
    __mapper_args__ = {"version_id_col": version}

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        """As its item's task."""
        return written_there(cls, viewer)

    def writable_by(self, viewer: Viewer, verb: Verb) -> bool:
        """By anybody at the table, who is then the one who wrote it last; the house forgets it."""
        if verb == "delete":
            return viewer.job
        return viewer.staff is not None and (verb == "change" or viewer.staff == self.written_by)


class Rival(Guarded, Base):
    """The loser's text of two saves of the same version: kept, and shown beside the winner's until somebody has merged them."""

    __tablename__ = "conference_rival"

    id: Mapped[int] = mapped_column(primary_key=True)
    passage_id: Mapped[int] = mapped_column(ForeignKey("conference_passage.id"), index=True)
    conference_id: Mapped[int] = mapped_column(ForeignKey("conference.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    task_id: Mapped[int | None] = mapped_column(ForeignKey("task.id"))
    child_id: Mapped[int | None] = mapped_column(ForeignKey("child.id"))
    text: Mapped[str]
    written_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    written_at: Mapped[datetime]
    merged_at: Mapped[datetime | None]

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        """As its item's task."""
        return written_there(cls, viewer)

    def writable_by(self, viewer: Viewer, verb: Verb) -> bool:
        """Written in one's own name; settled by anybody at the table; the house forgets it."""
        if verb == "delete":
            return viewer.job
        return viewer.staff is not None and (verb == "change" or viewer.staff == self.written_by)


class Agreement(Guarded, Base):
    """What one person will do before a day that is a working day."""

    __tablename__ = "conference_agreement"
    __table_args__ = (Index("ix_conference_agreement_unit", "unit_id", "done_at", "deadline"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("conference_item.id"), index=True)
    conference_id: Mapped[int] = mapped_column(ForeignKey("conference.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    task_id: Mapped[int | None] = mapped_column(ForeignKey("task.id"), index=True)
    child_id: Mapped[int | None] = mapped_column(ForeignKey("child.id"))
    text: Mapped[str]
    responsible_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), index=True)
    deadline: Mapped[date]
    made_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    done_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    version: Mapped[int] = mapped_column(default=0)
    __mapper_args__ = {"version_id_col": version}

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        """As its item's task."""
        return written_there(cls, viewer)

    def writable_by(self, viewer: Viewer, verb: Verb) -> bool:
        """Whoever sits at the table, and whoever is responsible; the house forgets it."""
        return viewer.job or (viewer.staff is not None and verb != "delete")


class Addition(Guarded, Base):
    """A correction of a locked referat: said beside it, with name and time, never in it."""

    __tablename__ = "conference_addition"

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("conference_item.id"), index=True)
    conference_id: Mapped[int] = mapped_column(ForeignKey("conference.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    task_id: Mapped[int | None] = mapped_column(ForeignKey("task.id"))
    child_id: Mapped[int | None] = mapped_column(ForeignKey("child.id"))
    text: Mapped[str]
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    at: Mapped[datetime]

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        """As its item's task."""
        return written_there(cls, viewer)

    def writable_by(self, viewer: Viewer, verb: Verb) -> bool:
        """In one's own name, once; the house forgets it."""
        return viewer.job if verb == "delete" else verb == "create" and viewer.staff == self.staff_id


class Template(Base):
    """The agenda that every conference begins with, edited by the administrator: its items in order, with minutes. No person in it."""

    __tablename__ = "agenda_template"
    __table_args__ = (one_of("kind", KINDS),)

    place: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    title: Mapped[str]
    minutes: Mapped[int]
