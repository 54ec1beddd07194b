"""The macros that all pages are made of: each gives good markup, and the promises that are easy to break hold."""

import re
from types import SimpleNamespace

import pytest
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from markupsafe import Markup
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput

from blueprints.rules import Place
from tests.databases import sqlite_only
from tests.pages import lint

pytestmark = sqlite_only

FRAGMENTS = {
    "marks": '{{ ui.state("ok", "Holdt") }}{{ ui.state("none", "Nej") }}{{ ui.fact("home", "Hjemme") }}{{ ui.count(3, "nye") }}',
    "small marks": '{{ ui.icon("home") }}{{ ui.dot("ppr") }}{{ ui.who("ppr", "PPR") }}',
    "frame": "{{ ui.brand() }}{{ ui.unit_menu(unit, units) }}{{ ui.unit_menu(unit, units[:1]) }}{{ ui.unit_menu(none, units) }}"
    '{{ ui.user_menu("Karen") }}{{ ui.cover("Karen", "karen@x.dk", 15) }}{{ ui.sections((("/x", "home", "Min dag", true),), unit) }}{{ ui.flashes() }}{{ ui.offline() }}{{ ui.token() }}',
    "form": '{% call ui.form("/x", target="#x", upload=true, id="x") %}{{ ui.button("Gem") }}{% endcall %}',
    "search form": '{% call ui.form("/x", method="get") %}{{ ui.button("Vis", kind="secondary") }}{% endcall %}',
    "exit": "{{ ui.leave() }}",
    "post": '{{ ui.post("/x", "Send igen", target="#x") }}',
    "search": '{{ ui.search("/boern") }}',
    "head": '{% call ui.head("Uge 47", eyebrow="nu", lead="Fire") %}{{ ui.button("Book", icon="plus", href="/x") }}{% endcall %}',
    "head alone": '{{ ui.head("Uge 47") }}',
    "panel": '{% call ui.panel("venter", "Venter", actor="ppr") %}<p>x</p>{% endcall %}',
    "section": '{% call ui.section("dag", "Dagen", aside=ui.tabs([("/a", "Alt", true), ("/b", "Nyt", false, "home")], "Vis")) %}{% endcall %}',
    "alert": '{{ ui.alert("warn", "To er ramt", title="Syg") }}{{ ui.alert("message", "Andet") }}',
    "empty": '{{ ui.empty("Ingen", "Her kommer de", "/x", "Åbn tider") }}{{ ui.empty("Ingen", "Her kommer de") }}',
    "fold": '{% call ui.fold("Mere", id="mere") %}<p>x</p>{% endcall %}',
    "facts": '{{ ui.facts([("Hvor", "Troldebo")], small=true) }}',
    "rows": '{{ ui.rows([("/x", "Haddad", "Ledig"), (none, "Uden", none)]) }}',
    "table": '{% call ui.table("Uge", ["Hus", ("Antal", "n"), ("Valg", "hidden")]) %}'
    '<tr><th scope="row">T</th>{{ ui.cell("Antal", 5, figure=true) }}<td></td></tr>{% endcall %}',
    "pager": '{{ ui.pager(none, ("/48", "Uge 48"), "Uge", now=("/", "I dag"), target="#uge") }}',
    "steps": '{{ ui.steps([("Skema", "/a", "done"), ("Tid", none, "now"), ("Slut", none, "ahead")]) }}',
    "actions": '{{ ui.actions([("Flyt", "/x")], about="Elias") }}',
    "many languages": '{{ ui.languages([("da", "Dansk", "/x", true), ("ar", "العربية", "/y", false), ("so", "Soomaali", "/z", false), ("uk", "Українська", "/u", false)]) }}',
    "languages": '{{ ui.languages([("da", "Dansk", "/x", true), ("ar", "العربية", "/y", false)]) }}',
    "slot picker": '{{ parts.slot_picker("Uge 47", [("17.11.2026", "Tirsdag", [("1", "9.00", "10.00", none)])], chosen="1") }}',
    "nothing fits": '{{ parts.nothing_fits("n", "Uge 48", "Ingen", ["man."], [("ppr", "Ida", [true])], [("/x", "Ring", none)]) }}',
    "card": "{{ parts.appointment_card(card) }}",
    "consent": '{{ parts.consent_box([("ok", "Må deles", "til juli", [("Om", "søvn")])], [("Alle", "/x")]) }}{{ parts.consent_pinned("ok", "Må") }}',
    "no consent": "{{ parts.consent_box([]) }}",
    "timeline": '{{ parts.timeline([(true, "ppr", "i dag", "2026-11-17", "PPR", "Møde", none, "/x")]) }}',
    "day": '{{ parts.day([("card", "9.00", "10.00", card), ("gap", "time", "45 min."), ("now", "kl. 9.52", "2026-11-17T09:52")]) }}',
    "first years": "{{ parts.first_years() }}",
    "week": '{{ parts.week([("Karen", none)], [("16.", "Mandag", true, [([(480, 960)], [(540, 600, "9.00", "Besøg", "/x", "ppr", "", "/y")])], "2026-11-16")]) }}',
}
CARD = SimpleNamespace(
    id=412,
    href="/x",
    title="Elias",
    note="8 mdr.",
    subtitle="Start-samtale",
    actor="dagtilbud",
    done=False,
    who=[("ppr", "Ida")],
    states=[("ok", "check", "Holdt")],
    facts=[("home", "Hos familien")],
    actions=[("Flyt", "/x")],
)
UNIT = Place(id=1, actor="sundhedspleje", slug="skovlunde", name="Sundhedspleje, Skovlunde", kind="")
UNITS = [("sundhedspleje", UNIT.name, "/a", True), ("dagtilbud", "Troldebo", "/b", False)]


class Sample(FlaskForm):
    name = StringField("Fornavn", [InputRequired("Skriv fornavnet")], description="Som I bruger det")
    start = DateField("Startdato", [InputRequired("Vælg en dag")])
    house = SelectField("Børnehus", choices=[SelectChoice("t", "Troldebo")])
    who = RadioField("Hvem?", [InputRequired("Vælg")], choices=[SelectChoice("a", "Vi"), SelectChoice("b", "I")])
    also = SelectMultipleField("Også", choices=[SelectChoice("tolk", "Tolk")], option_widget=CheckboxInput())
    yes = BooleanField("Husk mig", description="Kun her")
    text = TextAreaField("Vigtigt")
    key = HiddenField()


@pytest.fixture
def show(app):
    def render(source: str, **context) -> str:
        with app.test_request_context("/"):
            return app.jinja_env.from_string(source).render(card=CARD, unit=UNIT, units=UNITS, **context)

    return render


@pytest.fixture
def form(app):
    with app.test_request_context("/", method="POST", data={"name": ""}):
        form = Sample(meta={"csrf": False})
        form.validate()
        yield form


@pytest.mark.parametrize("name", FRAGMENTS)
def test_a_macro_gives_good_markup(show, name):
    html = show(FRAGMENTS[name])
    assert html.strip()
    assert lint(html, fragment=True) == []


def test_every_macro_is_tried(app):
    written = "".join(FRAGMENTS.values()) + FIELDS
    with app.test_request_context("/"):
        known = app.jinja_env.globals["ui"].names()
    assert [name for name in sorted(known) if f"ui.{name}(" not in written] == []


FIELDS = "{{ ui.errors(form) }}{% for one in form %}{{ ui.field(one) }}{% endfor %}"


def test_a_form_with_faults_says_so_beside_the_field_and_on_top(show, form):
    html = show(FIELDS, form=form)
    assert lint(html, fragment=True) == []
    summary = html.partition("</ul>")[0]
    assert "autofocus" in summary
    assert set(re.findall(r'href="#([^"]+)"', summary)) == {"name", "start", "house", "who-0"}
    assert 'aria-describedby="name-hint name-fejl"' in html
    assert html.count('aria-invalid="true"') == 3


def test_attributes_reach_the_control(show, form):
    html = show('{{ ui.field(form.name, autocomplete="given-name", **{"hx-get": "/x"}) }}', form=form)
    assert 'autocomplete="given-name"' in html
    assert 'hx-get="/x"' in html


def test_what_people_wrote_is_escaped_everywhere(show):
    html = show(
        '{{ ui.button(x) }}{{ ui.alert("ok", x) }}{{ ui.rows([(x, x, x)]) }}{{ ui.facts([(x, x)]) }}',
        x='<i onclick="1">',
    )
    assert "<i " not in html


class Sly(str):
    """A text all the same."""

    __slots__ = ()


@pytest.mark.parametrize(
    ("value", "seen"),
    [
        ("<b>&", "&lt;b&gt;&amp;"),
        (Sly("<b>"), "&lt;b&gt;"),
        (["<b>"], "[&#39;&lt;b&gt;&#39;]"),
        (Markup("<b>"), "<b>"),
        (Markup("<b>") + "<i>", "<b>&lt;i&gt;"),
        (lazy_gettext("<b>"), "&lt;b&gt;"),
        (7, "7"),
        (True, "True"),
        (None, "None"),
    ],
)
def test_what_is_written_out_is_escaped_unless_it_is_markup(show, value, seen):
    assert show("{{ x }}", x=value) == seen
    assert show(
        '{% macro m(y) %}<p title="{{ y }}">{{ caller() }}</p>{% endmacro %}{% call m(x) %}{{ x }}{% endcall %}',
        x=value,
    ) == (f'<p title="{seen}">{seen}</p>')


def test_a_macro_that_is_not_there_is_an_error(show):
    with pytest.raises(Exception, match="knap"):
        show('{{ ui.knap("Gem") }}')


def test_what_somebody_wrote_is_no_markup_even_where_a_text_of_ours_is_looked_for(show):
    """Else an answer that is shown beside our own options would be part of the page, and a per cent sign in it an error."""
    assert show("{{ _(said) }}", said="<b>100 % ulækkert</b>") == "&lt;b&gt;100 % ulækkert&lt;/b&gt;"
    assert show('{{ _("%(name)s er her", name=said) }}', said="<b>") == "&lt;b&gt; er her"
    assert show('{{ ngettext("%(num)d <", "%(num)d >", 2) }}') == "2 &gt;"
    late = lazy_gettext("%(name)s", name="<b>")
    assert show('{{ late }} {{ _("%(who)s er her", who=late) }}', late=late) == "&lt;b&gt; &lt;b&gt; er her"


def test_a_name_of_ours_that_a_template_has_taken_is_the_templates(show):
    takes = '{% macro m(url_for) %}<a href="{{ url_for("<x>", **{"z": 1}) }}">{{ url_for("<x>", z=2) }}</a>{% endmacro %}{{ m(say) }}'
    assert show(takes, say=lambda way, z: f"{way}{z}") == '<a href="&lt;x&gt;1">&lt;x&gt;2</a>'
    assert show("{% set _ = say %}{{ _('<b>') }}", say=str) == "&lt;b&gt;"
    assert show('{{ url_for("account.login", del=1) }} {{ _("Ja") }}', say=str).endswith("?del=1 Ja")
