"""The demo's families: some 600 children from newborn to six, their guardians, and where each starts or has started."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from domain import consent
from domain.access.citizens import Guardianship
from domain.access.units import Unit
from domain.people import Child, Guardian, Start, name_key
from domain.starts.coming import own_key, questions, subject

if TYPE_CHECKING:
    from faker import Faker

CHILDREN = 600
OLDEST = 6 * 365
FEATURED = 16
SAME_CHILD = ("birth_date", "sundhedspleje_id", "sundhedsplejerske_id", "address", "address_protected")
SAME_START = ("unit_id", "group_id", "starts_on", "newcomer")
"""What twins have in common."""
FEATURED_HOUSE = "troldebo"
LANGUAGES = ("da",) * 12 + ("en", "ar", "tr", "pl", "uk")


@dataclass(frozen=True)
class Family:
    """A child with its guardians, the holders of custody first, and its start."""

    child: Child
    guardians: tuple[Guardian, ...]
    start: Start
    custody: int


@dataclass(frozen=True)
class Cast:
    """Who could care for whom: houses, and each district's sundhedspleje unit with its sundhedsplejersker."""

    houses: Sequence[Unit]
    nurses: Mapping[int, tuple[int, Sequence[int]]]
    groups: Mapping[int, Sequence[int]]


def found(session: Session, fake: "Faker", random: Random, cast: Cast, today: date) -> list[Family]:
    """Everybody, written in a few large steps."""
    families = _twins([_family(fake, random, cast, *one) for one in _births(random, cast, today)])
    session.add_all(family.child for family in families)
    session.add_all(guardian for family in families for guardian in family.guardians)
    session.flush()
    for family in families:
        family.start.child_id = family.child.id
        session.add_all(
            Guardianship(child_id=family.child.id, guardian_id=guardian.id, custody=number < family.custody)
            for number, guardian in enumerate(family.guardians)
        )
    session.add_all(family.start for family in families)
    session.flush()
    for family in families:
        _ask(session, family, today)
    return families


def _twins(families: list[Family]) -> list[Family]:
    """The youngest of all is the twin of one in the featured house: the same parents, birthday, house and day."""
    one, other = families[FEATURED - 2], families[-1]
    for part, names in ((other.child, SAME_CHILD), (other.start, SAME_START)):
        for name in names:
            setattr(part, name, getattr(one.child if part is other.child else one.start, name))
    other.child.name = f"{other.child.name.split()[0]} {one.child.name.split()[-1]}"
    other.child.sort_name = name_key(other.child.name)
    families[-1] = replace(other, guardians=one.guardians, custody=one.custody)
    return families


def _births(random: Random, cast: Cast, today: date) -> Iterator[tuple[int, Unit, date, date]]:
    """(number, house, born, starts on): evenly from newborn to six; and one house whose starts are around today."""
    featured = next(house for house in cast.houses if house.slug == FEATURED_HOUSE)
    for number in range(FEATURED):  # their own sundhedsplejerske and group are those of the demo accounts
        starts_on = today + timedelta(days=4 * (number - 5) + number % 2)
        yield number, featured, starts_on - timedelta(days=300 + 5 * number), _weekday(starts_on)
    for number in range(FEATURED, CHILDREN):
        born = today - timedelta(days=OLDEST * (number - FEATURED) // (CHILDREN - FEATURED))
        yield number, random.choice(cast.houses), born, _weekday(born + timedelta(days=random.randint(290, 400)))


def _weekday(day: date) -> date:
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)  # noqa: PLR2004 -- Friday


def _family(fake: "Faker", random: Random, cast: Cast, number: int, house: Unit, born: date, starts_on: date) -> Family:
    surname = fake.last_name()
    name = f"{fake.first_name()} {surname}"
    unit_id, nurses = cast.nurses.get(house.district_id or 0, (None, ()))
    newcomer = number % 23 == 7  # noqa: PLR2004 -- one in twenty-three has moved here
    child = Child(
        name=name,
        sort_name=name_key(name),
        birth_date=born,
        sundhedspleje_id=unit_id,
        sundhedsplejerske_id=None
        if newcomer or not nurses
        else nurses[0]
        if number < FEATURED
        else random.choice(nurses),
        address=f"{fake.street_name()} {random.randint(1, 99)}",
        address_protected=number % 41 == 3,  # noqa: PLR2004
    )
    start = Start(
        key=own_key(born, house.slug, number),
        unit_id=house.id,
        group_id=cast.groups[house.id][0] if number < FEATURED else random.choice(cast.groups[house.id]),
        starts_on=starts_on,
        newcomer=newcomer,
        closed="",
        interpreter="",
    )
    guardians = tuple(_guardian(fake, random, surname, 2 * number + one) for one in range(1 if number % 6 == 5 else 2))  # noqa: PLR2004
    return Family(child, guardians, start, custody=1 if number % 9 == 4 else len(guardians))  # noqa: PLR2004


def _guardian(fake: "Faker", random: Random, surname: str, number: int) -> Guardian:
    last = surname if number % 3 else fake.last_name()
    return Guardian(
        name=f"{fake.first_name()} {last}",
        email="" if number % 31 in {17, 21} else f"foraelder{number}@demo.example",
        mobile="" if number % 31 == 21 else f"+45 00 00 {number // 100:02} {number % 100:02}",  # noqa: PLR2004
        language=random.choice(LANGUAGES),
    )


def _ask(session: Session, family: Family, today: date) -> None:
    """Only what can still be in force is asked."""
    start, child = family.start, family.child
    for one in questions(start.unit_id, child.sundhedspleje_id, start.starts_on, newcomer=start.newcomer):
        if one.until >= today:
            units = (one.from_unit_id, one.to_unit_id)
            consent.ask(session, child.id, subject(start.id), one.purpose, units, one.until)
