"""What is booked for an inquiry is given back: when it ends, and when the parents take their yes to it back. Those concerned are told."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain import due, outbox
from domain.base import now, today
from domain.booking.taking import given_back
from domain.consent import ADVICE, PURPOSES, Consent
from domain.due import Entry
from domain.inquiries import handing, told
from domain.inquiries.tables import ANSWERED, CLOSED, OPEN, TAKEN, Inquiry
from domain.inquiries.writing import subject


def give_back(session: Session, inquiry: Inquiry) -> None:
    """Its time to come is free again, whoever it is that ends it and however soon it is. Nothing where there is none."""
    if inquiry.appointment_id is None or not inquiry.has_time:
        return
    gone = given_back.give_back(session, [inquiry.appointment_id])
    for number, _unit, version in gone.rows:
        freed(session, inquiry, number, version, gone.staff)


def freed(session: Session, inquiry: Inquiry, number: int, version: int, staff: Collection[int]) -> None:
    """The appointment of that number has been cancelled: all are told, and the inquiry is where it was before, once it is flushed."""
    told.gone(session, inquiry, number, version, staff)
    if inquiry.state == CLOSED:
        inquiry.led_to = ""
        handing.lead_on(session, inquiry)
    else:
        inquiry.state = ANSWERED if inquiry.answered_at else TAKEN


def stop(session: Session, inquiry: Inquiry) -> None:
    """The parents' yes is in force no longer: no time is offered any more, what is booked is given back, and whoever has it is told that one
    of theirs is closed; which, they may not know.
    """
    give_back(session, inquiry)
    inquiry.meets = ""
    session.flush()
    outbox.replace(session, subject(inquiry.id), (told.CHOOSE,))
    if inquiry.state == CLOSED:
        return
    at = now()
    lost = Entry(
        key=f"{subject(inquiry.id)}/gone",
        unit_id=inquiry.for_unit_id or inquiry.unit_id,
        staff_id=inquiry.taken_by or inquiry.for_id,
        kind="henvendelse-trukket",
        at=at,
        done_at=at,
        target=f"inquiries/{inquiry.for_unit_id or inquiry.unit_id}",
    )
    due.put(session, [lost])


def sweep(session: Session) -> int:
    """For the worker: whatever else may have ended a yes (a change of custody, its last day). How many."""
    agreed = select(Consent.matter_id).where(
        Consent.purpose == PURPOSES[ADVICE].full, Consent.until >= today(), Consent.matter_id.is_not(None)
    )
    timed: Any = (Inquiry.meets != "", Inquiry.child_id.is_not(None), Inquiry.id.not_in(agreed))
    found = session.scalars(select(Inquiry).where(*timed, Inquiry.state.in_((*OPEN, CLOSED)))).all()
    for inquiry in found:
        stop(session, inquiry)
    return len(found)
