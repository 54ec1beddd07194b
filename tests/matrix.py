"""A small model of its own behind the nets, for the tests that try to get round them: two houses, five kids, their notes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, ForeignKey, create_engine, delete, func, insert, inspect, or_, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship

from domain import store
from domain.access import Guarded, Membership, Staff, Viewer, sees
from tests.databases import Database


class Matrix(DeclarativeBase):
    """Apart from the product's tables, so that no rule about those finds these."""


class House(Matrix):
    __tablename__ = "matrix_house"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


class Grant(Matrix):
    __tablename__ = "matrix_grant"
    child_id: Mapped[int] = mapped_column(primary_key=True)
    to_unit: Mapped[int] = mapped_column(primary_key=True)


class Kid(Guarded, Matrix):
    __tablename__ = "matrix_kid"
    id: Mapped[int] = mapped_column(primary_key=True)
    house_id: Mapped[int] = mapped_column(ForeignKey("matrix_house.id"))
    name: Mapped[str]
    friend_id: Mapped[int | None] = mapped_column(ForeignKey("matrix_kid.id"))
    notes: Mapped[list["Note"]] = relationship(back_populates="kid", order_by="Note.id")
    friend: Mapped["Kid | None"] = relationship(remote_side="Kid.id")

    @classmethod
    def visible_to(cls, viewer):
        granted = select(Grant.child_id).where(Grant.to_unit.in_(viewer.units("sundhedspleje")))
        return or_(cls.house_id.in_(viewer.units("dagtilbud")), cls.id.in_(granted))

    def writable_by(self, viewer, _verb):
        return self.house_id in viewer.units("dagtilbud")

    def child_of(self):
        return self.id


class Note(Guarded, Matrix):
    """Its policy reads the table of another guarded class as Core: as the real ones do."""

    __tablename__ = "matrix_note"
    id: Mapped[int] = mapped_column(primary_key=True)
    kid_id: Mapped[int] = mapped_column(ForeignKey("matrix_kid.id"))
    title: Mapped[str]
    body: Mapped[str] = mapped_column(default="", deferred=True)
    kid: Mapped[Kid] = relationship(back_populates="notes")

    @classmethod
    def visible_to(cls, viewer):
        kid = Kid.__table__
        mine = select(kid.c.id).where(kid.c.house_id == House.id, House.id.in_(viewer.units("dagtilbud")))
        return cls.kid_id.in_(mine)

    def writable_by(self, viewer, _verb):
        return bool(viewer.units("dagtilbud"))


class Tag(Matrix):
    __tablename__ = "matrix_tag"
    id: Mapped[int] = mapped_column(primary_key=True)
    kid_id: Mapped[int | None] = mapped_column(ForeignKey("matrix_kid.id"))
    label: Mapped[str]
    kid: Mapped[Kid | None] = relationship()


class Closed(Guarded, Matrix):
    """Says nothing about who sees it."""

    __tablename__ = "matrix_closed"
    id: Mapped[int] = mapped_column(primary_key=True)


KID, TAG = Kid.__table__, Tag.__table__
SEED = {
    House: [{"id": 1, "name": "Globen"}, {"id": 2, "name": "Regnbuen"}],
    Kid: [
        {"id": 1, "house_id": 1, "name": "Anna", "friend_id": None},
        {"id": 2, "house_id": 1, "name": "Bo", "friend_id": None},
        {"id": 3, "house_id": 2, "name": "Carl", "friend_id": 1},
        {"id": 4, "house_id": 2, "name": "Dina", "friend_id": None},
        {"id": 5, "house_id": 1, "name": "Emil", "friend_id": 4},
    ],
    Note: [{"id": 10 + n, "kid_id": n, "title": f"note {n}", "body": f"body {n}"} for n in (1, 2, 3, 4)],
    Tag: [{"id": 20 + n, "kid_id": n, "label": f"tag {n}"} for n in (1, 3)],
    Grant: [{"child_id": 4, "to_unit": 9}],
    Closed: [{"id": 1}],
}


def staff(**units):
    """staff(dagtilbud=1): a member of staff with that one unit."""
    return Staff(
        staff=7,
        name="Ida",
        memberships=tuple(
            Membership(unit_id=unit, actor=actor, slug="x", unit_name="X", role="medarbejder")
            for actor, unit in units.items()
        ),
    )


GLOBEN, REGNBUEN, SUND = staff(dagtilbud=1), staff(dagtilbud=2), staff(sundhedspleje=9)


@contextmanager
def tables(url: str) -> Iterator[Engine]:
    """The tables, filled anew; yields an engine without the wall, for what the test itself does beside the session."""
    engine = create_engine(url)
    store.prepare(engine, synchronous="OFF")
    if not inspect(engine).has_table(House.__tablename__):
        Matrix.metadata.create_all(engine)  # they stay, as making them takes longer than most tests
    with engine.begin() as connection:
        for table in reversed(Matrix.metadata.sorted_tables):
            connection.execute(delete(table))
        for entity, rows in SEED.items():
            connection.execute(insert(entity.__table__), rows)
        if engine.dialect.name == "postgresql":
            numbered = [func.pg_get_serial_sequence(entity.__tablename__, "id") for entity in (House, Kid, Note, Tag)]
            connection.execute(select(*(func.setval(sequence, 100) for sequence in numbered)))
    yield engine
    engine.dispose()


@contextmanager
def sessions(database: Database) -> Iterator[Callable[[Viewer | None], Session]]:
    """make(viewer) opens a session behind the nets."""
    opened = []

    def make(viewer: Viewer | None) -> Session:
        opened.append(session := database.sessions())
        if viewer is not None:
            sees(session, viewer)
        return session

    yield make
    for session in opened:
        session.close()


def contents(beside: Engine) -> dict[str, list[tuple]]:
    with beside.connect() as connection:
        return {t.name: sorted(map(tuple, connection.execute(select(t)))) for t in Matrix.metadata.sorted_tables}


def ids(rows):
    return sorted(getattr(row, "id", row) for row in rows)
