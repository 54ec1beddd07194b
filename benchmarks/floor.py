"""What the same number of statements costs without a product: bare Flask in the same server, ORM selects and inserts, one small page."""

import os
from datetime import UTC, datetime
from typing import Any

from flask import Flask, render_template
from jinja2 import DictLoader
from sqlalchemy import Engine, ForeignKey, create_engine, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from blueprints.running import turns
from domain import store
from domain.access import passwords
from domain.store import own_transaction

TWENTY = 20
"""Rows that each select finds with what they belong to, and the page shows of the last one: about 0.25 ms a select (SQLite)."""
GROUPS = 50
PAGE = """<!doctype html><html lang="da"><title>Gulv</title><h1>{{ title }}</h1>
<ul>{% for row, group in rows %}<li><a href="/{{ row.id }}">{{ row.name }}</a> {{ group }}</li>{% endfor %}</ul></html>"""


class Floor(DeclarativeBase):
    """Its own tables, in the same database."""


class Group(Floor):
    __tablename__ = "floor_group"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


class Row(Floor):
    __tablename__ = "floor_row"
    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("floor_group.id"), index=True)
    name: Mapped[str]
    at: Mapped[datetime]


class Written(Floor):
    __tablename__ = "floor_written"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


def prepare(url: str) -> None:
    engine = opened(url)
    Floor.metadata.create_all(engine)
    with Session(engine) as session:
        session.info["writing"] = True
        session.add_all(Group(id=n, name=f"Gruppe {n}") for n in range(GROUPS))
        session.flush()
        at = datetime(2026, 11, 2, 9, tzinfo=UTC)
        session.add_all(Row(group_id=n % GROUPS, name=f"Række {n}", at=at) for n in range(GROUPS * TWENTY))
        session.commit()
    engine.dispose()


def opened(url: str) -> Engine:
    engine = create_engine(url)
    store.prepare(engine)
    return engine


def create_app() -> Flask:
    app, engine = Flask(__name__), opened(os.environ["DATABASE_URL"])
    app.jinja_loader = DictLoader({"page.html": PAGE})
    app.config["MAX_CONTENT_LENGTH"] = 0
    turns.register(app)
    hashed: str = passwords.hashed("god-start")

    @app.route("/<int:reads>/<int:writes>", methods=["GET", "POST"])
    def page(reads: int, writes: int) -> str:
        """So many selects of twenty rows each, then so many inserts in a transaction of their own."""
        with Session(engine) as session:
            rows = [row for number in range(reads) for row in _twenty(session, number)]
        if writes:
            _write(engine, writes)
        return render_template("page.html", title="Gulv", rows=rows[-TWENTY:])

    @app.post("/argon/<int:reads>/<int:writes>")
    def sign_in(reads: int, writes: int) -> str:
        """The same with a password to look at, which is slow on purpose."""
        passwords.fits(hashed, "god-start")
        return page(reads, writes)

    return app


def _twenty(session: Session, number: int) -> Any:
    own = select(Row, Group.name).join(Group, Group.id == Row.group_id).where(Row.group_id == number % GROUPS)
    return session.execute(own.order_by(Row.id))


def _write(engine: Engine, writes: int) -> None:
    with own_transaction(engine) as connection, Session(bind=connection) as session:
        for number in range(writes):
            session.add(Written(name=f"Nr. {number}"))
            session.flush()
