"""The two questions of consent as a holder of custody sees them: what is asked, what each of them has answered, what that adds up to."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, and_, bindparam, or_, select
from sqlalchemy.orm import Session

from domain.access.citizens import Guardianship
from domain.asking import RAN_OUT
from domain.base import today
from domain.consent import CONFERENCE, YES, Answer, ConsentRequest


@dataclass(frozen=True, kw_only=True)
class Given:
    """One holder's latest answer; `value` is None when there is none yet."""

    guardian_id: int
    value: str | None = None
    at: datetime | None = None
    how: str | None = None


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One question, its state, until when it counts, and every holder's answer."""

    id: int
    subject: str
    purpose: str
    state: str
    until: date
    given: tuple[Given, ...]

    @property
    def over(self) -> bool:
        """Whether its last day is over: an answer would count for nothing and is not taken (consent.AnsweredTooLate)."""
        return self.until < today()

    @property
    def ran_out(self) -> bool:
        """Whether its last day is over: a yes to it is none any longer. Not of what was withdrawn, which says so itself."""
        return date.min < self.until < today()

    def says(self, one: Given) -> str | None:
        """What one holder's answer is today: RAN_OUT for a yes whose last day is over."""
        return RAN_OUT if self.ran_out and one.value == YES else one.value

    def of(self, guardian_id: int) -> Given:
        """This holder's own."""
        return next((one for one in self.given if one.guardian_id == guardian_id), Given(guardian_id=guardian_id))

    def others(self, guardian_id: int) -> list[Given]:
        """The other holders' answers."""
        return [one for one in self.given if one.guardian_id != guardian_id]


def asked(session: Session, start_id: int, child_id: int) -> list[Asked]:
    """The questions of one start in the order they were put, as far as the viewer may see them. One statement."""
    return about(session, f"start/{start_id}", child_id)


def about(session: Session, subject: str, child_id: int) -> list[Asked]:
    """The same of whatever is asked about: "start/9", "task/4"."""
    return _questions(session, _asked(), {"child": child_id, "subject": subject})


def with_tasks(session: Session, start_id: int, child_id: int) -> tuple[list[Asked], list[Asked]]:
    """The questions of one start, and what the parents are asked about tasks of the child, newest first. One statement."""
    asked_ = _questions(session, _asked(tasks=True), {"child": child_id, "subject": f"start/{start_id}"})
    of_start = [one for one in asked_ if one.purpose != CONFERENCE]
    return of_start, [one for one in reversed(asked_) if one.purpose == CONFERENCE]


def _questions(session: Session, statement: Select[*tuple[Any, ...]], asking: dict[str, Any]) -> list[Asked]:
    rows = session.execute(statement, asking).all()
    latest = {(row.id, row.guardian_id): row for row in rows}
    return [
        Asked(
            id=one.id,
            subject=one.subject,
            purpose=one.purpose,
            state=one.state,
            until=one.until,
            given=tuple(
                Given(guardian_id=guardian, value=row.value, at=row.at, how=row.how)
                for (request, guardian), row in latest.items()
                if request == one.id
            ),
        )
        for one in {row.id: row for row in rows}.values()
    ]


@cache
def _asked(*, tasks: bool = False) -> Select[*tuple[Any, ...]]:
    """A row for each answer of each holder of custody, and one for who has not answered."""
    request, holds = ConsentRequest, and_(Guardianship.child_id == ConsentRequest.child_id, Guardianship.custody)
    own = (Answer.request_id == request.id, Answer.guardian_id == Guardianship.guardian_id)
    about_it = request.subject == bindparam("subject")
    if tasks:
        about_it = or_(about_it, and_(request.purpose == CONFERENCE, request.until > date.min))
    question = (request.id, request.subject, request.purpose, request.state, request.until)
    return (
        select(*question, Guardianship.guardian_id, Answer.value, Answer.at, Answer.how)
        .select_from(request)
        .join(Guardianship, holds)
        .outerjoin(Answer, and_(*own, Answer.at >= request.opened_at))
        .where(request.child_id == bindparam("child"), about_it)
        .order_by(request.id, Guardianship.guardian_id, Answer.id)
    )
