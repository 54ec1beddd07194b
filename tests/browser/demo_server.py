"""The demo municipality at a real address, in this process: tests look at it in a browser, and behind its pages."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.serving import make_server

from app import create_app
from config import Settings
from domain import demo
from domain.access.citizens import Link, Visit
from domain.access.jobs import work_as
from domain.access.links import open_link
from domain.access.sessions import area_key
from domain.access.staff import Staff, StaffSession
from domain.access.tokens import token, token_hash
from domain.base import COPENHAGEN, now, today
from domain.journey.talk import guardians_of
from domain.people import Start
from domain.people.family import speak
from tests.databases import Sqlite
from tests.factories import SECRET
from tests.machines.servers import free_port

WEDNESDAY = datetime(2026, 11, 18, 10, 40, tzinfo=COPENHAGEN)
"""What the clock says in the demo: a working day, between two appointments."""


class Municipality:
    """`address` is its own; `app` renders its pages; `seen` holds the templates that have been used since it was emptied."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.database = Sqlite(folder)
        self.database.reset()
        demo.load(self.database.sessions, SECRET, today())
        self.database.engine.dispose()
        with (
            closing(sqlite3.connect(self.database.file)) as now_,
            closing(sqlite3.connect(self.database.template)) as kept,
        ):
            now_.backup(kept)
        self.app = create_app(
            Settings(
                instance_path=folder,
                database_url=self.database.url,
                secret_key=SECRET,
                counselling_secret=SECRET,
                port=self.port,
                demo=True,
                testing=True,
            )
        )
        self.seen = watch(self.app)

    @contextmanager
    def serving(self) -> Iterator["Municipality"]:
        server = make_server("127.0.0.1", self.port, self.app, threaded=True)
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield self
        finally:
            server.shutdown()
            thread.join()
            server.server_close()

    def reset(self) -> None:
        """As it was loaded, whatever the last test has done."""
        with self.app.app_context():
            self.app.extensions["sqlalchemy"].engine.dispose()
        self.database.reset()

    @contextmanager
    def session(self) -> Iterator[Session]:
        """The house itself looks, or writes."""
        with self.database.sessions() as session:
            session.info["writing"] = True
            work_as(session, "test")
            yield session
            session.commit()

    def cookie(self, *, staff: str = "", link: str = "") -> dict[str, str]:
        """A browser in which somebody has signed in, or in which a parent's link has been confirmed."""
        secret = uuid4().hex
        with self.session() as session:
            if staff:
                who = session.scalars(select(Staff.id).where(Staff.login == staff)).one()
                key = area_key(secret, "staff")
                session.add(StaffSession(id=uuid4().hex, key=key, staff_id=who, created_at=now(), seen_at=now()))
            if link:
                session.add(
                    Visit(
                        key=area_key(secret, "book"), link_id=link_id(session, link), confirmed_at=now(), seen_at=now()
                    )
                )
        signed = self.app.session_interface.get_signing_serializer(self.app).dumps({"s": secret})
        return {"name": "godstart", "value": signed, "url": self.address}

    def link(self, start_id: int, number: int = 0) -> str:
        """A parent's token to a start; of those who have been invited the demo makes them with it. Here they read Danish."""
        with self.session() as session:
            start = session.get_one(Start, start_id)
            guardian = guardians_of(session, start.child_id)[number]
            speak(session, guardian, "da")
            found = open_link(session, SECRET, start_id, start.child_id, guardian, today() + timedelta(weeks=16))
            return token(SECRET, start_id, guardian, found.version)


def link_id(session: Session, text: str) -> int:
    return session.scalars(select(Link.id).where(Link.token_hash == token_hash(text))).one()


def watch(app: Flask) -> set[str]:
    """The names of the templates that pages are made of, as they are asked for."""
    seen: set[str] = set()
    load = app.jinja_env._load_template

    def noted(name: str, values: object) -> object:
        seen.add(name)
        return load(name, values)

    app.jinja_env._load_template = noted
    return seen
