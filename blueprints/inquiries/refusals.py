"""What a person is told when something cannot be done with an inquiry: the status, and a sentence."""

from typing import Any

from flask_babel import lazy_gettext as _l

from domain.base import DomainError
from domain.inquiries import answering, colleagues, handing
from domain.inquiries.meeting import NoTime
from domain.inquiries.naming import UnknownChild
from domain.inquiries.receiving import Nobody
from domain.inquiries.streets import BadStreet, UnknownStreet
from domain.inquiries.writing import NoSuchInquiry, NotTheirs

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
    colleagues.NoColleague: (422, _l("Vælg en kollega, der svarer på den slags henvendelser hos jer.")),
    colleagues.HasTime: (409, _l("Der er aftalt en tid. Aflys den først, så kan en kollega tage over.")),
    handing.NotToCarry: (409, _l("Der er ikke noget at føre videre her, eller det er ført videre allerede.")),
    BadStreet: (422, _l("En linje på vejlisten kan ikke læses.")),
    UnknownStreet: (422, _l("Vi kender ikke vejen. Vælg jeres distrikt på listen.")),
    answering.NoAnswer: (422, _l("Skriv et svar.")),
}
