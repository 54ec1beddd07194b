"""A parents' page in the parent's own language: the one chosen on the page, else the one that they are written to in."""

from typing import Any

from babel import Locale
from flask import Response, request, url_for
from flask_babel import force_locale

from blueprints.book.link import guardian
from blueprints.language import written
from blueprints.web import db, render
from domain import asking
from domain.starts.importing.cells import LANGUAGES


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


def language() -> str:
    """One statement, where the page does not say."""
    wanted = request.args.get("sprog", "")
    return wanted if wanted in LANGUAGES else written(asking.language(db.session(), guardian()))


def way(said: str) -> str:
    """This page in that language."""
    return url_for(request.endpoint or "", **(request.view_args or {}), sprog=said)


def languages(said: str) -> list[tuple[Any, ...]]:
    names = ((code, Locale(code).display_name or code) for code in LANGUAGES)
    return [(code, name, way(code), code == said) for code, name in names]
