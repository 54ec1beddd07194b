"""What is agreed, looked at again on a day that somebody has said, adjusted, and evaluated in the end."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import DomainError, now, today

RUNNING, CLOSED = "i-gang", "lukket"
REACHED, PARTLY, NOT_REACHED = "naaet", "delvist", "ikke-naaet"
OUTCOMES = (REACHED, PARTLY, NOT_REACHED)
GO_ON, ADJUSTED, ENDED = "fortsaet", "justeret", "afsluttet"
LOOKS = (GO_ON, ADJUSTED, ENDED)
"""What is decided when it is looked at again."""
TARGETS = ("uddannelseshjaelp", "revalidend")
"""Target groups of Samarbejdsmodellen (domain.md, "Texts that the municipality publishes"): empty where none applies."""


class NotAhead(DomainError):
    """What runs is looked at again on a day that is still to come, and not before it starts."""


class Followed:
    """The columns of what is followed. A tovholder is obligatory.

    `track` 1-3 of Fællesskabsmodellen and `target` of TARGETS where they apply. `follow_up_on` None only once it is over.
    `outcome` of OUTCOMES and `learned` when it has been evaluated.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    goal: Mapped[str]
    track: Mapped[int | None]
    target: Mapped[str] = mapped_column(default="")
    tovholder_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    starts_on: Mapped[date]
    follow_up_on: Mapped[date | None]
    state: Mapped[str] = mapped_column(default=RUNNING)
    outcome: Mapped[str] = mapped_column(default="")
    learned: Mapped[str] = mapped_column(default="")
    closed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=0)
    __mapper_args__ = {"version_id_col": version}


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What has been agreed. `track` and `target` as in `Followed`."""

    goal: str
    tovholder_id: int
    starts_on: date
    follow_up_on: date
    track: int | None = None
    target: str = ""

    def must_be_ahead(self) -> None:
        """NotAhead."""
        if self.follow_up_on < max(self.starts_on, today()):
            raise NotAhead


@dataclass(frozen=True, kw_only=True)
class Look:
    """How it went, and what was `decided` (of LOOKS). `goal`, and an effort's `who_does_what`, as adjusted; `next_on` None when it ends.

    `outcome` of OUTCOMES and what was `learned`, when it ends.
    """

    decided: str
    text: str = ""
    goal: str = ""
    who_does_what: str = ""
    next_on: date | None = None
    outcome: str = ""
    learned: str = ""


def carry_on(it: Followed, look: Look) -> date:
    """It goes on, as it was or adjusted, until another day; or it ends. The day on which it was to be looked at. NotAhead."""
    was_due = it.follow_up_on or today()
    if look.decided == ENDED:
        it.state, it.closed_at, it.follow_up_on = CLOSED, now(), None
        it.outcome, it.learned = look.outcome, look.learned
    elif look.next_on is None or look.next_on < today():
        raise NotAhead
    else:
        it.follow_up_on = look.next_on
    if look.decided == ADJUSTED:
        it.goal = look.goal or it.goal
    return was_due
