"""Where an appointment takes place, and which open times serve it there."""

from typing import NamedTuple

UNIT, HOME, VIDEO, PHONE = "enhed", "hjem", "video", "telefon"
PLACES = (UNIT, HOME, VIDEO, PHONE)
"""In the house or office of the unit whose appointment it is, at the family's home (or with whoever is visited), on a screen, on the telephone."""


class Where(NamedTuple):
    """A kind of place; for `UNIT` also which unit's."""

    kind: str
    unit_id: int | None = None

    def served_by(self, place: str, unit_id: int | None) -> bool:
        """Whether somebody who is open at `place` (of this unit; "": anywhere) can be there."""
        return not place or (place == self.kind and (unit_id is None or unit_id == self.unit_id))
