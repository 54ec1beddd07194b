"""What the code promises about itself: short files and functions, one way through, pinned packages, layers that hold."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from benchmarks import mutants

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
FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)
UNWAITED = {"all_inner_texts", "all_text_contents", "evaluate", "inner_text", "is_visible", "is_hidden", "title"}
UNWAITED |= {"wait_for_function"}  # our pages refuse it as soon as it has to ask twice (Content-Security-Policy)
NEGATED = re.compile(r"(~.*\.in_|[^(]*\.not_in)\((viewer|ASKING)\.")
REGISTRIES = ("pypi.", "pythonhosted", "registry.npmjs", "deb.debian")

# Loops and not a test for each file: there are hundreds, and pytest takes longer about a test than a rule about a file.


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def nodes(path: Path) -> Iterator[ast.AST]:
    return ast.walk(parsed(path))


def here(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def called(path: Path) -> Iterator[tuple[int, str]]:
    for node in nodes(path):
        if isinstance(node, ast.Call):
            function = node.func
            yield node.lineno, function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def test_a_file_can_be_read_in_one_sitting():
    lines = {here(path): len(path.read_text().splitlines()) for path in FILES}
    long = {name: number for name, number in lines.items() if number > LONGEST_FILE}
    assert not long, f"at most {LONGEST_FILE} lines, so split by what changes together: {long}"


def test_a_function_does_one_thing():
    functions = [(path, one) for path in FILES for one in nodes(path) if isinstance(one, FUNCTION)]
    lines = {f"{here(path)}:{one.name}": (one.end_lineno or 0) - one.lineno + 1 for path, one in functions}
    long = {name: number for name, number in lines.items() if number > LONGEST_FUNCTION}
    assert not long, f"at most {LONGEST_FUNCTION} lines: {long}"


def test_every_file_says_why_it_exists():
    silent = [here(path) for path in FILES if not ast.get_docstring(parsed(path))]
    assert not silent, "begin with one line that says why the file exists"


def test_a_view_does_not_commit():
    commits = [
        (here(path), line)
        for path in WEB
        if path.name not in COMMITS
        for line, name in called(path)
        if name == "commit"
    ]
    assert not commits, "`settle` in web.py commits once, after the view"


def test_the_web_shelf_writes_no_sql():
    found = [(here(path), line) for path in WEB for line, name in called(path) if name in {"text", "exec_driver_sql"}]
    attributes = [(path, node) for path in WEB for node in nodes(path) if isinstance(node, ast.Attribute)]
    found += [(here(path), node.lineno) for path, node in attributes if node.attr == "__table__"]
    assert not found, "queries live in domain/"


def test_a_number_that_was_sent_is_one_that_a_column_holds():
    bare = []
    for path in WEB:
        for call in (one for one in nodes(path) if isinstance(one, ast.Call)):
            given = [*call.args, *(one.value for one in call.keywords)]
            if ast.unparse(call.func).startswith("request.") and any(ast.unparse(one) == "int" for one in given):
                bare.append(f"{here(path)}:{call.lineno}")
    assert not bare, f"door.number, or a stranger's number is a 500: {bare}"


def test_a_policy_says_where_somebody_is_and_never_where_they_are_not():
    """Of nothing, `not_in` is everything on SQLite and nothing on PostgreSQL (net.py, `_many`)."""
    negated = {
        f"{here(path)}:{node.lineno}"
        for path in FILES
        for node in nodes(path)
        if isinstance(node, ast.Call | ast.UnaryOp) and NEGATED.match(ast.unparse(node))
    }
    assert not negated, f"say it by in_: {negated}"


def test_forms_speak_danish():
    found = [here(path) for path in WEB if path.name != "danish.py" and "FlaskForm" in path.read_text()]
    assert not found, "use `Form` of blueprints/danish.py"


def test_a_browser_test_waits_for_the_page_that_it_reads():
    browser = sorted((ROOT / "tests" / "browser").rglob("*.py"))
    found = [
        (here(path), line)
        for path in browser
        if path.name != "tabs.py"
        for line, name in called(path)
        if name in UNWAITED
    ]
    asserted = [(path, one) for path in browser for one in nodes(path) if isinstance(one, ast.Assert)]
    found += [(here(path), one.lineno) for path, one in asserted if ".count()" in ast.unparse(one)]
    assert not found, f"Playwright answers these at once, from half a page: expect(...), or `read` of tabs.py: {found}"


def test_every_mutant_breaks_a_line_that_stands():
    gone = [f"{one.promise}: {one.file}" for one in mutants.every() if one.line not in (ROOT / one.file).read_text()]
    gone += [
        f"{one.promise}: {one.tests}" for one in mutants.every() if not (ROOT / one.tests.partition("::")[0]).exists()
    ]
    assert not gone, f"`make prove` breaks nothing where the line has changed: {gone}"


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
