"""Tal: are there times enough, and how did it go."""

from blueprints.figures import supply as supply
from blueprints.figures.mount import bp as bp
