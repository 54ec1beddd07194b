"""The agenda that every conference begins with, as the administrator has written it: its lines in their order, with minutes."""

from collections import Counter
from collections.abc import Sequence

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from domain import audit
from domain.access.writes import Written
from domain.base import DomainError
from domain.conferences.before.proposing import USUAL, Line
from domain.conferences.tables.meeting import CARRIED, CLOSING, EFFORT, OWN, TASK, Template


class BadTemplate(DomainError):
    """A kind that can stand there once stands twice (`kind`), or what must be there is missing."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


def lines(session: Session) -> Sequence[Line]:
    """As it is written, or the usual one as long as nobody has. One statement.

    New tasks and running efforts are put in place of their line, and its minutes are for each.
    """
    rows = session.execute(select(Template.kind, Template.minutes, Template.title).order_by(Template.place))
    return [Line(*row) for row in rows] or USUAL


def write(session: Session, wanted: Sequence[Line]) -> None:
    """Instead of the one before, for agendas that are proposed from now on. BadTemplate."""
    number = Counter(one.kind for one in wanted)
    for kind in (TASK, EFFORT):
        if number[kind] != 1:
            raise BadTemplate(kind)
    if not number.keys() - set(CARRIED):
        raise BadTemplate(CLOSING)
    twice = next((kind for kind, times in number.items() if times > 1 and kind != OWN), None)
    if twice is not None:
        raise BadTemplate(twice)
    session.execute(delete(Template))
    rows = [
        {"place": place, "kind": one.kind, "title": one.title, "minutes": one.minutes}
        for place, one in enumerate(wanted, 1)
    ]
    session.execute(insert(Template), rows)
    written = Written(verb="change", kind=Template.__tablename__, row_id=0, child_id=None, columns=("lines",))
    audit.changed(session, session.info["viewer"], [written])
