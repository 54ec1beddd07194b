"""What templates may and may not: where they reach, what the policy forbids, how long they are, and that a person's words can be translated."""

import re
from functools import cache
from pathlib import Path
from statistics import median

import jinja2
import pytest
from jinja2 import meta, nodes

ROOT = Path(__file__).parents[2] / "templates"
NAMES = sorted(path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*.html"))
PAGES = [name for name in NAMES if not name.startswith("messages/")]  # a mail has no policy, and no style sheet
SHARED = ("base.html", "ui/", "partials/")
MAX_LINES, MEDIAN_LINES = 120, 40

JINJA = re.compile(r"{#.*?#}|{%.*?%}|{{.*?}}", re.DOTALL)
TAG = re.compile(r"<[a-zA-Z][^<>]*>", re.DOTALL)
MARKUP = re.compile(r"<!--.*?-->|<[^<>]*>", re.DOTALL)
SPOKEN = re.compile(r'\b(?:alt|aria-label|placeholder|title)="([^"{]*[^\W\d_]{2}[^"{]*)"')
WORD = re.compile(r"[^\W\d_]{2,}")
NAMES_OF_OURS = ("God Start", "GOD START")
TRANSLATES = {"_", "gettext", "ngettext", "pgettext", "npgettext"}
SENTENCE = re.compile(r"[æøåÆØÅ]|^[A-ZÆØÅ][a-zæøå]+\b(?!Field)|[a-zæøå]{2,}[.?!:]$")
FORBIDDEN = {
    r"\|\s*safe\b": "|safe: build the text with {% set %}…{% endset %}, which stays escaped",
    r"\bMarkup\b|autoescape": "escaping is never turned off",
    r"<[^>]*\sstyle\s*=": "style=: the policy drops it; write a class in static/css",
    r"<[^>]*\son[a-z]+\s*=": "on…=: the policy drops it; use a form or hx-…",
    r"<style\b": "<style>: the policy drops it; static/css",
    r"<script(?![^>]*\ssrc=)": "inline script: the policy drops it",
    r"hx-on|[\"']js:": "hx-on and js: need eval, which the policy forbids",
    r"https?://": "an address outside: everything is our own",
}
ENV = jinja2.Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"], autoescape=True)


def source(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@cache
def parsed(name: str) -> nodes.Template:
    return ENV.parse(source(name))


def flat(text: str) -> str:
    """The markup alone: Jinja's own parts could hold a > or a quotation mark."""
    return JINJA.sub(lambda found: "\n" * found[0].count("\n"), text)


def test_a_template_reaches_base_ui_partials_and_its_own_capability():
    for name in NAMES:
        own = name.partition("/")[0] + "/"
        for other in meta.find_referenced_templates(parsed(name)):
            assert other is not None, f"{name}: name the template, so that this can be checked"
            assert other.startswith((*SHARED, own)), f"{name} reaches {other}: put what is shared into partials/"


def test_nothing_that_the_policy_forbids():
    for name in PAGES:
        text = re.sub(r"{#.*?#}", "", source(name), flags=re.DOTALL)
        for pattern, instead in FORBIDDEN.items():
            assert not (found := re.search(pattern, text)), f"{name}: {found[0]!r}. {instead}"


def test_what_htmx_asks_for_stands_on_the_element_for_those_without_script():
    for name in NAMES:
        for tag in TAG.findall(re.sub(r"{#.*?#}", "", source(name), flags=re.DOTALL)):
            for verb, address in re.findall(r'\shx-(get|post)="((?:{{.*?}}|[^"])*)"', tag):
                plain = "action" if tag.startswith("<form") else "href" if tag.startswith("<a") else "formaction"
                mirrored = f'{plain}="{address}"' in tag or not tag.startswith(("<form", "<a", "<button"))
                assert mirrored, (
                    f"{name}: hx-{verb} asks for {address}; write the same as {plain}= (or use ui.form, ui.pager)"
                )


def test_words_in_the_markup_can_be_translated():
    for name in NAMES:
        assert not (words := bare_words(source(name))), f'{name}: write {{{{ _("…") }}}} around {words[:6]}'


def bare_words(text: str) -> list[str]:
    text = re.sub(r"<style>.*?</style>|{% block width %}\w+", "", text, flags=re.DOTALL)
    for ours in NAMES_OF_OURS:
        text = text.replace(ours, "")
    bare = flat(text)
    return WORD.findall(MARKUP.sub(" ", bare)) + SPOKEN.findall(bare)


def test_words_given_to_macros_can_be_translated():
    for name in NAMES:
        assert not (loose := sorted(set(untranslated(parsed(name))))), f'{name}: write _("…") around {loose}'


def untranslated(node: nodes.Node) -> list[str]:
    """String constants that look like a person's words, outside gettext, comparisons and keys."""
    if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name in TRANSLATES:
        return []
    if isinstance(node, (nodes.Compare, nodes.Test, nodes.Getitem)):
        return []
    if isinstance(node, nodes.Const) and isinstance(node.value, str):
        return [node.value] if SENTENCE.search(node.value) else []
    return [text for child in node.iter_child_nodes() for text in untranslated(child)]


@pytest.mark.parametrize(
    "text", ["<p>Gem</p>", '<img alt="Et hus">', "<p>{{ name }} er her</p>", "{% if x %}ja{% endif %}"]
)
def test_loose_words_in_markup_are_found(text):
    assert bare_words(text)


@pytest.mark.parametrize(
    "call", ['ui.button("Gem")', 'ui.rows([("/x", "Læs mere", none)])', '"Ja" if x else ""', 'x or "Ingen endnu."']
)
def test_loose_words_given_to_macros_are_found(call):
    assert untranslated(ENV.parse("{{ " + call + " }}"))


@pytest.mark.parametrize(
    "call", ['ui.button(_("Gem"))', 'here("frontdesk.week")', 'x.type == "RadioField"', 'parts.lines(rows, id="dag")']
)
def test_translated_words_and_names_in_the_code_are_left_alone(call):
    assert not untranslated(ENV.parse("{{ " + call + " }}"))


def test_a_class_is_one_that_the_style_sheets_know():
    for name in PAGES:
        written = {one for given in re.findall(r'\bclass="([^"]*)"', flat(source(name))) for one in given.split()}
        assert not (strange := written - classes()), (
            f"{name}: no style sheet knows {sorted(strange)}; use what is there, or add it to static/css"
        )


@cache
def classes() -> frozenset[str]:
    sheets = [path.read_text(encoding="utf-8") for path in (ROOT.parent / "static").rglob("*.css")]
    return frozenset(re.findall(r"\.(-?[a-zA-Z_][\w-]*)", "".join(sheets)))


def test_templates_stay_short():
    lines = {name: source(name).count("\n") for name in NAMES}
    long = {name: count for name, count in lines.items() if count > MAX_LINES}
    assert not long, f"more than {MAX_LINES} lines, so split by what changes together: {long}"
    assert median(lines.values()) <= MEDIAN_LINES
