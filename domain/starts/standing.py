"""What stands about the families that a list or a form speaks of, read at once and without regard to who may see it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from sqlalchemy import Select, Table, select, union
from sqlalchemy.orm import Session

from domain import bulk, consent
from domain.access.citizens import Guardianship
from domain.base import Base
from domain.consent import ConsentRequest
from domain.people import Child, Guardian, Start
from domain.starts.coming import Coming, own_key


class Kid(NamedTuple):
    """A child as it stands."""

    id: int
    name: str
    sort_name: str
    birth_date: date
    sundhedspleje_id: int | None
    sundhedsplejerske_id: int | None
    address: str
    address_protected: bool


class Adult(NamedTuple):
    """A guardian as it stands."""

    id: int
    name: str
    email: str
    mobile: str
    language: str


class Begin(NamedTuple):
    """A start as it stands."""

    id: int
    key: str
    child_id: int
    unit_id: int
    group_id: int | None
    starts_on: date
    newcomer: bool
    interpreter: str
    closed: str


class Asked(NamedTuple):
    """A consent question of a start as it stands."""

    id: int
    subject: str
    purpose: str
    from_unit_id: int | None
    to_unit_id: int | None
    until: date


def table(entity: type[Base]) -> Table:
    found = entity.__table__
    assert isinstance(found, Table)
    return found


CHILD, GUARDIAN, GUARDIANSHIP = table(Child), table(Guardian), table(Guardianship)
START, REQUEST = table(Start), table(ConsentRequest)


@dataclass(frozen=True)
class Standing:
    """The rows as they were read; two that were read at different times are equal when nothing has changed between."""

    kids: tuple[Kid, ...]
    adults: tuple[Adult, ...]
    custody: tuple[tuple[int, int, bool], ...]
    begins: tuple[Begin, ...]
    asked: tuple[Asked, ...]

    @cached_property
    def kid(self) -> dict[int, Kid]:
        return {one.id: one for one in self.kids}

    @cached_property
    def adult(self) -> dict[int, Adult]:
        return {one.id: one for one in self.adults}

    @cached_property
    def guardians(self) -> dict[int, dict[int, bool]]:
        """Of a child: who, and whether with custody."""
        found: dict[int, dict[int, bool]] = defaultdict(dict)
        for child_id, guardian_id, custody in self.custody:
            found[child_id][guardian_id] = custody
        return found

    @cached_property
    def starts(self) -> dict[int, list[Begin]]:
        """Of a child, the latest last."""
        found: dict[int, list[Begin]] = defaultdict(list)
        for one in sorted(self.begins, key=lambda begin: (begin.starts_on, begin.id)):
            found[one.child_id].append(one)
        return found

    @cached_property
    def questions(self) -> dict[tuple[str, str], Asked]:
        """By subject and purpose."""
        return {(one.subject, one.purpose): one for one in self.asked}

    def parents(self, child_id: int) -> list[Adult]:
        return [self.adult[one] for one in self.guardians.get(child_id, ())]


def load(session: Session, comings: Sequence[Coming]) -> Standing:
    """Every child born when these were, or known by their keys, with family, starts and questions. Five statements."""
    if not comings:
        return Standing((), (), (), (), ())
    ours = _children(session, comings)
    family = select(GUARDIANSHIP.c.guardian_id).where(GUARDIANSHIP.c.child_id.in_(ours))
    adults = union(family, *_reached(session, comings))
    asked = REQUEST.c.child_id.in_(ours), REQUEST.c.purpose.in_((consent.MEETING, consent.BEFOREHAND))
    guardianships = select(*(GUARDIANSHIP.c[name] for name in ("child_id", "guardian_id", "custody")))
    found = session.execute(_order(guardianships.where(GUARDIANSHIP.c.child_id.in_(ours))), execution_options=bulk.WHY)
    return Standing(
        kids=_rows(session, Kid, CHILD, CHILD.c.id.in_(ours)),
        adults=_rows(session, Adult, GUARDIAN, GUARDIAN.c.id.in_(adults)),
        custody=tuple((row[0], row[1], row[2]) for row in found),
        begins=_rows(session, Begin, START, START.c.child_id.in_(ours)),
        asked=_rows(session, Asked, REQUEST, *asked),
    )


def _children(session: Session, comings: Sequence[Coming]) -> Any:
    days = [one.born for one in comings]
    born = select(CHILD.c.id).where(CHILD.c.birth_date.between(min(days), max(days)))
    keys = {one.key or own_key(one.born, one.house.slug, 1) for one in comings}
    known = select(START.c.child_id).where(START.c.key.in_(bulk.among(session, START.c.key, sorted(keys))))
    return union(born, known)


def _reached(session: Session, comings: Iterable[Coming]) -> list[Select[Any]]:
    """Whoever has one of these addresses: a brother's or sister's parents."""
    parents = [parent for one in comings for parent in one.parents]
    return [
        select(GUARDIAN.c.id).where(GUARDIAN.c[way].in_(bulk.among(session, GUARDIAN.c[way], sorted(values))))
        for way in ("email", "mobile")
        if (values := {getattr(parent, way) for parent in parents} - {""})
    ]


def _rows(session: Session, kind: Any, source: Table, *where: Any) -> tuple[Any, ...]:
    columns = [source.c[name] for name in kind._fields]
    return tuple(map(kind._make, session.execute(_order(select(*columns).where(*where)), execution_options=bulk.WHY)))


def _order(statement: Select[Any]) -> Select[Any]:
    return statement.order_by(*list(statement.selected_columns)[:2])
