"""How long families wait for Familiehuset's help, by service: of those whose help began in the last year."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.base import now
from domain.figures.hiding import FEWEST as FEWEST
from domain.referrals.tables import SERVICES, Standing

YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Waited:
    """`began`: how many, None where they are so few that it would tell of one; `days` from received to begun on the average, then None too."""

    began: int | None
    days: int | None


def waits(session: Session, unit_id: int) -> dict[str, Waited]:
    """By service, every service. One statement, of ids and days alone."""
    columns = select(Standing.service, Standing.received_at, Standing.started_at)
    begun = Standing.unit_id == unit_id, Standing.started_at > now() - YEAR
    days: dict[str, list[int]] = {service: [] for service in SERVICES}
    for service, received, started in session.execute(columns.where(*begun)):
        if received and started:
            days[service].append(max((started - received).days, 0))
    return {service: _waited(found) for service, found in days.items()}


def _waited(days: list[int]) -> Waited:
    if not days:
        return Waited(0, None)
    return Waited(None, None) if len(days) < FEWEST else Waited(len(days), round(sum(days) / len(days)))
