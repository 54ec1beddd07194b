"""Static files: an address that changes with the content, kept for good, small, and complete."""

import gzip
import os
import re
from pathlib import Path

import pytest

from blueprints import assets
from tests.databases import sqlite_only

STATIC = assets.STATIC
FIRST_VISIT, AFTER = 120_000, 15_000
LOADED = [
    *(f"css/{sheet}.css" for sheet in ("base", "frame", "parts", "time", "pages", "conferences", "visits")),
    *("vendor/dkfds.min.css", "vendor/htmx.min.js", "js/offline.js", "icons.svg", "mark.svg"),
    *(path.relative_to(STATIC).as_posix() for path in sorted((STATIC / "fonts").iterdir())),
]


def address(app, name: str) -> str:
    return app.jinja_env.globals["asset"](name)


@sqlite_only
def test_a_file_is_kept_for_good_under_an_address_of_its_own(app):
    with app.test_client().get(address(app, "css/base.css"), headers={"Accept-Encoding": "gzip"}) as answer:
        body = answer.data
    assert answer.status_code == 200
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "no-store" not in answer.headers["Cache-Control"]
    assert gzip.decompress(body) == (STATIC / "css/base.css").read_bytes()


@sqlite_only
def test_an_address_from_an_older_version_is_gone(app):
    assert app.test_client().get("/static/000000000000/css/base.css").status_code == 404


def test_the_version_follows_the_content(tmp_path, monkeypatch):
    monkeypatch.setattr(assets, "STATIC", tmp_path)
    (tmp_path / "one.css").write_text("p { color: red }", encoding="utf-8")
    before = assets.digest()
    (tmp_path / "one.css").write_text("p { color: tan }", encoding="utf-8")
    assert assets.digest() != before


@sqlite_only
def test_a_misspelt_file_is_an_error_and_not_a_dead_link(app):
    with pytest.raises(KeyError):
        address(app, "css/bse.css")


def test_two_workers_may_make_the_copy_at_once(tmp_path):
    first = assets.compressed(tmp_path, "v1")
    late = tmp_path / "late" / "static"
    late.mkdir(parents=True)
    assets.publish(late, first)
    assert not late.parent.exists()
    assert (first / "css" / "base.css.gz").exists()


def test_a_version_long_out_of_use_is_cleared_away(tmp_path):
    old, recent = tmp_path / "static" / "old", tmp_path / "static" / "recent"
    for folder in (old, recent):
        folder.mkdir(parents=True)
    os.utime(old, (0, 0))
    assets.compressed(tmp_path, "v1")
    assert not old.exists()
    assert recent.exists()


@pytest.mark.parametrize("sheet", sorted(STATIC.glob("css/*.css")), ids=lambda path: path.name)
def test_a_style_sheet_asks_only_for_our_own_files_that_are_there(sheet: Path):
    asked = re.findall(r'url\("([^"]+)"\)', sheet.read_text(encoding="utf-8"))
    assert [url for url in asked if not (sheet.parent / url).resolve().is_file()] == []


@pytest.mark.parametrize("sheet", sorted(STATIC.glob("css/*.css")), ids=lambda path: path.name)
def test_colours_stand_among_the_tokens_and_nothing_shouts(sheet: Path):
    rules = re.sub(r"/\*.*?\*/|--[\w-]+:[^;]+;", "", sheet.read_text(encoding="utf-8"), flags=re.DOTALL)
    rules = rules.partition("@media print")[0]
    assert re.findall(r"#[0-9a-f]{3,8}\b|!important", rules) == []


@sqlite_only
def test_a_first_visit_is_light_and_the_next_lighter(app):
    page = len(gzip.compress(app.test_client().get("/login").data))
    files = {name: len(gzip.compress((STATIC / name).read_bytes(), 9)) for name in LOADED}
    assert sum(files.values()) + page < FIRST_VISIT, files
    assert page < AFTER


@sqlite_only
def test_every_page_links_what_is_counted_here(app):
    html = app.test_client().get("/login").text
    linked = set(re.findall(r'(?:href|src)="/static/[0-9a-f]+/([^"#]+)', html))
    assert linked <= set(LOADED)
