"""Hvem kan hjælpe? and the published texts for everybody; and where the administrator writes them."""

from blueprints.guide import entries, helping, publishing, rammer
from blueprints.guide.mount import bp as bp
from blueprints.guide.mount import editing as editing

__all__ = ["bp", "editing", "entries", "helping", "publishing", "rammer"]
