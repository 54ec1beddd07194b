"""The row net: one criterion, built once per process, joins every ORM statement that reads a guarded table."""

from collections.abc import Callable
from contextvars import ContextVar
from typing import Any, ClassVar, Literal, cast
from weakref import WeakKeyDictionary

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Date,
    FunctionElement,
    Integer,
    Select,
    bindparam,
    false,
    inspect,
    literal_column,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Mapper, ORMExecuteState, Session, with_loader_criteria
from sqlalchemy.sql import visitors
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.roles import InElementRole

from domain.access.condition import Condition
from domain.access.viewers import STRANGER, Viewer

Verb = Literal["create", "change", "delete"]

current: ContextVar[Viewer] = ContextVar("viewer")
"""Whoever the statement that is being sent is for: the session's viewer, never set by anybody but the net."""


class NoViewer(RuntimeError):
    """A session was used before anybody had said who asks."""


class Unscoped(RuntimeError):
    """A statement would have gone round the row net or the write net."""


class ViewerChanged(RuntimeError):
    """A session that already holds somebody's rows was to be given to somebody else."""


class Answer(FunctionElement[Any], InElementRole):
    """What whoever asks answers to one question, by its name: one bind in a statement, wherever it stands there.

    SQLAlchemy copies a policy for each table that it holds back, and asks each copy of a bind: for a meeting nine questions seventy times.
    """

    name = "answer"
    inherit_cache = True


_binds: dict[str, Any] = {}
"""By the question's name."""


@compiles(Answer)
def _bound(element: Answer, compiler: SQLCompiler, **how: Any) -> str:
    (question,) = element.clauses
    return compiler.process(_binds[str(question)], **how)


def _answer(bind: Any) -> ColumnElement[Any]:
    _binds.setdefault(bind.key, bind)
    return Answer(literal_column(bind.key))


def _one(name: str, type_: type[Integer] | type[Date] = Integer) -> ColumnElement[Any]:
    return _answer(bindparam(f"viewer_{name}", callable_=lambda: getattr(current.get(), name), type_=type_))


def _many(name: str, ask: Callable[[Viewer], tuple[int, ...]]) -> ColumnElement[int]:
    """Stands in `.in_(...)` and is never negated: the databases say an empty list in a way that holds there alone."""
    asked = bindparam(f"viewer_{name}", callable_=lambda: ask(current.get()), expanding=True, type_=Integer)
    return _answer(literal_column("0").in_(asked).right)


class Asking:
    """Stands for whoever asks, inside policies: each answer is a bind, filled when the statement runs.

    A policy is called once per statement shape, not once per request: what it decides in Python stays decided.
    """

    staff = _one("staff")
    guardian = _one("guardian")
    case = _one("case", BigInteger)
    today = _one("today", Date)

    def units(self, actor: str) -> ColumnElement[int]:
        return _many(f"units_{actor}", lambda viewer: viewer.units(actor))

    def every_unit(self) -> ColumnElement[int]:
        return _many("every_unit", lambda viewer: viewer.every_unit())

    def leads(self) -> ColumnElement[int]:
        return _many("leads", lambda viewer: viewer.leads())

    def social_work(self) -> ColumnElement[int]:
        return _many("social_work", lambda viewer: viewer.social_work())

    def children(self) -> ColumnElement[int]:
        return _many("children", lambda viewer: viewer.children())

    def custody(self) -> ColumnElement[int]:
        return _many("custody", lambda viewer: viewer.custody())


ASKING = cast("Viewer", Asking())
"""Typed as the viewer that it stands for, so that a policy reads like the question it asks."""


class Policed(Condition):
    """A policy with the mark by which the wall knows, in the SQL that is sent, whose rows it holds back."""

    name = "policed"
    inherit_cache = True


@compiles(Policed)
def _marked(element: Policed, compiler: SQLCompiler, **how: object) -> str:
    anchor, criterion = (compiler.process(clause, **how) for clause in element.clauses)
    return f"(/*net {anchor}*/ {criterion})"


class Guarded:
    """A table with personal data. It says in SQL who sees a row, and in Python who may write one: by default nobody.

    `anonymous`: of a case without a name; the log keeps nothing of the parent's own, and only the day of what staff do with it.
    """

    anonymous: ClassVar[bool] = False

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:  # noqa: ARG003 - the subclasses ask it
        """Asked once per statement shape. Subqueries stand on their own: `cls.child_id.in_(select(...))`, or by `found_in` (see there when)."""
        return false()

    @classmethod
    def policy(cls) -> ColumnElement[bool]:
        """What the net adds to a statement. `cls` may be an alias, and once, when the net is made, the bare mixin."""
        mapped = inspect(cls, raiseerr=False)
        if mapped is None:
            return false()
        mapper = mapped.mapper
        anchor = getattr(cls, mapper.get_property_by_column(mapper.primary_key[0]).key)
        return Policed(anchor, _sealed(cls.visible_to(ASKING), mapper))

    def writable_by(self, viewer: Viewer, verb: Verb) -> bool:
        """Asked at every flush; of a changed row twice, as it was and as it is to be."""
        return False

    def child_of(self) -> int | None:
        """The child that the audit files a change of this row under."""
        return getattr(self, "child_id", None)


def _sealed(criterion: ColumnElement[bool], mapper: Mapper[Any]) -> ColumnElement[bool]:
    """Keep the statement around a policy out of its subqueries: they neither correlate to its tables nor follow its aliases."""

    def seal(element: object, **_: object) -> Select[Any] | None:
        if not isinstance(element, Select):
            return None
        if any(getattr(part, "_annotations", {}).get("parentmapper") is mapper for part in visitors.iterate(element)):
            raise TypeError(
                f"{mapper.class_.__name__}.visible_to: a subquery may not name the class itself; use .in_(select(...)) or found_in"
            )
        return element.correlate(None)._annotate({"no_replacement_traverse": True})  # noqa: SLF001 - as relationship.has() does

    return visitors.replacement_traverse(criterion, {}, seal)


# SQLAlchemy takes globals and closures of the lambda for values to track: it may touch its argument only.
NET = with_loader_criteria(Guarded, lambda row: row.policy(), include_aliases=True, track_closure_variables=False)

_kept: "WeakKeyDictionary[Any, Any]" = WeakKeyDictionary()
"""Statements that are kept, such as those of a `@cache`d function, and what the net made of them."""


def scope(state: ORMExecuteState) -> None:
    """Session event `do_orm_execute`."""
    viewer = state.session.info.get("viewer")
    if "unscoped" in state.execution_options:
        current.set(viewer or STRANGER)  # never whoever another session was for
        _only_columns(state, viewer)
        return
    if viewer is None:
        raise NoViewer(str(state.statement)[:80])
    current.set(viewer)  # also for relationship loads, which bring the net along
    if not state.is_orm_statement:
        return  # the wall looks at Core and text
    if not state.is_select and any(_guards(mapper) for mapper in state.all_mappers):
        raise Unscoped("bulk write to a guarded table: change the rows in the session")
    statement = cast("Any", state.statement)
    if state.is_column_load and _guards(state.bind_mapper):
        # SQLAlchemy leaves criteria out of a refresh
        statement = statement.where(cast("Any", state.bind_mapper).class_.policy())
    if NET not in statement._with_options:  # noqa: SLF001 - relationship loads bring it along
        statement = _behind_net(statement)
    state.statement = statement


def still_asks(session: Session, _context: object) -> None:
    """Session event `after_flush_postexec`: a statement writes first what waits, after `scope`, and another session may have asked meanwhile."""
    current.set(session.info.get("viewer") or STRANGER)


def _behind_net(statement: Any) -> Any:
    """The same for the same statement, so that SQLAlchemy knows again what it has compiled: 0.13 ms of each select."""
    kept = _kept.get(statement)
    if kept is None:
        kept = _kept[statement] = statement.options(NET)
    return kept


def _guards(mapper: Mapper[Any] | None) -> bool:
    return mapper is not None and issubclass(mapper.class_, Guarded)


def _only_columns(state: ORMExecuteState, viewer: Viewer | None) -> None:
    """Unscoped entities would stay in the session, and `session.get` would hand them to its viewer."""
    if viewer is None or not state.is_orm_statement or not state.is_select:
        return
    for column in cast("Any", state.statement).column_descriptions:
        if column["expr"] is column["entity"] and _guards(getattr(column["entity"], "__mapper__", None)):
            raise Unscoped("unscoped rows need a session of their own, without a viewer: or select columns")


def sees(session: Session, viewer: Viewer) -> None:
    """Say who asks. Once: later only between two transactions, while the session holds nothing of the one before.

    A stranger, who is shown nothing, becomes somebody also within one: by a link, a session or a code that was found in it.
    """
    before = session.info.get("viewer")
    used = bool(session.info.get("seen")) or (before not in {None, STRANGER} and session.in_transaction())
    if before != viewer and (used or _holds_guarded(session)):
        raise ViewerChanged(f"{type(before).__name__} -> {type(viewer).__name__} in a session that is in use")
    session.info["viewer"] = viewer


def _holds_guarded(session: Session) -> bool:
    return any(isinstance(row, Guarded) for row in (*session.identity_map.values(), *session.new))
