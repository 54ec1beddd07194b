"""Tal: how did it go, and are there times enough."""

from blueprints.figures import supply as supply
from blueprints.figures import year as year
from blueprints.figures.mount import bp as bp
