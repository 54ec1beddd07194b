"""What a person is told when something cannot be done with an inquiry: the status, and a sentence."""

from typing import Any

from flask_babel import lazy_gettext as _l

from domain.base import DomainError
from domain.inquiries import answering
from domain.inquiries.meeting import NoTime
from domain.inquiries.receiving import Nobody
from domain.inquiries.streets import BadStreet, UnknownStreet
from domain.inquiries.writing import NoSuchInquiry, NotTheirs, UnknownChild

WORDS: dict[type[DomainError], tuple[int, Any]] = {
    NoSuchInquiry: (404, _l("Henvendelsen findes ikke, eller du har ikke adgang til den.")),
    NotTheirs: (403, _l("Kun den, der har skrevet henvendelsen, kan gøre det, og kun så længe den er åben.")),
    UnknownChild: (403, _l("Det barn kan ikke nævnes herfra.")),
    Nobody: (409, _l("Der er ingen at spørge i distriktet.")),
    NoTime: (409, _l("Der kan ikke findes en tid nu. Tag henvendelsen først, og vælg, hvem den er med.")),
    answering.AlreadyTaken: (
        409,
        _l("En kollega har taget henvendelsen, eller den er kommet videre. Se, hvor den er nu."),
    ),
    answering.NotYours: (
        403,
        _l("Kun den, der har taget henvendelsen, eller lederen, kan gøre det, mens den er åben."),
    ),
    BadStreet: (422, _l("En linje på vejlisten kan ikke læses.")),
    UnknownStreet: (422, _l("Vi kender ikke vejen. Vælg jeres distrikt på listen.")),
    answering.NoAnswer: (422, _l("Skriv et svar.")),
}
