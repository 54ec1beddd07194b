"""The two blueprints that the files of this package hang their pages on."""

from flask import Blueprint

bp = Blueprint("groups", __name__)
"""The sundhedspleje's own groups."""
visiting = Blueprint("group_visits", __name__)
"""A house's: when somebody of its own visits one, and nothing of who is in it."""
