"""What the code promises about itself: short files and functions, one way through, pinned packages, layers that hold."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILES = [
    ROOT / "app.py",
    ROOT / "config.py",
    *(path for shelf in ("blueprints", "domain") for path in (ROOT / shelf).rglob("*.py")),
]
WEB = [path for path in FILES if path.is_relative_to(ROOT / "blueprints")]
COMMITS = {"web.py", "worker.py", "duties.py", "commands.py"}
LONGEST_FILE = 250
LONGEST_FUNCTION = 30
LONG = {
    "domain/starts/overview.py:_whole": 35,
    "domain/starts/progress.py:_as_it_stands": 37,
}
"""Queries that name the columns of ten tables: one thought, and no shorter in two places."""
REGISTRIES = ("pypi.", "pythonhosted", "registry.npmjs", "deb.debian")

named = pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
of_the_web = pytest.mark.parametrize("path", WEB, ids=lambda path: path.relative_to(ROOT).as_posix())


def nodes(path: Path) -> Iterator[ast.AST]:
    return ast.walk(ast.parse(path.read_text()))


def called(path: Path) -> Iterator[tuple[int, str]]:
    for node in nodes(path):
        if isinstance(node, ast.Call):
            function = node.func
            yield node.lineno, function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


@named
def test_a_file_can_be_read_in_one_sitting(path):
    lines = len(path.read_text().splitlines())
    assert lines <= LONGEST_FILE, f"{lines} lines: split it by what changes together"


@named
def test_a_function_does_one_thing(path):
    here = path.relative_to(ROOT).as_posix()
    functions = [one for one in nodes(path) if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)]
    lines = {f"{here}:{one.name}": (one.end_lineno or 0) - one.lineno + 1 for one in functions}
    long = {name: number for name, number in lines.items() if number > LONG.get(name, LONGEST_FUNCTION)}
    assert not long, f"at most {LONGEST_FUNCTION} lines: {long}"
    assert not [name for name in LONG.keys() & lines.keys() if lines[name] <= LONGEST_FUNCTION], "it is short by now"


@named
def test_every_file_says_why_it_exists(path):
    assert ast.get_docstring(ast.parse(path.read_text())), "begin with one line that says why the file exists"


@of_the_web
def test_a_view_does_not_commit(path):
    if path.name not in COMMITS:
        commits = [line for line, name in called(path) if name == "commit"]
        assert not commits, f"lines {commits}: `settle` in web.py commits once, after the view"


@of_the_web
def test_the_web_shelf_writes_no_sql(path):
    found = [line for line, name in called(path) if name in {"text", "exec_driver_sql"}]
    found += [node.lineno for node in nodes(path) if isinstance(node, ast.Attribute) and node.attr == "__table__"]
    assert not found, f"lines {found}: queries live in domain/"


@of_the_web
def test_forms_speak_danish(path):
    if path.name != "danish.py":
        assert "FlaskForm" not in path.read_text(), "use `Form` of blueprints/danish.py"


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_package_is_pinned_and_hashed(name):
    text = (ROOT / name).read_text()
    entries = [
        entry
        for entry in text.replace("\\\n", " ").splitlines()
        if entry.strip() and not entry.lstrip().startswith("#")
    ]
    loose = [entry.split()[0] for entry in entries if "==" not in entry or "--hash=sha256:" not in entry]
    assert not loose, f"make requirements: {loose}"
    assert not [host for host in REGISTRIES if host in text]


def test_the_layers_hold():
    run = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-logo"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout
