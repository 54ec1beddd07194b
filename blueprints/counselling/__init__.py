"""Rådgivning: what Familiehuset's counsellors do with those who write without a name."""

from blueprints.counselling import answering, bringing, inbox, moving, standing, team, texts, times
from blueprints.counselling.mount import bp as bp

__all__ = ["answering", "bp", "bringing", "inbox", "moving", "standing", "team", "texts", "times"]
