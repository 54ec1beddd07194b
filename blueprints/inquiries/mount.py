"""The blueprint that the files of this package hang their pages on, who asks, and who is asked."""

from flask import Blueprint

from blueprints.rules import actor

bp = Blueprint("inquiries", __name__)
WRITERS, ASKED = actor("dagtilbud", "sundhedspleje"), actor("sundhedspleje", "fsr", "ppr")
ASKS = {"dagtilbud": ("sundhedspleje", "fsr", "ppr"), "sundhedspleje": ("fsr",)}
"""Whom each can ask."""
