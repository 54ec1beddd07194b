"""Arrangementer: what a unit holds for parents, who comes, and the list for the door."""

from blueprints.events import guests, listed, making, moving
from blueprints.events.mount import bp as bp

__all__ = ["bp", "guests", "listed", "making", "moving"]
