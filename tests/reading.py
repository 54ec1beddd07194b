"""Hears which guarded tables a page reads, so that a test can compare them with what the page says it has shown."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event

from domain.access.sql import Reader
from domain.access.wall import guarded_names


@contextmanager
def reading() -> Iterator[set[str]]:
    """The guarded tables that are read inside the block, joined and nested ones too; what a policy reads is not counted."""
    tables: set[str] = set()

    def hear(_connection: Any, _cursor: Any, sql: str, _parameters: Any, context: Any, _many: bool) -> None:
        if sql.lstrip().startswith(("SELECT", "WITH")) and "unscoped" not in context.execution_options:
            tables.update(
                read.table for scope in Reader().read(sql) for read in scope.tables if read.table in guarded_names()
            )

    event.listen(Engine, "before_cursor_execute", hear)
    try:
        yield tables
    finally:
        event.remove(Engine, "before_cursor_execute", hear)
