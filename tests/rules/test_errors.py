"""Every no of the domain has a sentence for the person who gets it."""

from blueprints.errors import WORDS
from domain.base import DomainError

OF_A_FORM = {
    *(
        "WrongPassword",
        "WeakPassword",
        "TooManyTries",
        "WrongDay",
        "LoginTaken",
        "EmailTaken",
        "NameTaken",
        "NoSuchKind",
        "BadType",
        "Doubted",
    ),
    *(
        "NotToday",
        "Settled",
        "TooFewSeats",
        "Conflict",
        "AlreadyComing",
        "KnownElsewhere",
        "ImportProblem",
        "NotReady",
        "BadAddress",
    ),
    *("BadCode", "TimeTaken"),
    *("BadEntry", "EmptyText", "Overwritten"),
    *("LooksNamed", "NotAgreed", "NotWhole", "WrittenMeanwhile", "Discussed"),
    *("WrongPassphrase", "WeakPassphrase", "WrongPaper"),
}
"""The view that may meet it says it beside the form, which keeps what was typed."""
OF_THE_WORKER = {"Overtaken", "NoAddress"}
"""Nobody is waiting for an answer."""


def kinds(of=DomainError):
    for kind in of.__subclasses__():
        yield kind
        yield from kinds(kind)


def test_every_domain_error_has_its_words():
    ours = {kind for kind in kinds() if kind.__module__.startswith("domain.")}
    silent = {kind.__name__ for kind in ours - set(WORDS)} - OF_A_FORM - OF_THE_WORKER
    assert not silent, f"add a row to WORDS in blueprints/errors.py: {sorted(silent)}"
