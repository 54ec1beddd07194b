"""The blueprint that the public pages of events hang on."""

from flask import Blueprint

from blueprints.language import same_language

bp = Blueprint("sign_up", __name__, url_prefix="/arrangementer")
bp.url_defaults(same_language)
