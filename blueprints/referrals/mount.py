"""The two blueprints that the files of this package hang their pages on, and who comes to them."""

from flask import Blueprint

from blueprints.rules import Rule, actor, role
from domain.access.roles import LEADER, SOCIAL_WORKER

bp = Blueprint("referrals", __name__)
"""FSR's, and those of the forvaltning's teams: what they have referred."""
received_bp = Blueprint("received", __name__)
"""Familiehuset's: what they have received."""
REFERRERS = role(SOCIAL_WORKER)
READERS = role(SOCIAL_WORKER, LEADER)
"""Whoever leads the unit has its day before them, and reads what it has referred; a referral is a socialrådgiver's to write."""
HELPERS = actor("familiehus")
LEADS = Rule("leder i Familiehuset", lambda who, place: HELPERS.admits(who, place) and role(LEADER).admits(who, place))
