"""Henvendelser: asked of sundhedsplejen, FSR or PPR by staff, and by parents on the public page."""

from blueprints.inquiries import agreeing, answering, listed, public, shown, times, writing
from blueprints.inquiries.mount import bp
from blueprints.inquiries.public import bp as public_bp

__all__ = ["agreeing", "answering", "bp", "listed", "public", "public_bp", "shown", "times", "writing"]
