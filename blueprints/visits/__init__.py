"""Besøg: the home-visit programme, its lists, one child's line of visits, and what can be done with each visit."""

from blueprints.visits import births, child, days, extra, listed, newborn, times, visit
from blueprints.visits.mount import bp as bp

__all__ = ["births", "bp", "child", "days", "extra", "listed", "newborn", "times", "visit"]
