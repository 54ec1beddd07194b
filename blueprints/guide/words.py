"""An entry in the reader's language, and a published text as a page shows it."""

from typing import NamedTuple

from flask_babel import get_locale
from markdown_it import MarkdownIt
from markupsafe import Markup
from sqlalchemy.orm import Session

from domain.guide import entries
from domain.guide.entries import DANISH, Entry

MARKS = MarkdownIt("zero", {"html": False}).enable(["heading", "list", "emphasis", "link", "newline"])
"""Headings, lists, bold, italic and links; all else stands as it was typed. An address that could run something is no link."""


class Said(NamedTuple):
    """A text, and its language where that is not the page's."""

    text: str
    language: str | None = None


class Helper(NamedTuple):
    """For the directory: an entry as it is read."""

    key: str
    actor: str
    link: str
    name: Said
    about: Said
    reach: Said


def helper(one: Entry) -> Helper:
    """In the page's language, else in Danish."""
    return Helper(one.key, one.actor, one.link, said(one.name), said(one.about), said(one.reach))


def named(session: Session, key: str) -> Helper | None:
    """One by its key, while it is shown. One statement."""
    return next((helper(one) for one in entries.shown(session) if one.key == key), None)


def said(texts: dict[str, str]) -> Said:
    """The page's own words; what nobody has translated is read aloud as Danish."""
    locale = get_locale()
    code = locale.language if locale else DANISH
    if own := texts.get(code, "").strip():
        return Said(own)
    return Said(texts.get(DANISH, ""), None if code == DANISH else DANISH)


def shown(body: str, level: int = 2) -> Markup:
    """As HTML that nothing typed can break out of. Its headings begin at `level`, and none is left out."""
    tokens = MARKS.parse(body)
    before, depth = level - 1, {}
    for token in tokens:
        if token.type == "heading_open":
            wanted = int(token.tag[1])
            before = min(before + 1, max(level, level + wanted - 2))
            depth[wanted] = before
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{depth[int(token.tag[1])]}" if token.type == "heading_open" else f"h{before}"
    return Markup(MARKS.renderer.render(tokens, MARKS.options, {}))  # noqa: S704 -- made by the parser, which escapes what was typed
