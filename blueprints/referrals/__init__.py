"""Henvisninger: written by a socialrådgiver, received by Familiehuset."""

from blueprints.referrals import agreeing, child, listed, places, received, shown, steps, writing
from blueprints.referrals.mount import bp as bp
from blueprints.referrals.mount import received_bp as received_bp

__all__ = ["agreeing", "bp", "child", "listed", "places", "received", "received_bp", "shown", "steps", "writing"]
