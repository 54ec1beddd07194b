"""What became of a visit: held, declined, called off, not possible, nobody at home; and what was noted wrongly."""

from datetime import date, timedelta

from sqlalchemy.orm import Session

from domain import due
from domain.base import DomainError, moment, now, today
from domain.booking import outcomes, verbs
from domain.booking.tables import HELD as TOOK_PLACE
from domain.booking.tables import NO_SHOW, Appointment
from domain.visits import programme, told
from domain.visits.booking import VisitOver, found, release
from domain.visits.tables import (
    BOOKED,
    CALLED_OFF,
    DECLINED,
    HELD,
    HOSPITAL,
    IMPOSSIBLE,
    OPEN,
    PLANNED,
    REASONS,
    HomeVisit,
    Programme,
)

ASK_AGAIN = timedelta(days=7)
"""How long to wait before asking whether a child is home from hospital."""


class NotThatDay(DomainError):
    """A visit is held on a day that has come, and not before the child was born."""


def hold(session: Session, visit_id: int, on: date) -> HomeVisit:
    """It was held that day, with a booked time or without. NotThatDay."""
    visit, _name, nurse, _type, appointment = _open(session, visit_id)
    own = session.get(Programme, visit.child_id)
    if on > today() or (own is not None and on < own.birth_date):
        raise NotThatDay(on)
    visit.state, visit.held_on, visit.reason = HELD, on, ""
    if own is not None:
        programme.touch(session, own)
    if appointment is not None and moment(appointment.first) > now():  # it was held before the time that is booked
        verbs.cancel(session, appointment)
        release(session, visit, appointment, nurse, HELD)
        return visit
    if appointment is not None:
        outcomes.finish(session, appointment, TOOK_PLACE)
        due.drop(session, told.place_key(appointment))
    session.flush()
    told.plans(session, [(visit, nurse)])
    return visit


def missed(session: Session, visit_id: int) -> HomeVisit:
    """Nobody was at home: the visit is to be had again, and the sundhedsplejerske rings the family up. NotBooked before it has begun."""
    visit, _name, nurse, _type, appointment = _open(session, visit_id)
    if appointment is None:
        raise VisitOver(visit.state)
    outcomes.finish(session, appointment, NO_SHOW)
    due.drop(session, told.place_key(appointment))
    visit.state, visit.appointment_id, visit.reason = PLANNED, None, "ikke-hjemme"
    session.flush()
    told.plans(session, [(visit, nurse)])
    return visit


def decline(session: Session, visit_id: int) -> HomeVisit:
    """The family does not want it: the programme is an offer. A second time changes nothing."""
    return _close(session, visit_id, DECLINED, "")


def call_off(session: Session, visit_id: int, reason: str) -> HomeVisit:
    """The sundhedspleje does not hold it. `reason`: one of REASONS."""
    return _close(session, visit_id, CALLED_OFF, reason)


def impossible(session: Session, visit_id: int, reason: str) -> HomeVisit:
    """It cannot be held. While the child is in hospital its windows wait: the day it comes home moves them."""
    visit = _close(session, visit_id, IMPOSSIBLE, reason)
    if reason == HOSPITAL:
        _programme, child = programme.whole(session, visit.child_id)
        ask = told.home(child.id, visit.unit_id, child.sundhedsplejerske_id, today() + ASK_AGAIN)
        due.put(session, [ask])
    return visit


def reopen(session: Session, visit_id: int) -> HomeVisit:
    """What was noted wrongly, or the family has thought better of it: the visit is to be had. An open one stays as it is. VisitOver: parents take back their own no alone."""
    visit, _name, nurse, _type, _appointment = found(session, visit_id)
    if session.info["viewer"].guardian is not None and visit.state not in {*OPEN, DECLINED}:
        raise VisitOver(visit.state)
    if visit.state not in OPEN:
        visit.state, visit.held_on, visit.reason, visit.appointment_id = PLANNED, None, "", None
        session.flush()
        told.plans(session, [(visit, nurse)])
    return visit


def ask(session: Session, visit_id: int) -> HomeVisit:
    """The family gets a link by which it chooses a time itself. VisitOver where there is one, or nothing to choose."""
    visit, *_rest = found(session, visit_id)
    if visit.state != PLANNED:
        raise VisitOver(visit.state)
    visit.asked_at = now()
    session.flush()
    told.choose(session, visit)
    return visit


def _close(session: Session, visit_id: int, state: str, reason: str) -> HomeVisit:
    if reason not in {"", *REASONS}:
        raise ValueError(reason)
    visit, _name, nurse, _type, appointment = found(session, visit_id)
    if visit.state == state:
        return visit
    if visit.state not in OPEN:
        raise VisitOver(visit.state)
    visit.reason = reason
    if visit.state == BOOKED and appointment is not None:
        verbs.cancel(session, appointment)
        release(session, visit, appointment, nurse, state)
    else:
        visit.state = state
        session.flush()
        told.plans(session, [(visit, nurse)])
    return visit


def _open(session: Session, visit_id: int) -> tuple[HomeVisit, str, int | None, object, Appointment | None]:
    """The same as `found`, of one that is still to come. VisitOver."""
    row = found(session, visit_id)
    if row[0].state not in OPEN:
        raise VisitOver(row[0].state)
    return row
