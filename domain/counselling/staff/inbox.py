"""The inbox: what waits, what is mine, what has been answered; oldest first, and what came in a flood after the rest."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Select, and_, bindparam, case, func, select
from sqlalchemy.orm import Session

from domain.access.staff import Staff
from domain.counselling.crypto import boxes
from domain.counselling.staff import promise
from domain.counselling.staff.unlocking import Opened
from domain.counselling.tables.cases import ANSWERED, CLOSED, WAITING, Case

PAGE = 50
WAITS, MINE, DONE, OVER, ASIDE = "venter", "mine", "besvarede", "lukkede", "til-side"
VIEWS = (WAITS, MINE, DONE, OVER, ASIDE)
ABOUT, LABEL = "about", "label"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One case in a list. `topic`: what the parent chose; `label`: the counsellors' own word; `answer_by`: the last day in time."""

    id: int
    state: str
    language: str
    opened_on: date
    last_on: date
    waiting_since: date | None
    answer_by: date | None
    late: bool
    holder: str | None
    mine: bool
    suspected: bool
    topic: str
    label: str


def counts(session: Session, unit_id: int, staff_id: int) -> Mapping[str, int]:
    """How many each view holds, and of those that wait how many came in a flood ("suspected"). One statement."""
    row = session.execute(_counts(), {"unit": unit_id, "me": staff_id}).one()
    return {name: value or 0 for name, value in row._mapping.items()}  # noqa: SLF001 -- its documented way to a mapping


@cache
def _counts() -> Select[*tuple[Any, ...]]:
    def number(*which: Any) -> Any:
        return func.sum(case((and_(*which), 1), else_=0))

    columns = [number(*_which(view)).label(view) for view in VIEWS]
    flood = number(*_which(WAITS), Case.suspected).label("suspected")
    return select(*columns, flood).where(Case.unit_id == bindparam("unit"))


def _which(view: str) -> tuple[Any, ...]:
    here = Case.aside.is_(False)
    return {
        WAITS: (here, Case.state == WAITING),
        MINE: (here, Case.state != CLOSED, Case.staff_id == bindparam("me")),
        DONE: (here, Case.state == ANSWERED),
        OVER: (here, Case.state == CLOSED),
        ASIDE: (Case.aside,),
    }[view]


def page(session: Session, opened: Opened, unit_id: int, view: str, number: int, days: int) -> tuple[list[Entry], bool]:
    """One page of a view, and whether there is another. `days`: the answer-time promise. One statement."""
    asked = {"unit": unit_id, "me": opened.staff_id, "most": PAGE + 1, "skip": PAGE * number}
    rows = session.execute(_page(view), asked).all()
    return [_entry(opened, row, days) for row in rows[:PAGE]], len(rows) > PAGE


@cache
def _page(view: str) -> Select[*tuple[Any, ...]]:
    days = (Case.opened_on, Case.last_on, Case.waiting_since)
    columns = (Case.id, Case.state, Case.language, *days, Case.staff_id, Case.suspected)
    locked = (Case.epoch_id, Case.team_sealed, Case.about, Case.label)
    oldest = (Case.suspected, Case.waiting_since.is_(None), Case.waiting_since, Case.last_on.desc(), Case.id)
    order = oldest if view in {WAITS, MINE, ASIDE} else (Case.last_on.desc(), Case.id)
    found = select(*columns, *locked, Staff.name.label("holder")).outerjoin(Staff, Staff.id == Case.staff_id)
    found = found.where(Case.unit_id == bindparam("unit"), *_which(view)).order_by(*order)
    return found.limit(bindparam("most")).offset(bindparam("skip"))


def _entry(opened: Opened, row: Any, days: int) -> Entry:
    topic, label = words(opened, row)
    since = row.waiting_since
    return Entry(
        id=row.id,
        state=row.state,
        language=row.language,
        opened_on=row.opened_on,
        last_on=row.last_on,
        waiting_since=since,
        answer_by=promise.answer_by(since, days) if since else None,
        late=promise.late(since, days),
        holder=row.holder,
        mine=row.staff_id == opened.staff_id,
        suspected=row.suspected,
        topic=topic,
        label=label,
    )


def words(opened: Opened, row: Any) -> tuple[str, str]:
    """(topic, label) of a row; what cannot be opened is empty, and the list stands."""
    try:
        key = opened.case(row)
    except boxes.Unreadable:
        return "", ""
    return said(key, row.id, ABOUT, row.about).get("topic", ""), said(key, row.id, LABEL, row.label).get("text", "")


def said(key: boxes.Key, case_id: int, direction: str, blob: bytes | None) -> dict[str, Any]:
    """What is locked under a case as a whole, or nothing."""
    try:
        return boxes.decrypt(key, case_id, direction, 0, blob) if blob else {}
    except boxes.Unreadable:
        return {}
