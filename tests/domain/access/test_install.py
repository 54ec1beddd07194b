"""The nets hold behind Flask-SQLAlchemy too, in every application of one process."""

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select, text
from sqlalchemy.orm import Session, scoped_session, sessionmaker

from domain import store
from domain.access import NotAllowed, NoViewer, Unscoped, install, sees
from domain.base import Base
from tests import matrix
from tests.matrix import GLOBEN, KID, REGNBUEN, Kid, ids


@pytest.fixture
def db():
    return SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})


@pytest.fixture
def make_app(db, tmp_path):
    """make_app("name"): an application with a database of its own, and the session class they share."""
    opened = []

    def make(name):
        url = f"sqlite:///{tmp_path / name}.sqlite"
        tables = matrix.tables(url)
        tables.__enter__()
        app = Flask(name)
        app.config["SQLALCHEMY_DATABASE_URI"] = url
        db.init_app(app)
        with app.app_context():
            store.prepare(db.engine, synchronous="OFF")
            install(db.session, db.engine)
            opened.append((tables, db.engine))
        return app

    yield make
    for tables, engine in opened:
        engine.dispose()
        tables.__exit__(None, None, None)


def test_reads_and_writes_are_held_in_every_application(db, make_app):
    for app in (make_app("one"), make_app("two")):
        with app.app_context():
            sees(db.session(), GLOBEN)
            assert ids(db.session.scalars(select(Kid))) == [1, 2, 5]
            with pytest.raises(Unscoped):
                db.session.execute(select(KID))
            with pytest.raises(Unscoped):
                db.session.execute(text("SELECT * FROM matrix_kid"))
            db.session.add(Kid(id=6, house_id=2, name="Frida"))
            with pytest.raises(NotAllowed):
                db.session.flush()


def test_a_new_request_begins_without_a_viewer(db, make_app):
    app = make_app("one")
    with app.app_context():
        sees(db.session(), REGNBUEN)
        assert db.session.get(Kid, 3).name == "Carl"
    with app.app_context(), pytest.raises(NoViewer):
        db.session.get(Kid, 3)


def test_the_write_lock_is_free_after_the_request(db, make_app):
    with make_app("one").app_context():
        sees(db.session(), GLOBEN)
        db.session.info["writing"] = True
        db.session.get(Kid, 1)
        assert store.write_lock.held
    assert not store.write_lock.held


def test_many_applications_do_not_multiply_the_listeners(db, make_app):
    apps = [make_app(name) for name in ("one", "two", "three")]
    with apps[-1].app_context():
        heard = db.session().dispatch
    names = ("do_orm_execute", "before_flush", "after_flush", "after_begin")
    assert [len(list(getattr(heard, name))) for name in names] == [1, 2, 1, 1]


def test_other_sessions_of_the_process_are_left_alone(make_app):
    make_app("one")
    assert not list(Session().dispatch.do_orm_execute)


@pytest.mark.parametrize("wrong", [Session(), scoped_session(object), object()])
def test_what_holds_no_session_class_is_refused(database, wrong):
    with pytest.raises(TypeError):
        install(wrong, database.engine)


def test_a_session_made_by_a_scoped_sessionmaker_is_held(database):
    factory = scoped_session(sessionmaker(database.engine))
    install(factory, database.engine)
    with pytest.raises(NoViewer):
        factory.execute(text("SELECT 1"))
    factory.remove()
