"""Which family a referral is about: the one that God Start knows by name, birth date and a parent's own address, or a new one.

Compared, never shown: whoever types a name learns nothing by it, neither that the family is known nor what is known of it.
"""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from domain.access.citizens import Guardianship
from domain.base import Base
from domain.people import Child, Guardian, name_key
from domain.referrals.tables import Referral, ReferralParent

CHILD, GUARDIAN, KIN = (Base.metadata.tables[name] for name in ("child", "guardian", "guardianship"))
WHY = {"unscoped": "compared with what a social worker types of a family, never shown"}


def settle(session: Session, referral: Referral, parents: Sequence[ReferralParent]) -> int:
    """The id of the child that it is about, found or made; the typed parents know who they are from now on."""
    if referral.child_id is None:
        found = _known(session, referral.child_name, referral.birth_date, parents)
        referral.child_id = found or _make(session, referral, parents)
        session.flush()
    return referral.child_id


def _known(session: Session, name: str, born: date, parents: Sequence[ReferralParent]) -> int | None:
    mails = {one.email.casefold() for one in parents if one.email}
    mobiles = {one.mobile for one in parents if one.mobile}
    rows = (
        select(CHILD.c.id, GUARDIAN.c.id, GUARDIAN.c.email, GUARDIAN.c.mobile)
        .join(KIN, KIN.c.child_id == CHILD.c.id)
        .join(GUARDIAN, GUARDIAN.c.id == KIN.c.guardian_id)
        .where(CHILD.c.birth_date == born, CHILD.c.sort_name == name_key(name))
        .where(or_(func.lower(GUARDIAN.c.email).in_(mails), GUARDIAN.c.mobile.in_(mobiles)))
        .order_by(CHILD.c.id, GUARDIAN.c.id)
    )
    found = session.execute(rows, execution_options=WHY).all()
    if not found:
        return None
    child_id: int = found[0][0]
    for _, guardian_id, email, mobile in (row for row in found if row[0] == child_id):
        for parent in parents:
            same = (parent.email and parent.email.casefold() == email.casefold()) or (
                parent.mobile and parent.mobile == mobile
            )
            if same and parent.guardian_id is None:
                parent.guardian_id = guardian_id
                break
    return child_id


def _make(session: Session, referral: Referral, parents: Sequence[ReferralParent]) -> int:
    child = Child(name=referral.child_name, sort_name=name_key(referral.child_name), birth_date=referral.birth_date)
    people = [Guardian(name=one.name, email=one.email, mobile=one.mobile, language=one.language) for one in parents]
    session.add_all([child, *people])
    session.flush()
    for parent, guardian in zip(parents, people, strict=True):
        parent.guardian_id = guardian.id
        session.add(Guardianship(child_id=child.id, guardian_id=guardian.id, custody=parent.custody))
    session.flush()
    return child.id
