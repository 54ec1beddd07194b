"""Which family a referral is about: the one that God Start knows by name, birth date and a parent's own address, or a new one.

Compared, never shown: whoever types a name learns nothing by it, neither that the family is known nor what is known of it. Whoever was typed
as holding custody is asked, and can be noted as having answered, whether they are known or not; a holder whom God Start knows and nobody has
typed is asked as well, without a word of it.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.access.citizens import Guardianship
from domain.base import Base
from domain.people import Child, Guardian, name_key
from domain.referrals.tables import Referral, ReferralParent

CHILD, GUARDIAN, KIN = (Base.metadata.tables[name] for name in ("child", "guardian", "guardianship"))
WHY = {"unscoped": "compared with what a social worker types of a family, never shown"}


class Known(NamedTuple):
    """A child that God Start knows. `who`: which of the typed parents is which guardian; `holders`: the guardians with custody."""

    child_id: int
    who: dict[int, int]
    holders: frozenset[int]

    def fits(self, parents: Sequence[ReferralParent]) -> bool:
        """Whether all who were typed as holding custody do."""
        return all(self.who.get(number) in self.holders for number, one in enumerate(parents) if one.custody)


def settle(session: Session, referral: Referral, parents: Sequence[ReferralParent]) -> int:
    """The id of the child that it is about, found or made; the typed parents know who they are from now on.

    Where God Start knows others as holding custody than the writer does, the two are kept apart: what was typed changes nothing about the known child,
    and the referral is about a child of its own, of which all of them are asked.
    """
    if referral.child_id is None:
        found = _known(session, referral.child_name, referral.birth_date, parents)
        whole = next((one for one in found if one.fits(parents)), None)
        if whole is not None:
            referral.child_id = whole.child_id
            for number, guardian_id in whole.who.items():
                parents[number].guardian_id = guardian_id
        else:
            referral.child_id = _make(session, referral, parents, next(iter(found), Known(0, {}, frozenset())))
        session.flush()
    return referral.child_id


def _known(session: Session, name: str, born: date, parents: Sequence[ReferralParent]) -> list[Known]:
    """Children of that name and birth date with a parent of whom an address was typed, the first one made first. One statement."""
    rows = (
        select(CHILD.c.id, GUARDIAN.c.id.label("guardian"), KIN.c.custody)
        .add_columns(GUARDIAN.c.name, GUARDIAN.c.email, GUARDIAN.c.mobile)
        .join(KIN, KIN.c.child_id == CHILD.c.id)
        .join(GUARDIAN, GUARDIAN.c.id == KIN.c.guardian_id)
        .where(CHILD.c.birth_date == born, CHILD.c.sort_name == name_key(name))
        .order_by(CHILD.c.id, GUARDIAN.c.id)
    )
    families: dict[int, list[Any]] = {}
    for row in session.execute(rows, execution_options=WHY):
        families.setdefault(row.id, []).append(row)
    return [
        Known(child_id, _who(family, parents), frozenset(one.guardian for one in family if one.custody))
        for child_id, family in families.items()
        if any(_reached(parent, one) for parent in parents for one in family)
    ]


def _who(family: Sequence[Any], parents: Sequence[ReferralParent]) -> dict[int, int]:
    """Each typed parent is at most one guardian, by an address, else by the name: in a family that is known to be this one that is enough."""
    found: dict[int, int] = {}
    for same in (_reached, _called):
        for number, parent in enumerate(parents):
            free = [one.guardian for one in family if one.guardian not in found.values() and same(parent, one)]
            if number not in found and free:
                found[number] = free[0]
    return found


def _reached(parent: ReferralParent, one: Any) -> bool:
    mail = bool(parent.email) and parent.email.casefold() == one.email.casefold()
    return mail or (bool(parent.mobile) and parent.mobile == one.mobile)


def _called(parent: ReferralParent, one: Any) -> bool:
    return name_key(parent.name) == name_key(one.name)


def _make(session: Session, referral: Referral, parents: Sequence[ReferralParent], known: Known) -> int:
    """A child with the parents that were typed, and whoever else is known to hold custody."""
    child = Child(name=referral.child_name, sort_name=name_key(referral.child_name), birth_date=referral.birth_date)
    new = {
        number: Guardian(name=one.name, email=one.email, mobile=one.mobile, language=one.language)
        for number, one in enumerate(parents)
        if number not in known.who
    }
    session.add_all([child, *new.values()])
    session.flush()
    custody = dict.fromkeys(known.holders, True)
    for number, parent in enumerate(parents):
        parent.guardian_id = new[number].id if number in new else known.who[number]
        custody[parent.guardian_id] = parent.custody or parent.guardian_id in known.holders
    kin = [Guardianship(child_id=child.id, guardian_id=one, custody=holds) for one, holds in custody.items()]
    session.add_all(kin)
    session.flush()
    return child.id
