"""Which guardian is meant: within a family by name, e-mail or mobile; across families only by an address and the name.

A mailbox that a couple shares does not make one of them the other: by address alone a person is known only under a name like the
one before (a new surname, another spelling).
"""

from collections.abc import Callable, Iterable, Sequence
from difflib import SequenceMatcher
from typing import Any, Protocol

from domain.people import Parent
from domain.starts.standing import Adult

CLOSE = 0.8


class Person(Protocol):
    """What a guardian can be known by: one that is told of, or one that stands."""

    @property
    def name(self) -> str: ...
    @property
    def email(self) -> str: ...
    @property
    def mobile(self) -> str: ...


def plain(name: str) -> str:
    """As names are compared: small letters, single spaces."""
    return " ".join(name.split()).casefold()


def alike(one: Person, other: Person) -> bool:
    return plain(one.name) == plain(other.name)


def renamed(one: Person, other: Person) -> bool:
    """The same first name, or a spelling close to it."""
    name, before = plain(one.name), plain(other.name)
    return name.split()[:1] == before.split()[:1] or SequenceMatcher(None, name, before).ratio() > CLOSE


def ways(person: Person) -> set[str]:
    """The addresses that a person can be reached at."""
    return {way for way in (person.email.casefold(), person.mobile.replace(" ", "")) if way}


def tokens(person: Person) -> set[str]:
    """What tells that two children who were born the same day have a guardian in common."""
    return ways(person) | {plain(person.name)}


class Kin:
    """Gives each told parent an id, or a negative number that brothers and sisters share while their parent is new."""

    def __init__(self, adults: Iterable[Adult]) -> None:
        self._known: dict[tuple[str, str], int] = {}
        for adult in adults:
            self._remember(adult, adult.id)
        self._new = 0

    def refer(self, told: Sequence[Parent], family: Sequence[Adult]) -> list[int]:
        """One number for each of `told`; `family` are the guardians that the child has."""
        found = pair(told, family)
        for number, parent in enumerate(told):
            if number not in found:
                taken = set(found.values()) | {adult.id for adult in family}
                found[number] = self._elsewhere(parent, taken)
        return [found[number] for number in range(len(told))]

    def _elsewhere(self, parent: Parent, taken: set[int]) -> int:
        name = plain(parent.name)
        known = [self._known[way, name] for way in sorted(ways(parent)) if (way, name) in self._known]
        free = [number for number in known if number not in taken]
        if free:
            return free[0]
        self._new -= 1
        self._remember(parent, self._new)
        return self._new

    def _remember(self, person: Person, number: int) -> None:
        for way in ways(person):
            self._known.setdefault((way, plain(person.name)), number)


def pair(told: Sequence[Parent], family: Sequence[Adult]) -> dict[int, int]:
    """From the number of a told parent to the id of the guardian who is meant: the surest first, each of them once."""
    found: dict[int, int] = {}
    for same in _surest_first(told, family):
        for number, parent in enumerate(told):
            free = [adult.id for adult in family if adult.id not in found.values() and same(parent, adult)]
            if number not in found and free:
                found[number] = free[0]
    return found


def _surest_first(told: Sequence[Parent], family: Sequence[Adult]) -> list[Callable[[Any, Any], bool]]:
    """An address that two of a family share tells them apart no longer."""
    shared = {way for people in (told, family) for way in _twice(people)}
    return [
        lambda one, other: alike(one, other) and bool(ways(one) & ways(other)),
        alike,
        lambda one, other: bool((ways(one) & ways(other)) - shared) and renamed(one, other),
    ]


def _twice(people: Sequence[Person]) -> list[str]:
    found = [way for person in people for way in ways(person)]
    return [way for way in found if found.count(way) > 1]
