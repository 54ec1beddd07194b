"""Frontdesk: the unit's week, when its people can be booked, and when they are away."""

from blueprints.frontdesk import (
    absences,
    changing,
    interpreting,
    moving,
    open_week,
    openings,
    paper,
    sickday,
    waiting,
    week,
)
from blueprints.frontdesk.mount import bp

__all__ = [
    "absences",
    "bp",
    "changing",
    "interpreting",
    "moving",
    "open_week",
    "openings",
    "paper",
    "sickday",
    "waiting",
    "week",
]
