"""A plan for a handover as the page shows it: for each booking what could become of it, in words, the best chosen."""

import re
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from blueprints.language import spell
from blueprints.words.times import spoken
from domain.caseload.load import Load
from domain.caseload.planning import Line, Proposal, Way

SHAPE = re.compile(r"tid-(?P<first>\d{1,9})-(?P<resource>\d{1,9})|aflys")
CANCEL = "aflys"


@dataclass(frozen=True)
class Shown:
    """One booking on the page. `choices`: (value, text), the first is suggested; `stays`: nothing to think about."""

    id: int
    sequence: int
    title: str
    when: str
    kind: str
    stays: bool
    choices: list[tuple[str, str]]


def lines(plan: Proposal) -> list[Shown]:
    """Those that cannot stay as they are first, then by time."""
    names = {one.resource_id: one.name for one in plan.takers}
    return sorted((_shown(one, names) for one in plan.lines), key=lambda one: one.stays)


def away(plan: Proposal) -> dict[int, str]:
    """What is said beside a colleague who is away herself in that time, by staff id."""
    return {one.staff_id: _away(one) for one in plan.takers if one.away}


def _away(one: Load) -> str:
    when, more = spell(*one.away[0]), len(one.away) - 1
    if not more:
        return _("Selv væk %(when)s", when=when)
    return str(ngettext("Selv væk %(when)s og én gang til", "Selv væk %(when)s og %(num)d gange til", more, when=when))


def shape(value: str) -> tuple[int, int | None] | None:
    """(first, resource) of what a choice says; no resource: it is cancelled."""
    found = SHAPE.fullmatch(value)
    if found is None:
        return None
    return (int(found["first"]), int(found["resource"])) if found["first"] else (0, None)


def _shown(line: Line, names: dict[int, str]) -> Shown:
    appointment = line.hit.appointment
    choices = [(f"tid-{way.first}-{way.resource}", _text(line, way, names)) for way in line.ways]
    return Shown(
        id=appointment.id,
        sequence=appointment.sequence,
        title=line.hit.child or _(line.hit.type.name),
        when=spoken(appointment.first, appointment.quarters),
        kind=_(line.hit.type.name),
        stays=line.stays,
        choices=[*choices, (CANCEL, _("Aflys, og bed forældrene vælge en ny tid"))],
    )


def _text(line: Line, way: Way, names: dict[int, str]) -> str:
    appointment, name = line.hit.appointment, names[way.resource]
    if way.first != appointment.first:
        return _("Flyt til %(when)s med %(name)s", when=spoken(way.first, appointment.quarters), name=name)
    return (
        _("Samme tid med %(name)s, uden for åbningstid", name=name)
        if way.closed
        else _("Samme tid med %(name)s", name=name)
    )
