"""What a family has been told of a visit at home: not the minute, but between when and when somebody comes."""

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, and_, or_
from sqlalchemy.orm import Mapped, mapped_column

from domain.access import Guarded, Verb, Viewer
from domain.base import Base
from domain.booking.tables import Appointment


class VisitWindow(Guarded, Base):
    """The visit begins between quarter `first` and quarter `last`. It says nothing of an appointment that has been moved out of it: see `holds`."""

    __tablename__ = "visit_window"
    __table_args__ = (CheckConstraint("first < last", name="quarters"),)

    appointment_id: Mapped[int] = mapped_column(ForeignKey("appointment.id"), primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    child_id: Mapped[int] = mapped_column(ForeignKey("child.id"), index=True)
    first: Mapped[int]
    last: Mapped[int]

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        """The unit that comes, and the guardians."""
        return or_(cls.unit_id.in_(viewer.every_unit()), cls.child_id.in_(viewer.children()))

    def writable_by(self, viewer: Viewer, verb: Verb) -> bool:
        """The unit that comes."""
        return viewer.job or self.unit_id in viewer.every_unit()


def holds() -> ColumnElement[bool]:
    """For a join with `Appointment`: what has been told is still so."""
    begins = Appointment.first.between(VisitWindow.first, VisitWindow.last)
    return and_(VisitWindow.appointment_id == Appointment.id, begins)
