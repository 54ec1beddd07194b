"""The list's first row: which column is which, or everything that is wrong with their names, told at once."""

from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from domain.starts.importing.faults import ImportProblem, Odd, shown

PARENT = ("Forælder", "E-mail", "Mobil", "Sprog", "Forældremyndighed")
COLUMNS = (
    *("Nøgle", "Barn", "Fødselsdato", "Børnehus", "Gruppe", "Startdato", "Tilflytter", "Sundhedsplejerske"),
    *(f"{name} {number}" for number in (1, 2) for name in PARENT),
    *("Tolk", "Adresse", "Adressebeskyttelse"),
)


def columns(heading: Sequence[str], alone: Odd, wanted: Sequence[str] = COLUMNS) -> list[str]:
    """The heading's cells by our own names, in the file's order; capitals and spaces do not matter. `alone`: said of a single cell; `wanted`: the list's columns."""
    ours = {_plain(name): name for name in wanted}
    found = [_plain(cell) for cell in heading]
    while found and not found[-1]:
        found.pop()
    if len(found) <= 1:
        raise ImportProblem(alone)
    problems = list(_problems(heading, found, ours))
    if problems:
        first, *more = problems
        raise ImportProblem(first.odd, *more, **first.values)
    return [ours[name] for name in found]


def _problems(heading: Sequence[str], found: list[str], ours: dict[str, str]) -> Iterator[ImportProblem]:
    """A column that nobody asked for may hold what nobody may keep: it is not just passed over."""
    if "" in found:
        yield ImportProblem(Odd.UNNAMED, number=found.index("") + 1)
    free, strange = [plain for plain in ours if plain not in found], []
    for at, name in enumerate(found):
        near = get_close_matches(name, free, n=1) if name and name not in ours else []
        if near:
            free.remove(near[0])
            yield ImportProblem(Odd.UNKNOWN_NEAR, columns=shown(heading[at].strip()), near=ours[near[0]])
        elif name and name not in ours:
            strange.append(shown(heading[at].strip()))
    if strange:
        yield ImportProblem(Odd.UNKNOWN, columns=_listed(strange))
    doubled = [ours[name] for name, times in Counter(found).items() if times > 1 and name in ours]
    if doubled:
        yield ImportProblem(Odd.DOUBLED, columns=_listed(doubled))
    if free:
        yield ImportProblem(Odd.MISSING, columns=_listed([ours[plain] for plain in free]))


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"»{name}«" for name in names)
