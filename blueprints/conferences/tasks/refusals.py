"""What a rule about tasks says no with."""

from typing import Any

from flask_babel import lazy_gettext as _l

from domain.base import DomainError
from domain.conferences.tasks.asking import StartOver
from domain.conferences.tasks.life import NoSuchTask, WrongStep
from domain.conferences.tasks.support import AlreadyTaken, OtherRole
from domain.conferences.tasks.targets import NotTheirs
from domain.conferences.tasks.writing import NotYours

WORDS: dict[type[DomainError], tuple[int, Any]] = {
    StartOver: (
        409,
        _l("Starten er afsluttet eller i et andet hus, så forældrene kan ikke spørges mere. Læg opgaven anonymt."),
    ),
    NotYours: (403, _l("Kun den, der har skrevet opgaven, kan gøre det, og kun til den er drøftet.")),
    NotTheirs: (403, _l("Den opgave kan ikke lægges herfra: huset eller barnet er ikke jeres.")),
    AlreadyTaken: (409, _l("En kollega har taget opgaven, eller den er givet tilbage. Se, hvem der har den nu.")),
    OtherRole: (403, _l("Opgaven ønsker en anden rolle end din.")),
    NoSuchTask: (404, _l("Opgaven findes ikke, eller du har ikke adgang til den.")),
    WrongStep: (409, _l("Opgaven er kommet videre i mellemtiden. Se, hvor den er nu, og prøv igen.")),
}
