"""One spelling of a telephone number, wherever it came from."""

import re

MARKS = str.maketrans("", "", " .-()/\xa0")
DANISH = re.compile(r"[2-9]\d{7}", re.ASCII)
ABROAD = re.compile(r"\+[1-9]\d{7,14}", re.ASCII)


def mobile(text: str) -> str:
    """With + and the country (E.164), eight digits being Danish. Raises ValueError."""
    number = text.translate(MARKS)
    if number.startswith("00"):
        number = f"+{number[2:]}"
    if DANISH.fullmatch(number):
        number = f"+45{number}"
    if not ABROAD.fullmatch(number) or (number.startswith("+45") and not DANISH.fullmatch(number[3:])):
        raise ValueError(text)
    return number
