"""The anonymous pages: their blueprint."""

from flask import Blueprint

from blueprints.headers import ANONYMOUS

bp = Blueprint("anonym", __name__, url_prefix=f"/{ANONYMOUS}")
