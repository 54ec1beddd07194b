"""The page linter finds what it is there for: one good page, and one fault at a time put into it."""

import pytest

from tests.pages import lint

GOOD = """<!doctype html>
<html lang="da"><head><meta charset="utf-8"><title>Uge 47 · God Start</title></head><body>
<a class="skip" href="#main">Gå til indholdet</a>
<main id="main"><h1>Uge 47</h1>
<h2 id="valg">Vælg</h2>
<form action="/book" method="post" hx-post="/book" hx-target="#main"><input type="hidden" name="csrf_token" value="x">
<fieldset><legend>Tid</legend><label><input type="radio" name="tid" value="1"> kl. 9.00</label></fieldset>
<label for="navn">Navn</label><input id="navn" name="navn" aria-describedby="valg">
<button class="button button-primary" type="submit"><svg aria-hidden="true"><use href="/static/icons.svg#plus"></use></svg>Book</button>
</form>
<a href="/uge/48" hx-get="/uge/48" hx-target="#main">Uge 48</a>
<table><caption>Tider</caption><tbody><tr><th scope="row">Troldebo</th><td>5</td></tr></tbody></table>
<img src="/static/mark.svg" alt="God Start">
</main></body></html>"""

FAULTS = {
    "lang": ('<html lang="da">', "<html>"),
    "title": ("Uge 47 · God Start</title>", " · God Start</title>"),
    "second h1": ("<h2 id", "<h1>To</h1><h2 id"),
    "heading left out": ('<h2 id="valg">Vælg</h2>', '<h3 id="valg">Vælg</h3>'),
    "main missing": ('<main id="main">', '<div id="main">'),
    "id twice": ('id="valg"', 'id="main"'),
    "link to nowhere": ('href="#main">', 'href="#indhold">'),
    "description of nothing": ('aria-describedby="valg"', 'aria-describedby="hint"'),
    "control without label": ('<label for="navn">Navn</label>', ""),
    "label for nothing": ('for="navn"', 'for="naven"'),
    "radios without a question": ("<legend>Tid</legend>", ""),
    "two filled buttons": ('<a href="/uge/48"', '<a class="button button-primary" href="/uge/48"'),
    "empty link": (">Uge 48</a>", "></a>"),
    "link without address": ('href="/uge/48" ', 'href="" '),
    "picture without alt": (' alt="God Start"', ""),
    "icon that is not there": ("icons.svg#plus", "icons.svg#plusx"),
    "drawing neither hidden nor named": ('<svg aria-hidden="true">', "<svg>"),
    "inline style": ("<h2 ", '<h2 style="color:red" '),
    "style element": ("</head>", "<style>p{}</style></head>"),
    "inline script": ("</head>", "<script>1</script></head>"),
    "event attribute": ("<h2 ", '<h2 onclick="x()" '),
    "hx-on": ("<h2 ", '<h2 hx-on:click="x()" '),
    "script address": ('href="/uge/48" ', 'href="javascript:x()" '),
    "picture from elsewhere": ('src="/static', 'src="https://example.org/static'),
    "trigger filter": ('hx-post="/book"', 'hx-post="/book" hx-trigger="submit[x]"'),
    "hx-post beside the form's action": ('hx-post="/book"', 'hx-post="/flyt"'),
    "hx-get beside the link's address": ('hx-get="/uge/48"', 'hx-get="/uge/49"'),
    "form without token": ('<input type="hidden" name="csrf_token" value="x">', ""),
    "list with something else in it": ("<table>", "<ul><p>x</p></ul><table>"),
    "table without caption": ("<caption>Tider</caption>", ""),
    "heading cell without scope": (' scope="row"', ""),
    "wrong markup": ("</main>", "</section></main>"),
    "attribute twice": ('name="navn"', 'name="navn" name="navn"'),
}


def test_a_good_page_has_no_faults():
    assert lint(GOOD) == []


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_found(fault):
    before, after = FAULTS[fault]
    assert GOOD.count(before) >= 1
    assert lint(GOOD.replace(before, after, 1)) != []


def test_a_fragment_is_not_a_page_but_owes_the_rest():
    assert lint("<tr><td>5</td></tr>", fragment=True) == []
    assert lint('<tr><td><a href="/x"></a></td></tr>', fragment=True) == ["empty a to '/x'"]
