"""QR codes for paper, drawn as one path: no picture from anywhere, and sharp at any size."""

from typing import NamedTuple

import segno


class Square(NamedTuple):
    """A QR code as one path: `side` in modules, the quiet zone of four around it included."""

    side: int
    path: str


def square(address: str, quiet: int = 4) -> Square:
    rows = segno.make(address, error="m", micro=False).matrix
    dark = [(x, y) for y, row in enumerate(rows, quiet) for x, module in enumerate(row, quiet) if module]
    return Square(len(rows) + 2 * quiet, "".join(f"M{x} {y}h1v1h-1z" for x, y in dark))
