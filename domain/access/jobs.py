"""The house itself at work: the worker, a command, an import."""

from sqlalchemy import select
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
