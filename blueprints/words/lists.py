"""What is said of a list that has been handed in: its state, a verdict for each row, and what is wrong with which cell."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from domain.starts.importing import Fault
from domain.starts.importing.tables import (
    APPLIED,
    APPLYING,
    CHANGED,
    CHECKED,
    FAILED,
    NEW,
    UNCHANGED,
    UPLOADED,
    WRONG,
)

VERDICTS = {WRONG: _l("Forkerte"), NEW: _l("Nye"), CHANGED: _l("Ændrede"), UNCHANGED: _l("Uændrede")}
STATES = {
    UPLOADED: ("info", _l("Gennemses")),
    CHECKED: ("warn", _l("Venter på dig")),
    WRONG: ("bad", _l("Skal rettes")),
    APPLYING: ("info", _l("Læses ind")),
    APPLIED: ("ok", _l("Læst ind")),
    FAILED: ("bad", _l("Mislykket")),
}


def fault(kept: list[Any]) -> tuple[str, str, str]:
    """(column, why, what would be right)."""
    found = Fault.from_json(kept)
    why, right = found.wrong.value
    return found.column, _(why, **found.values), _(right, **found.values)
