"""Who has not been proposed a group, which one would suit them, and which new one would. A proposal: the sundhedsplejerske decides."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, extract, func, select
from sqlalchemy.orm import Session, aliased

from domain.access.citizens import Guardianship
from domain.base import today
from domain.groups.making import TWINS
from domain.groups.reading import Shown
from domain.groups.tables import LEFT, MULTICULTURAL, NO, OPEN, ORDINARY, GroupSeat, GroupWish, ParentGroup, SeatChild
from domain.people import Child, Guardian

NEWBORN = timedelta(weeks=26)
"""So long a child stands on the list; later it is proposed a group from its own page."""
NEAR, SPAN = timedelta(days=14), timedelta(days=42)
"""How far outside of a group's weeks a birth may lie; and how many weeks of births a new group takes."""
FEWEST, MOST = 3, 8
"""Families that a new group is proposed for."""
PAGE = 50
"""Children on one page of the list."""
DECLINED = 200
"""So many who have said no are shown, the oldest first: they leave the list as they grow."""


@dataclass(frozen=True, kw_only=True)
class Newborn:
    """A child, or twins, and the parent who is to be asked: the one they have named, else the first who holds custody. `parents`: (id, name) of all."""

    child_id: int
    children: tuple[str, ...]
    born: date
    guardian_id: int | None
    parent: str
    language: str
    wished: str
    parents: tuple[tuple[int, str], ...] = ()

    @property
    def kind(self) -> str:
        """What they wish; else, of those whose language is not Danish, a multicultural one."""
        return self.wished or (ORDINARY if self.language == "da" else MULTICULTURAL)


@dataclass(frozen=True, kw_only=True)
class New:
    """A group that there could be: for these, whose children were born within some weeks."""

    kind: str
    language: str
    members: tuple[Newborn, ...]

    @property
    def born_from(self) -> date:
        return self.members[0].born

    @property
    def born_to(self) -> date:
        return self.members[-1].born


@dataclass
class Proposal:
    """`fits`: the group for each child id that has one; `new`: groups for those who have none."""

    newborns: list[Newborn]
    fits: dict[int, Shown] = field(default_factory=dict)
    new: list[New] = field(default_factory=list)


def newborns(session: Session, unit_id: int, month: date | None = None, page: int = 0) -> list[Newborn]:
    """Children of this sundhedspleje whose parents have not been proposed a group, and have not said no to one, oldest first.

    A page of them, or of those born in one month (by its first day). One statement.
    """
    rows = select(Child.id).where(*_wanting(unit_id))
    if month is not None:
        rows = rows.where(Child.birth_date >= month, Child.birth_date < _next_month(month))
    ids = rows.order_by(Child.birth_date, Child.id).limit(PAGE).offset(PAGE * page).subquery()
    return _families(session, Child.id.in_(select(ids.c.id)))


def months(session: Session, unit_id: int) -> list[tuple[date, int]]:
    """(first day of the month, children born in it) of the whole list, so that nothing of it is lost between pages. One statement."""
    year, month = extract("year", Child.birth_date), extract("month", Child.birth_date)
    rows = select(year.label("year"), month.label("month"), func.count(Child.id).label("number"))
    found = session.execute(rows.where(*_wanting(unit_id)).group_by(year, month).order_by(year, month))
    return [(date(int(row.year), int(row.month), 1), row.number) for row in found]


def declined(session: Session, unit_id: int, since: date) -> Sequence[Any]:
    """Children of the unit born since then whose parent has said no to a group or left it, and has no other. One statement."""
    open_ = select(SeatChild.child_id).join(GroupSeat, GroupSeat.id == SeatChild.seat_id)
    rows = (
        select(Child.id, Child.name, Child.birth_date, GroupSeat.standing, ParentGroup.title)
        .join(SeatChild, SeatChild.child_id == Child.id)
        .join(GroupSeat, GroupSeat.id == SeatChild.seat_id)
        .join(ParentGroup, ParentGroup.id == GroupSeat.group_id)
        .where(Child.sundhedspleje_id == unit_id, Child.birth_date >= since, GroupSeat.standing.in_((NO, LEFT)))
        .where(Child.id.not_in(open_.where(GroupSeat.standing.in_(OPEN))))
    )
    return session.execute(rows.order_by(Child.birth_date, Child.id, GroupSeat.id).limit(DECLINED)).all()


def of_child(session: Session, child_id: int) -> Newborn | None:
    """The same of one child of any age, whether or not it has been proposed a group. One statement."""
    return next(iter(_families(session, Child.id == child_id)), None)


def propose(found: Sequence[Newborn], groups: Iterable[Shown]) -> Proposal:
    """Each newborn the group that suits it best, while there are seats; of the others new groups. No statement."""
    proposal, left = Proposal([*found]), {one.id: one for one in groups if one.ended_at is None}
    without: list[Newborn] = []
    for one in found:
        group = best(one, left.values())
        if group is None:
            without.append(one)
        else:
            proposal.fits[one.child_id] = group
            left[group.id] = replace(group, asked=group.asked + 1)
    proposal.new = [*_new(without)]
    return proposal


def best(one: Newborn, groups: Iterable[Shown]) -> Shown | None:
    """Of its kind and near its birth with a seat for it; the same language first, then the nearest weeks."""
    near = [
        group
        for group in groups
        if group.kind == one.kind and group.left > 0 and group.born_from - NEAR <= one.born <= group.born_to + NEAR
    ]
    return min(near, key=lambda group: (group.language != one.language, _away(one, group), group.id), default=None)


def _away(one: Newborn, group: Shown) -> timedelta:
    return max(group.born_from - one.born, one.born - group.born_to, timedelta())


def _new(without: Iterable[Newborn]) -> Iterable[New]:
    by_kind: dict[str, list[Newborn]] = {}
    for one in without:
        if one.guardian_id is not None:
            by_kind.setdefault(one.kind, []).append(one)
    for kind, members in by_kind.items():
        rest = sorted(members, key=lambda one: (one.born, one.child_id))
        while rest:
            taken = [one for one in rest if one.born - rest[0].born <= SPAN][:MOST]
            if len(taken) >= FEWEST:
                languages = {one.language for one in taken}
                yield New(kind=kind, language=languages.pop() if len(languages) == 1 else "da", members=tuple(taken))
            rest = rest[len(taken) if len(taken) >= FEWEST else 1 :]


def _wanting(unit_id: int) -> tuple[ColumnElement[bool], ...]:
    return Child.sundhedspleje_id == unit_id, Child.birth_date >= today() - NEWBORN, unasked()


def _next_month(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


def unasked() -> ColumnElement[bool]:
    """Neither proposed, whatever they answered, nor said no to all groups."""
    said = aliased(GroupWish)
    asked = exists().where(SeatChild.child_id == Child.id)
    declined = exists().where(said.child_id == Child.id, said.declined_at.is_not(None))
    return and_(~asked, ~declined)


def _families(session: Session, *which: ColumnElement[bool]) -> list[Newborn]:
    child = (Child.id, Child.name, Child.birth_date)
    parent = (Guardian.id.label("guardian"), Guardian.name.label("parent"), Guardian.language)
    rows = (
        select(*child, *parent, GroupWish.kind, GroupWish.said_at)
        .outerjoin(Guardianship, Guardianship.child_id == Child.id)
        .outerjoin(Guardian, Guardian.id == Guardianship.guardian_id)
        .outerjoin(GroupWish, and_(GroupWish.child_id == Child.id, GroupWish.guardian_id == Guardian.id))
        .where(*which)
        .order_by(Child.birth_date, Child.id, GroupWish.said_at.is_(None), Guardianship.custody.desc(), Guardian.id)
    )
    found: dict[int, list[Any]] = {}
    for row in session.execute(rows):
        found.setdefault(row.id, []).append(row)
    return _births([_family(of) for of in found.values()])


def _family(rows: list[Any]) -> Newborn:
    first = rows[0]
    return Newborn(
        child_id=first.id,
        children=(first.name,),
        born=first.birth_date,
        guardian_id=first.guardian,
        parent=first.parent or "",
        language=first.language or "da",
        wished=first.kind or "",
        parents=tuple((row.guardian, row.parent) for row in rows if row.guardian is not None),
    )


def _births(found: list[Newborn]) -> list[Newborn]:
    """Twins stand as one."""
    births: list[Newborn] = []
    for one in found:
        twin = next((n for n, other in enumerate(births) if _same_birth(one, other)), None)
        if twin is None:
            births.append(one)
        else:
            births[twin] = replace(births[twin], children=(*births[twin].children, *one.children))
    return births


def _same_birth(one: Newborn, other: Newborn) -> bool:
    return one.guardian_id is not None and one.guardian_id == other.guardian_id and one.born - other.born <= TWINS
