"""What services, steps and the times of a course are called."""

from flask_babel import lazy_gettext as _l

from blueprints.words.following import LOOKS
from domain.booking.kinds.types import FAMILY_HOME, FAMILY_TALK, FAMILY_VIDEO
from domain.booking.tables import BOOKED, CANCELLED, EXCUSED, HELD, LATE, NO_SHOW
from domain.courses.tables import BEGUN

STEPS = {BEGUN: _l("Begyndt"), **LOOKS}
TYPES = {
    FAMILY_TALK: _l("Samtale i Familiehuset"),
    FAMILY_HOME: _l("Besøg hjemme hos familien (med køretid)"),
    FAMILY_VIDEO: _l("Samtale på video"),
}
PLACES = {FAMILY_TALK: _l("I Familiehuset"), FAMILY_HOME: _l("Hjemme hos jer"), FAMILY_VIDEO: _l("På video")}
TIMES = {
    BOOKED: ("info", "calendar-month", _l("Booket")),
    HELD: ("ok", "check", _l("Afholdt")),
    NO_SHOW: ("warn", "close", _l("Udeblevet")),
    CANCELLED: ("none", "close", _l("Aflyst")),
    LATE: ("none", "close", _l("Aflyst")),
    EXCUSED: ("none", "close", _l("Afbud")),
    "": ("warn", "hourglass", _l("Familien vælger en tid")),
}
ENDS = (_l("0 er slet ikke, som I ønsker"), _l("10 er helt, som I ønsker"))
EVERY = {0: _l("Én gang"), 1: _l("Hver uge"), 2: _l("Hver anden uge")}
