"""Forvaltning: what the administrator looks after. People and what they may see, places, kinds of appointment, and the audit."""

from blueprints.forvaltning import counselling, people, streets, trail, types, units
from blueprints.forvaltning.people import bp

__all__ = ["bp", "counselling", "people", "streets", "trail", "types", "units"]
