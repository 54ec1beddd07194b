"""Starter: the list of coming starts, each start's page, and the conversation booked for a family."""

from blueprints.starts import booking, family, letters, new, overview, page, writing
from blueprints.starts.mount import bp

__all__ = ["booking", "bp", "family", "letters", "new", "overview", "page", "writing"]
