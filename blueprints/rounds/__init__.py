"""Runde: the day's visits at home, in order, with the way between them, on a phone and on paper."""

from blueprints.rounds import doing, shown
from blueprints.rounds.mount import bp

__all__ = ["bp", "doing", "shown"]
