"""One start, added by hand: the same rules as for the list, through the row net and the write net."""

from sqlalchemy.orm import Session

from domain import consent
from domain.access.citizens import Guardianship
from domain.base import DomainError, today
from domain.people import Child, Guardian, Start, name_key
from domain.starts.coming import Coming, House, cared_for, questions, subject
from domain.starts.families import Families, Placed
from domain.starts.importing.places import houses
from domain.starts.standing import Standing, load


class KnownElsewhere(DomainError):
    """The child is another house's. Who knows three names and a birthday gets nothing by them: the list gives it a start here."""


class AlreadyComing(DomainError):
    """The child has this start already."""

    def __init__(self, start_id: int) -> None:
        super().__init__("the child has this start already")
        self.start_id = start_id


def house(session: Session, unit_id: int) -> House:
    """The house that `Coming` asks for, by its unit."""
    return houses(session, unit_id)[0]


def add_start(session: Session, coming: Coming) -> Start:
    """The child with its guardians, the start, and what the parents are asked.

    A child that the house has had before keeps what is known of it and of its guardians: only the start is new.
    Raises AlreadyComing; KnownElsewhere for a child that has never had a start in this house.
    """
    standing = load(session, [coming])
    one = Families(standing, [coming], today(), renamed=False).placed[0]
    if one.start is not None:
        raise AlreadyComing(one.start.id)
    child_id, sundhedspleje_id = _child(session, one, standing)
    start = Start(
        key=one.key,
        child_id=child_id,
        unit_id=coming.house.id,
        group_id=coming.group_id,
        starts_on=coming.starts_on,
        newcomer=coming.newcomer,
        interpreter=coming.interpreter,
    )
    session.add(start)
    session.flush()
    for asked in questions(coming.house.id, sundhedspleje_id, coming.starts_on, newcomer=coming.newcomer):
        units = (asked.from_unit_id, asked.to_unit_id)
        consent.ask(session, child_id, subject(start.id), asked.purpose, units, asked.until)
    return start


def _child(session: Session, one: Placed, standing: Standing) -> tuple[int, int | None]:
    """Its id, and the sundhedspleje unit that cares for it."""
    known = standing.kid.get(one.child)
    if known is not None:
        if all(start.unit_id != one.told.house.id for start in standing.starts[known.id]):
            raise KnownElsewhere
        return known.id, known.sundhedspleje_id
    told = one.told
    unit_id, staff_id = cared_for(told)
    child = Child(
        name=told.child,
        sort_name=name_key(told.child),
        birth_date=told.born,
        sundhedspleje_id=unit_id,
        sundhedsplejerske_id=staff_id,
        address=told.address,
        address_protected=bool(told.address_protected),
    )
    session.add(child)
    session.flush()
    _guardians(session, one, child.id)
    return child.id, unit_id


def _guardians(session: Session, one: Placed, child_id: int) -> None:
    """Whom the viewer may not see is somebody new: what another house knows of them is not handed on."""
    for number, parent in zip(one.guardians, one.told.parents, strict=True):
        guardian_id = number
        if number < 0 or session.get(Guardian, number) is None:
            language = parent.language or "da"
            guardian = Guardian(name=parent.name, email=parent.email, mobile=parent.mobile, language=language)
            session.add(guardian)
            session.flush()
            guardian_id = guardian.id
        session.add(Guardianship(child_id=child_id, guardian_id=guardian_id, custody=parent.custody))
    session.flush()
