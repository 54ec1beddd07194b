"""The house itself at work: the worker, a command, an import."""

from zlib import crc32

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.access.net import sees
from domain.access.units import Unit
from domain.access.viewers import Job


def work_as(session: Session, name: str) -> None:
    """Before the session's first use: it asks and writes as this job, which has every unit there is."""
    session.info["writing"] = True
    every = select(Unit.actor, Unit.id).execution_options(unscoped="a job begins by asking which units there are")
    units = tuple((actor, number) for actor, number in session.execute(every))
    sees(session, Job(name=name, all_units=units))


def act_for(session: Session, name: str, units: tuple[tuple[str, int], ...]) -> None:
    """Somebody has shown a link that lets them ask the house for one thing of these units; what has been read before is let go."""
    session.rollback()
    sees(session, Job(name=name, all_units=units))


def only_one(session: Session, name: str) -> bool:
    """Whether no other transaction does this just now; until this one ends. In SQLite the only writer is alone anyway."""
    if session.get_bind().dialect.name == "sqlite":
        return True
    return bool(session.scalar(select(func.pg_try_advisory_xact_lock(crc32(name.encode())))))
