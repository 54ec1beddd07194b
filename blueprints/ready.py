"""What templates ask for many times on each page, kept ready: texts, addresses inside a unit, and the token of forms.

A fifth of an agenda's time went here: Jinja, flask-babel and Flask each find out anew who asks and in which language.
"""

import html
from decimal import Decimal
from functools import lru_cache
from keyword import iskeyword
from types import BuiltinMethodType, FunctionType, MethodType
from typing import Any

from flask import Flask, g, request
from flask import url_for as built
from flask_babel.speaklater import LazyString
from flask_wtf.csrf import generate_csrf
from jinja2.compiler import CodeGenerator, Frame
from jinja2.idtracking import VAR_LOAD_RESOLVE
from jinja2.nodes import Call, Expr, Name
from jinja2.runtime import Context, Macro
from markupsafe import Markup, escape

from blueprints.language import Languages, spoken

NUMBERS = frozenset({int, bool, float, Decimal})
"""What `%(num)d` takes, as a database may count it; there is no markup in them."""
PLAIN = frozenset({FunctionType, MethodType, BuiltinMethodType, type(lru_cache(len))})
"""What can want Jinja's context only by saying so in an attribute of its own."""


def text(words: str, /, **values: Any) -> Markup:
    """Jinja's `_`: the words in the page's language. No markup stands in them, so whatever comes along is escaped, also the words."""
    found = _said(spoken(), words)
    return filled(found, values) if values else found


def number(one: str, many: str, num: float, /, **values: Any) -> Markup:
    """Jinja's `ngettext`; `%(num)d` is the number."""
    return filled(escape(_texts(spoken()).ngettext(one, many, num)), {"num": num, **values})


def filled(words: Markup, values: dict[str, Any]) -> Markup:
    """`words % values`, which escapes as well, but by a helper object around each value: a fourteenth of a meeting's page."""
    plain = {name: value if type(value) in NUMBERS else written(value) for name, value in values.items()}
    return Markup(str.__mod__(words, plain))  # noqa: S704 -- the words and all that stands in them are escaped


@lru_cache(maxsize=8192)
def _said(language: str, words: str) -> Markup:
    return escape(_texts(language).gettext(words))


def _texts(language: str) -> Any:
    return Languages.domain_instance.of(language)


def address(endpoint: str, /, **values: Any) -> str:
    """Templates' `url_for`. Inside a unit it is kept: there nobody's secret stands in it, nor the language that somebody has chosen."""
    here: tuple[str | None, ...] | None = vars(g._get_current_object()).get("here")  # noqa: SLF001 -- as in language.spoken
    if here is None or "_external" in values:
        return built(endpoint, **values)
    near = endpoint[0] == "."  # one that is named in full is the same from every capability
    return _kept(here if near else here[:2], endpoint, **values)


def inside(endpoint: str, /, **values: Any) -> str:
    """Templates' `here`: the same inside the acting mount."""
    return address(f"{g.actor}.{endpoint}", **values)


def arrive(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """What the addresses of this request hang on, where they are kept."""
    unit = g.get("unit_slug")
    g.here = (unit, request.root_path, request.blueprint) if unit and "sprog" not in request.args else None


@lru_cache(maxsize=8192, typed=True)
def _kept(_here: tuple[str | None, ...], endpoint: str, /, **values: Any) -> str:
    return built(endpoint, **values)


def token() -> str:
    """Flask-wtf's own, without its settings read again for each form of a page."""
    return str(g.get("csrf_token") or generate_csrf())


class Calls(Context):
    """Jinja asks everything that a template calls whether it wants the context: 400 times a page, and always the same answer."""

    def call(self, called: Any, /, *args: Any, **values: Any) -> Any:
        plain, macro = type(called) in PLAIN and not hasattr(called, "jinja_pass_arg"), type(called) is Macro
        if not (plain or macro):
            return super().call(called, *args, **values)
        # Jinja's own, which only those that want the context may be given
        values.pop("_loop_vars", None)
        values.pop("_block_vars", None)
        return called(self.eval_ctx, *args, **values) if macro else called(*args, **values)


class Output(CodeGenerator):
    """What stands between {{ and }} goes through `written`; Jinja makes markup of each, also of what is markup already or a number.

    What is OURS is called as it is; Jinja looks it up again for each text of a page, and asks it what it wants.
    """

    def visit_Call(self, node: Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802 - Jinja's name
        name = _ours(node, frame)
        if not name or forward_caller:
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.write(f"environment.ours[{name!r}](")
        for value in (*node.args, *node.kwargs):
            self.visit(value, frame)
            self.write(", ")
        self.write(")")

    def _output_child_pre(self, node: Expr, frame: Frame, finalize: Any) -> None:
        if not frame.eval_ctx.autoescape or frame.eval_ctx.volatile or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("(" if _ours(node, frame) in MARKUP else "environment.written(")


def _ours(node: Expr, frame: Frame) -> str:
    """The name of one of OURS that is called here as Python would call it; "" also where the template has taken the name for its own."""
    if not isinstance(node, Call) or not isinstance(node.node, Name) or node.node.name not in OURS:
        return ""
    load = frame.symbols.find_load(frame.symbols.ref(node.node.name))
    odd = node.dyn_args or node.dyn_kwargs or any(iskeyword(one.key) for one in node.kwargs)
    return "" if odd or load is None or load[0] != VAR_LOAD_RESOLVE else node.node.name


def written(value: Any) -> str:
    """As it may stand in a page. Only what cannot hold markup that is not meant is left as it is; flask-babel means it of every late text."""
    kind = type(value)
    if kind is Markup:
        return value
    if kind is str:
        return html.escape(value)
    if kind in NUMBERS:
        return str(value)
    return escape(str(value) if kind is LazyString else value)


OURS: dict[str, Any] = {
    "_": text,
    "gettext": text,
    "ngettext": number,
    "url_for": address,
    "here": inside,
    "csrf_token": token,
}
"""What templates call most, none of which wants Jinja's context."""
MARKUP = {"_", "gettext", "ngettext"}


def register(app: Flask) -> None:
    app.url_value_preprocessor(arrive)
    env: Any = app.jinja_env
    env.context_class, env.code_generator_class, env.written, env.ours = Calls, Output, written, OURS
    env.globals.update(OURS)
