"""Whether a row's key is among those that a policy selects, looked up by that key, row for row.

`found_in(key, keys)` where a statement reads a few rows of one house, one task or one meeting, and `keys` hangs on who asks or on the day. A
plain `key.in_(keys)` where it reads a list of many rows: there the keys are better found once for all of them. Who sees what is the same by both.

An IN makes a list of all keys first, of every task that ever reached a house: half of what reading a meeting took (SQLite). And what it would
cost hangs on who asks, so that PostgreSQL planned the statement anew each time: for an agenda 1.6 ms, and 0.25 where a plan is kept.
"""

from typing import Any

from sqlalchemy import ColumnElement, Select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler

from domain.access.condition import Condition


class ByKey(Condition):
    """The statement in it stands on its own, as any in a policy (net.py)."""

    name = "found_in"
    inherit_cache = True


def found_in(key: Any, keys: Select[Any]) -> ColumnElement[bool]:
    """`key IN (keys)`, for rows that are read few at a time. `keys` selects one column, and may not name the table that the policy is of."""
    return ByKey(key, keys.scalar_subquery())


@compiles(ByKey)
def _by_key(element: ByKey, compiler: SQLCompiler, **how: Any) -> str:
    key, keys = (compiler.process(clause, **how) for clause in element.clauses)
    select: Select[Any] = list(element.clauses)[1].element
    name = compiler.preparer.quote(select.selected_columns[0].name)
    return f"EXISTS (SELECT 1 FROM {keys} AS found WHERE found.{name} = {key})"  # noqa: S608 -- SQLAlchemy's own words, and a column's name
