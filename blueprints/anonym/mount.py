"""The anonymous pages: their blueprint. A chosen language goes along in the address, as no cookie may tell of it."""

from flask import Blueprint

from blueprints.headers import ANONYMOUS
from blueprints.language import same_language

bp = Blueprint("anonym", __name__, url_prefix=f"/{ANONYMOUS}")
bp.url_defaults(same_language)
