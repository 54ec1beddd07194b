"""Forvaltning: what the administrator looks after. People and what they may see, places, and the audit."""

from blueprints.forvaltning import people, trail, units
from blueprints.forvaltning.people import bp

__all__ = ["bp", "people", "trail", "units"]
