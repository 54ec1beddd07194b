"""What templates ask for many times on each page, kept ready: texts, addresses inside a unit, and the token of forms.

A fifth of an agenda's time went here: Jinja, flask-babel and Flask each find out anew who asks and in which language.
"""

from decimal import Decimal
from functools import lru_cache
from typing import Any

from flask import Flask, g, request
from flask import url_for as built
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup, escape

from blueprints.language import Languages, spoken

NUMBERS = frozenset({int, bool, float, Decimal})
"""What `%(num)d` takes, as a database may count it; there is no markup in them."""


def text(words: str, /, **values: Any) -> Markup:
    """Jinja's `_`: the words in the page's language. No markup stands in them, so whatever comes along is escaped, also the words."""
    found = _said(spoken(), words)
    return filled(found, values) if values else found


def number(one: str, many: str, num: float, /, **values: Any) -> Markup:
    """Jinja's `ngettext`; `%(num)d` is the number."""
    return filled(escape(_texts(spoken()).ngettext(one, many, num)), {"num": num, **values})


def filled(words: Markup, values: dict[str, Any]) -> Markup:
    """`words % values`, which escapes as well, but by a helper object around each value: a fourteenth of a meeting's page."""
    plain = {name: value if type(value) in NUMBERS else escape(value) for name, value in values.items()}
    return Markup(str.__mod__(words, plain))  # noqa: S704 -- the words and all that stands in them are escaped


@lru_cache(maxsize=8192)
def _said(language: str, words: str) -> Markup:
    return escape(_texts(language).gettext(words))


def _texts(language: str) -> Any:
    return Languages.domain_instance.of(language)


def address(endpoint: str, /, **values: Any) -> str:
    """Templates' `url_for`. Inside a unit it is kept: there nobody's secret stands in it, nor the language that somebody has chosen."""
    unit = g.get("unit_slug")
    if not unit or "_external" in values or "sprog" in request.args:
        return built(endpoint, **values)
    near = request.blueprint if endpoint[0] == "." else None
    return _kept(request.root_path, near, unit, endpoint, **values)


@lru_cache(maxsize=8192, typed=True)
def _kept(_root: str, _near: str | None, _unit: str, endpoint: str, /, **values: Any) -> str:
    return built(endpoint, **values)


def token() -> str:
    """Flask-wtf's own, without its settings read again for each form of a page."""
    return str(g.get("csrf_token") or generate_csrf())


def register(app: Flask) -> None:
    app.jinja_env.globals.update(_=text, gettext=text, ngettext=number, url_for=address, csrf_token=token)
