"""What visits, their states and their reasons are called, to staff and to parents; and how each looks."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from math import sqrt

from flask_babel import lazy_gettext as _l

from domain.base import today
from domain.visits.reading import AHEAD, NOW, OVER, Line
from domain.visits.tables import BOOKED, CALLED_OFF, DECLINED, HELD, HOSPITAL, IMPOSSIBLE, SPECIAL
from domain.visits.windows import BARSEL, EIGHT, ETABLERING, FOUR, TWO, WEEKS

KINDS = {
    BARSEL: _l("Barselsbesøg"),
    ETABLERING: _l("Etableringsbesøg"),
    WEEKS: _l("3-4 ugers besøg"),
    TWO: _l("2 måneders besøg"),
    FOUR: _l("4-6 måneders besøg"),
    EIGHT: _l("8-9 måneders besøg"),
    SPECIAL: _l("Besøg ved særligt behov"),
}
TO_PARENTS = KINDS | {SPECIAL: _l("Ekstra besøg")}
"""Parents are not told in a heading that their need is special."""
AGES = {
    BARSEL: _l("4-6 dage"),
    ETABLERING: _l("7-10 dage"),
    WEEKS: _l("3-4 uger"),
    TWO: _l("2 mdr."),
    FOUR: _l("4-6 mdr."),
    EIGHT: _l("8-9 mdr."),
}
"""Over the line: as short as they can be."""
STATES = {
    AHEAD: ("none", "hourglass", _l("Kommer senere")),
    NOW: ("warn", "calendar-month", _l("Mangler tid")),
    OVER: ("bad", "warning", _l("Overskredet")),
    BOOKED: ("info", "time", _l("Har en tid")),
    HELD: ("ok", "check", _l("Afholdt")),
    DECLINED: ("none", "close", _l("Familien sagde nej tak")),
    CALLED_OFF: ("none", "close", _l("Aflyst")),
    IMPOSSIBLE: ("none", "hourglass", _l("Ikke muligt")),
}
TOLD = {
    AHEAD: _l("Kommer senere"),
    NOW: _l("I kan vælge en tid"),
    OVER: _l("I kan stadig vælge en tid"),
    BOOKED: _l("Aftalt"),
    HELD: _l("Har været der"),
    DECLINED: _l("I har sagt nej tak"),
    CALLED_OFF: _l("Holdes ikke"),
    IMPOSSIBLE: _l("Venter"),
}
"""The same, to parents."""
REASONS = {
    HOSPITAL: _l("Barnet er indlagt"),
    "ikke-hjemme": _l("Ingen var hjemme"),
    "bortrejst": _l("Familien er bortrejst"),
    "flyttet": _l("Familien er flyttet"),
    "tiden-gik": _l("Det blev ikke nået"),
    "andet": _l("Andet"),
}
NEEDS = {
    "trivsel": _l("Trivsel og udvikling"),
    "amning-kost": _l("Amning og kost"),
    "soevn": _l("Søvn og uro"),
    "motorik": _l("Motorik"),
    "sprog": _l("Sprog"),
    "familien": _l("Familiens trivsel"),
    "for-tidligt-foedt": _l("Født for tidligt"),
    "andet": _l("Andet"),
}

WIDE, LONGEST, NARROWEST = 1000, 290, 14
"""The drawing's width, how many days of age it shows, and how narrow a window is drawn at most."""


@dataclass(frozen=True)
class Drawing:
    """For parts.programme. `boxes`: (standing, x, width); `now`: today's place, None once it is outside; `label`: the same in words."""

    boxes: list[tuple[str, float, float]]
    now: float | None
    label: str


def drawn(line: Line) -> Drawing:
    """On a scale in which the first weeks have room: the square root of the age."""
    return drawer()(line)


def drawer() -> Callable[[Line], Drawing]:
    """`drawn` for many lines: the words of the page's language are looked up once."""
    kinds = {kind: str(text) for kind, text in KINDS.items()}
    states = {standing: str(text) for standing, (_state, _icon, text) in STATES.items()}
    day = today()

    def draw(line: Line) -> Drawing:
        six = [one for one in line.visits if one.kind != SPECIAL]
        ends = [(_x(line, one.opens_on), _x(line, one.closes_on + timedelta(days=1))) for one in six]
        now = _x(line, day)
        return Drawing(
            boxes=[(one.standing, x, max(to - x, NARROWEST)) for one, (x, to) in zip(six, ends, strict=True)],
            now=now if now < WIDE else None,
            label=". ".join(f"{kinds[one.kind]}: {states[one.standing]}" for one in six),
        )

    return draw


def _x(line: Line, on: date) -> float:
    days = min(max((on - line.birth_date).days, 0), LONGEST)
    return round(WIDE * sqrt(days / LONGEST), 1)
