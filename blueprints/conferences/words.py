"""What conferences, their items and those who are called in are called, wherever they are shown."""

from flask_babel import lazy_gettext as _l

from domain.conferences.meeting.door import GONE, SHUT
from domain.conferences.tables import meeting, series
from domain.conferences.year.table import Shown

STATES = {
    series.PLANNED: ("info", "calendar-month", _l("Planlagt")),
    series.BEGUN: ("warn", "hourglass", _l("I gang")),
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
REFERAT = {
    series.BEGUN: ("info", "edit", _l("Mødet er i gang")),
    series.CLOSED: ("warn", "hourglass", _l("Venter på godkendelse")),
    series.APPROVED: ("ok", "lock", _l("Godkendt og låst")),
}
"""The same of the referat alone."""
ITEMS = {
    meeting.WELCOME: _l("Velkomst"),
    meeting.AGREEMENTS: _l("Aftaler siden sidst"),
    meeting.TASK: _l("Opgave"),
    meeting.EFFORT: _l("Løbende indsats"),
    meeting.TRANSITIONS: _l("Overgange"),
    meeting.LEARNING: _l("Læring på tværs"),
    meeting.CLOSING: _l("Opsamling"),
    meeting.OWN: _l("Eget punkt"),
}
LINES = ITEMS | {meeting.TASK: _l("Nye opgaver, én for én"), meeting.EFFORT: _l("Løbende indsatser, én for én")}
"""The same in the agenda that all begin with, where one line stands for many."""
FIELDS = {meeting.NOTES: _l("Noter"), meeting.DECISION: _l("Beslutning"), meeting.LEARNED: _l("Det lærte vi")}
DOORS = {GONE: _l("Punkt trukket tilbage"), SHUT: _l("Lukket punkt: kun for dem, det angår")}


def state(one: Shown) -> tuple[str, str, object]:
    """(state, icon, text) for ui.state."""
    return OVER if one.state == series.PLANNED and one.over else STATES[one.state]


def hour_of(minutes: int) -> str:
    """13.00, from minutes after midnight."""
    return f"{minutes // 60}.{minutes % 60:02}"
