"""Children, their guardians and their starts: what every capability stands on."""

from domain.people.child import Child, Guardian, name_key
from domain.people.start import FOREVER, Start

__all__ = ["FOREVER", "Child", "Guardian", "Start", "name_key"]
