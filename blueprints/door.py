"""What no page of ours sends is turned away at the door, once for all routes: else a slip or a stranger makes a 500, or a row that nobody can show."""

from collections.abc import Iterable
from datetime import date
from functools import partial
from typing import Any

from flask import Flask, abort, request
from flask_babel import gettext as _
from werkzeug.routing import IntegerConverter

from domain.booking.finding.openings import midnight

LARGEST = 2**31 - 1
"""What an INTEGER of PostgreSQL holds."""
LONGEST = 2**47
"""What the random numbers of anonymous cases keep to (domain/counselling/crypto/boxes.py): `<long:case_id>` in an address."""
FIRST, LAST = date(2000, 1, 1), date(2099, 12, 31)
"""The days of our calendar: a week before or after them is a day too, so that nothing overflows."""
FILES = {"file"}
"""The fields that take one."""


def number(text: str) -> int:
    """For `request.args.get(..., type=number)`: what no column holds counts as not given."""
    found = int(text)
    if abs(found) > LARGEST:
        raise ValueError(text)
    return found


def numbers(texts: Iterable[str]) -> list[int]:
    """Those of them that a column holds."""
    decimal = (one for one in texts if one.isdecimal() and len(one) <= len(str(LARGEST)))
    return [one for one in map(int, decimal) if one <= LARGEST]


def day(text: str) -> date | None:
    """A day of our calendar as an address or a hidden field has it: 2026-11-22."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if FIRST <= found <= LAST else None


def slot(text: str) -> int:
    """A quarter of an hour in our calendar, for the same use."""
    found = int(text)
    if not midnight(FIRST) <= found < midnight(LAST):
        raise ValueError(text)
    return found


def look() -> None:
    """PostgreSQL keeps no NUL, and a file in the place of a text is neither."""
    texts = [text for _name, several in request.values.lists() for text in several]
    names = [one.filename or "" for one in request.files.values()]
    if request.files.keys() - FILES or any("\0" in text for text in (*texts, *names)):
        abort(400, _("Der står noget i det sendte, som ikke kan læses."))


def register(app: Flask) -> None:
    bounded: Any = partial(IntegerConverter, max=LARGEST)
    longer: Any = partial(IntegerConverter, max=LONGEST)
    app.url_map.converters |= {"int": bounded, "long": longer}
    app.before_request(look)
