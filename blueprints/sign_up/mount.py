"""The blueprint that the public pages of events hang on."""

from flask import Blueprint

bp = Blueprint("sign_up", __name__, url_prefix="/arrangementer")
