"""What a course's rules say no to, as a status and a sentence for a person."""

from typing import Any

from flask_babel import lazy_gettext as _l

from domain.base import DomainError
from domain.courses.life import CourseChanged, NoSuchCourse, NotOurStaff
from domain.courses.sessions import NoSuchSession
from domain.courses.support import NoSuchSupport
from domain.courses.voices import NoSuchPerson, TooMany

WORDS: dict[type[DomainError], tuple[int, Any]] = {
    NoSuchCourse: (404, _l("Forløbet findes ikke, eller du har ikke adgang til det.")),
    NoSuchSession: (404, _l("Tiden findes ikke, eller du har ikke adgang til den.")),
    NoSuchSupport: (404, _l("Den faste støtte er slut, eller du har ikke adgang til den.")),
    NoSuchPerson: (404, _l("Navnet er allerede fjernet.")),
    TooMany: (409, _l("Der er plads til tyve navne.")),
    NotOurStaff: (422, _l("Vælg en, der arbejder i huset.")),
    CourseChanged: (409, _l("En anden har lige ændret forløbet, eller det er slut. Se, hvordan det er nu.")),
}
