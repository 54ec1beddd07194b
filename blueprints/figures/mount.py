"""The blueprint that the files of this package hang their pages on, and who may look."""

from flask import Blueprint

from blueprints.rules import role

bp = Blueprint("figures", __name__)
LEADS = role("leder", "distriktsleder", "konsulent", "centerchef", "administrator")
"""Of a house, of a district, of all; forvaltning's by their role."""
