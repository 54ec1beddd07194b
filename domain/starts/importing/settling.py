"""Twice changes nothing: a list whose rows contradict each other is found by asking what it would change the second time."""

from collections.abc import Iterable, Sequence
from datetime import date

from domain.starts.coming import subject
from domain.starts.families import Placed
from domain.starts.importing.plan import Plan
from domain.starts.standing import Asked, Standing

FAR = 2_000_000_000
"""Above every id there is, for rows that are still to come."""


def contradict(placed: Iterable[Placed]) -> bool:
    """Whether two rows say different things of one child or one guardian. In most lists none do, and all is well."""
    said: dict[object, object] = {}
    for one in placed:
        told = one.told
        if said.setdefault(one.child, (told.child, told.born, told.parents)) != (told.child, told.born, told.parents):
            return True
        for number, parent in zip(one.guardians, told.parents, strict=True):
            known = (parent.name, parent.email, parent.mobile)
            if said.setdefault(("guardian", number), known) != known:
                return True
    return False


def after(standing: Standing, plan: Plan) -> Standing:
    """What would stand when the plan has been written."""
    kids = standing.kid | {_id(one.id): one._replace(id=_id(one.id)) for one in plan.kids}
    adults = standing.adult | {_id(one.id): one._replace(id=_id(one.id)) for one in plan.adults}
    begins = {one.id: one for one in standing.begins} | {
        _id(one.id): one._replace(id=_id(one.id), child_id=_id(one.child_id)) for one in plan.begins
    }
    custody = {(child, adult): held for child, adult, held in standing.custody}
    custody |= {(_id(child), _id(adult)): held for child, adult, held in (*plan.custody_new, *plan.custody_other)}
    for pair in plan.fell:
        custody.pop(pair)
    return Standing(
        kids=tuple(kids[number] for number in sorted(kids)),
        adults=tuple(adults[number] for number in sorted(adults)),
        custody=tuple((*pair, custody[pair]) for pair in sorted(custody)),
        begins=tuple(begins[number] for number in sorted(begins)),
        asked=tuple(_asked(standing, plan)),
    )


def _asked(standing: Standing, plan: Plan) -> Sequence[Asked]:
    found = {one.id: one for one in standing.asked}
    for one in plan.again:
        found[one.id] = Asked(one.id, found[one.id].subject, *one.question)
    for number, _ in plan.dropped:
        found[number] = found[number]._replace(until=date.min)
    new = (Asked(FAR + at, subject(_id(one.start)), *one.question) for at, one in enumerate(plan.asked))
    return [*found.values(), *new]


def _id(number: int) -> int:
    return number if number > 0 else FAR - number
