"""How many children each sundhedsplejerske has, and handing them over to colleagues."""

from blueprints.caseload import handing, listed
from blueprints.caseload.mount import bp

__all__ = ["bp", "handing", "listed"]
