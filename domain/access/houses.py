"""A house's groups and the staff of its groups, to choose from."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.access.staff import Membership, Staff
from domain.access.units import Group

GROUP_ROLES = ("paedagog", "dagplejer")
Choices = list[tuple[int, str]]


def groups_and_staff(session: Session, unit_id: int) -> tuple[Choices, Choices]:
    """(id, name) of the groups, and of the pædagoger and dagplejere, by name."""
    groups = session.execute(select(Group.id, Group.name).where(Group.unit_id == unit_id).order_by(Group.name))
    works = select(Staff.id, Staff.name).join(Membership, Membership.staff_id == Staff.id)
    staff = session.execute(
        works.where(Membership.unit_id == unit_id, Membership.role.in_(GROUP_ROLES), Staff.active).order_by(Staff.name)
    )
    return [(row.id, row.name) for row in groups], [(row.id, row.name) for row in staff]
