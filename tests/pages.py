"""The page linter: every page and fragment that a test sees is held to what all pages owe their readers."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

import html5lib

SPRITE = Path(__file__).parent.parent / "static" / "icons.svg"
ROWS = re.compile(r"\s*<(tr|td|th)\b")
UNLABELLED = {"hidden", "submit", "button", "image", "reset"}
VERBS = {"hx-get": "get", "hx-post": "post"}
NEVER = {"style", "hx-on", "hx-put", "hx-patch", "hx-delete"}
ITEMS = {"ul": {"li"}, "ol": {"li"}, "dl": {"dt", "dd", "div"}}
HEADINGS = {f"h{level}": level for level in range(1, 7)}


def lint(html: str, *, fragment: bool = False) -> list[str]:
    """What is wrong, one sentence each; an empty list is a good page."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    if fragment:
        box = {"tr": "tbody", "td": "tr", "th": "tr"}.get(start[1] if (start := ROWS.match(html)) else "", "div")
        root = parser.parseFragment(html, container=box)
    else:
        root = parser.parse(html)
    page = Page(root)
    faults = [f"line {line}: {code} {details}" for (line, _column), code, details in parser.errors]
    rules = EVERYWHERE if fragment else EVERYWHERE + ON_PAGES
    return faults + [fault for rule in rules for fault in rule(page)]


class Page:
    """A parsed page, and the questions asked of it."""

    def __init__(self, root: Element) -> None:
        self.root = root
        self.all = [one for one in root.iter() if isinstance(one.tag, str)]
        self.parent = {child: one for one in self.all for child in one}

    def tags(self, *names: str) -> list[Element]:
        return [one for one in self.all if one.tag in names]

    def up(self, one: Element, tag: str) -> Element | None:
        while one in self.parent:
            one = self.parent[one]
            if one.tag == tag:
                return one
        return None

    def whole(self) -> Iterator[str]:
        """What stands once on a page."""
        html, titles = self.root, [text(one) for one in self.tags("title") if self.up(one, "head") is not None]
        if not html.get("lang"):
            yield "html has no lang"
        if len(titles) != 1 or len(titles[0].replace("· God Start", "").strip()) < 2:
            yield f"title must say where one is: {titles}"
        for tag in ("h1", "main"):
            if len(self.tags(tag)) != 1:
                yield f"one {tag} a page, found {len(self.tags(tag))}"
        filled = [one for one in self.all if "button-primary" in one.get("class", "").split()]
        if len(filled) > 1:
            yield f"one filled button a page, found {[text(one) for one in filled]}"

    def headings(self) -> Iterator[str]:
        before = 0
        for one in self.tags(*HEADINGS):
            if HEADINGS[one.tag] > before + 1:
                yield f"{one.tag} {text(one)!r} follows h{before}"
            before = HEADINGS[one.tag]

    def ids(self) -> Iterator[str]:
        for id_, times in Counter(one.get("id") for one in self.all if one.get("id") is not None).items():
            if times > 1 or not id_ or re.search(r"\s", id_):
                yield f"id {id_!r} stands {times} times"

    def references(self) -> Iterator[str]:
        known = {one.get("id") for one in self.all}
        for one in self.all:
            for name in ("for", "aria-labelledby", "aria-describedby", "aria-controls"):
                yield from (f"{name}={id_!r} leads nowhere" for id_ in one.get(name, "").split() if id_ not in known)
            href = one.get("href", "")
            if one.tag == "a" and href.startswith("#") and href[1:] not in known:
                yield f"link to {href} leads nowhere"

    def controls(self) -> Iterator[str]:
        """Every control has a name that is read out."""
        labelled = {one.get("for") for one in self.tags("label") if text(one)}
        for one in self.tags("input", "select", "textarea"):
            if one.get("type", "").lower() in UNLABELLED:
                continue
            around = self.up(one, "label")
            named = one.get("aria-label") or one.get("aria-labelledby") or one.get("id") in labelled
            if not named and (around is None or not text(around)):
                yield f"no label for {one.tag} {one.get('name')!r}"
            if one.get("type") == "radio" and self.up(one, "fieldset") is None:
                yield f"radio {one.get('name')!r} stands outside a fieldset"
        for one in self.tags("fieldset"):
            if not any(child.tag == "legend" and text(child) for child in one):
                yield f"fieldset {one.get('id') or ''} has no legend"

    def words(self) -> Iterator[str]:
        """Links and buttons say something, and links go somewhere."""
        for one in self.tags("a", "button", "summary"):
            if not text(one) and not one.get("aria-label"):
                yield f"empty {one.tag} to {one.get('href')!r}"
            if one.tag == "a" and not one.get("href", "").strip():
                yield f"link {text(one)!r} has no address"

    def pictures(self) -> Iterator[str]:
        """Pictures say what they show, or are hidden from readers."""
        yield from (f"img {one.get('src')!r} has no alt" for one in self.tags("img") if one.get("alt") is None)
        for one in self.all:
            drawn = one.tag.endswith("}svg") and self.up(one, one.tag) is None
            if drawn and one.get("aria-hidden") != "true" and one.get("role") != "img":
                yield "an svg is neither hidden from readers nor an img"
            if one.tag.endswith("}use") and (name := href_of(one).partition("#")[2]) not in icons():
                yield f"no icon {name!r} in the sprite"

    def code(self) -> Iterator[str]:
        """The content security policy would drop it, so nobody may count on it."""
        for one in self.all:
            for name, value in one.attrib.items():
                if (
                    name in NEVER
                    or name.startswith(("on", "hx-on"))
                    or value.strip().startswith(("javascript:", "js:"))
                ):
                    yield f"{one.tag} carries {name}={value!r}"
                if name in {"src", "srcset", "poster"} and urlsplit(value).netloc:
                    yield f"{one.tag} loads {value} from elsewhere"
            if "[" in one.get("hx-trigger", ""):
                yield f"hx-trigger filters need eval: {one.get('hx-trigger')!r}"
        for one in self.tags("script", "style"):
            if one.tag == "style" or not one.get("src") or text(one):
                yield f"inline {one.tag}"

    def mirrors(self) -> Iterator[str]:
        """What htmx asks for is what the link or the form around it asks for without script."""
        for one in self.all:
            for name, verb in VERBS.items():
                if one.get(name) is None or one.get("hx-trigger", "").startswith(("every", "load")):
                    continue
                form = one if one.tag == "form" else self.up(one, "form")
                own = form is not None and form.get("method", "get").lower() == verb and form.get("action", "")
                plain = one.get("href") if one.tag == "a" and verb == "get" else (one.get("formaction") or own)
                if plain != one.get(name):
                    yield f"{name}={one.get(name)!r} on {one.tag} mirrors {plain!r}"

    def forms(self) -> Iterator[str]:
        for one in self.tags("form"):
            posts = one.get("method", "get").lower() == "post"
            tokens = [field for field in one.iter("input") if field.get("name") == "csrf_token"]
            if len(tokens) != int(posts):
                yield f"form to {one.get('action')!r} has {len(tokens)} tokens"
            if posts and one.get("action") is None:
                yield "a form that posts has no action"

    def lists(self) -> Iterator[str]:
        for one in self.tags(*ITEMS):
            yield from (f"{one.tag} holds {child.tag}" for child in one if child.tag not in ITEMS[one.tag])

    def tables(self) -> Iterator[str]:
        for one in self.tags("table"):
            if not any(text(caption) for caption in one.iter("caption")) and not one.get("aria-label"):
                yield "a table has no caption"
        yield from (f"th {text(one)!r} has no scope" for one in self.tags("th") if not one.get("scope"))


EVERYWHERE = (
    Page.ids,
    Page.controls,
    Page.words,
    Page.pictures,
    Page.code,
    Page.mirrors,
    Page.forms,
    Page.lists,
    Page.tables,
)
ON_PAGES = (Page.whole, Page.headings, Page.references)


def text(one: Element) -> str:
    """What a screen reader would say for an element: its words, and the names of pictures in it."""
    names = [part.get("aria-label") or part.get("alt") or "" for part in one.iter() if isinstance(part.tag, str)]
    return " ".join(" ".join([*one.itertext(), *names]).split())


def href_of(use: Element) -> str:
    return use.get("href") or use.get("{http://www.w3.org/1999/xlink}href") or ""


@cache
def icons() -> frozenset[str]:
    return frozenset(re.findall(r'<symbol id="([^"]+)"', SPRITE.read_text(encoding="utf-8")))
