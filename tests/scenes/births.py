"""Birth lists for tests: rows by the names of their columns, and a list handed in."""

from sqlalchemy.orm import Session, sessionmaker

from domain.access import Membership as Place
from domain.access import Staff, sees
from domain.births import listing
from domain.births.checking import COLUMNS
from tests.scenes import lists
from tests.scenes.municipality import Worker

SOUND = {
    "Barn": "Alma Dam",
    "Fødselsdato": "30.10.2026",
    "Forælder 1": "Trine Dam",
    "E-mail 1": "trine@example.org",
    "Forældremyndighed 1": "ja",
}


def file(*rows: dict[str, str]) -> bytes:
    """As Danish Excel writes it; each row is the sound one with other cells."""
    return lists.file(*(SOUND | one for one in rows), columns=COLUMNS)


def handed_in(sessions: sessionmaker[Session], by: Worker) -> int:
    place = Place(unit_id=by.unit, actor=by.actor, slug=by.slug, unit_name="", role=by.role)
    with sessions() as session:
        session.info["writing"] = True
        sees(session, Staff(staff=by.staff, memberships=(place,)))
        batch = listing.upload(session, by.unit, "foedsler.csv", file({}))
        session.commit()
        return batch.id
