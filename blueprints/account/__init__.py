"""Staff's way in and out: signing in, the idle lock, the one-time link, and one's own account."""

from blueprints.account import calendars, entrance, own, passphrase, welcome
from blueprints.account.entrance import bp

__all__ = ["bp", "calendars", "entrance", "own", "passphrase", "welcome"]
