"""Puts the nets in place: on a session class once per process, on each engine once."""

import weakref
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.orm import Session, scoped_session, sessionmaker

from domain import store
from domain.access import net, wall, writes

_sessions: "weakref.WeakSet[type[Session]]" = weakref.WeakSet()
_engines: "weakref.WeakSet[Engine]" = weakref.WeakSet()


def install(sessions: Any, engine: Engine) -> None:
    """`sessions`: a session class, a sessionmaker or a scoped_session (Flask-SQLAlchemy's `db.session`). Twice does no harm."""
    cls = _session_class(sessions)
    if not any(base in _sessions for base in cls.__mro__):
        event.listen(cls, "do_orm_execute", net.scope)
        event.listen(cls, "before_flush", writes.ask)
        event.listen(cls, "before_flush", wall.in_flush)
        event.listen(cls, "after_flush", writes.note)
        event.listen(cls, "after_begin", store.begin_to_write)
        _sessions.add(cls)
    if engine not in _engines:
        event.listen(engine, "before_cursor_execute", wall.check)
        _engines.add(engine)


def _session_class(sessions: Any) -> type[Session]:
    while not isinstance(sessions, type):
        sessions = sessions.session_factory if isinstance(sessions, scoped_session) else _made_by(sessions)
    return sessions


def _made_by(factory: Any) -> Any:
    if not isinstance(factory, sessionmaker):
        raise TypeError(f"no session class can be found in {factory!r}")
    return factory.class_
