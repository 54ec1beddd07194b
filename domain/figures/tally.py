"""What is left of starts whose children have grown: how many there were, by house and month, and nobody's name or number."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Base


class StartTally(Base):
    """Of one house and one month (202611): the same measures as `figures.year`, added up when the starts are deleted. `days`: see there."""

    __tablename__ = "start_tally"

    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True)
    month: Mapped[int] = mapped_column(primary_key=True)
    starts: Mapped[int]
    under_one: Mapped[int]
    invited: Mapped[int]
    answered: Mapped[int]
    booked: Mapped[int]
    in_time: Mapped[int]
    no_shows: Mapped[int]
    alone: Mapped[int]
    days: Mapped[int]
