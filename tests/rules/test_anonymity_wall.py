"""Nothing that is kept of anonymous counselling leads to a child or a guardian: not by a key, and not by a name in the code."""

import ast
from pathlib import Path

from domain.schema import metadata

OURS = ("anonymous_", "counselling_")
PEOPLE = {"child", "guardian", "guardianship", "start", "link", "visit", "answer", "appointment"}
FORBIDDEN = ("domain.people", "domain.consent", "domain.starts", "domain.journey", "domain.events", "domain.letter")
FOLDER = Path(__file__).parents[2] / "domain" / "counselling"


def reached(name, tables=metadata.tables):
    """Every table that foreign keys lead to from this one, however far."""
    found, todo = set(), [name]
    while todo:
        for key in tables[todo.pop()].foreign_keys:
            target = key.target_fullname.split(".")[0]
            if target not in found:
                found.add(target)
                todo.append(target)
    return found


def test_no_path_of_foreign_keys_leads_to_children_or_guardians():
    ours = [name for name in metadata.tables if name.startswith(OURS)]
    assert len(ours) > 12
    assert {name: led for name in ours if (led := reached(name) & PEOPLE)} == {}


def test_and_nothing_of_theirs_leads_to_a_case():
    theirs = [name for name in metadata.tables if not name.startswith(OURS)]
    assert {name for name in theirs for led in reached(name) if led.startswith(OURS)} == set()


def test_such_a_path_is_found():
    assert "child" in reached("guardianship")


def imported(source):
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{one.name}" for one in node.names)


def test_counselling_imports_nobody_who_knows_them():
    found = {
        path.name: name
        for path in FOLDER.rglob("*.py")
        for name in imported(path.read_text())
        if name.startswith(FORBIDDEN)
    }
    assert found == {}


def test_such_an_import_is_found():
    assert list(imported("from domain import people")) == ["domain.people"]
