"""Whether a row's key is among those that a policy selects: one question, asked of each database in the way that it answers best."""

from typing import Any, Self

from sqlalchemy import Boolean, ColumnElement, FunctionElement, Select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler


class ByKey(FunctionElement[bool]):
    """The statement in it stands on its own, as any in a policy (net.py)."""

    name = "found_in"
    type = Boolean()
    inherit_cache = True

    def self_group(self, against: object = None) -> Self:
        """As it is: SQLite would get `... = 1`, and then no index helps."""
        return self


def found_in(key: Any, keys: Select[Any]) -> ColumnElement[bool]:
    """`key IN (keys)`, for a policy of rows that are read few at a time: those of one house, one task, one meeting."""
    return ByKey(key, keys.scalar_subquery())


@compiles(ByKey)
def _in(element: ByKey, compiler: SQLCompiler, **how: Any) -> str:
    key, keys = (compiler.process(clause, **how) for clause in element.clauses)
    return f"{key} IN {keys}"


@compiles(ByKey, "postgresql")
def _by_key(element: ByKey, compiler: SQLCompiler, **how: Any) -> str:
    """By the index, row for row. What an IN would cost hangs on who asks, so that PostgreSQL plans the statement anew each time.

    For an agenda that is six times the work of reading it: 1.6 ms, and 0.25 where a plan is kept.
    """
    key, keys = (compiler.process(clause, **how) for clause in element.clauses)
    select: Select[Any] = list(element.clauses)[1].element
    name = compiler.preparer.quote(select.selected_columns[0].name)
    return f"EXISTS (SELECT 1 FROM {keys} AS found WHERE found.{name} = {key})"  # noqa: S608 -- SQLAlchemy's own words, and a column's name
