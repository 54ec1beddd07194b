"""The wall: no statement reaches the database that reads or writes a guarded table without its policy.

It reads the SQL that is really sent. What a statement looks like in Python does not say which classes SQLAlchemy will add
criteria for (one inside a function in WHERE, the second one in an expression, and a self-referential `has()` get none).
"""

import re
import weakref
from collections.abc import Iterator
from contextvars import ContextVar
from typing import Any

from sqlalchemy import Connection, TextClause
from sqlalchemy.engine.interfaces import DBAPICursor, ExecutionContext
from sqlalchemy.orm import Mapper, Session, UOWTransaction

from domain.access.net import Guarded, Unscoped
from domain.access.sql import strays

approved: "weakref.WeakSet[Any]" = weakref.WeakSet()
"""Compiled statements that have been looked at and found to read no guarded table outside the net."""

flushing: ContextVar["weakref.ref[UOWTransaction] | None"] = ContextVar("flushing", default=None)


def in_flush(_session: Session, context: UOWTransaction, _instances: object) -> None:
    """Session event `before_flush`, after the write net has said yes."""
    flushing.set(weakref.ref(context))


def check(
    _connection: Connection,
    _cursor: DBAPICursor,
    sql: str,
    _parameters: object,
    context: ExecutionContext | None,
    _many: bool,
) -> None:
    """Engine event `before_cursor_execute`."""
    compiled = getattr(context, "compiled", None)
    if compiled is not None and compiled in approved:
        return
    if context is None or getattr(context, "isddl", False) or "unscoped" in context.execution_options or _in_flush():
        return
    names = guarded_names()
    written_by_hand = compiled is None or isinstance(compiled.statement, TextClause)
    bad = _mentioned(sql, names) if written_by_hand else next(strays(sql, names), None)
    if bad is not None:
        raise Unscoped(f'"{bad}" outside the row net: {sql[:80]}')
    if compiled is not None:
        approved.add(compiled)


def _in_flush() -> bool:
    """True while the unit of work itself writes: bulk_* methods look the same, but have no flush of their own."""
    mark = flushing.get()
    context = mark() if mark is not None else None
    transaction = getattr(context, "transaction", None)
    return context is not None and context.session._flushing and transaction is not None and transaction.is_active  # noqa: SLF001


def guarded_names() -> set[str]:
    return {table.name.lower() for mapper in _mappers(Guarded) for table in mapper.tables}


def _mappers(root: type[object]) -> Iterator[Mapper[Any]]:
    subclass: type[object]
    for subclass in root.__subclasses__():
        if (mapper := vars(subclass).get("__mapper__")) is not None:
            yield mapper
        yield from _mappers(subclass)


def _mentioned(sql: str, names: set[str]) -> str | None:
    """Text by hand has too many shapes to be read: no guarded name may stand in it at all."""
    return next((word for word in re.findall(r"\w+", sql.lower()) if word in names), None)
