"""A child's programme: begun with its birth or its move here, and counted anew when what it was counted from has changed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain import due
from domain.access.links import open_family_links
from domain.base import DomainError, now, today
from domain.booking.finding.openings import local_day
from domain.booking.tables import Appointment
from domain.people import Child
from domain.visits import told
from domain.visits.tables import BOOKED, HOSPITAL, IMPOSSIBLE, OPEN, PLANNED, HomeVisit, Programme
from domain.visits.windows import FIXED, Counted, Window, windows

LINK_LASTS = timedelta(days=60)
"""After the last window: the family's own page is there for as long as it may need it."""
CONTACT_WITHIN = timedelta(days=3)
"""After the birth, or after the list came."""


class NoProgramme(DomainError):
    """The child has none, or it is not for this viewer to see."""


class NoSundhedspleje(DomainError):
    """No sundhedspleje cares for the child: nobody could visit it."""


@dataclass(frozen=True, kw_only=True)
class Moved:
    """What a new count did to one visit. `before` None: it is new; `after` None: it was over before the family came.

    `outside`: a time is booked, stands, and lies outside the new window.
    """

    kind: str
    before: Window | None
    after: Window | None
    outside: bool = False


def counted(programme: Programme) -> Counted:
    """What its windows are counted from."""
    names = ("birth_date", "term_on", "home_on", "entered_on")
    return Counted(**{name: getattr(programme, name) for name in names})


def begin(
    session: Session,
    secret: str,
    child: Child,
    *,
    entered_on: date | None = None,
    home_on: date | None = None,
    term_on: date | None = None,
) -> Programme:
    """The child's windows, a first contact to be made, and a link for each guardian. A second time changes nothing. NoSundhedspleje."""
    days = {"entered_on": entered_on, "home_on": home_on, "term_on": term_on}
    return session.get(Programme, child.id) or make(session, secret, child, days)


def enter(session: Session, secret: str, child_id: int) -> Programme:
    """A child that is here already, at its age now: it gets the visits that are not over. NoProgramme, NoSundhedspleje."""
    child = session.get(Child, child_id)
    if child is None:
        raise NoProgramme
    return begin(session, secret, child, entered_on=today())


def make(session: Session, secret: str, child: Child, days: Mapping[str, date | None]) -> Programme:
    """The same for a child that is known to have none. `days`: see `windows.Counted`."""
    if child.sundhedspleje_id is None:
        raise NoSundhedspleje
    programme = Programme(child_id=child.id, unit_id=child.sundhedspleje_id, birth_date=child.birth_date)
    entered_on = days["entered_on"]
    programme.entered_on, programme.home_on, programme.term_on = entered_on, days["home_on"], days["term_on"]
    visits = [_visit(programme, one) for one in windows(counted(programme))]
    session.add_all([programme, *visits])
    session.flush()
    nurse = child.sundhedsplejerske_id
    first = max(child.birth_date, entered_on or child.birth_date, today() - CONTACT_WITHIN) + CONTACT_WITHIN
    talk = told.contact(child.id, programme.unit_id, nurse, first)
    due.put(session, [talk, *(told.entry(one, nurse) for one in visits)])
    last = max((one.closes_on for one in visits), default=today())
    open_family_links(session, secret, child.id, max(last, today()) + LINK_LASTS)
    return programme


def contacted(session: Session, child_id: int) -> None:
    """Somebody has spoken with the family. A second time changes nothing."""
    programme, _child = whole(session, child_id)
    touch(session, programme)


def touch(session: Session, programme: Programme) -> None:
    """The same for a programme that has been read."""
    if programme.contacted_at is None:
        programme.contacted_at, programme.contacted_by = now(), session.info["viewer"].staff
        session.flush()
        due.done(session, told.contact_key(programme.child_id))


def redate(
    session: Session, child_id: int, *, birth_date: date, term_on: date | None, home_on: date | None
) -> list[Moved]:
    """Other days to count from. What has been held, declined or called off stands; returns what moved. The same days again move nothing."""
    programme, child = whole(session, child_id)
    if child.birth_date != birth_date:
        child.birth_date = birth_date
    programme.term_on, programme.home_on = term_on, home_on
    return recount(session, [(programme, child)])


def follow(session: Session, child_ids: Iterable[int] | None = None) -> list[Moved]:
    """Counts anew whose birth date is another than the one it was counted from: after a list, and every night."""
    rows = select(Programme, Child).join(Child, Child.id == Programme.child_id)
    if child_ids is not None:
        rows = rows.where(Child.id.in_(list(child_ids)))
    found = session.execute(rows.where(Programme.birth_date != Child.birth_date)).all()
    return recount(session, [(one.Programme, one.Child) for one in found])


def recount(session: Session, pairs: Sequence[tuple[Programme, Child]]) -> list[Moved]:
    """As many statements for many as for one."""
    have = _have(session, [child.id for _, child in pairs])
    moved: list[Moved] = []
    shown: list[tuple[HomeVisit, int | None]] = []
    gone = [told.home_key(child.id) for one, child in pairs if one.home_on is not None]
    for programme, child in pairs:
        programme.birth_date = child.birth_date
        wanted = {one.kind: one for one in windows(counted(programme))}
        for kind in FIXED:
            visit, first = have.get((child.id, kind), (None, None))
            change = _change(visit, wanted.get(kind), first)
            if change is not None:
                moved.append(change)
                stands = _follow(session, programme, visit, change)
                shown += [(stands, child.sundhedsplejerske_id)] if stands.state == PLANNED else []
                gone += [told.key(stands)] if change.after is None else []
    session.flush()
    told.plans(session, [one for one in shown if told.key(one[0]) not in gone])
    if gone:
        due.drop(session, *gone)
    return moved


def _follow(session: Session, programme: Programme, visit: HomeVisit | None, change: Moved) -> HomeVisit:
    """The visit that the change is of: a new one, one that is no more, or the one it was."""
    if visit is None:
        assert change.after is not None
        visit = _visit(programme, change.after)
        session.add(visit)
    elif change.after is None:
        session.delete(visit)
    return visit


def whole(session: Session, child_id: int) -> tuple[Programme, Child]:
    """Of one child, for a change. NoProgramme. One statement."""
    rows = select(Programme, Child).join(Child, Child.id == Programme.child_id).where(Child.id == child_id)
    found = session.execute(rows).one_or_none()
    if found is None:
        raise NoProgramme
    return found[0], found[1]


def _have(session: Session, child_ids: Sequence[int]) -> dict[tuple[int, str], tuple[HomeVisit, int | None]]:
    """The fixed visits there are, each with the quarter of the time that is booked."""
    if not child_ids:
        return {}
    rows = select(HomeVisit, Appointment.first).outerjoin(Appointment, Appointment.id == HomeVisit.appointment_id)
    own = rows.where(HomeVisit.child_id.in_(child_ids), HomeVisit.kind.in_(FIXED))
    return {(row.HomeVisit.child_id, row.HomeVisit.kind): (row.HomeVisit, row.first) for row in session.execute(own)}


def _change(visit: HomeVisit | None, window: Window | None, first: int | None) -> Moved | None:
    """What the new window does to a visit; None for nothing. One that waited for the child to come home is to be had again."""
    if visit is None:
        return Moved(kind=window.kind, before=None, after=window) if window else None
    waits = visit.state == IMPOSSIBLE and visit.reason == HOSPITAL
    before = Window(visit.kind, visit.opens_on, visit.closes_on)
    if window == before or not (visit.state in OPEN or waits):
        return None
    if window is None:
        return Moved(kind=visit.kind, before=before, after=None) if visit.state == PLANNED else None
    visit.opens_on, visit.closes_on = window.opens_on, window.closes_on
    if waits:
        visit.state, visit.reason = PLANNED, ""
    day = local_day(first) if visit.state == BOOKED and first is not None else None
    outside = day is not None and not window.opens_on <= day <= window.closes_on
    return Moved(kind=visit.kind, before=before, after=window, outside=outside)


def _visit(programme: Programme, window: Window) -> HomeVisit:
    values: dict[str, Any] = {"opens_on": window.opens_on, "closes_on": window.closes_on}
    return HomeVisit(child_id=programme.child_id, unit_id=programme.unit_id, kind=window.kind, state=PLANNED, **values)
