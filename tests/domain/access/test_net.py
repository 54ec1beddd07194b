"""The matrix: every way that a row can come out of, or into, the database, and what the nets make of it."""

from concurrent.futures import ThreadPoolExecutor
from random import Random

import pytest
from sqlalchemy import (
    bindparam,
    case,
    delete,
    event,
    exists,
    func,
    insert,
    literal,
    literal_column,
    select,
    table,
    text,
    union,
    union_all,
    update,
)
from sqlalchemy import column as plain_column
from sqlalchemy.exc import IntegrityError, InvalidRequestError
from sqlalchemy.orm import (
    Bundle,
    DeclarativeBase,
    Mapped,
    aliased,
    contains_eager,
    defer,
    immediateload,
    joinedload,
    lazyload,
    make_transient_to_detached,
    mapped_column,
    raiseload,
    selectinload,
    sessionmaker,
    subqueryload,
    undefer,
)
from sqlalchemy.orm.exc import ObjectDeletedError

from domain import audit
from domain.access import (
    ASKING,
    STRANGER,
    Guarded,
    Job,
    NoViewer,
    Unscoped,
    ViewerChanged,
    install,
    sees,
)
from tests.matrix import (
    GLOBEN,
    KID,
    REGNBUEN,
    SUND,
    TAG,
    Closed,
    Grant,
    House,
    Kid,
    Note,
    Tag,
    contents,
    ids,
    sessions,
    staff,
    tables,
)


@pytest.fixture
def beside(database):
    with tables(database.url) as engine:
        yield engine


@pytest.fixture
def make(database, beside):
    with sessions(database) as make:
        yield make


@pytest.fixture
def session(make):
    return make(GLOBEN)


def scalars(statement):
    return lambda s: sorted(s.scalars(statement).unique())


def entities(statement):
    return lambda s: ids(s.scalars(statement).unique())


def rows(statement):
    return lambda s: sorted(map(tuple, s.execute(statement)))


def notes_of(statement):
    return lambda s: {kid.id: ids(kid.notes) for kid in s.scalars(statement).unique()}


other = aliased(Kid)
inner = select(Kid).subquery()
cte = select(Kid.id, Kid.name).cte("kids")
chain = select(Kid.id, Kid.friend_id).where(Kid.id == 5).cte("chain", recursive=True)
chain = chain.union_all(select(Kid.id, Kid.friend_id).join(chain, Kid.id == chain.c.friend_id))
both = union(select(Kid).where(Kid.id < 3), select(Kid).where(Kid.id >= 3))

# Globen holds kids 1, 2 and 5, and so notes 11 and 12. Kids 3 and 4 and what belongs to them are hidden.
SCOPED = {
    "select entity": (entities(select(Kid)), [1, 2, 5]),
    "select by hidden id": (entities(select(Kid).where(Kid.id == 3)), []),
    "columns only": (scalars(select(Kid.name)), ["Anna", "Bo", "Emil"]),
    "count(*)": (scalars(select(func.count()).select_from(Kid)), [3]),
    "count(column)": (scalars(select(func.count(Kid.id))), [3]),
    "count with the class in WHERE only": (scalars(select(func.count()).where(Kid.id > 0)), [3]),
    "max in a function of a function": (scalars(select(func.coalesce(func.max(Kid.id + 0), 0))), [5]),
    "group by": (rows(select(Kid.house_id, func.count()).group_by(Kid.house_id)), [(1, 3)]),
    "Query": (lambda s: ids(s.query(Kid).all()), [1, 2, 5]),
    "Query.count": (lambda s: s.query(Kid).count(), 3),
    "Query.get": (lambda s: s.query(Kid).filter_by(id=3).one_or_none(), None),
    "yield_per": (lambda s: ids(s.scalars(select(Kid).execution_options(yield_per=1))), [1, 2, 5]),
    "with_for_update": (entities(select(Kid).with_for_update()), [1, 2, 5]),
    "alias": (entities(select(other)), [1, 2, 5]),
    "alias, columns": (scalars(select(other.name)), ["Anna", "Bo", "Emil"]),
    "self-join": (rows(select(Kid.id, other.id).join(other, Kid.friend_id == other.id)), []),
    "self outer join": (
        rows(select(Kid.id, func.coalesce(other.id, 0)).outerjoin(other, Kid.friend_id == other.id)),
        [(1, 0), (2, 0), (5, 0)],
    ),
    "join": (rows(select(Kid.id, Note.id).join(Note, Note.kid_id == Kid.id)), [(1, 11), (2, 12)]),
    "outer join keeps the left row": (
        rows(select(Tag.id, func.coalesce(Kid.id, 0)).outerjoin(Kid, Tag.kid_id == Kid.id)),
        [(21, 1), (23, 0)],
    ),
    "relationship join": (rows(select(Tag.id, Kid.id).join(Tag.kid)), [(21, 1)]),
    "relationship join, only the unguarded side selected": (entities(select(Tag).join(Tag.kid)), [21]),
    "contains_eager": (notes_of(select(Kid).join(Kid.notes).options(contains_eager(Kid.notes))), {1: [11], 2: [12]}),
    "two classes without a join": (scalars(select(Note.id).where(Note.kid_id == Kid.id)), [11, 12]),
    "subquery": (scalars(select(inner.c.name)), ["Anna", "Bo", "Emil"]),
    "aliased(Entity, subquery)": (entities(select(aliased(Kid, inner))), [1, 2, 5]),
    "CTE": (scalars(select(cte.c.id)), [1, 2, 5]),
    "recursive CTE": (scalars(select(chain.c.id)), [5]),
    "union": (lambda s: sorted(row[0] for row in s.execute(both)), [1, 2, 5]),
    "union of columns": (scalars(union_all(select(Kid.id), select(Note.id))), [1, 2, 5, 11, 12]),
    "from_statement(union)": (entities(select(Kid).from_statement(both)), [1, 2, 5]),
    "IN": (entities(select(Tag).where(Tag.kid_id.in_(select(Kid.id)))), [21]),
    "IN a Core statement": (scalars(select(TAG.c.id).where(TAG.c.kid_id.in_(select(Kid.id)))), [21]),
    "EXISTS": (entities(select(Tag).where(exists().where(Kid.id == Tag.kid_id))), [21]),
    "EXISTS with select": (entities(select(Tag).where(select(Kid.id).where(Kid.id == Tag.kid_id).exists())), [21]),
    "scalar subquery": (
        rows(select(Tag.id, select(Kid.name).where(Kid.id == Tag.kid_id).scalar_subquery())),
        [(21, "Anna"), (23, None)],
    ),
    "class in the WHERE of EXISTS only": (entities(select(Tag).where(exists(1).where(Kid.id == Tag.kid_id))), [21]),
    "subselect in ORDER BY": (
        lambda s: list(
            s.scalars(
                select(Tag.id).order_by(
                    select(Kid.name).where(Kid.id == Tag.kid_id).scalar_subquery().desc().nulls_last()
                )
            )
        ),
        [21, 23],
    ),
    "Core table as FROM of the class": (scalars(select(Kid.name).select_from(KID)), ["Anna", "Bo", "Emil"]),
    "Core join as FROM of the class": (
        scalars(select(Kid.name).select_from(TAG.join(KID, KID.c.id == TAG.c.kid_id))),
        ["Anna"],
    ),
    "bundle": (
        lambda s: sorted(row.b.name for row in s.execute(select(Bundle("b", Kid.id, Kid.name)))),
        ["Anna", "Bo", "Emil"],
    ),
    "CASE": (scalars(select(case((Kid.id > 2, Kid.name), else_="-"))), ["-", "Emil"]),
    "with_only_columns": (scalars(select(Kid).with_only_columns(func.count(Kid.id))), [3]),
    "text column of the class": (scalars(select(text("name")).select_from(Kid)), ["Anna", "Bo", "Emil"]),
    "has": (entities(select(Tag).where(Tag.kid.has())), [21]),
    "has, criterion on a hidden row": (entities(select(Tag).where(Tag.kid.has(name="Carl"))), []),
    "any": (entities(select(Kid).where(Kid.notes.any())), [1, 2]),
    "any, criterion on a hidden row": (
        entities(select(Tag).where(Tag.kid.has(Kid.notes.any(Note.title == "note 3")))),
        [],
    ),
    "has of an alias of the same class": (
        entities(select(Kid).where(Kid.friend.of_type(other).has(other.name == "Dina"))),
        [],
    ),
    "not any does not tell of hidden rows": (entities(select(Tag).where(~Tag.kid.has(Kid.name == "Carl"))), [21, 23]),
    "session.get": (lambda s: (s.get(Kid, 3), s.get(Kid, 1).name), (None, "Anna")),
    "session.get, populate_existing": (lambda s: s.get(Kid, 3, populate_existing=True), None),
    "session.get with a lock": (lambda s: s.get(Kid, 3, with_for_update=True), None),
    "get_one": (lambda s: s.get_one(Kid, 3), InvalidRequestError),
    "joinedload": (notes_of(select(Kid).options(joinedload(Kid.notes))), {1: [11], 2: [12], 5: []}),
    "selectinload": (notes_of(select(Kid).options(selectinload(Kid.notes))), {1: [11], 2: [12], 5: []}),
    "subqueryload": (notes_of(select(Kid).options(subqueryload(Kid.notes))), {1: [11], 2: [12], 5: []}),
    "immediateload": (notes_of(select(Kid).options(immediateload(Kid.notes))), {1: [11], 2: [12], 5: []}),
    "joinedload of the same class": (
        lambda s: {kid.id: kid.friend for kid in s.scalars(select(Kid).options(joinedload(Kid.friend)))},
        {1: None, 2: None, 5: None},
    ),
    "joinedload of two levels": (
        lambda s: {
            t.id: t.kid and ids(t.kid.notes)
            for t in s.scalars(select(Tag).options(joinedload(Tag.kid).joinedload(Kid.notes))).unique()
        },
        {21: [11], 23: None},
    ),
    "joinedload of two levels, the inner one by INNER JOIN": (
        lambda s: {
            k.id: [n.kid.id for n in k.notes]
            for k in s.scalars(select(Kid).options(joinedload(Kid.notes).joinedload(Note.kid, innerjoin=True))).unique()
        },
        {1: [1], 2: [2], 5: []},
    ),
    "lazy load": (notes_of(select(Kid).options(lazyload(Kid.notes))), {1: [11], 2: [12], 5: []}),
    "joinedload, hidden many-to-one": (
        lambda s: {tag.id: tag.kid and tag.kid.id for tag in s.scalars(select(Tag).options(joinedload(Tag.kid)))},
        {21: 1, 23: None},
    ),
    "selectinload, hidden many-to-one": (
        lambda s: {tag.id: tag.kid and tag.kid.id for tag in s.scalars(select(Tag).options(selectinload(Tag.kid)))},
        {21: 1, 23: None},
    ),
    "lazy load, hidden many-to-one": (lambda s: s.get(Tag, 23).kid, None),
    "lazy load, hidden friend": (lambda s: s.get(Kid, 5).friend, None),
    "joinedload(innerjoin) loses the parent": (
        entities(select(Tag).options(joinedload(Tag.kid, innerjoin=True))),
        [21],
    ),
    "raise_on_sql": (
        lambda s: s.scalars(select(Kid).options(raiseload(Kid.notes, sql_only=True))).first().notes,
        InvalidRequestError,
    ),
    "deferred column": (lambda s: s.get(Note, 11).body, "body 1"),
    "undefer": (
        lambda s: [note.body for note in s.scalars(select(Note).options(undefer(Note.body)).order_by(Note.id))],
        ["body 1", "body 2"],
    ),
    "defer": (lambda s: s.scalars(select(Kid).options(defer(Kid.name)).where(Kid.id == 1)).one().name, "Anna"),
    "Core column in the same FROM as the class": (
        rows(select(Kid.id, KID.c.name).where(KID.c.id < 3)),
        [(1, "Anna"), (2, "Bo")],
    ),
    "class without visible_to": (entities(select(Closed)), []),
    "unguarded class": (entities(select(Tag)), [21, 23]),
    "bind in the statement": (lambda s: ids(s.scalars(select(Kid).where(Kid.id == bindparam("k")), {"k": 3})), []),
}


def test_reads_are_scoped(make, beside):
    """All in one test, each in a session of its own: nothing is written, so that they need no tables of their own."""
    before = contents(beside)
    for name, (act, expected) in SCOPED.items():
        session = make(GLOBEN)
        if isinstance(expected, type):
            with pytest.raises(expected):
                act(session)
        else:
            assert act(session) == expected, name
        session.close()
    assert contents(beside) == before


def core(statement):
    return lambda s: s.execute(statement).all()


def bare(statement):
    return lambda s: s.connection().execute(statement).all()


def after_flush_bulk(s):
    s.get(Kid, 1).name = "Anne"
    s.flush()
    s.bulk_save_objects([Kid(id=30, house_id=2, name="Late")])


def after_idle_flush_bulk(s):
    kid = s.get(Kid, 1)
    kid.name, kid.name = "Anne", "Anna"
    s.flush()
    s.bulk_save_objects([Kid(id=31, house_id=2, name="Late")])


def after_failed_flush_bulk(s):
    s.add(Tag(id=21, label="twice"))
    with pytest.raises(IntegrityError) as kept:
        s.flush()
    s.rollback()
    assert kept.tb is not None
    s.bulk_save_objects([Kid(id=32, house_id=2, name="Late")])


nested = select(literal(1).label("one")).where(KID.c.name == "Carl")
in_from = select(KID.c.id, KID.c.name).subquery()
in_cte = select(KID.c.id, KID.c.name).cte()
second = KID.alias("second")
by_name = table("matrix_kid", plain_column("id"), plain_column("name")).alias("by_name")

REFUSED = {
    "ORM update": core(update(Kid).values(name="X")),
    "ORM update by keys": lambda s: s.execute(update(Kid), [{"id": 3, "name": "X"}]),
    "ORM delete": core(delete(Kid)),
    "ORM insert": lambda s: s.execute(insert(Kid), [{"id": 33, "house_id": 2, "name": "X"}]),
    "ORM insert, returning": lambda s: s.scalars(
        insert(Kid).returning(Kid), [{"id": 34, "house_id": 2, "name": "X"}]
    ).all(),
    "Query.update": lambda s: s.query(Kid).update({"name": "X"}),
    "Query.delete": lambda s: s.query(Kid).delete(),
    "bulk_save_objects": lambda s: s.bulk_save_objects([Kid(id=35, house_id=2, name="X")]),
    "bulk_insert_mappings": lambda s: s.bulk_insert_mappings(Kid, [{"id": 36, "house_id": 2, "name": "X"}]),
    "bulk_update_mappings": lambda s: s.bulk_update_mappings(Kid, [{"id": 3, "name": "X"}]),
    "bulk after a flush": after_flush_bulk,
    "bulk after a flush without work": after_idle_flush_bulk,
    "bulk after a failed flush": after_failed_flush_bulk,
    "Core select": core(select(KID)),
    "Core count": core(select(func.count()).select_from(KID)),
    "Core join": core(select(TAG.c.id).join(KID, KID.c.id == TAG.c.kid_id)),
    "Core subselect": core(select(TAG.c.id).where(TAG.c.kid_id.in_(select(KID.c.id)))),
    "Core subselect in an ORM statement": core(select(Tag).where(Tag.kid_id.in_(select(KID.c.id)))),
    "Core subquery in FROM of an ORM statement": core(
        select(Tag.id, in_from.c.name).join(in_from, in_from.c.id == Tag.kid_id)
    ),
    "Core CTE in an ORM statement": core(select(Tag.id, in_cte.c.name).join(in_cte, in_cte.c.id == Tag.kid_id)),
    "Core alias beside the class": core(select(Kid.id, second.c.name).join(second, second.c.id == Kid.id)),
    "Core EXISTS of its own beside the class": core(
        select(Tag.id).where(exists(select(KID.c.id).where(KID.c.id == 3)))
    ),
    "Core subselect of the class's own table": core(
        select(Kid.id).where(select(KID.c.id).where(KID.c.id == 3).correlate(None).exists())
    ),
    "Core table in WHERE of an uncorrelated EXISTS": core(select(Kid.id).where(nested.correlate(None).exists())),
    "Core table in WHERE of a subquery in FROM": core(select(Kid.id).join(nested.subquery(), literal(1) == 1)),
    "Core join with the class in ON only": core(select(Tag.id).join(KID, Kid.id == Tag.kid_id)),
    "Core union": core(union(select(KID.c.id), select(TAG.c.id))),
    "Core part of an ORM union": core(union_all(select(Kid.id), select(KID.c.id))),
    "Core insert": core(insert(KID).values(id=37, house_id=2, name="X")),
    "Core update": core(update(KID).values(name="X")),
    "Core delete": core(delete(KID)),
    "Core insert from a guarded select": core(insert(TAG).from_select(["label"], select(KID.c.name))),
    "update of an unguarded table with the class in WHERE": core(
        update(Tag).where(Tag.kid_id == Kid.id).values(label="X")
    ),
    "class in ORDER BY only": core(select(KID.c.name).order_by(Kid.id)),
    "class in GROUP BY only": core(select(KID.c.name).group_by(KID.c.name, Kid.id)),
    "class in HAVING only": core(select(KID.c.name).group_by(KID.c.name).having(func.max(Kid.id) > 0)),
    "class in a function in WHERE only": core(select(func.count()).where(func.abs(Kid.id) > 0)),
    "class in a function in WHERE of EXISTS only": core(
        select(Tag.id).where(exists().where(func.lower(Kid.name) == "carl"))
    ),
    "class in FILTER only": core(select(func.count(TAG.c.id).filter(Kid.id > 0)).where(KID.c.id == TAG.c.kid_id)),
    "class as the second in an expression": core(
        select(func.coalesce(Tag.label, Kid.name)).join(KID, KID.c.id == Tag.kid_id)
    ),
    "has of the same class": core(select(Kid.id).where(Kid.friend.has(Kid.name == "Dina"))),
    "any of an aliased class's own class": core(select(Kid.id).where(Kid.friend.has(name="Dina"))),
    "full outer join": core(select(Tag.id, Kid.id).join(Kid, Kid.id == Tag.kid_id, full=True)),
    "ORM select on a bare connection": bare(select(Kid)),
    "Core select on a bare connection": bare(select(KID)),
    "Core update on a bare connection": bare(update(KID).values(name="X")),
    "text": core(text("SELECT * FROM matrix_kid")),
    "text in capitals and quotes": core(text('SELECT * FROM "MATRIX_KID"')),
    "text as a fragment": core(select(Tag.id).where(text("kid_id IN (SELECT id FROM matrix_kid)"))),
    "text as a fragment beside the class": core(select(Kid.id).where(text("id IN (SELECT k.id FROM matrix_kid AS k)"))),
    "text in from_statement": core(select(Kid).from_statement(text("SELECT * FROM matrix_kid"))),
    "text that writes": core(text("UPDATE matrix_kid SET name = 'X'")),
    "literal_column": core(select(Tag.id, literal_column("(SELECT max(name) FROM matrix_kid)"))),
    "literal_column beside the class": core(select(Kid.id, literal_column("(SELECT max(name) FROM matrix_kid)"))),
    "table() by name": core(select(plain_column("name")).select_from(table("matrix_kid"))),
    "table() by name beside the class": core(select(Kid.id, by_name.c.name).join(by_name, by_name.c.id == Kid.id)),
    "suffix": core(select(Tag.label).suffix_with("UNION SELECT name FROM matrix_kid")),
    "hint": core(select(Tag.label).with_statement_hint("UNION SELECT name FROM main.matrix_kid")),
    "operator": core(select(Tag.id.op("IN (SELECT id FROM matrix_kid) OR 1 =")(1))),
    "exec_driver_sql": lambda s: s.connection().exec_driver_sql("SELECT * FROM matrix_kid").all(),
    "unscoped rows in a viewer's session": core(select(Kid).execution_options(unscoped="a test")),
    "unscoped rows by an alias": core(select(other).execution_options(unscoped="a test")),
}


def test_what_goes_round_is_refused(make, beside):
    before = contents(beside)
    for name, act in REFUSED.items():
        session = make(GLOBEN)
        with pytest.raises(Unscoped):
            act(session)
        session.close()
        assert contents(beside) == before, name


def test_what_the_unit_of_work_writes_is_allowed_and_the_wall_stays_closed(make, session, beside):
    session.get(Kid, 1).name = "Anne"
    session.add(Kid(id=6, house_id=1, name="Frida"))
    session.delete(session.get(Kid, 5))
    session.flush()
    with pytest.raises(Unscoped):
        session.execute(select(KID))
    session.commit()
    assert [row[1:3] for row in contents(beside)["matrix_kid"]] == [
        (1, "Anne"),
        (1, "Bo"),
        (2, "Carl"),
        (2, "Dina"),
        (1, "Frida"),
    ]


@pytest.mark.parametrize(
    ("statement", "labels"),
    [
        (update(Tag).where(Tag.kid_id.in_(select(Kid.id))).values(label="mine"), ["mine", "tag 3"]),
        (
            update(Tag).values(
                label=func.coalesce(select(Kid.name).where(Kid.id == Tag.kid_id).scalar_subquery(), "-")
            ),
            ["-", "Anna"],
        ),
        (delete(Tag).where(Tag.kid_id.in_(select(Kid.id))), ["tag 3"]),
        (insert(Tag).from_select(["label"], select(Kid.name).where(Kid.id > 2)), ["Emil", "tag 1", "tag 3"]),
    ],
)
def test_writes_to_unguarded_tables_see_only_what_the_viewer_sees(session, beside, statement, labels):
    session.execute(statement, execution_options={"synchronize_session": False})
    session.commit()
    assert sorted(row[-1] for row in contents(beside)["matrix_tag"]) == labels


def test_merge_of_a_hidden_id_does_not_reach_the_hidden_row(session, beside):
    session.merge(Kid(id=3, house_id=1, name="Stolen"))
    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()
    assert (3, 2, "Carl", 1) in contents(beside)["matrix_kid"]


def move_out(beside):
    with beside.begin() as connection:
        connection.execute(update(KID).where(KID.c.id == 1).values(house_id=2))


def test_refresh_of_a_row_that_is_no_longer_visible(session, beside):
    kid = session.get(Kid, 1)
    session.commit()
    move_out(beside)
    with pytest.raises(InvalidRequestError):
        session.refresh(kid)


def test_expired_attribute_of_a_row_that_is_no_longer_visible(session, beside):
    kid = session.get(Kid, 1)
    session.commit()
    session.expire(kid)
    move_out(beside)
    with pytest.raises(ObjectDeletedError):
        _ = kid.name


def test_refresh_and_expired_attributes_of_a_visible_row(session):
    kid, note = session.get(Kid, 1), session.get(Note, 11)
    session.expire_all()
    session.refresh(kid)
    assert (kid.name, note.title, note.body) == ("Anna", "note 1", "body 1")


def test_deferred_column_of_a_row_that_is_no_longer_visible(session, beside):
    note = session.get(Note, 11)
    session.commit()
    move_out(beside)
    with pytest.raises(ObjectDeletedError):
        _ = note.body


def test_ghost_put_into_the_session(session):
    ghost = Kid(id=3)
    make_transient_to_detached(ghost)
    session.add(ghost)
    with pytest.raises(ObjectDeletedError):
        _ = ghost.name


def test_lazy_load_on_a_row_just_added(session):
    tag = Tag(id=40, kid_id=3, label="new")
    session.add(tag)
    session.flush()
    assert tag.kid is None


def test_policy_keeps_its_meaning_under_subqueryload(make, beside):
    """The net of notes reads the table of kids, which the loader's own subquery stands for: SUND sees the kid, not its notes."""
    with beside.begin() as connection:
        connection.execute(insert(Grant.__table__), [{"child_id": 1, "to_unit": 9}])
    mixed = staff(sundhedspleje=9, dagtilbud=2)
    assert notes_of(select(Kid).options(subqueryload(Kid.notes)))(make(mixed)) == {1: [], 3: [13], 4: [14]}


def test_policy_does_not_correlate_to_a_statement_that_reads_its_tables(session):
    statement = select(Note.id).join(House, House.id == 2)
    assert session.scalars(statement).all() == [11, 12]


def test_policy_whose_subquery_names_its_own_class_is_refused():
    class Own(DeclarativeBase):
        pass

    class Sloppy(Guarded, Own):
        __tablename__ = "matrix_sloppy"
        id: Mapped[int] = mapped_column(primary_key=True)

        @classmethod
        def visible_to(cls, _viewer):
            return exists().where(Grant.child_id == cls.id)

    with pytest.raises(TypeError, match="may not name the class itself"):
        Sloppy.policy()


def test_same_statement_for_another_viewer_comes_from_the_cache_and_is_theirs(make):
    statement = select(Kid)
    assert [ids(make(viewer).scalars(statement)) for viewer in (GLOBEN, REGNBUEN, SUND, STRANGER)] == [
        [1, 2, 5],
        [3, 4],
        [4],
        [],
    ]


def test_whoever_asks_is_asked_each_question_once_in_a_statement(session):
    asked = []
    event.listen(
        session.get_bind(), "before_cursor_execute", lambda *told: asked.append(told[4].compiled.bind_names.values())
    )
    own, friend, note = aliased(Kid), aliased(Kid), aliased(Note)
    session.execute(select(own.id).outerjoin(friend, friend.id == own.friend_id).outerjoin(note, note.kid_id == own.id))
    (names,) = asked
    assert len([name for name in names if name.startswith("viewer_")]) == len({*names}) > 0


def test_what_another_session_asks_while_this_one_writes_changes_nobodys_answers(make):
    """A statement writes first what waits to be written: after it has been said who asks, and before it is sent."""
    own, others = make(GLOBEN), make(REGNBUEN)
    asks = event.listens_for(own, "before_flush")
    asks(lambda *_told: others.scalars(select(Kid.id)).all())
    own.add(Tag(kid_id=1, label="ny"))
    assert sorted(own.scalars(select(Kid.id))) == [1, 2, 5]


def test_what_goes_unscoped_is_never_asked_of_whoever_asked_before(make):
    theirs = select(Kid.id).where(Kid.house_id.in_(ASKING.units("dagtilbud"))).execution_options(unscoped="the test")
    make(GLOBEN).scalars(select(Kid.id)).all()
    assert sorted(make(REGNBUEN).scalars(theirs)) == [3, 4]
    assert make(None).scalars(theirs).all() == []


def test_withdrawn_consent_hides_the_row_at_the_next_request(make, beside):
    assert make(SUND).get(Kid, 4).name == "Dina"
    with beside.begin() as connection:
        connection.execute(delete(Grant.__table__))
    assert make(SUND).get(Kid, 4) is None


def test_sixteen_threads_each_see_their_own(make):
    expected = {GLOBEN: [1, 2, 5], REGNBUEN: [3, 4], SUND: [4], STRANGER: []}
    viewers = list(expected)

    def look(seed):
        chance = Random(seed)
        wrong = 0
        for _ in range(50):
            viewer = chance.choice(viewers)
            with make(viewer) as session:
                wrong += ids(session.scalars(select(Kid))) != expected[viewer]
        return wrong

    with ThreadPoolExecutor(16) as pool:
        assert sum(pool.map(look, range(16))) == 0


def test_no_viewer_no_statement(make):
    session = make(None)
    for statement in (select(Kid), select(Tag), select(TAG), text("SELECT 1")):
        with pytest.raises(NoViewer):
            session.execute(statement)


def test_no_viewer_no_write(make):
    session = make(None)
    session.add(Kid(id=6, house_id=1, name="Frida"))
    with pytest.raises(NoViewer):
        session.flush()


def test_unscoped_columns_are_read_for_the_house(session):
    assert sorted(session.scalars(select(Kid.id).execution_options(unscoped="a test"))) == [1, 2, 3, 4, 5]
    assert session.get(Kid, 3) is None


def test_unscoped_rows_in_a_session_of_their_own_which_nobody_takes_over(make):
    session = make(None)
    kids = session.scalars(select(Kid).execution_options(unscoped="a test")).all()
    assert ids(kids) == [1, 2, 3, 4, 5]
    session.commit()
    with pytest.raises(ViewerChanged):
        sees(session, GLOBEN)


def test_a_stranger_becomes_a_viewer_by_what_was_found_in_the_same_transaction(make):
    session = make(STRANGER)
    assert session.get(House, 1).name == "Globen"
    assert session.get(Kid, 1) is None
    sees(session, GLOBEN)
    assert session.get(Kid, 1).name == "Anna"


def test_a_viewer_becomes_nobody_else_while_a_transaction_lasts(make):
    session = make(GLOBEN)
    assert session.get(House, 1).name == "Globen"
    for other in (REGNBUEN, STRANGER):
        with pytest.raises(ViewerChanged):
            sees(session, other)
    session.commit()
    sees(session, REGNBUEN)


def test_a_session_with_rows_of_one_viewer_is_not_given_to_another(session):
    kid = session.get(Kid, 1)
    session.commit()
    sees(session, staff(dagtilbud=1))
    with pytest.raises(ViewerChanged):
        sees(session, REGNBUEN)
    assert kid.name == "Anna"
    session.close()
    sees(session, REGNBUEN)
    assert session.get(Kid, 1) is None


def test_a_job_sees_the_units_it_was_given(make):
    job = Job(name="worker", all_units=(("dagtilbud", 1), ("dagtilbud", 2), ("sundhedspleje", 9)))
    assert ids(make(job).scalars(select(Kid))) == [1, 2, 3, 4, 5]


def test_installing_twice_changes_nothing(database, make):
    session = make(GLOBEN)
    install(type(session), database.engine)
    install(sessionmaker(database.engine, class_=type(session)), database.engine)
    session.add(Kid(id=6, house_id=1, name="Frida"))
    session.commit()
    assert (
        session.scalars(select(func.count()).select_from(audit.Change).execution_options(unscoped="a test")).one() == 1
    )


def test_statement_is_not_read_again_by_the_wall(session, monkeypatch):
    read = []
    monkeypatch.setattr("domain.access.wall.strays", lambda sql, _names: read.append(sql) or iter(()))
    for _ in range(3):
        session.scalars(select(Kid).where(Kid.name == "once")).all()
    assert len(read) == 1
