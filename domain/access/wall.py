"""The wall: Core, text and bulk statements that name a guarded table never reach the database.

It reads a few inner names of SQLAlchemy; the matrix in tests/domain/test_net.py says when a new version moves them.
"""

import re
import weakref
from collections.abc import Iterable, Iterator
from contextvars import ContextVar
from typing import Any, cast

from sqlalchemy import Connection, Select, Table, TextClause
from sqlalchemy.engine.interfaces import DBAPICursor, ExecutionContext
from sqlalchemy.orm import Session, UOWTransaction
from sqlalchemy.sql import visitors
from sqlalchemy.sql.elements import ColumnClause
from sqlalchemy.sql.selectable import AliasedReturnsRows, TableClause
from sqlalchemy.sql.traversals import HasTraverseInternals

from domain.access.net import NET, Guarded, Unscoped

approved: "weakref.WeakSet[Any]" = weakref.WeakSet()
"""Compiled statements that have been looked at and named no guarded table outside the net."""

flushing: ContextVar["weakref.ref[UOWTransaction] | None"] = ContextVar("flushing", default=None)


def in_flush(_session: Session, context: UOWTransaction, _instances: object) -> None:
    """Session event `before_flush`, after the write net has said yes."""
    flushing.set(weakref.ref(context))


def check(  # noqa: PLR0913, PLR0917 - the event's own signature
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
    if sql.startswith("PRAGMA "):
        return  # SQLite's way to ask for a table's shape, which migrations do
    guarded = _Guarded()
    if (stray := _stray(getattr(compiled, "statement", None), sql, guarded)) is not None:
        raise Unscoped(f"{stray!r} outside the row net: {sql[:80]}")
    if compiled is not None:
        approved.add(compiled)


def _in_flush() -> bool:
    """True while the unit of work itself writes: bulk_* methods look the same, but have no flush of their own."""
    mark = flushing.get()
    context = mark() if mark is not None else None
    transaction = getattr(context, "transaction", None)
    return context is not None and context.session._flushing and transaction is not None and transaction.is_active


class _Guarded:
    """The guarded tables of this moment, as tables and as words in SQL text."""

    def __init__(self) -> None:
        self.tables = {table for mapper in _mappers(Guarded) for table in mapper.tables}
        self.word = re.compile(r"\b(%s)\b" % "|".join(re.escape(table.name) for table in self.tables), re.IGNORECASE)

    def named_in(self, element: Any) -> bool:
        """Text, a literal column or a bare `table("child")` that names a guarded table."""
        if isinstance(element, TextClause):
            return bool(self.word.search(element.text))
        if isinstance(element, ColumnClause) and element.is_literal:
            return bool(self.word.search(element.name))
        plain = isinstance(element, TableClause) and not isinstance(element, Table)
        return plain and bool(self.word.fullmatch(element.name))


def _mappers(root: type) -> Iterator[Any]:
    for cls in root.__subclasses__():
        if (mapper := cls.__dict__.get("__mapper__")) is not None:
            yield mapper
        yield from _mappers(cls)


def _stray(statement: Any, sql: str, guarded: _Guarded) -> Any:
    if not guarded.tables:
        return None
    if statement is None or isinstance(statement, TextClause):
        return guarded.word.search(sql)
    if NET in getattr(statement, "_with_options", ()):
        return next(_strays(statement, guarded), None)
    everything = visitors.iterate(statement)
    return next((e for e in everything if _real(e) in guarded.tables or guarded.named_in(e)), None)


def _real(element: Any) -> Any:
    """The table under aliases and annotations, if it is one."""
    while element is not None and not isinstance(element, Table):
        element = getattr(element, "element", None)
    return cast("Any", element)._deannotate() if hasattr(element, "_deannotate") else element


def _mapped(*elements: Any) -> bool:
    return any("parententity" in getattr(element, "_annotations", ()) for element in elements)


def _parts(root: Any) -> Iterator[Any]:
    """What belongs to this SELECT itself. Inner ones are handed out whole, and so are aliases of tables."""
    stack = [root]
    while stack:
        element = stack.pop()
        yield element
        if isinstance(element, Select) and element is root:
            stack.extend(HasTraverseInternals.get_children(element, omit_attrs=("_correlate", "_correlate_except")))
        elif "policy" not in getattr(element, "_annotations", ()) and not _is_leaf(element):
            stack.extend(element.get_children())


def _is_leaf(element: Any) -> bool:
    return isinstance(element, Select) or (
        isinstance(element, AliasedReturnsRows) and isinstance(element.element, Table)
    )


def _strays(select: Any, guarded: _Guarded, outer: frozenset[Any] = frozenset()) -> Iterator[Any]:
    """What this SELECT reads of guarded tables without their mapped class, which alone brings the policy."""
    own = [(e, e if isinstance(e, Table | AliasedReturnsRows) else getattr(e, "table", None)) for e in _parts(select)]
    known = {table for element, table in own if table is not None and _mapped(element, table)}
    known |= {
        x for t, *_ in getattr(select, "_setup_joins", ()) if hasattr(t, "property") for x in t.property.mapper.tables
    }
    heads: Iterable[Any] = (*getattr(select, "_raw_columns", ()), *getattr(select, "_from_obj", ()))
    listed = {id(e) for head in heads for e in visitors.iterate(head)} if outer else set()
    for element, table in own:
        if isinstance(element, Select) and element is not select:
            yield from _strays(element, guarded, outer | known)
        elif guarded.named_in(element):
            yield element
        elif _real(table) in guarded.tables and table not in known and (table not in outer or id(element) in listed):
            yield element
