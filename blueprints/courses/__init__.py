"""A family's course at Familiehuset: the list, one course, its times and the help that comes again, and what each colleague carries."""

from blueprints.courses import beginning, booking, handing, listed, page, session, support
from blueprints.courses.mount import bp

__all__ = ["beginning", "booking", "bp", "handing", "listed", "page", "session", "support"]
