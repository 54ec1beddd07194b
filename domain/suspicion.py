"""Whether a text that names nobody looks as if it did: a warning for its writer, never a verdict."""

import re
from collections.abc import Iterable, Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.access.citizens import Guardianship
from domain.base import DomainError, today
from domain.people import Child, Guardian, Start

WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
ENDS = re.compile(r"[.!?:\n\r•*-]\s*$")
EVERYDAY = frozenset(
    (
        "bo",
        "else",
        "fie",
        "fryd",
        "jul",
        "liv",
        "lykke",
        "mai",
        "maj",
        "mille",
        "my",
        "pil",
        "sol",
        "storm",
        "sus",
        "vår",
    )
)
"""Names that are also words: they count with a capital letter only."""


class LooksNamed(DomainError):
    """An anonymous text looks as if it names somebody: `words` as they stand there. Its writer may know better."""

    def __init__(self, words: tuple[str, ...]) -> None:
        super().__init__("an anonymous text looks as if it names somebody")
        self.words = words


def names(session: Session, house_id: int, texts: Iterable[str], but_start: int | None = None) -> tuple[str, ...]:
    """What looks like a name, as it stands in the texts: of a child or a parent of the house as far as the viewer knows them, or any two
    capitalised words that follow each other. The child of `but_start` and its parents may be named. One statement.
    """
    own = select(Start.id, Child.name, Guardian.name.label("guardian")).join(Child, Child.id == Start.child_id)
    own = own.outerjoin(Guardianship, Guardianship.child_id == Child.id)
    own = own.outerjoin(Guardian, Guardian.id == Guardianship.guardian_id)
    rows = session.execute(own.where(Start.unit_id == house_id, Start.until >= today())).all()
    meant = {name for row in rows if row.id == but_start for name in (row.name, row.guardian or "")}
    known = {name for row in rows for name in (row.name, row.guardian or "")}
    return tuple(dict.fromkeys(one for text in texts for one in found(text, known, meant)))


def look(session: Session, house_id: int, texts: Iterable[str], but_start: int | None = None) -> None:
    """LooksNamed. At most one statement."""
    words = names(session, house_id, texts, but_start)
    if words:
        raise LooksNamed(words)


def found(text: str, known: Iterable[str], meant: Iterable[str] = ()) -> Iterator[str]:
    """By first name, or by a last name with a capital inside a sentence; "Idas" is Ida."""
    first, last = _parts(known)
    own = set().union(*_parts(meant))
    before: tuple[str, int] | None = None
    for match in WORD.finditer(text):
        word, plain = match[0], _plain(match[0], first | last)
        capital, begins = (
            word[0].isupper() and not word.isupper(),
            not text[: match.start()].strip() or _begins(text, match),
        )
        if plain in own:
            before = None
            continue
        if (plain in first and (capital or plain not in EVERYDAY)) or (capital and plain in last and not begins):
            yield word
        elif capital and before and text[before[1] : match.start()] == " ":
            yield f"{before[0]} {word}"
        before = (word, match.end()) if capital else None


def _begins(text: str, match: re.Match[str]) -> bool:
    return bool(ENDS.search(text[: match.start()]))


def _parts(whole: Iterable[str]) -> tuple[set[str], set[str]]:
    """The first names, and the others."""
    split = [WORD.findall(name.casefold()) for name in whole]
    return {words[0] for words in split if words}, {word for words in split for word in words[1:]}


def _plain(word: str, known: set[str]) -> str:
    folded = word.casefold()
    return folded[:-1] if folded.endswith("s") and folded not in known and folded[:-1] in known else folded
