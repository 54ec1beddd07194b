"""Looks for a word in everything that a server has left behind, however it may be written."""

import base64
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import quote, quote_plus

SHORTEST = 8
"""Bytes of an encoded word: shorter ones stand in any large file by chance."""


def spellings(word: str) -> Iterator[tuple[str, bytes]]:
    """(how, bytes): the ways in which a text can stand in a file, a log or a column. Base64 by each of the three places it can begin at."""
    for code in ("utf-8", "utf-16-le", "utf-16-be", "latin-1"):
        raw = word.encode(code, "replace")
        yield code, raw
        yield f"{code} hex", raw.hex().encode()
        yield f"{code} HEX", raw.hex().upper().encode()
        for place in range(3):
            inner = base64.b64encode(b"\0" * place + raw)[(0, 2, 3)[place] : -4]
            yield f"{code} base64", inner
            yield f"{code} base64url", inner.translate(bytes.maketrans(b"+/", b"-_"))
    yield "percent", quote(word, safe="").encode()
    yield "percent+", quote_plus(word).encode()
    yield "json", word.encode("unicode_escape")
    yield "python", ascii(word)[1:-1].encode()
    yield "html", word.encode("ascii", "xmlcharrefreplace")


def traces(places: Iterable[Path], *words: str | bytes) -> list[str]:
    """Where one of the words stands: "file: how". `places`: files and folders; bytes are looked for as they are and in hex."""
    ways = [(f"{word[:12]!r} as {how}", raw) for word in words for how, raw in _ways(word)]
    wanted = [(how, raw) for how, raw in ways if len(raw) >= SHORTEST or how.endswith((" bytes", " utf-8"))]
    found = []
    for path in _files(places):
        content = path.read_bytes()
        found += [f"{path.name}: {how}" for how, raw in wanted if raw in content]
    return found


def _ways(word: str | bytes) -> Iterator[tuple[str, bytes]]:
    if isinstance(word, str):
        yield from spellings(word)
        return
    yield "bytes", word
    yield "hex", word.hex().encode()
    yield "base64", base64.b64encode(word).rstrip(b"=")


def _files(places: Iterable[Path]) -> Iterator[Path]:
    for place in places:
        yield from (path for path in (place.rglob("*") if place.is_dir() else [place]) if path.is_file())
