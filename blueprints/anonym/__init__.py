"""Åben anonym rådgivning, the parents' side: writing without a name, and coming back with a code."""

from blueprints.anonym import case, enter, leave, letter, meetings, tracks
from blueprints.anonym.mount import bp as bp

__all__ = ["bp", "case", "enter", "leave", "letter", "meetings", "tracks"]
