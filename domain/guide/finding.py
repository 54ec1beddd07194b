"""By what worries somebody: words and phrases, also misspelt. Rare words weigh more than those that stand at many, in any language."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import takewhile

from rapidfuzz import fuzz

from domain.guide.entries import Entry

GOOD, ALIKE, BEGINS = 0.72, 0.74, 0.92
"""What a phrase must reach; what a word must reach to count at all; what a beginning counts (`sprog` of `sprogudvikling`)."""
SHORT, STEM, MOST = 3, 4, 6
NEAR_BEST = 0.8
"""Of what is found only those that come near the best are shown."""


def find(entries: Sequence[Entry], text: str) -> list[Entry]:
    """Those that fit, the best first; none when nothing does."""
    asked = tokens(text)
    if not asked:
        return []
    phrases = {one.key: list(_phrases(one)) for one in entries}
    among = Counter(token for known in phrases.values() for token in {token for phrase in known for token in phrase})
    scored = [(max((_score(phrase, asked, among) for phrase in phrases[one.key]), default=0.0), one) for one in entries]
    good = sorted((pair for pair in scored if pair[0] >= GOOD), key=lambda pair: -pair[0])
    best = good[0][0] if good else 0.0
    return [one for _score, one in takewhile(lambda pair: pair[0] >= NEAR_BEST * best, good)][:MOST]


def tokens(text: str) -> list[str]:
    """Words without accents and capitals; æ, ø and å stay, and other alphabets as they are."""
    plain = "".join(_bare(one) for one in unicodedata.normalize("NFC", text.casefold()))
    return re.findall(r"[^\W_]+", plain)


def _bare(sign: str) -> str:
    if sign in "æøå":
        return sign
    return "".join(one for one in unicodedata.normalize("NFKD", sign) if not unicodedata.combining(one))


def _phrases(entry: Entry) -> Iterable[list[str]]:
    """What it is found by: each of its words and phrases, and its names."""
    for text in (*re.split(r"[,;\n]", entry.words), *entry.name.values()):
        if found := tokens(text):
            yield found


def _score(phrase: list[str], asked: list[str], among: Counter[str]) -> float:
    """How much of the phrase was asked for, each word by how rare it is: from 0 to 1."""
    weights = [1 / among[token] for token in phrase]
    hits = [max(alike(token, one) for one in asked) for token in phrase]
    return sum(weight * hit for weight, hit in zip(weights, hits, strict=True)) / sum(weights)


def alike(known: str, asked: str) -> float:
    """How like one word is to another, from 0 to 1. Short ones must be the same."""
    if known == asked:
        return 1.0
    short, long = sorted((known, asked), key=len)
    if len(short) >= STEM and long.startswith(short):
        return BEGINS
    if len(short) <= SHORT:
        return 0.0
    found = fuzz.ratio(known, asked) / 100
    return found if found >= ALIKE else 0.0
