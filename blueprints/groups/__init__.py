"""Grupper: mothers' groups, from whom nobody has thought of to when they meet; and, for a house, the groups that it visits."""

from blueprints.groups import child, listed, making, meetings, members, presence, visits
from blueprints.groups.mount import bp as bp
from blueprints.groups.mount import visiting as visiting

__all__ = ["bp", "child", "listed", "making", "meetings", "members", "presence", "visiting", "visits"]
