"""What groups, their meetings and those who are asked are called."""

from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from blueprints.language import age
from domain.base import today
from domain.groups.came import CAME, EXCUSED, MISSED
from domain.groups.tables import (
    DAYCARE,
    HOLDS,
    INVITED,
    LEFT,
    MULTICULTURAL,
    NO,
    ORDINARY,
    PROPOSED,
    TOGETHER,
    WAITS,
    YOUNG,
)

KINDS = {ORDINARY: _l("Almindelig"), YOUNG: _l("Unge forældre"), MULTICULTURAL: _l("Flerkulturel")}
THEMES = {TOGETHER: _l("Gruppen mødes"), DAYCARE: _l("Fælles om en god dagtilbudsstart")}
STANDINGS = {
    PROPOSED: ("none", "edit", _l("Foreslået, ikke inviteret")),
    INVITED: ("info", "mail", _l("Inviteret")),
    HOLDS: ("ok", "check", _l("Har plads")),
    WAITS: ("warn", "hourglass", _l("Venter")),
    NO: ("none", "close", _l("Nej tak")),
    LEFT: ("none", "logout", _l("Ikke med længere")),
}
"""(state, icon, text) for ui.state."""
PRESENCES = {CAME: _l("Kom"), MISSED: _l("Kom ikke"), EXCUSED: _l("Meldte afbud")}
IN_WEEKS = 26


def weeks(born: date) -> str:
    """A baby's age as those who work with babies say it: in weeks, from the first that is over."""
    number = (today() - born).days // 7
    return ngettext("%(num)d uge", "%(num)d uger", number) if 0 < number < IN_WEEKS else age(born)


def born(first: date, last: date) -> str:
    """The weeks in which a group's children were born."""
    begin, end = first.isocalendar(), last.isocalendar()
    if begin[:2] == end[:2]:
        return _("uge %(week)s %(year)s", week=begin.week, year=begin.year)
    return _("uge %(week)s–%(last)s %(year)s", week=begin.week, last=end.week, year=end.year)
