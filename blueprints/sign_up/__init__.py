"""Arrangementer for everybody: what is held, signing up without an account, and the link to change it."""

from blueprints.sign_up import listed, seat
from blueprints.sign_up.mount import bp as bp

__all__ = ["bp", "listed", "seat"]
