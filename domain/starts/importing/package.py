"""A workbook is a packed file that anybody may have packed: what it would unpack to is looked at before anything of it is understood."""

import io
import re
from collections.abc import Sequence
from functools import partial
from zipfile import ZipFile, ZipInfo

from domain.starts.importing.faults import ImportProblem, Odd

MARK = b"PK\x03\x04"
MEGABYTES, TIMES, PARTS = 128, 200, 2_000
"""Most that a workbook may unpack to: fifty thousand full rows are some 80 MB of XML, twelve times what they are packed to."""
MOST_BYTES = MEGABYTES * 1024 * 1024
MOST_MARKS = 200_000
"""Elements between two rows, or two texts: all of them are in memory at once."""
PIECE = 1 << 16
ROW = re.compile(rb"<(?:\w+:)?(?:row|si)\b")
ENTITIES = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
TYPES = "[Content_Types].xml"
WORKBOOK = re.compile(rb"spreadsheetml\.(?:sheet|template)\.main\+xml|macroEnabled\.main\+xml")
MACROS = re.compile(r"vbaproject\.bin\Z|\Axl/(?:macrosheets|dialogsheets)/")
LINKS = "xl/externallinks/"


def opened(content: bytes) -> ZipFile:
    """The package, when it is a workbook of a size that can be read, without macros and links. Raises ImportProblem, or what zipfile does."""
    package = ZipFile(io.BytesIO(content))
    parts = package.infolist()
    _small(parts, len(content))
    _workbook(package)
    _harmless([part.filename.lower() for part in parts])
    for part in parts:
        _look_through(package, part)
    return package


def _small(parts: Sequence[ZipInfo], packed: int) -> None:
    """By what the package says of itself; nothing can be unpacked to more than that."""
    whole = sum(part.file_size for part in parts)
    if len(parts) > PARTS or whole > min(MOST_BYTES, TIMES * packed):
        raise ImportProblem(Odd.BOMB, most=MEGABYTES)
    if any(part.flag_bits & 1 for part in parts):
        raise ImportProblem(Odd.LOCKED)


def _workbook(package: ZipFile) -> None:
    if TYPES not in package.namelist():
        raise ImportProblem(Odd.PACKED)
    types = package.read(TYPES)
    if not WORKBOOK.search(types):
        raise ImportProblem(Odd.PACKED)
    if b"macroEnabled" in types:
        raise ImportProblem(Odd.MACROS)


def _harmless(names: Sequence[str]) -> None:
    if any(MACROS.search(name) for name in names):
        raise ImportProblem(Odd.MACROS)
    if any(name.startswith(LINKS) for name in names):
        raise ImportProblem(Odd.LINKS)


def _look_through(package: ZipFile, part: ZipInfo) -> None:
    """A row, or a text, becomes a tree in memory: a few million empty elements of four letters each would fill it."""
    marks = 0
    with package.open(part) as stream:
        for piece in iter(partial(stream.read, PIECE), b""):
            if ENTITIES.search(piece):
                raise ImportProblem(Odd.DAMAGED)
            first, *others = ROW.split(piece)
            marks += first.count(b"<")
            for other in others:
                marks = other.count(b"<")
            if marks > MOST_MARKS:
                raise ImportProblem(Odd.BOMB, most=MEGABYTES)
