"""Who the demo's mails are for: the mails themselves name nobody, and whoever tries God Start wants to know whose shoes to step into."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from domain.access.citizens import Guardianship
from domain.access.staff import Staff
from domain.people import Child, Guardian

WHY = {"unscoped": "the demo's people are made up, and its mailbox is shown to whoever tries it"}


def receivers(session: Session, addresses: Collection[str]) -> dict[str, str]:
    """Names by e-mail address or number."""
    number = func.replace(Guardian.mobile, " ", "")
    found = select(Guardian.name, Guardian.email, number).where(
        or_(Guardian.email.in_(addresses), number.in_(addresses))
    )
    parents = session.execute(found.execution_options(**WHY)).all()
    staff = session.execute(select(Staff.email, Staff.name).where(Staff.email.in_(addresses))).all()
    names: dict[str, str] = {row.email: row.name for row in staff}
    return names | {way: row.name for row in parents for way in (row[1], row[2]) if way}


def birthdays(session: Session, address: str) -> Sequence[date]:
    """The dates of birth of the children whose parent an e-mail address or number is: the way in from a mail asks for them."""
    number = func.replace(Guardian.mobile, " ", "")
    theirs = select(Guardian.id).where(or_(Guardian.email == address, number == address))
    held = select(Guardianship.child_id).where(Guardianship.guardian_id.in_(theirs))
    found = select(Child.birth_date).where(Child.id.in_(held)).order_by(Child.birth_date)
    return session.scalars(found.execution_options(**WHY)).all()
