"""Konferencer: a year of coordination conferences, the tasks put to them, the meeting itself, and what becomes of it."""

from blueprints.conferences import after, attending, centre, dates, listed, meeting, seats, tasks, year
from blueprints.conferences.mount import bp as bp
from blueprints.conferences.mount import central as central

__all__ = ["after", "attending", "bp", "central", "centre", "dates", "listed", "meeting", "seats", "tasks", "year"]
