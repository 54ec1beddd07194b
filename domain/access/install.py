"""Puts the nets in place: on a session class once per process, on each engine once."""

import weakref
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.orm import Session, scoped_session, sessionmaker

from domain import store
from domain.access import net, wall, writes

SomeSessions = type[Session] | sessionmaker[Any] | scoped_session[Any]
"""Flask-SQLAlchemy's `db.session` is a scoped_session."""

_sessions: "weakref.WeakSet[type[Session]]" = weakref.WeakSet()
_engines: "weakref.WeakSet[Engine]" = weakref.WeakSet()


def install(sessions: SomeSessions, engine: Engine) -> None:
    """Twice does no harm."""
    cls = _session_class(sessions)
    if not any(base in _sessions for base in cls.__mro__):
        event.listen(cls, "do_orm_execute", net.scope)
        event.listen(cls, "before_flush", writes.ask)
        event.listen(cls, "before_flush", wall.in_flush)
        event.listen(cls, "after_flush", writes.note)
        event.listen(cls, "after_flush_postexec", net.still_asks)
        event.listen(cls, "after_begin", store.begin_to_write)
        _sessions.add(cls)
    if engine not in _engines:
        event.listen(engine, "before_cursor_execute", wall.check)
        _engines.add(engine)


def _session_class(sessions: SomeSessions) -> type[Session]:
    factory = sessions.session_factory if isinstance(sessions, scoped_session) else sessions
    cls = factory.class_ if isinstance(factory, sessionmaker) else factory
    if not (isinstance(cls, type) and issubclass(cls, Session)):
        raise TypeError(f"no session class can be found in {sessions!r}")
    return cls
