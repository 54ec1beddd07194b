"""The two blueprints that the files of this package hang their pages on, and who may plan."""

from flask import Blueprint

from blueprints.rules import Rule, actor, role
from domain.access.roles import LEADERS
from domain.conferences.year.choices import DISTRICT

bp = Blueprint("conferences", __name__)
"""Where conferences are held, and where those work who sit at them."""
central = Blueprint("conference_centre", __name__)
"""Forvaltningen's: how well it works, and the agenda that every conference begins with."""
DAGTILBUD, LEADS = actor("dagtilbud"), role(*LEADERS)
HOUSE = Rule(
    "et af dagtilbuddets huse",
    lambda who, place: DAGTILBUD.admits(who, place) and place is not None and place.kind != DISTRICT,
)
"""A district holds none itself: its houses do."""
PLANNER = Rule("leder i dagtilbud", lambda who, place: HOUSE.admits(who, place) and LEADS.admits(who, place))
"""Who calls in and leads: the leaders of the house that holds it."""
