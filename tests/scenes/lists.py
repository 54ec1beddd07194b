"""Lists of coming starts for tests: rows by the names of their columns, and the places that they name."""

import csv
import io
from datetime import UTC, datetime
from pathlib import Path

from openpyxl import Workbook, load_workbook
from pypdf import PdfReader
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from blueprints.workbook import TYPE as WORKBOOK
from domain.access.premises import slug_of
from domain.access.staff import Membership, Staff
from domain.access.units import District, Group, Resource, Unit
from domain.starts.importing import COLUMNS

EXAMPLE = Path(__file__).parents[1] / "files" / "starter.csv"
TODAY = datetime(2026, 11, 22, 9, tzinfo=UTC)
HOUSES = {
    "Hedegården": ("Globen", "Regnbuen"),
    "Skovlunde": ("Himmel og Hav", "Ellekilde"),
    "Skovvejen": ("Nord- og Sydpolen",),
    "Måløvhøj": ("Måløv By", "Fregatten"),
}


def row(**cells: str) -> dict[str, str]:
    """A sound row; "_" in a name stands for its space, as in `E_mail_1` for "E-mail 1"."""
    given = {name.replace("E_mail", "E-mail").replace("_", " "): value for name, value in cells.items()}
    sound = {
        "Nøgle": "K1",
        "Barn": "Alma Dam",
        "Fødselsdato": "3.2.2026",
        "Børnehus": "Globen",
        "Startdato": "4.1.2027",
        "Forælder 1": "Trine Dam",
        "E-mail 1": "trine@example.org",
        "Forældremyndighed 1": "ja",
    }
    assert set(given) <= set(COLUMNS), set(given) - set(COLUMNS)
    return sound | given


def file(*rows: dict[str, str], columns: tuple[str, ...] = COLUMNS, encoding: str = "cp1252") -> bytes:
    """As Danish Excel writes it."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, restval="", delimiter=";", lineterminator="\r\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode(encoding)


def workbook(*rows: dict[str, object], columns: tuple[str, ...] = COLUMNS) -> bytes:
    """The same as Excel keeps it; a cell may be a number, a day or a formula."""
    book = Workbook()
    book.active.append(columns)
    for one in rows:
        book.active.append([one.get(name) for name in columns])
    return saved(book)


def saved(book: Workbook) -> bytes:
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def words_of(answer: TestResponse) -> str:
    """What an answer says: of a workbook what stands in its cells, of a PDF what stands on its pages."""
    if answer.mimetype == "application/pdf":
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.data)).pages)
    if answer.mimetype != WORKBOOK:
        return answer.text
    book = load_workbook(io.BytesIO(answer.data))
    return "\n".join(str(value) for sheet in book for row in sheet.values for value in row if value is not None)


def town(session: Session) -> dict[str, int]:
    """Districts with their houses, each with a group, a sundhedspleje unit and one sundhedsplejerske. Unit ids by name."""
    units: dict[str, int] = {}
    for number, (name, houses) in enumerate(HOUSES.items()):
        district = District(slug=f"d{number}", name=name)
        session.add(district)
        session.flush()
        place(session, units, f"Sundhedsplejen {name}", "sundhedspleje", district.id)
        nurse(session, units[f"Sundhedsplejen {name}"], f"Nete {name}")
        for house in houses:
            place(session, units, house, "dagtilbud", district.id)
    place(session, units, "Dagplejen", "dagtilbud", None)
    place(session, units, "Forvaltningen", "forvaltning", None)
    return units


def place(session: Session, units: dict[str, int], name: str, actor: str, district_id: int | None) -> None:
    kind = "boernehus" if actor == "dagtilbud" else "afdeling"
    unit = Unit(actor=actor, slug=slug_of(name), name=name, kind=kind, district_id=district_id)
    session.add(unit)
    session.flush()
    session.add(Group(unit_id=unit.id, name="Sommerfuglen"))
    units[name] = unit.id


def nurse(session: Session, unit_id: int, name: str, role: str = "sundhedsplejerske") -> int:
    resource = Resource(kind="staff")
    session.add(resource)
    session.flush()
    login = f"s{resource.id}"
    staff = Staff(login=login, name=name, email=f"{login}@example.org", resource_id=resource.id)
    session.add(staff)
    session.flush()
    session.add(Membership(staff_id=staff.id, unit_id=unit_id, role=role))
    session.flush()
    return staff.id
