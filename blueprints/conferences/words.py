"""What the states of conferences and of those who are called in are called."""

from flask_babel import lazy_gettext as _l

from domain.conferences import series
from domain.conferences.table import Shown

STATES = {
    series.PLANNED: ("info", "calendar-month", _l("Planlagt")),
    series.OPEN: ("warn", "hourglass", _l("I gang")),
    series.CLOSED: ("warn", "edit", _l("Referat mangler godkendelse")),
    series.APPROVED: ("ok", "lock", _l("Referat godkendt")),
    series.CANCELLED: ("bad", "close", _l("Aflyst")),
}
OVER = ("none", "time", _l("Ikke holdt endnu"))
COMING = {
    series.COMES: ("ok", "check", _l("Kommer")),
    series.APOLOGY: ("none", "close", _l("Afbud")),
    series.BUSY: ("bad", "warning", _l("Optaget")),
}


def state(one: Shown) -> tuple[str, str, object]:
    """(state, icon, text) for ui.state."""
    return OVER if one.state == series.PLANNED and one.over else STATES[one.state]


def hour_of(minutes: int) -> str:
    """13.00, from minutes after midnight."""
    return f"{minutes // 60}.{minutes % 60:02}"
