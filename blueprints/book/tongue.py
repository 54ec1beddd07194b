"""A parents' page in the parent's own language: the one chosen on the page, else the one that they are written to in."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from babel import Locale
from flask import Response, g, request, url_for
from flask_babel import force_locale, get_locale

from blueprints.book.link import guardian
from blueprints.language import written
from blueprints.web import db, render
from domain import asking
from domain.starts.importing.cells import LANGUAGES

P = ParamSpec("P")
R = TypeVar("R")


def rendered(template: str, status: int = 200, /, said: str = "", **context: Any) -> Response:
    """The page in `said`, or in the parent's own language, with `languages` for ui.languages, and `own_way`, the page itself in that language. Ways on carry `sprog=language`."""
    said = said or language()
    with force_locale(said):
        return render(
            template,
            status,
            language=said,
            direction=Locale(said).text_direction,
            languages=languages(said),
            own_way=way(said),
            **context,
        )


def native(view: Callable[P, R]) -> Callable[P, R]:
    """Under `@allow`: whatever the view says, it says in the parent's own language. Its ways on and its forms carry it, so a write need not ask."""

    @wraps(view)
    def inside(*args: P.args, **values: P.kwargs) -> R:
        g.spoken = language() if request.method == "GET" else chosen()
        with force_locale(g.spoken):
            return view(*args, **values)

    return inside


def page(template: str, status: int = 200, /, **context: Any) -> Response:
    """In a native view: the page in the language that the view is in."""
    return rendered(template, status, str(get_locale()), **context)


def language() -> str:
    """One statement, where the page does not say."""
    return chosen("") or written(asking.language(db.session(), guardian()))


def chosen(otherwise: str = "da") -> str:
    """The one that was chosen on the page."""
    wanted = request.args.get("sprog", "")
    return wanted if wanted in LANGUAGES else otherwise


def way(said: str) -> str:
    """This page in that language."""
    return url_for(request.endpoint or "", **(request.view_args or {}), sprog=said, videre=request.args.get("videre"))


def languages(said: str) -> list[tuple[Any, ...]]:
    names = ((code, Locale(code).display_name or code) for code in LANGUAGES)
    return [(code, name, way(code), code == said) for code, name in names]
