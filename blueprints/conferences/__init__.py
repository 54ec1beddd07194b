"""Konferencer: a year of coordination conferences, the tasks put to them, the meeting itself, and what becomes of it."""

from blueprints.conferences import listed, tasks
from blueprints.conferences.mount import bp as bp
from blueprints.conferences.mount import central as central

__all__ = ["bp", "central", "listed", "tasks"]
