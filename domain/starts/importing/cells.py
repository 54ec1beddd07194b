"""What one cell of the list may hold, and what it means."""

import re
from datetime import date
from functools import lru_cache
from typing import Any

from email_validator import EmailNotValidError, validate_email

from domain import cpr, phone
from domain.starts.importing.faults import Wrong, shown

DAY_FIRST = re.compile(r"(\d{1,2})[.\-/ ]{1,2}(\d{1,2})[.\-/ ]{1,2}(\d{4})")
YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
SIMPLE = re.compile(r"\w+(?:[.+-]\w+){0,9}", re.ASCII)
LANGUAGES = {
    "da": ("dansk", "danish"),
    "en": ("engelsk", "english"),
    "ar": ("arabisk", "العربية"),
    "tr": ("tyrkisk", "türkçe"),
    "pl": ("polsk", "polski"),
    "uk": ("ukrainsk", "українська"),
    "ur": ("urdu", "اردو"),
    "so": ("somali", "somalisk", "soomaali"),
}
"""The languages that parents' pages are written in, by their codes."""
CODES = {word: code for code, words in LANGUAGES.items() for word in (code, *words)}
ANSWERS = {"ja": True, "sand": True, "nej": False, "falsk": False}
LONGEST = 200


class CellError(Exception):
    """One cell is wrong; whoever reads the row knows which."""

    def __init__(self, wrong: Wrong, value: str = "", **values: object) -> None:
        super().__init__(wrong.name)
        self.wrong = wrong
        self.values: dict[str, Any] = {name: str(one) for name, one in values.items()} | {"value": shown(value)}


def line(cell: str) -> str:
    """Text on one line, whatever breaks and double spaces the cell holds."""
    text = " ".join(cell.split())
    if len(text) > LONGEST:
        raise CellError(Wrong.LONG, text, most=LONGEST)
    return text


def written(cell: str) -> str:
    """A line of somebody's own words: no CPR number, and what looks like one is not repeated."""
    text = line(cell)
    if cpr.found(text):
        raise CellError(Wrong.CPR)
    return text


def name(cell: str) -> str:
    text = written(cell)
    if not (text.isprintable() and any(letter.isalpha() for letter in text)):
        raise CellError(Wrong.NAME, text)
    return text


def day(cell: str) -> date:
    if found := DAY_FIRST.fullmatch(cell):
        parts = found.group(3, 2, 1)
    elif found := YEAR_FIRST.fullmatch(cell):
        parts = found.group(1, 2, 3)
    else:
        raise CellError(Wrong.DATE, cell)
    try:
        return date(*map(int, parts))
    except ValueError as error:
        raise CellError(Wrong.DATE, cell) from error


def yes_or_no(cell: str) -> bool:
    answer = ANSWERS.get(cell.casefold())
    if answer is None:
        raise CellError(Wrong.YES_NO, cell)
    return answer


def email(cell: str) -> str:
    """In small letters throughout: nobody has two mailboxes that differ by them."""
    local, _, domain = cell.rpartition("@")
    if SIMPLE.fullmatch(local) and _known(domain):
        return cell.lower()
    try:
        return validate_email(cell, check_deliverability=False).normalized.lower()
    except EmailNotValidError as error:
        raise CellError(Wrong.EMAIL, cell) from error


@lru_cache(maxsize=4096)
def _known(domain: str) -> bool:
    """Most of a list's addresses share a few domains, and those are what takes time to look at."""
    try:
        return validate_email(f"a@{domain}", check_deliverability=False).ascii_domain == domain.lower()
    except EmailNotValidError:
        return False


def mobile(cell: str) -> str:
    try:
        return phone.mobile(cell)
    except ValueError as error:
        raise CellError(Wrong.MOBILE, cell) from error


def language(cell: str) -> str:
    code = CODES.get(cell.casefold())
    if code is None:
        raise CellError(Wrong.LANGUAGE, cell, near=", ".join(words[0] for words in LANGUAGES.values()))
    return code
