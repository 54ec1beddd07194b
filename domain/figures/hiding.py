"""Small numbers are not told: whoever knows one family would learn of another."""

FEWEST = 5
"""The smallest number of families that is told."""


def few(number: int) -> bool:
    """None at all tells of nobody."""
    return 0 < number < FEWEST
