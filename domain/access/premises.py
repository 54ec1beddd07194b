"""What the administrator does with places: districts, units, groups and rooms. Each change stands in the audit."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Any, Literal, NoReturn, cast

from sqlalchemy import Row, Select, func, literal, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from domain import audit
from domain.access.net import Verb
from domain.access.roles import KINDS
from domain.access.staff import Membership
from domain.access.units import District, Group, Resource, Room, Unit
from domain.access.writes import Written
from domain.base import Base, DomainError

DANISH = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
Part = Literal["group", "room"]


class NameTaken(DomainError):
    """There is one of that name already."""


class InUse(DomainError):
    """Something points at it: a child's start, a member of staff, an appointment."""


class NoSuchKind(DomainError):
    """An actor has its own kinds of units."""


class NotThere(DomainError):
    """No such row: an old page, or an address that somebody has made up."""


def slug_of(name: str) -> str:
    """What stands in the address: `Måløv By` is maaloev-by."""
    plain = unicodedata.normalize("NFKD", name.casefold().translate(DANISH)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "enhed"


def note(session: Session, verb: Verb, row: Base, columns: Sequence[str] = ()) -> None:
    """Units and staff are not guarded, so the write net does not write them down by itself."""
    number: int = cast("Any", row).id
    written = Written(verb=verb, kind=row.__tablename__, row_id=number, child_id=None, columns=tuple(sorted(columns)))
    audit.changed(session, session.info["viewer"], [written])


def change(session: Session, row: Base, values: dict[str, Any]) -> None:
    """Set what differs, and write down the names of what did."""
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    if changed:
        keep(session, row)
        note(session, "change", row, changed)


def keep(session: Session, row: Base) -> None:
    """Flush one row; a unique name that exists is a word of the domain, and the rest of the transaction stands."""
    try:
        with session.begin_nested():
            session.add(row)
            session.flush()
    except IntegrityError as error:
        raise NameTaken from error


def all_units(session: Session) -> Sequence[Row[Any]]:
    """(id, actor, slug, name, kind, district, people) of every unit, by actor and name."""
    people = select(func.count(Membership.staff_id.distinct())).where(Membership.unit_id == Unit.id).scalar_subquery()
    columns = (Unit.id, Unit.actor, Unit.slug, Unit.name, Unit.kind, District.name.label("district"))
    found = select(*columns, people.label("people")).outerjoin(District, District.id == Unit.district_id)
    return session.execute(found.order_by(Unit.actor, Unit.name)).all()


def districts(session: Session) -> Sequence[Row[int, str]]:
    return session.execute(select(District.id, District.name).order_by(District.name)).all()


def slugged_districts(session: Session) -> Sequence[Row[str, str]]:
    """(slug, name) of every district, by name."""
    return session.execute(select(District.slug, District.name).order_by(District.name)).all()


def unit(session: Session, unit_id: int) -> Unit:
    return session.get(Unit, unit_id) or _missing()


def parts(session: Session, unit_id: int) -> dict[str, list[tuple[int, str]]]:
    """(id, name) of the unit's groups and rooms. One statement."""

    def named(part: Part, table: type[Group | Room]) -> Select[*tuple[Any, ...]]:
        return select(literal(part).label("part"), table.id, table.name).where(table.unit_id == unit_id)

    found: dict[str, list[tuple[int, str]]] = {"group": [], "room": []}
    for part, row_id, name in session.execute(named("group", Group).union_all(named("room", Room)).order_by("name")):
        found[part].append((row_id, name))
    return found


def add_unit(session: Session, actor: str, kind: str, name: str, **facts: object) -> Unit:
    if kind not in KINDS.get(actor, {}):
        raise NoSuchKind
    wanted = slug_of(name)
    taken = set(session.scalars(select(Unit.slug).where(Unit.actor == actor, Unit.slug.startswith(wanted))))
    free = (
        slug for slug in (wanted, *(f"{wanted}-{number}" for number in range(2, len(taken) + 3))) if slug not in taken
    )
    row = Unit(actor=actor, kind=kind, name=name, slug=next(free), **facts)
    keep(session, row)
    note(session, "create", row)
    return row


def add_district(session: Session, name: str) -> District:
    row = District(name=name, slug=slug_of(name))
    keep(session, row)
    note(session, "create", row)
    return row


def add_part(session: Session, unit_id: int, part: Part, name: str) -> None:
    """A room's time can be claimed, so it is a resource as well."""
    unit(session, unit_id)
    row: Group | Room = Group(unit_id=unit_id, name=name)
    if part == "room":
        resource = Resource(kind="room")
        session.add(resource)
        session.flush()
        row = Room(unit_id=unit_id, name=name, resource_id=resource.id)
    keep(session, row)
    note(session, "create", row)


def part_name(session: Session, unit_id: int, part: Part, part_id: int) -> str:
    return _part(session, unit_id, part, part_id).name


def rename_part(session: Session, unit_id: int, part: Part, part_id: int, name: str) -> None:
    change(session, _part(session, unit_id, part, part_id), {"name": name})


def drop_part(session: Session, unit_id: int, part: Part, part_id: int) -> None:
    row = _part(session, unit_id, part, part_id)
    try:
        with session.begin_nested():
            session.delete(row)
            session.flush()
            if isinstance(row, Room):
                session.delete(session.get_one(Resource, row.resource_id))
            session.flush()
    except IntegrityError as error:
        raise InUse from error
    note(session, "delete", row)


def _part(session: Session, unit_id: int, part: Part, part_id: int) -> Group | Room:
    row = session.get(Group, part_id) if part == "group" else session.get(Room, part_id)
    return row if row is not None and row.unit_id == unit_id else _missing()


def _missing() -> NoReturn:
    raise NotThere
