"""What every policy keeps to, and the written lists of what stands outside the nets."""

import ast
from pathlib import Path

import pytest
from sqlalchemy import BindParameter, Integer
from sqlalchemy.orm.interfaces import MANYTOONE
from sqlalchemy.sql import visitors

from domain.access import Guarded
from domain.base import Base
from domain.schema import metadata

HERE, DOMAIN = Path(__file__).parent, Path(__file__).parents[2] / "domain"
FROZEN = (ast.If, ast.IfExp, ast.BoolOp, ast.Not, ast.Match, ast.In, ast.NotIn, ast.Is, ast.IsNot)
TAKEN_ALONG = {
    "absence_reason": "has no meaning without its absence, and is written only by the one who is away",
    "import_row": "has no meaning without its list, and is seen only by the one who handed that in",
}
MAKERS_OF_THE_NETS = {"access/net.py", "access/wall.py"}


def guarded(root=Guarded):
    for cls in root.__subclasses__():
        if hasattr(cls, "__table__") and cls.__module__.startswith("domain."):
            yield cls
        yield from guarded(cls)


def written(name):
    """The lines of a list: {name: the rest}."""
    lines = (HERE / name).read_text().splitlines()
    return dict(line.split(maxsplit=1) for line in lines if line and not line.startswith("#"))


def frozen_in(function):
    return sorted({type(node).__name__ for node in ast.walk(function) if isinstance(node, FROZEN)})


def policies():
    for path in sorted(DOMAIN.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef) and node.name == "visible_to":
                yield pytest.param(node, id=f"{path.relative_to(DOMAIN)}:{node.lineno}")


@pytest.mark.parametrize("function", list(policies()))
def test_a_policy_decides_nothing_in_python(function):
    assert frozen_in(function) == [], "a policy runs once per statement shape: write and_(), or_(), not_() and .in_()"


@pytest.mark.parametrize("body", ["a if b else c", "a and b", "not a", "a in b", "a is None"])
def test_a_policy_that_decides_in_python_is_found(body):
    assert frozen_in(ast.parse(f"def visible_to(cls, viewer):\n    return {body}")) != []


@pytest.mark.parametrize("cls", sorted(set(guarded()), key=lambda cls: cls.__name__), ids=lambda cls: cls.__name__)
def test_a_policy_holds_no_value_that_belongs_to_a_moment(cls):
    binds = (
        part for part in visitors.iterate(cls.policy()) if isinstance(part, BindParameter) and part.callable is None
    )
    values = [
        value for bind in binds for value in (bind.value if isinstance(bind.value, list | tuple) else [bind.value])
    ]
    assert {type(value) for value in values} <= {str, int, bool}, "dates and people come from the viewer: viewer.today"


@pytest.mark.parametrize("cls", sorted(set(guarded()), key=lambda cls: cls.__name__), ids=lambda cls: cls.__name__)
def test_a_guarded_row_is_known_by_a_number(cls):
    key = cls.__table__.primary_key.columns[0]
    assert isinstance(key.type, Integer), "the log of changes keeps row_id as one number"


def test_only_a_table_with_a_policy_says_that_a_condition_is_part_of_it():
    """The wall lets a marked condition read what the viewer may not: the mark stands where the policy stands."""
    found = [
        f"{path.relative_to(DOMAIN)}:{one.lineno}"
        for path in sorted(DOMAIN.rglob("*.py"))
        for one in ast.parse(path.read_text()).body
        if path != DOMAIN / "access" / "net.py"
        and any(isinstance(node, ast.Name) and node.id == "Policed" for node in ast.walk(one))
        and not any(isinstance(node, ast.FunctionDef) and node.name == "visible_to" for node in ast.walk(one))
    ]
    assert not found, "say it beside `visible_to`"


def test_no_relationship_writes_guarded_rows_by_itself():
    """The write net asks for what stands in the session; what a cascade takes along in the middle of a flush is not there."""
    found = {
        str(relation)
        for mapper in Base.registry.mappers
        for relation in mapper.relationships
        if issubclass(relation.mapper.class_, Guarded) and not relation.viewonly and relation.direction is not MANYTOONE
    }
    assert found == set(), "say viewonly=True, and write the rows themselves"


def test_the_database_takes_along_only_guarded_rows_that_are_written_down_here():
    found = {cls.__tablename__ for cls in guarded() for key in cls.__table__.foreign_keys if key.ondelete}
    assert found == set(TAKEN_ALONG), (
        "a row that goes by ON DELETE is neither asked for nor logged: say here why that is right"
    )


def test_every_table_is_guarded_or_on_the_written_list():
    tables = set(metadata.tables) - {cls.__table__.name for cls in guarded()}
    listed = written("unguarded.txt")
    assert tables - set(listed) == set(), "make it Guarded, or write into tests/rules/unguarded.txt: <table> <why>"
    assert set(listed) - tables == set(), "take these lines out of tests/rules/unguarded.txt"


def unscoped_in(source):
    """How often a module goes unscoped: as a keyword argument, by a dict of options, or by the name of such a dict."""
    nodes = list(ast.walk(ast.parse(source)))
    named = {node.targets[0].id for node in nodes if isinstance(node, ast.Assign) and says_unscoped(node.value)}
    uses = sum(isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in named for node in nodes)
    keywords = sum(isinstance(node, ast.keyword) and node.arg == "unscoped" for node in nodes)
    return keywords + uses + sum(says_unscoped(node) for node in nodes) - len(named)


def says_unscoped(node):
    return isinstance(node, ast.Dict) and any(
        isinstance(key, ast.Constant) and key.value == "unscoped" for key in node.keys
    )


def test_what_goes_unscoped_is_counted():
    counted = {}
    for path in DOMAIN.rglob("*.py"):
        name, number = path.relative_to(DOMAIN).as_posix(), unscoped_in(path.read_text())
        if number and name not in MAKERS_OF_THE_NETS:
            counted[name] = number
    listed = {name: int(rest.split()[0]) for name, rest in written("unscoped.txt").items()}
    assert counted == listed, (
        "is there no way within the net? then write into tests/rules/unscoped.txt: <file> <number> <why>"
    )


def test_nothing_outside_the_domain_goes_unscoped():
    root = DOMAIN.parent
    paths = [root / "app.py", root / "config.py", *(root / "blueprints").rglob("*.py")]
    assert [path.name for path in paths if path.exists() and unscoped_in(path.read_text())] == []


@pytest.mark.parametrize(
    ("source", "number"),
    [
        ('f(unscoped="why")', 1),
        ('f({"unscoped": "why"})', 1),
        ('WHY = {"unscoped": "why"}\nf(**WHY)\nf(WHY)', 2),
        ('"unscoped" in options', 0),
        ("# unscoped", 0),
    ],
)
def test_unscoped_is_counted_by_what_it_does(source, number):
    assert unscoped_in(source) == number
