"""What the nets put into a WHERE by elements of their own."""

from typing import Self

from sqlalchemy import Boolean, FunctionElement


class Condition(FunctionElement[bool]):
    """True or false of a row, in words of its own: each kind has its `name`, its `inherit_cache` and how it is written."""

    type = Boolean()

    def self_group(self, against: object = None) -> Self:
        """As it is: SQLite would get `... = 1`, and then no index helps."""
        return self
