"""Who is who: which child, which start and which guardian a row of the list (or a form) speaks of.

A start is found by its key. Without one, or when the key is new: among the children born that day, the one of the same name
that has a start in the house or shares a guardian; failing that, one with a start in the house whose guardian has the same e-mail
or mobile (twins who have got their names: the lowest number first). Whoever shares nothing with a child that stands is another child.
A start that has begun, or is closed, is history: another house (or, when closed, another day) is the child's next start.
A guardian is looked for in the child's own family, by name, e-mail or mobile; across families only by an address and the name.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from domain.starts.coming import Coming, own_key
from domain.starts.kin import Kin, Person, plain, tokens, ways
from domain.starts.standing import Begin, Standing

NEXT = "→"
"""Stands before the number in the key of a child's next start under the same key of the source system."""
OWN_KEY = re.compile(r"\d{4}-\d\d-\d\d/[^/]+/(\d+)")


@dataclass(slots=True)
class Placed:
    """Where a told start belongs. `child` and `guardians` are ids, or negative numbers for who is new; `start` is None for a new one."""

    told: Coming
    child: int = 0
    start: Begin | None = None
    key: str = ""
    before: Begin | None = None
    guardians: list[int] = field(default_factory=list)
    of_another: bool = False
    same_as: int | None = None


class Families:
    """Finds for each told start what stands. All at once, so that no two of them take the same child's place.

    By hand a twin is told of alone: not `renamed`, another name is another child.
    """

    def __init__(self, standing: Standing, told: Sequence[Coming], today: date, *, renamed: bool = True) -> None:
        self.standing, self.today, self._renamed = standing, today, renamed
        self.placed = [Placed(one) for one in told]
        self._named: dict[tuple[date, str], list[int]] = defaultdict(list)
        self._of: dict[tuple[date, str], set[int]] = defaultdict(set)
        self._called: dict[int, str] = {}
        for kid in standing.kids:
            self._know(kid.id, kid.birth_date, plain(kid.name), standing.parents(kid.id))
        self._numbers = _highest(standing.begins)
        self._new = 0
        self._place()
        self._double()
        kin = Kin(standing.adults)
        for one in self.placed:
            one.guardians = kin.refer(one.told.parents, standing.parents(one.child))

    def _place(self) -> None:
        by_key = dict(_latest(self.standing.begins))
        ways: list[Callable[[Placed], bool]] = [lambda one: self._by_key(one, by_key), self._by_name]
        ways += [self._by_family] if self._renamed else []
        waiting = self.placed
        for way in ways:
            waiting = [one for one in waiting if not self._found(one, way)]
        for one in waiting:
            if not self._found(one, self._by_name):
                self._new -= 1
                one.child = self._new
                self._found(one, lambda _: True)
        for one in self.placed:
            self._begin(one)

    def _found(self, one: Placed, way: Callable[[Placed], bool]) -> bool:
        """What the list says of a child that has been found counts for its other rows."""
        if not way(one):
            return False
        called = plain(one.told.child)
        self._called[one.child] = called
        self._know(one.child, one.told.born, called, one.told.parents)
        return True

    def _know(self, child: int, born: date, name: str, parents: Sequence[Person]) -> None:
        if child not in self._named[born, name]:
            self._named[born, name].append(child)
        for token in _tokens(parents):
            self._of[born, token].add(child)

    def _by_key(self, one: Placed, by_key: Mapping[str, Begin]) -> bool:
        found = by_key.get(one.told.key) if one.told.key else None
        if found is None:
            return False
        kid = self.standing.kid[found.child_id]
        same_name = plain(kid.name) == plain(one.told.child)
        kin = not _tokens(one.told.parents).isdisjoint(_tokens(self.standing.parents(kid.id)))
        one.of_another = not (kid.birth_date == one.told.born or same_name or kin)
        one.child, one.start = kid.id, found
        return True

    def _by_name(self, one: Placed) -> bool:
        called = plain(one.told.child)
        named = [child for child in self._named.get((one.told.born, called), ()) if self._may_be(child, called)]
        here = [child for child in named if self._starts_here(one, child)]
        kin = self._with(one, _tokens(one.told.parents))
        found = [child for child in here if child in kin] or here or [child for child in named if child in kin]
        one.child = found[0] if found else 0
        return bool(found)

    def _by_family(self, one: Placed) -> bool:
        called = plain(one.told.child)
        kin = sorted(self._with(one, _ways(one.told.parents)))
        one.child = next((child for child in kin if self._may_be(child, called) and self._starts_here(one, child)), 0)
        return one.child != 0

    def _may_be(self, child: int, called: str) -> bool:
        """One child is not called two things in one list."""
        return self._called.get(child, called) == called

    def _with(self, one: Placed, tokens: set[str]) -> set[int]:
        """Children born that day with a guardian who has one of these names or addresses."""
        return {child for token in tokens for child in self._of.get((one.told.born, token), ())}

    def _begin(self, one: Placed) -> None:
        """The child's own start that is meant, and the key that it shall have."""
        if one.start is None:
            here = [start for start in self.standing.starts.get(one.child, ()) if self._meant(one, start)]
            one.start = here[-1] if here else None
        elif not self._same(one.told, one.start):
            one.before, one.start = one.start, None
        one.key = self._key(one)

    def _key(self, one: Placed) -> str:
        if one.start is not None:
            keeps = not one.told.key or one.start.key.partition(NEXT)[0] == one.told.key
            return one.start.key if keeps else one.told.key
        if one.before is not None:
            base, _, number = one.before.key.partition(NEXT)
            return f"{base}{NEXT}{int(number or 1) + 1}"
        if one.told.key:
            return one.told.key
        prefix = own_key(one.told.born, one.told.house.slug, 0)[:-1]
        self._numbers[prefix] += 1
        return f"{prefix}{self._numbers[prefix]}"

    def _meant(self, one: Placed, start: Begin) -> bool:
        """A start that the source system knows by another key is another start."""
        free = not one.told.key or OWN_KEY.fullmatch(start.key) is not None
        return free and start.unit_id == one.told.house.id and self._same(one.told, start)

    def _same(self, told: Coming, start: Begin) -> bool:
        if start.closed:
            return (start.unit_id, start.starts_on) == (told.house.id, told.starts_on)
        return start.unit_id == told.house.id or start.starts_on > self.today

    def _starts_here(self, one: Placed, child: int) -> bool:
        return any(self._meant(one, start) for start in self.standing.starts.get(child, ()))

    def _double(self) -> None:
        """The first to speak of a child's start in a house is the one that counts."""
        first: dict[tuple[object, ...], int] = {}
        for number, one in enumerate(self.placed):
            told = one.told
            same = (told.born, plain(told.child), told.house.id)
            marks = [(one.child, told.house.id), *((*same, token) for token in _tokens(told.parents))]
            one.same_as = next((first[mark] for mark in marks if mark in first), None)
            first.update({mark: number for mark in marks if mark not in first})


def _tokens(people: Iterable[Person]) -> set[str]:
    return {token for person in people for token in tokens(person)}


def _ways(people: Iterable[Person]) -> set[str]:
    return {way for person in people for way in ways(person)}


def _latest(begins: Sequence[Begin]) -> Iterator[tuple[str, Begin]]:
    """Each key of the source system with the last of its starts."""
    numbered = [(*one.key.partition(NEXT), one) for one in begins]
    for key, _, _, one in sorted(numbered, key=lambda parts: int(parts[2] or 1)):
        yield key, one


def _highest(begins: Sequence[Begin]) -> dict[str, int]:
    """The highest number among our own keys of one birth date and house, by what stands before the number."""
    found: dict[str, int] = defaultdict(int)
    for one in begins:
        if own := OWN_KEY.fullmatch(one.key):
            prefix = one.key[: own.start(1)]
            found[prefix] = max(found[prefix], int(own[1]))
    return found
