"""All that the pages can say: what stands in templates and code to be translated, and what a catalogue is asked for and has not."""

import ast
from functools import cache
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from babel.support import NullTranslations
from jinja2 import Environment
from jinja2.ext import extract_from_ast

from blueprints import language, ready

ROOT = Path(__file__).parent.parent
WORDS = ("_", "_l", "N_", "gettext", "ngettext")
Text = str | tuple[str, str]
"""What is looked up: one text, or one and many."""


@cache
def texts() -> dict[Text, frozenset[str]]:
    """Each, and the files where it stands."""
    found: dict[Text, set[str]] = {}
    jinja = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"])
    for path in ROOT.glob("templates/**/*.html"):
        for _line, function, said in extract_from_ast(jinja.parse(path.read_text()), WORDS):
            found.setdefault(_text(function, said if isinstance(said, tuple) else (said,)), set()).add(_name(path))
    for path in (*ROOT.glob("blueprints/**/*.py"), *ROOT.glob("domain/**/*.py")):
        for call in ast.walk(ast.parse(path.read_text())):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in WORDS:
                said = tuple(one.value if isinstance(one, ast.Constant) else None for one in call.args)
                found.setdefault(_text(call.func.id, said), set()).add(_name(path))
    return {text: frozenset(files) for text, files in found.items() if text}


def _text(function: str, said: tuple[object, ...]) -> Text:
    """Empty where it is only known when it is asked for."""
    one, many = (*said, None, None)[:2]
    if not isinstance(one, str):
        return ""
    return (one, many) if function == "ngettext" and isinstance(many, str) else one


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def known(code: str) -> dict[str, frozenset[Text]]:
    """What the catalogues of a language have, each by its name."""
    found = {}
    for path in sorted((language.TRANSLATIONS / code / "LC_MESSAGES").glob("*.po")):
        with path.open("rb") as file:
            entries = [one for one in read_po(file, locale=code) if one.id]
        found[path.stem] = frozenset(one.id if isinstance(one.id, str) else tuple(one.id[:2]) for one in entries)
    return found


class Missing(NullTranslations):
    """Notes what no catalogue has, by (its own name, text)."""

    def __init__(self, name: str, asked: set[tuple[str, str]]) -> None:
        super().__init__()
        self.name, self.asked = name, asked

    def gettext(self, message: str) -> str:
        self.asked.add((self.name, message))
        return message

    def ngettext(self, one: str, many: str, number: int) -> str:
        self.asked.add((self.name, one))
        return one if number == 1 else many

    ugettext, ungettext = gettext, ngettext


def missing(monkeypatch: pytest.MonkeyPatch) -> set[tuple[str, str]]:
    """Fills with (language, text) from now on, as texts are asked for that are not there. Danish, the source, is not asked."""
    asked: set[tuple[str, str]] = set()
    real = language.catalogue

    def noted(name: str) -> NullTranslations:
        found = real(name)
        if name != "da":
            found.add_fallback(Missing(name, asked))
        return found

    monkeypatch.setattr(language, "catalogue", noted)
    monkeypatch.setattr(language.Languages.domain_instance, "found", {})
    ready._said.cache_clear()
    return asked
