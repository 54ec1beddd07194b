"""Whom of a family a message finds, and whom somebody has to talk with instead."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Reachable:
    """How many holders of custody a message finds, and the names of those whom none does: somebody has to talk with them.

    Whoever's name the viewer may not know counts as found: how they are reached is not the viewer's to know either.
    """

    found: int
    missed: tuple[str, ...]

    @property
    def unknown(self) -> bool:
        """Nobody is noted as holding custody: nobody can say yes."""
        return not (self.found or self.missed)

    @property
    def talk(self) -> bool:
        """Asking by link reaches none of them."""
        return bool(self.missed) and not self.found


def reachable(family: Sequence[Any], *, sms: bool) -> Reachable:
    """Of rows with `name`, `email` and `mobile`, as of asking.holders. `sms`: there is a way to send some."""
    missed = [one.name for one in family if one.name and not (one.email or (sms and one.mobile))]
    return Reachable(found=len(family) - len(missed), missed=tuple(missed))
