"""Every template as a browser shows it: nothing that axe finds, that the linter finds, that the console says, or that is wider than the screen."""

from pathlib import Path

import pytest

from tests.browser.tabs import DESK, PHONE, Tab
from tests.browser.visits import VISITS
from tests.browser.visits.known import known
from tests.browser.visits.visit import Visit

TEMPLATES = Path(__file__).parents[2] / "templates"
SEEN_WITH_OTHERS = ("base.html", "ui/", "partials/", "messages/")
OTHERWISE = {
    "errors/fragment.html": "test_htmx.py",
    "book/course/over.html": "../web/actors/test_courses.py",
    "book/start/conference.html": "../web/conferences/test_meeting.py",
    "conferences/meeting/begin.html": "../web/conferences/test_meeting.py",
    "conferences/after/paper.html": "../web/conferences/test_referat.py",
    "counselling/kept.html": "test_counselling.py",
    "underretning/paper.html": "../promises/test_never_kept.py",
    "underretning/kept.html": "../promises/test_never_kept.py",
}


def test_every_template_is_visited():
    names = {path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html")}
    owed = {name for name in names if not name.startswith(SEEN_WITH_OTHERS)} - set(OTHERWISE)
    visited = {name for visit in VISITS for name in visit.shows}
    assert not owed - visited, "add a Visit in tests/browser/visits, by its capability"
    assert not visited - owed, "no such template any longer"


@pytest.mark.parametrize("visit", VISITS, ids=lambda visit: f"{visit.shows[0]}-{visit.of or visit.staff}")
def test_a_template_in_a_browser(visit: Visit, demo, open_tab):
    ids = known(demo)
    link = demo.link(ids[visit.of]) if visit.of else ""
    tab: Tab = open_tab(staff=visit.staff, link=link if visit.confirmed else "")
    if visit.before:
        visit.before(demo)
    demo.seen.clear()
    opened = tab.open(visit.address.format(link=link, **ids), visit.status)
    if visit.after:
        visit.after(demo, tab)
    else:
        tab.valid(opened.text())
    tab.whole()
    assert set(visit.shows) <= demo.seen
    tab.fits()
    tab.resize(DESK)
    tab.accessible()
    if visit.main:
        tab.resize(PHONE)
        tab.page.emulate_media(color_scheme="dark")
        tab.accessible()
