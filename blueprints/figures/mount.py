"""The blueprint that the files of this package hang their pages on, and who may look."""

from flask import Blueprint

from blueprints.rules import Rule, actor, role

bp = Blueprint("figures", __name__)
LEADS = role("leder", "distriktsleder", "konsulent", "centerchef", "administrator")
"""Of a house, of a district, of all; forvaltning's by their role."""
HAS_HOUSES = actor("dagtilbud", "forvaltning")
TIMES = Rule("leder med huse", lambda who, place: LEADS.admits(who, place) and HAS_HOUSES.admits(who, place))
"""Which families have no time is known to a sundhedspleje by consent alone."""
