"""What a rule about referrals says no with."""

from typing import Any

from flask_babel import lazy_gettext as _l

from domain.base import DomainError
from domain.referrals.agreeing import NobodyToAsk
from domain.referrals.capacity import NoPlace
from domain.referrals.life import OrderBroken
from domain.referrals.steps import NoSuchReferral, NotSaid, WrongStep
from domain.referrals.writing import NotAReferrer, WrittenMeanwhile

WORDS: dict[type[DomainError], tuple[int, Any]] = {
    NoSuchReferral: (404, _l("Henvisningen findes ikke, eller du har ikke adgang til den.")),
    WrongStep: (409, _l("Henvisningen er kommet videre i mellemtiden. Se, hvor den er nu, og prøv igen.")),
    WrittenMeanwhile: (409, _l("En anden har rettet i mellemtiden. Åbn siden igen, og ret i det nyeste.")),
    NotAReferrer: (403, _l("Kun FSR, Familieteamet og Handicapteamet henviser, og kun til Familiehuset.")),
    NobodyToAsk: (
        422,
        _l("Skriv en forælder med forældremyndighed, der kan nås: ellers er der ingen, der kan sige ja."),
    ),
    OrderBroken: (409, _l("En anden familie har ventet længere på det samme. Skriv hvorfor.")),
    NoPlace: (409, _l("Alle pladser er taget. Skriv hvorfor, hvis I alligevel tager én mere.")),
    NotSaid: (422, _l("Skriv begrundelsen: henviseren og familien skal kunne komme videre.")),
}
