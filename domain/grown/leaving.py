"""A family leaves God Start: all rows of some children, and of the guardians who have no other child here, in as many statements for many as for one."""

from collections.abc import Collection, Iterator
from datetime import timedelta
from typing import Any, cast

from sqlalchemy import Table, bindparam, delete, false, func, or_, select, union, update
from sqlalchemy.orm import Session

from domain import audit, due
from domain.access import Viewer
from domain.access.writes import Written
from domain.base import Base
from domain.conferences.after import forgetting as conferences
from domain.courses import forgetting as courses
from domain.grown import tallying, who
from domain.inquiries import forgetting as inquiries
from domain.outbox import Outbox
from domain.referrals import forgetting as referrals

AT_ONCE = 25
WHY = {"unscoped": "what nobody needs any longer is deleted by its number", "synchronize_session": False}
PARTS = (
    *("interpreter_order", "visit_window", "reservation", "waiting", "special_need", "home_visit", "visit_programme"),
    *("handed_child", "group_seat_child", "group_seat", "group_wish", "answer", "consent", "consent_request"),
    *("preparation", "questionnaire_section", "recommendation", "claim", "participant", "due"),
)
"""Tables of which every row goes that has one of these children, starts or appointments; whatever leads to another comes before it."""
MATTERS = (conferences, courses, inquiries, referrals)
"""Tasks, courses before the referrals that they came from, inquiries: each forgets what is its own."""
KEPT_BY = ("guardianship", "answer", "questionnaire_section", "group_seat", "group_wish", "referral_parent")
"""Where a guardian stands who is needed for another child."""
OF_CHILD = ("child", "family", "newborn", "programme")


def forget(session: Session, kept: timedelta = who.KEPT, among: Collection[int] | None = None) -> int:
    """Deletes children who have grown or whom nobody uses: those of `among` who can go, else the first AT_ONCE of all. Returns how many."""
    found = who.gone(session, kept, AT_ONCE, among)
    found = who.gone(session, kept, AT_ONCE, found) if found else []  # once more, now that they are locked
    if found:
        _forget(session, found)
    return len(found)


def _forget(session: Session, children: list[int]) -> None:
    starts = _ids(session, _table("start"), child_id=children)
    times = _ids(session, _table("appointment"), child_id=children, start_id=starts)
    visits = _ids(session, _table("home_visit"), child_id=children)
    kin = _table("guardianship").c
    adults = _numbers(session, select(kin.guardian_id).where(kin.child_id.in_(children)).distinct())
    for matter in MATTERS:
        matter.of_children(session, children)
    tallying.keep(session, starts)
    whole = _let_go(session, times, children)
    keys = {"child_id": children, "start_id": starts, "appointment_id": whole}
    for name in PARTS:
        _delete(session, _table(name), **keys)
    _unlink(session, child_id=children, start_id=starts)
    _do(session, delete(_table("appointment")).where(_table("appointment").c.id.in_(whole)))
    _messages(session, [*_subjects(children, starts, times, visits)])
    for name in ("start", "guardianship"):
        _delete(session, _table(name), child_id=children)
    _do(session, delete(_table("child")).where(_table("child").c.id.in_(children)))
    _told(session, "child", children)
    strays(session, adults)


def strays(session: Session, among: Collection[int] | None = None) -> int:
    """One handful of guardians who are no longer here for anybody, of these or of all: how many. The newest stays, as a child does."""
    guardian = _table("guardian").c
    newest = select(func.max(guardian.id)).scalar_subquery()
    needed = union(*(_guardians(_table(name)) for name in KEPT_BY))
    rows = select(guardian.id).where(guardian.id < newest, guardian.id.not_in(needed)).order_by(guardian.id)
    found = _numbers(session, rows.limit(AT_ONCE) if among is None else rows.where(guardian.id.in_(among)))
    if found:
        _unlink(session, guardian_id=found)
        for name in ("group_card", "group_presence", "outbox"):
            _delete(session, _table(name), guardian_id=found)
        _do(session, delete(_table("guardian")).where(guardian.id.in_(found)))
        _told(session, "guardian", found)
    return len(found)


def _guardians(of: Table) -> Any:
    return select(of.c.guardian_id).where(of.c.guardian_id.is_not(None))


def _let_go(session: Session, times: Collection[int], children: Collection[int]) -> list[int]:
    """Of these times those that go whole. One that is held for another child as well keeps its people, and is about that child alone,
    until that one goes too.
    """
    time = _table("appointment").c
    shared = select(time.with_id).where(time.id.in_(times), time.with_id.is_not(None))
    rows = select(time.id, time.with_id, time.child_id, time.start_ids, time.child_ids).where(time.with_id.in_(shared))
    found = session.execute(rows, execution_options=WHY).all()
    others = [row for row in found if row.id not in set(times)]
    leading = {row.with_id for row in others} & set(times)
    empty = update(_table("appointment")).where(time.id.in_(leading)).values(child_id=None, start_id=None)
    _do(session, empty)
    left = [_without(row, set(children)) for row in found if row in others or row.id in leading]
    emptied = {row.id for row in others if row.child_id is None}  # its own child went before
    whole = [*times, *(one["number"] for one in left if one["number"] in emptied and not one["new_child_ids"])]
    if left:
        about = {name: bindparam(f"new_{name}", type_=time[name].type) for name in ("start_ids", "child_ids")}
        become = update(_table("appointment")).where(time.id == bindparam("number")).values(about)
        session.execute(become, left, execution_options=WHY)
    return [one for one in whole if one not in leading]


def _without(row: Any, children: set[int]) -> dict[str, Any]:
    stay = [pair for pair in zip(row.start_ids, row.child_ids, strict=True) if pair[1] not in children]
    return {"number": row.id, "new_start_ids": [one for one, _ in stay], "new_child_ids": [one for _, one in stay]}


def _unlink(session: Session, **keys: Collection[int]) -> None:
    """Their links, and the browsers in which they were confirmed."""
    links = _ids(session, _table("link"), **keys)
    _delete(session, _table("visit"), link_id=links)
    _do(session, delete(_table("link")).where(_table("link").c.id.in_(links)))


def _messages(session: Session, subjects: list[str]) -> None:
    """Also what staff were told, and what stands on anybody's day without the child's number."""
    _do(session, delete(Outbox).where(Outbox.subject.in_(subjects)))
    due.forget(session, *subjects)


def _subjects(
    children: Collection[int], starts: Collection[int], times: Collection[int], visits: Collection[int]
) -> Iterator[str]:
    for name, ids in (
        ("start", starts),
        ("appointment", times),
        ("visit", visits),
        *((one, children) for one in OF_CHILD),
    ):
        yield from (f"{name}/{one}" for one in ids)


def _told(session: Session, kind: str, ids: Collection[int]) -> None:
    """A line in the log of changes: a number, and that it is gone."""
    gone = [Written("delete", kind, one, one if kind == "child" else None, ()) for one in ids]
    audit.changed(session, cast("Viewer", session.info["viewer"]), gone)


def _ids(session: Session, of: Table, **keys: Collection[int]) -> list[int]:
    return _numbers(session, select(of.c.id).where(_any_of(of, keys)))


def _delete(session: Session, of: Table, **keys: Collection[int]) -> None:
    _do(session, delete(of).where(_any_of(of, keys)))


def _any_of(of: Table, keys: dict[str, Collection[int]]) -> Any:
    """None of an empty list, which would have SQLite go through the whole table."""
    return or_(false(), *(of.c[name].in_(ids) for name, ids in keys.items() if ids and name in of.c))


def _table(name: str) -> Table:
    return Base.metadata.tables[name]


def _numbers(session: Session, rows: Any) -> list[int]:
    return [*session.scalars(rows, execution_options=WHY)]


def _do(session: Session, statement: Any) -> None:
    session.execute(statement, execution_options=WHY)
