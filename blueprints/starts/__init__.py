"""Starter: the list of coming starts, each start's page, and the conversation booked for a family."""

from blueprints.starts import booking, new, overview, page, writing
from blueprints.starts.mount import bp

__all__ = ["booking", "bp", "new", "overview", "page", "writing"]
