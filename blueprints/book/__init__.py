"""The parents' own pages: from the link in a mail to a start conversation that is booked."""

from blueprints.book import booked, consent, overview, questionnaire, tasks, times, waiting, way_in, wishes
from blueprints.book.link import bp

__all__ = ["booked", "bp", "consent", "overview", "questionnaire", "tasks", "times", "waiting", "way_in", "wishes"]
