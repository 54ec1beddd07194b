"""Which houses a unit answers for: itself, its district's, or all there are."""

from functools import cache

from sqlalchemy import Select, and_, bindparam, exists, or_, select
from sqlalchemy.orm import aliased

from domain.access.units import Unit

HOUSES = ("boernehus", "dagpleje")
"""Kinds of unit that children start in."""
OFFICE, DISTRICT, CARE = "forvaltning", "distrikt", "sundhedspleje"
ALL = 0
"""Instead of a unit's id: every house, as the office has them."""


@cache
def own_houses(of: tuple[str, ...] = HOUSES) -> Select[int]:
    """Ids of the houses (kinds of unit `of`) that `:unit` answers for."""
    own, house = aliased(Unit), aliased(Unit)
    district = and_(own.kind == DISTRICT, own.actor == house.actor, own.district_id == house.district_id)
    answers = exists().where(own.id == bindparam("unit"), or_(own.id == house.id, own.actor == OFFICE, district))
    kinds = select(house.id).where(house.actor == "dagtilbud", house.kind.in_(of))
    return kinds.where(or_(answers, bindparam("unit") == ALL))


@cache
def visited_houses() -> Select[int]:
    """Ids of the houses of the district that `:unit` has the sundhedsplejersker of."""
    own, house = aliased(Unit), aliased(Unit)
    district = and_(own.id == bindparam("unit"), own.actor == CARE, own.district_id == house.district_id)
    return select(house.id).join(own, district).where(house.actor == "dagtilbud", house.kind.in_(HOUSES))
