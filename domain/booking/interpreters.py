"""An interpreter from outside: without a calendar that could be searched, so ordered for one appointment, and confirmed or refused."""

from datetime import datetime

from sqlalchemy import ColumnElement, ForeignKey, or_
from sqlalchemy.orm import Mapped, mapped_column

from domain.access import Guarded, Verb, Viewer
from domain.base import Base
from domain.consent import TIME, covered

NEEDED, ORDERED, CONFIRMED, REFUSED = "mangler", "bestilt", "bekraeftet", "afvist"
STATES = (NEEDED, ORDERED, CONFIRMED, REFUSED)
IN_PERSON, VIDEO, TELEPHONE = "fremmoede", "video", "telefon"
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
        """As the time that it is ordered for: table "Consent", second row."""
        return or_(
            cls.unit_id.in_(viewer.every_unit()),
            cls.start_id.in_(covered(TIME, to=viewer.units("sundhedspleje"))),
            cls.child_id.in_(viewer.children()),
        )

    def writable_by(self, viewer: Viewer, verb: Verb) -> bool:
        """Whoever may book or move the time."""
        return (
            viewer.job
            or self.unit_id in viewer.every_unit()
            or self.child_id in viewer.children()
            or bool(viewer.units("sundhedspleje"))
        )
