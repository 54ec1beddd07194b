"""No CPR number is held: what looks like one is found in free text before it is stored."""

import re

from domain.base import DomainError

LIKE_CPR = re.compile(
    r"""(?<!\d)
    (?:0[1-9]|[12]\d|3[01]|6[1-9]|[78]\d|9[01])  # a day, with 60 added for people without a civil registration
    (?:0[1-9]|1[0-2]) \d{2} [ ./-]? \d{4}
    (?!\d)""",
    re.VERBOSE,
)


class CprRefused(DomainError):
    """The text holds something like a CPR number, and is not stored."""


def found(text: str) -> bool:
    """Whether some ten digits begin with a day and a month. A telephone number has eight, ten only after +45."""
    return LIKE_CPR.search(text.replace("+45", " ")) is not None


def refuse(*texts: str) -> None:
    """For whoever stores them. CprRefused."""
    if any(found(text) for text in texts):
        raise CprRefused
