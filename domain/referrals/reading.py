"""Referrals as their pages show them: the referrer's list, Familiehuset's board, and one of them whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Date, Select, and_, bindparam, case, cast, func, literal, null, select, union_all
from sqlalchemy.orm import Session, aliased

from domain import asking
from domain.access.staff import Staff
from domain.access.units import Unit
from domain.asked import Asked
from domain.consent import REFERRAL, ConsentRequest
from domain.people import Child
from domain.referrals.life import first_in_line
from domain.referrals.states import FOLLOWED, OVER, QUEUE, RUNNING, SEATED
from domain.referrals.tables import FollowUp, Referral, ReferralNote, ReferralParent, Standing, Step
from domain.rows import plain

PAGE, FIRST = 50, 20
"""How many there are on a page of one list, and of each part of the board, where they stand beside each other."""


@dataclass(frozen=True, kw_only=True)
class Whole(Asked):
    """One referral with the names around it. `consent`: the question's state, None before it is put. `first`: the id of whoever has waited longest."""

    referral: Referral
    standing: Standing
    from_unit: str
    house: str
    writer: str
    consent: str | None
    until: date | None
    first: int | None
    parents: Sequence[ReferralParent]

    @property
    def to_answer(self) -> bool:
        """An answer is wanted, and nothing else comes before it."""
        return (self.standing.draft or self.standing.asked) and self.consent in asking.OPEN_STATES


def whole(session: Session, referral_id: int) -> Whole | None:
    """None for what the viewer may not read. One statement."""
    rows = session.execute(_whole(), {"referral": referral_id}).all()
    if not rows:
        return None
    names = [name for name in Whole.__dataclass_fields__ if name != "parents"]
    parents = [row[-1] for row in rows if row[-1] is not None]
    return Whole(**dict(zip(names, rows[0][:-1], strict=True)), parents=parents)


def notes(session: Session, referral_id: int) -> Sequence[Any]:
    """What has been said of it, (kind, text, at, name, actor), in that order: with the name of who said it."""
    columns = select(ReferralNote.kind, ReferralNote.text, ReferralNote.at, Staff.name)
    rows = columns.outerjoin(Staff, Staff.id == ReferralNote.staff_id).where(ReferralNote.referral_id == referral_id)
    return session.execute(rows.order_by(ReferralNote.id)).all()


def marks(session: Session, referral_id: int) -> tuple[Sequence[Any], Sequence[Any]]:
    """Its steps, (at, state), and its follow-ups, (on_day, done_at). For whoever reads the referral. One statement."""
    no_day = cast(null(), Date)
    steps = select(Step.id, Step.at, Step.state, no_day.label("on_day")).where(Step.referral_id == referral_id)
    days = select(FollowUp.id, FollowUp.done_at, literal(""), FollowUp.on_day)
    both = union_all(steps, days.where(FollowUp.referral_id == referral_id)).subquery()
    rows = session.execute(select(both).order_by(both.c.on_day, both.c.id)).all()
    return [row for row in rows if row.state], [(row.on_day, row.at) for row in rows if not row.state]


def sent(session: Session, from_unit_id: int, *, over: bool, page: int = 0) -> Sequence[Any]:
    """What the unit has referred, newest first, a page and one more: the columns of `_listed` and the consent's state."""
    state = Standing.state.in_(OVER) if over else Standing.state.not_in(OVER)
    rows = (
        _listed()
        .add_columns(asking.state())
        .outerjoin(ConsentRequest, asking.question("referral", Referral.id, REFERRAL))
    )
    mine = rows.where(Standing.from_unit_id == from_unit_id, state).order_by(Referral.created_at.desc(), Referral.id)
    return plain(session.execute(mine.limit(PAGE + 1).offset(PAGE * page)))


def board(session: Session, unit_id: int, part: str = "", page: int = 0) -> Sequence[Any]:
    """What Familiehuset has received and not ended, as far as it may read it now: the first of each part, or a page of one. One statement.

    The columns of `_listed`, `part` (SENT, WAITING, OFFERED or RUNNING), `place` in it from 1 and `all`, how many there are in it. Those that wait
    stand by how long, those that are helped by the day on which they are looked at; whoever has no such day comes last.
    """
    most = PAGE if part else FIRST
    asked = {"unit": unit_id, "after": most * page, "until": most * (page + 1)}
    rows = _board()
    return plain(session.execute(rows.where(rows.selected_columns.part == part) if part else rows, asked))


@cache
def _board() -> Select[*tuple[Any, ...]]:
    helped = Standing.state.in_((RUNNING, FOLLOWED))
    own = _listed().add_columns(case((helped, RUNNING), else_=Standing.state).label("part"))
    known = own.where(Standing.unit_id == bindparam("unit"), Standing.state.in_((*QUEUE, *SEATED))).subquery()
    day = case((known.c.part == RUNNING, known.c.follow_on))
    order = (case((day.is_(None), 1), else_=0), day, known.c.received_at, known.c.id)
    place = func.row_number().over(partition_by=known.c.part, order_by=order)
    every = func.count().over(partition_by=known.c.part)
    counted = select(known, place.label("place"), every.label("all")).subquery()
    shown = counted.c.place > bindparam("after"), counted.c.place <= bindparam("until")
    return select(counted).where(*shown).order_by(counted.c.place)


def ended(session: Session, unit_id: int, page: int = 0) -> Sequence[Any]:
    """What is over, as long as it may be read, newest first."""
    rows = _listed().where(Standing.unit_id == unit_id, Standing.state.in_(OVER))
    newest = rows.order_by(Standing.ended_at.desc(), Standing.referral_id)
    return plain(session.execute(newest.limit(PAGE + 1).offset(PAGE * page)))


def of_child(session: Session, referral_id: int, from_unit_id: int) -> Sequence[Any]:
    """The child of this referral as the unit that wrote it knows it: by its own referrals of that name and birth date, newest first. One statement.

    The columns of `_listed`; `child_id`; the names of both units, `from_name` and `to_name`; the question's `consent` and `until`; and `seen`: the
    child's id where the viewer may see the child itself by another yes. They are found by what was typed, and not by the child's id: that would tell
    the unit that God Start knows the child, and by whose address (tests/web/actors/test_silent_match.py).
    """
    this, house = aliased(Referral), aliased(Unit)
    same = [getattr(this, name) == getattr(Referral, name) for name in ("child_name", "birth_date", "from_unit_id")]
    return session.execute(
        _listed()
        .add_columns(Referral.child_id, Unit.name.label("from_name"), house.name.label("to_name"))
        .add_columns(asking.state(), ConsentRequest.until, Child.id.label("seen"))
        .join(this, and_(*same))
        .join(house, house.id == Referral.unit_id)
        .outerjoin(Child, Child.id == this.child_id)
        .outerjoin(ConsentRequest, asking.question("referral", Referral.id, REFERRAL))
        .where(this.id == referral_id, this.from_unit_id == from_unit_id)
        .order_by(Referral.created_at.desc(), Referral.id.desc())
    ).all()


def steps(session: Session, referral_ids: Sequence[int]) -> Sequence[Any]:
    """What has become of them, newest first: (referral_id, at, state). For whoever reads the referrals."""
    rows = select(Step.referral_id, Step.at, Step.state).where(Step.referral_id.in_(referral_ids))
    return session.execute(rows.order_by(Step.at.desc(), Step.id.desc())).all()


def houses(session: Session) -> Sequence[Any]:
    """(id, name) of each Familiehus."""
    return session.execute(select(Unit.id, Unit.name).where(Unit.actor == "familiehus").order_by(Unit.name)).all()


def _listed() -> Select[*tuple[Any, ...]]:
    """(id, child_name, birth_date, service, urgency, wanted_from, from_unit, state, received_at, starts_on, accepted_at, ended_at, created_at, follow_on)."""
    day = select(func.min(FollowUp.on_day)).where(
        FollowUp.referral_id == Standing.referral_id, FollowUp.done_at.is_(None)
    )
    own = (Referral.id, Referral.child_name, Referral.birth_date, Referral.service, Referral.urgency)
    when = (Standing.received_at, Standing.starts_on, Standing.accepted_at, Standing.ended_at, Referral.created_at)
    return (
        select(*own, Referral.wanted_from, Unit.name.label("from_unit"), Standing.state, *when)
        .add_columns(day.correlate(Standing).scalar_subquery().label("follow_on"))
        .select_from(Standing)
        .join(Referral, Referral.id == Standing.referral_id)
        .join(Unit, Unit.id == Standing.from_unit_id)
    )


@cache
def _whole() -> Select[*tuple[Any, ...]]:
    giver, house = aliased(Unit), aliased(Unit)
    first = first_in_line(Standing.unit_id, Standing.service).correlate(Standing).scalar_subquery()
    names = (giver.name.label("from_unit"), house.name.label("house"), Staff.name.label("writer"))
    return (
        select(Referral, Standing, *names, asking.state(), ConsentRequest.until, first.label("first"), ReferralParent)
        .join(Standing, Standing.referral_id == Referral.id)
        .join(giver, giver.id == Referral.from_unit_id)
        .join(house, house.id == Referral.unit_id)
        .join(Staff, Staff.id == Referral.writer_id)
        .outerjoin(ConsentRequest, asking.question("referral", Referral.id, REFERRAL))
        .outerjoin(ReferralParent, ReferralParent.referral_id == Referral.id)
        .where(Referral.id == bindparam("referral"))
        .order_by(ReferralParent.id)
    )
