"""The demo's places: districts, houses and places as the municipality publishes them (domain.md, "Places"), with rooms and groups."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from domain.access.units import District, Group, Resource, Room, Unit

BALTORP = tuple(f"Baltorp hus {number}" for number in range(1, 7))


@dataclass(frozen=True)
class Area:
    """A district, its houses, and its places in vuggestue and børnehave."""

    slug: str
    name: str
    houses: tuple[str, ...]
    vuggestue: int
    boernehave: int


AREAS = (
    Area("baltorp", "Baltorp", BALTORP, 230, 393),
    Area(
        "skovlunde",
        "Skovlunde",
        ("Himmel og Hav", "Ellekilde", "Lilletoften", "Villa Kulla", "Troldebo", "Sømosen"),
        286,
        394,
    ),
    Area("skovvejen", "Skovvejen", ("Nord- og Sydpolen", "Lundegården", "Ved Skoven", "Valhalla"), 175, 271 + 20),
    Area("maaloevhoej", "Måløvhøj", ("Fregatten", "Stjernehøj", "Søndergården", "Kærlodden", "Måløv By"), 190, 297),
    Area("hedegaarden", "Hedegården", ("Birkegården", "Regnbuen", "Globen", "Hedegården hus 4"), 90, 175),
)
GROUPS = ("Mariehønen", "Sommerfuglen")
SPECIAL = {"Globen": ("Specialgruppe 1", "Specialgruppe 2", "Sesam", "Spiren")}
LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", " ": "-"})


def slug(name: str) -> str:
    """`Måløv By` in an address: maaloev-by."""
    return name.lower().replace("-", "").replace("  ", " ").translate(LETTERS)


def build(session: Session) -> dict[tuple[str, str], Unit]:
    """Every unit of the municipality by (actor, slug)."""
    units: list[Unit] = []
    for area in AREAS:
        district = District(slug=area.slug, name=area.name)
        session.add(district)
        session.flush()
        units += _of_district(area, district.id)
    units += _of_all()
    session.add_all(units)
    session.flush()
    for unit in units:
        if unit.kind in {"boernehus", "dagpleje"}:
            _furnish(session, unit)
    session.flush()
    return {(unit.actor, unit.slug): unit for unit in units}


def _of_district(area: Area, district_id: int) -> Iterator[Unit]:
    same = {"district_id": district_id}
    yield Unit(actor="sundhedspleje", slug=area.slug, name=f"Sundhedsplejen {area.name}", kind="distrikt", **same)
    yield Unit(actor="fsr", slug=area.slug, name=f"FSR {area.name}", kind="distrikt", **same)
    yield Unit(actor="dagtilbud", slug=area.slug, name=f"Distrikt {area.name}", kind="distrikt", **same)
    for kind, name in (("skole", "Skole"), ("klub", "Klub"), ("bfo", "BFO")):
        yield Unit(actor="dagtilbud", slug=f"{area.slug}-{kind}", name=f"{area.name} {name}", kind=kind, **same)
    for number, house in enumerate(area.houses):
        yield Unit(
            actor="dagtilbud",
            slug=slug(house),
            name=house,
            kind="boernehus",
            address=f"{house.split()[0]}vej {number + 1}",
            vuggestue_places=share(area.vuggestue, len(area.houses), number),
            boernehave_places=share(area.boernehave, len(area.houses), number),
            **same,
        )


def share(total: int, parts: int, number: int) -> int:
    """One of `parts` whole numbers that add up to `total`."""
    return total // parts + (number < total % parts)


def _of_all() -> Iterator[Unit]:
    yield Unit(
        actor="dagtilbud",
        slug="dagplejen",
        name="Dagplejen",
        kind="dagpleje",
        address="Hos dagplejeren",
        vuggestue_places=60,
    )
    yield Unit(actor="ppr", slug="ppr", name="PPR", kind="center")
    yield Unit(actor="familiehus", slug="familiehuset", name="Familiehuset", kind="center")
    yield Unit(actor="forvaltning", slug="forvaltningen", name="Forvaltningen", kind="center")


def _furnish(session: Session, unit: Unit) -> None:
    session.add_all(Group(unit_id=unit.id, name=name) for name in SPECIAL.get(unit.name, GROUPS))
    if unit.kind == "boernehus":
        resource = Resource(kind="rum")
        session.add(resource)
        session.flush()
        session.add(Room(unit_id=unit.id, name="Mødelokalet", resource_id=resource.id))
