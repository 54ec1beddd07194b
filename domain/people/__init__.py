"""Children, their guardians and their starts: what every capability stands on."""

from domain.people.child import Child, Guardian, name_key
from domain.people.parent import Parent
from domain.people.start import FOREVER, Start

__all__ = ["FOREVER", "Child", "Guardian", "Parent", "Start", "name_key"]
