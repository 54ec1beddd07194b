"""The agenda, and the meeting that goes through it item by item, written by several people at once."""

from blueprints.conferences.meeting import agenda, items, room, saying

__all__ = ["agenda", "items", "room", "saying"]
