"""An interpreter from outside: without a calendar that could be searched, so ordered for one appointment, and confirmed or refused."""

from datetime import datetime

from sqlalchemy import ColumnElement, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from domain.access import Guarded, Verb, Viewer
from domain.base import Base
from domain.booking.tables import may_change_the_time, who_knows_the_time

NEEDED, ORDERED, CONFIRMED, REFUSED = "mangler", "bestilt", "bekraeftet", "afvist"
STATES = (NEEDED, ORDERED, CONFIRMED, REFUSED)
IN_PERSON, VIDEO, TELEPHONE = "fremmoede", "video", "telefon"
TO_CALL_OFF = "tolk-afbestil"
"""On Min dag, when one has been ordered that is needed no longer."""
WAYS_TO_INTERPRET = (IN_PERSON, VIDEO, TELEPHONE)


class InterpreterOrder(Guarded, Base):
    """What is ordered for one appointment: a language, in one of three ways, at whose cost. `at`: since when `state` is so."""

    __tablename__ = "interpreter_order"

    appointment_id: Mapped[int] = mapped_column(ForeignKey("appointment.id"), primary_key=True)
    start_id: Mapped[int | None] = mapped_column(ForeignKey("start.id"))
    child_id: Mapped[int | None] = mapped_column(ForeignKey("child.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    language: Mapped[str]
    way: Mapped[str] = mapped_column(default=IN_PERSON)
    state: Mapped[str] = mapped_column(default=NEEDED)
    cost_centre: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        """As the time that it is ordered for."""
        return who_knows_the_time(cls, viewer)

    def writable_by(self, viewer: Viewer, verb: Verb) -> bool:
        """Whoever may book or move the time."""
        return may_change_the_time(self, viewer)
