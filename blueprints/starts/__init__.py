"""Starter: the list of coming starts, each start's page, and the conversation booked for a family."""

from blueprints.starts import after, booking, family, interpreter, letters, new, outcomes, overview, page, writing
from blueprints.starts.mount import bp

__all__ = [
    "after",
    "booking",
    "bp",
    "family",
    "interpreter",
    "letters",
    "new",
    "outcomes",
    "overview",
    "page",
    "writing",
]
