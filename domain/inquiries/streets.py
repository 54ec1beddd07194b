"""Which district an address lies in, by the administrator's list of streets. The address itself is not kept."""

import re
from collections.abc import Mapping, Sequence

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from domain.access.units import District
from domain.base import DomainError
from domain.inquiries.tables import Street

ADDRESS = re.compile(r"^\s*(?P<name>[^\d,]+?)\s*(?:(?P<number>\d{1,4})\s*[a-zA-Z]?\b)?\s*(?:,.*)?$")
LINE = re.compile(r"^(?P<name>[^\d]+?)\s*(?:(?P<low>\d{1,4})\s*-\s*(?P<high>\d{1,4}))?$")


class UnknownStreet(DomainError):
    """No such street in the list, or its number decides and is missing."""


class BadStreet(DomainError):
    """A line that cannot be read: `line`. As "Lindevej", or "Lindevej 1-45" where a street lies in two districts."""

    def __init__(self, line: str) -> None:
        super().__init__("a line of the list of streets cannot be read")
        self.line = line


def district_of(session: Session, address: str) -> int:
    """Id of the district in which "Lindevej 12" lies. UnknownStreet."""
    found = ADDRESS.match(address)
    if found is None:
        raise UnknownStreet
    number = int(found["number"]) if found["number"] else None
    rows = session.execute(
        select(Street.district_id, Street.low, Street.high).where(Street.key == key(found["name"]))
    ).all()
    hits = {row.district_id for row in rows if number is None or row.low <= number <= row.high}
    if len(hits) != 1:
        raise UnknownStreet
    return int(hits.pop())


def districts(session: Session) -> Sequence[tuple[int, str]]:
    """(id, name) of all of them, by name."""
    return [(row.id, row.name) for row in session.execute(select(District.id, District.name).order_by(District.name))]


def lists(session: Session) -> dict[int, str]:
    """The streets of each district, one a line, as the administrator writes them."""
    rows = session.execute(select(Street.district_id, Street.name, Street.low, Street.high).order_by(Street.key)).all()
    lines: dict[int, list[str]] = {}
    for row in rows:
        whole = (row.low, row.high) == (0, 9999)
        lines.setdefault(row.district_id, []).append(row.name if whole else f"{row.name} {row.low}-{row.high}")
    return {district: "\n".join(of_it) for district, of_it in lines.items()}


def keep(session: Session, texts: Mapping[int, str]) -> int:
    """The whole list anew, from one text for each district. Returns how many lines. BadStreet: nothing has changed."""
    rows = [_row(line, district) for district, text in texts.items() for line in text.splitlines() if line.strip()]
    session.execute(delete(Street))
    if rows:
        session.execute(insert(Street), rows)
    return len(rows)


def key(name: str) -> str:
    """As it is compared: without capitals, dots and spaces ("H.C. Andersens Vej", "hc andersens vej")."""
    return re.sub(r"[\W_]+", "", name.casefold())


def _row(line: str, district_id: int) -> dict[str, object]:
    found = LINE.match(line.strip())
    if found is None or (found["low"] and int(found["low"]) > int(found["high"])):
        raise BadStreet(line.strip())
    low, high = (int(found["low"]), int(found["high"])) if found["low"] else (0, 9999)
    name = " ".join(found["name"].split())
    return {"key": key(name), "name": name, "low": low, "high": high, "district_id": district_id}
