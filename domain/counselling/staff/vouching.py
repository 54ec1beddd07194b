"""A public key that somebody has put into the database by hand is no key: before anything is sealed to one its mark is asked for."""

import hmac

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.counselling.crypto.site import Site
from domain.counselling.tables.team import Epoch


def of_epoch(session: Session, unit_id: int, number: int, public: bytes) -> bytes:
    """The mark of a team's key. `session.info["site"]` is the site's secret: a file beside the database, and not in it."""
    return _site(session).mark(f"epoch|{unit_id}|{number}", public)


def of_person(session: Session, staff_id: int, public: bytes) -> bytes:
    return _site(session).mark(f"person|{staff_id}", public)


def of_paper(session: Session, unit_id: int, public: bytes) -> bytes:
    return _site(session).mark(f"paper|{unit_id}", public)


def same(made: bytes, kept: bytes | None) -> bool:
    """Whether the mark that is kept is the one that belongs there."""
    return hmac.compare_digest(made, kept or b"")


def foreign(session: Session) -> bool:
    """Whether a team's current key was made under another secret than the one there is: then nobody can write to that team."""
    current = session.scalars(select(Epoch).where(Epoch.ended_on.is_(None))).all()
    return any(not same(of_epoch(session, one.unit_id, one.number, one.public), one.mark) for one in current)


def _site(session: Session) -> Site:
    site: Site = session.info["site"]
    return site
