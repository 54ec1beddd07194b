"""A house's conference with everybody around the table: leader, pædagog, psykolog, socialrådgiver and two sundhedsplejersker. Ids."""

from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain import consent
from domain.access import Membership, Staff, sees
from domain.access.units import Unit
from domain.base import moment, now, quarter, today
from domain.booking.kinds.types import ensure_types
from domain.conferences.tables.meeting import TASK, Item
from domain.conferences.tables.series import BEGUN, PLANNED, Attendance, Conference, Series
from domain.conferences.tables.task import DRAFT, GROUP, SUBMITTED, Step, Task
from domain.conferences.tasks import life
from tests.databases import Database
from tests.factories import as_house, make_child, make_guardian, make_staff, make_unit
from tests.scenes.bookings import added

NURSE, OTHER_NURSE = "sundhedsplejerske", "sundhedsplejerske andetsteds"
SEATS = {
    "leder": ("dagtilbud", "leder", "Lis Overgaard"),
    "paedagog": ("dagtilbud", "paedagog", "Mikkel Stubbe"),
    "psykolog": ("ppr", "psykolog", "Thea Birkholm"),
    "socialraadgiver": ("fsr", "socialraadgiver", "Henrik Aalund"),
    NURSE: ("sundhedspleje", "sundhedsplejerske", "Ditte Ravn"),
    OTHER_NURSE: ("sundhedspleje andetsteds", "sundhedsplejerske", "Nanna Skytte"),
}
"""By the word that a test calls them by: unit, role, name."""


@dataclass
class Table:
    """`staff` and `places` by the words of SEATS; `units` by actor. The leader is chair, the pædagog takes the minutes."""

    database: Database
    units: dict[str, int] = field(default_factory=dict)
    staff: dict[str, int] = field(default_factory=dict)
    places: dict[str, Membership] = field(default_factory=dict)
    series: int = 0
    conference: int = 0

    @property
    def house(self) -> int:
        return self.units["dagtilbud"]

    @contextmanager
    def seat(self, who: str = "leder", *, commit: bool = True):
        """A session of whoever sits there."""
        with self.database.sessions() as session:
            session.info["writing"] = True
            sees(session, Staff(staff=self.staff[who], memberships=(self.places[who],)))
            yield session
            if commit:
                session.commit()

    @contextmanager
    def home(self):
        """A session of the house itself, which may see and write all."""
        with self.database.sessions() as session:
            from domain.access.jobs import work_as

            session.info["writing"] = True
            work_as(session, "test")
            yield session
            session.commit()


def lay(database: Database, *, state: str = PLANNED, days: int = 14, quarters: int = 8) -> Table:
    """Committed: a conference `days` from today, to which all of them are called in."""
    table = Table(database)
    with database.sessions() as session:
        as_house(session)
        ensure_types(session)
        for name, (unit, role, person) in SEATS.items():
            actor = unit.partition(" ")[0]
            if unit not in table.units:
                table.units[unit] = make_unit(session, actor, unit.capitalize(), address="Torvet 3")
            table.staff[name] = make_staff(session, table.units[unit], role, person)
            own = session.execute(select(Unit.slug, Unit.name).where(Unit.id == table.units[unit])).one()
            same = {"unit_id": table.units[unit], "actor": actor, "slug": own.slug, "unit_name": own.name}
            table.places[name] = Membership(role=role, kind="boernehus", **same)
        year = today().year if today().month > 7 else today().year - 1
        rule = Series(unit_id=table.house, year=year, weekday=1, begins=780, chair_id=table.staff["leder"])
        table.series = added(session, rule).id
        table.conference = meet(session, table, days, state=state, quarters=quarters)
        session.commit()
    return table


def meet(session: Session, table: Table, days: int, *, state: str = PLANNED, quarters: int = 8) -> int:
    """Another date of the same series."""
    at = quarter(now() + timedelta(days=days)) // 4 * 4
    one = Conference(series_id=table.series, unit_id=table.house, first=at, quarters=quarters, state=state)
    one.deadline = moment(at).date() - timedelta(days=7)
    one.chair_id, one.minute_taker_id = table.staff["leder"], table.staff["paedagog"]
    one.begun_at = moment(at) if state == BEGUN else None
    conference = added(session, one).id
    for name, staff in table.staff.items():
        place = table.places[name]
        session.add(Attendance(conference_id=conference, staff_id=staff, unit_id=place.unit_id, role=place.role))
    session.flush()
    return conference


def make_task(session: Session, table: Table, title: str = "Uro ved samling", **values) -> int:
    """Submitted by the pædagog; `state` another one. A named one has `child_id`, and is put whether or not the parents say yes."""
    usual = {"kind": GROUP, "title": title, "unit_id": table.house, "from_unit_id": table.house, "created_at": now()}
    usual |= {"writer_id": table.staff["paedagog"], "state": SUBMITTED, "submitted_at": now()}
    task = added(session, Task(**usual | values))
    if task.state != DRAFT:
        session.add(Step(task_id=task.id, at=task.submitted_at, state=SUBMITTED))
    session.flush()
    return task.id


def make_item(session: Session, table: Table, kind: str = TASK, place: int = 1, **values) -> int:
    usual = {"conference_id": table.conference, "unit_id": table.house, "place": place, "kind": kind, "minutes": 20}
    item = added(session, Item(**usual | values))
    if item.task_id is not None:
        life.reach(session, item.task_id)
    return item.id


def put_named(session: Session, table: Table, title: str = "Alma: sprog og leg") -> tuple[int, int, int]:
    """(task, item, child): a task about a child whose parents have said yes, on the agenda. Its unit is the nurse's."""
    child = make_child(session, "Alma Kjær", sundhedspleje_id=table.units["sundhedspleje"])
    make_guardian(session, child, name="Mor")
    task = make_task(
        session, table, title, kind="enkeltbarn", child_id=child, child_name="Alma Kjær", state="paa-dagsorden"
    )
    agree(session, task, child, table.house)
    return task, make_item(session, table, task_id=task, place=5), child


def agree(session: Session, task_id: int, child_id: int, unit_id: int) -> None:
    """The parents' yes, as it is in force."""
    values = {"child_id": child_id, "matter_id": task_id, "to_unit_id": unit_id, "until": today() + timedelta(weeks=30)}
    session.add(consent.Consent(purpose=consent.PURPOSES[consent.CONFERENCE].full, **values))
    session.flush()


def draw_back(table: Table, task_id: int) -> None:
    """They take it back: nothing is in force any longer."""
    with table.home() as session:
        for row in session.scalars(
            select(consent.Consent).where(consent.Consent.matter_id == task_id, consent.Consent.purpose == "conference")
        ):
            session.delete(row)
