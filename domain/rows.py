"""Rows of columns as plain named tuples, for pages that ask a row for many of them.

SQLAlchemy's own fails to find an attribute before it looks for a column, at ten times the price: a tenth of a meeting's page went there.
"""

from collections import namedtuple
from functools import cache
from typing import Any

from sqlalchemy import Result


def plain(found: Result[Any]) -> list[Any]:
    """All of them, in their order; each has its columns by name and by place."""
    return [*map(_shape(tuple(found.keys()))._make, found.all())]


@cache
def _shape(names: tuple[str, ...]) -> Any:
    return namedtuple("Row", names)  # noqa: PYI024 - the names are those of the statement
