"""A child and its guardians, seen by the child's own sundhedspleje, its houses and the guardians themselves."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, Index, Select, and_, case, exists, or_, select
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column

from domain.access import ASKING, Guarded, Verb, Viewer
from domain.access.citizens import Guardianship
from domain.access.net import Policed
from domain.base import Base
from domain.people.start import starting_in

DANISH = str.maketrans({"æ": "{a", "ø": "{b", "å": "{c", "ä": "{a", "ö": "{b", "ü": "y", "é": "e"})


def name_key(name: str) -> str:
    """A key that sorts names as Danish does (æ, ø, å last; aa as å), the same in both databases."""
    return name.casefold().replace("aa", "å").translate(DANISH)


def passed_on_to(units: Any) -> Select[int]:
    """Ids of the children about whom the parents let one of `units` be asked for advice or help (domain.md, "Consent").

    Asked for advice from when the inquiry is sent, and only the unit that it is put to: a yes to a draft opens nothing yet.
    """
    consent, inquiry = Base.metadata.tables["consent"], Base.metadata.tables["inquiry"]
    put_to = or_(inquiry.c.unit_id == consent.c.to_unit_id, inquiry.c.for_unit_id == consent.c.to_unit_id)
    sent = exists().where(inquiry.c.id == consent.c.matter_id, inquiry.c.state != "kladde", put_to)
    return select(consent.c.child_id).where(
        consent.c.to_unit_id.in_(units),
        or_(consent.c.purpose == "referral", and_(consent.c.purpose == "advice", sent)),
        consent.c.until >= ASKING.today,
    )


class Child(Guarded, Base):
    """A child of 0-6 years. No CPR number is held."""

    __tablename__ = "child"
    __table_args__ = (
        Index("ix_child_born", "sundhedspleje_id", "birth_date"),
        # whose they are, and who has nobody: without it SQLite goes through all children of the municipality who have nobody
        Index("ix_child_care", "sundhedspleje_id", "sundhedsplejerske_id", "birth_date"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    sort_name: Mapped[str] = mapped_column(index=True)
    birth_date: Mapped[date]
    sundhedspleje_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    sundhedsplejerske_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"), index=True)
    address: Mapped[str] = mapped_column(default="")
    address_protected: Mapped[bool] = mapped_column(default=False)

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        """Who may see it: its sundhedspleje, the houses it starts in, its guardians, and who was asked for help with it, while the parents agree."""
        return or_(
            cls.sundhedspleje_id.in_(viewer.units("sundhedspleje")),
            cls.id.in_(starting_in(viewer.units("dagtilbud"))),
            cls.id.in_(viewer.children()),
            cls.id.in_(passed_on_to(viewer.every_unit())),
        )

    @classmethod
    def known_to(cls, unit_id: int) -> ColumnElement[bool]:
        """Whether the parents let this unit know of it: of `visible_to` what is so of one unit, which the viewer need not be of."""
        return Policed(cls.id, cls.id.in_(passed_on_to([unit_id])))

    def writable_by(self, viewer: Viewer, verb: Verb) -> bool:
        """The import job creates and changes; a house and the sundhedspleje may create what they add by form, so may who refers a family."""
        own = bool(viewer.units("dagtilbud")) or self.sundhedspleje_id in viewer.units("sundhedspleje")
        return viewer.job or own or (verb == "create" and bool(viewer.social_work()))

    def child_of(self) -> int | None:
        """The audit files it under itself."""
        return self.id


class Guardian(Guarded, Base):
    """A parent or another guardian. Each has an own link, language and address for messages.

    `refused_email`: the address that a mail server refused at `refused_at`. Another address has not been refused.
    `former_email`: the one before, until it has been told there that it is another now.
    """

    __tablename__ = "guardian"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    email: Mapped[str] = mapped_column(default="", index=True)
    mobile: Mapped[str] = mapped_column(default="", index=True)
    language: Mapped[str] = mapped_column(default="da")
    refused_email: Mapped[str] = mapped_column(default="")
    refused_at: Mapped[datetime | None]
    former_email: Mapped[str] = mapped_column(default="", server_default="")

    @hybrid_property
    def mail(self) -> str:
        """The address, as long as mail comes through there."""
        return "" if self.email == self.refused_email else self.email

    @mail.inplace.expression
    @classmethod
    def _mail_expression(cls) -> ColumnElement[str]:
        return case((cls.email == cls.refused_email, ""), else_=cls.email)

    @classmethod
    def unreached(cls, *, sms: bool) -> ColumnElement[bool]:
        """Whether no mail reaches them, nor, where there are any, an SMS."""
        return and_(cls.mail == "", cls.mobile == "") if sms else cls.mail == ""

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        """Themselves, and the staff who see one of their children as its house or its sundhedspleje."""
        child = Child.__table__
        cared_for = select(child.c.id).where(child.c.sundhedspleje_id.in_(viewer.units("sundhedspleje")))
        return or_(
            cls.id == viewer.guardian,
            cls.id.in_(
                select(Guardianship.guardian_id).where(
                    or_(
                        Guardianship.child_id.in_(cared_for),
                        Guardianship.child_id.in_(starting_in(viewer.units("dagtilbud"))),
                        Guardianship.child_id.in_(passed_on_to(viewer.every_unit())),
                    )
                )
            ),
        )

    def writable_by(self, viewer: Viewer, verb: Verb) -> bool:
        """The import job and staff who add a start; a guardian their own; a new one also who refers a family."""
        own = self.id == viewer.guardian or bool(viewer.units("dagtilbud") or viewer.units("sundhedspleje"))
        return viewer.job or own or (verb == "create" and bool(viewer.social_work()))
