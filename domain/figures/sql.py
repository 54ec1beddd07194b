"""Days as numbers, on both databases: one to subtract, one to read year and month from."""

from typing import Any

from sqlalchemy import ColumnElement, FunctionElement, Integer
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler


class Number(FunctionElement[int]):
    """Days since 1970 of a date."""

    type = Integer()
    inherit_cache = True
    name = "day_number"


class Written(FunctionElement[int]):
    """A date as 20261122."""

    type = Integer()
    inherit_cache = True
    name = "day_written"


def number(day: ColumnElement[Any]) -> ColumnElement[int]:
    return Number(day)


def written(day: ColumnElement[Any]) -> ColumnElement[int]:
    return Written(day)


@compiles(Number, "sqlite")
def _number_sqlite(element: Number, compiler: SQLCompiler, **how: object) -> str:
    return f"CAST(julianday({compiler.process(element.clauses, **how)}) - 2440587.5 AS INTEGER)"


@compiles(Number, "postgresql")
def _number_postgresql(element: Number, compiler: SQLCompiler, **how: object) -> str:
    return f"(({compiler.process(element.clauses, **how)})::date - DATE '1970-01-01')"


@compiles(Written, "sqlite")
def _written_sqlite(element: Written, compiler: SQLCompiler, **how: object) -> str:
    return f"CAST(REPLACE({compiler.process(element.clauses, **how)}, '-', '') AS INTEGER)"


@compiles(Written, "postgresql")
def _written_postgresql(element: Written, compiler: SQLCompiler, **how: object) -> str:
    return f"CAST(to_char(({compiler.process(element.clauses, **how)})::date, 'YYYYMMDD') AS INTEGER)"
