"""What whoever hands a list in can do with it: hand it in, look at it, and have it applied."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain import audit
from domain.base import DomainError, now
from domain.starts.importing.reading import read
from domain.starts.importing.tables import APPLIED, APPLYING, CHECKED, ImportBatch, ImportRow

KEPT = timedelta(days=7)
LATEST, PAGE = 10, 200
LONGEST = 120
"""Letters of a file name that are kept."""


class NotReady(DomainError):
    """The list cannot be applied: it has not been looked at yet, or a row is wrong."""


def upload(session: Session, unit_id: int, filename: str, content: bytes) -> ImportBatch:
    """Keep the file for the worker. Raises ImportProblem at once for what is no such list."""
    lines = read(content)
    batch = ImportBatch(
        staff_id=session.info["viewer"].staff,
        unit_id=unit_id,
        filename=filename[:LONGEST],
        content=content,
        at=now(),
        rows=len(lines),
    )
    session.add(batch)
    session.flush()
    return batch


def batch(session: Session, batch_id: int) -> ImportBatch | None:
    """One of the viewer's own. How it stands now, whatever this session has seen before."""
    audit.seen(session, "ImportBatch")
    return session.get(ImportBatch, batch_id, populate_existing=True)


def latest(session: Session, unit_id: int) -> Sequence[ImportBatch]:
    """The viewer's own, newest first."""
    audit.seen(session, "ImportBatch")
    own = select(ImportBatch).where(ImportBatch.unit_id == unit_id)
    return session.scalars(own.order_by(ImportBatch.id.desc()).limit(LATEST)).all()


def rows(session: Session, batch_id: int, verdict: str, page: int) -> Sequence[ImportRow]:
    """A page of the rows with this verdict, in the file's order."""
    audit.seen(session, "ImportRow")
    found = select(ImportRow).where(ImportRow.batch_id == batch_id, ImportRow.verdict == verdict)
    return session.scalars(found.order_by(ImportRow.line).offset(PAGE * (page - 1)).limit(PAGE)).all()


def apply(session: Session, batch: ImportBatch) -> None:
    """Hand it over to the worker. Asked twice, it is applied once."""
    if batch.state in {APPLYING, APPLIED}:
        return
    if batch.state != CHECKED or batch.wrong:
        raise NotReady
    batch.state, batch.tries, batch.problem = APPLYING, 0, ""
    session.flush()
