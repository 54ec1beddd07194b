"""A draft of an underretning is nowhere once its page is closed: not at the server, whatever went wrong, and not in the browser's own files."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, sync_playwright
from sqlalchemy import text

from tests.pages import lint
from tests.promises import parents
from tests.promises.traces import traces
from tests.scenes.team import PASSWORD

SEEN = "Kanariefuglen på Åløse Torv har blå mærker"
WHY = "Blåmejsen siger, at ræven bor hjemme"
AGAIN = "Gærdesmutten så det også i går"
FORM = {"urgency": "nu", "talked": "nej", "about": "Rødhals Ærø", "seen": SEEN, "why": WHY}
WORDS = (SEEN, WHY, AGAIN, "Kanariefuglen", "Rødhals Ærø")


@pytest.fixture(scope="module")
def way(house):
    return f"{house.team.way}underretning/"


@pytest.fixture
def writer(house, way):
    """Somebody who has signed in and has the page before them."""
    found = house.person()
    parents.sign_in(found, house.team)
    assert found.get(way).status == 200
    return found


def nowhere(house):
    assert traces(house.left_behind(), *WORDS) == []
    assert traces(house.left_behind(), house.team.login) != []  # the search looks in the right place


def test_it_stands_in_the_answer_and_nowhere_else(house, way, writer):
    answer = writer.send(way, **FORM)
    assert answer.status == 200
    assert all(one in answer.text for one in (SEEN, WHY, "Rødhals Ærø", "ring nu"))
    assert (answer.of("cache-control"), answer.of("location")) == ("no-store", "")
    assert lint(answer.text) == []
    nowhere(house)


def test_what_is_missing_is_asked_for_and_what_was_typed_stays(house, way, writer):
    answer = writer.send(way, **FORM | {"urgency": ""})
    assert answer.status == 422
    assert SEEN in answer.text
    assert lint(answer.text) == []
    nowhere(house)


@pytest.mark.parametrize("refused", ["signed out", "idle", "another token", "another site"])
def test_whoever_is_refused_has_the_text_in_the_answer(house, way, writer, refused):
    before = writer.form(way)
    with house.disk.begin() as disk:
        if refused == "signed out":
            disk.execute(text("DELETE FROM staff_session"))
        if refused == "idle":
            disk.execute(text("UPDATE staff_session SET seen_at = '2020-01-01 00:00:00'"))
    token = {"csrf_token": "x"} if refused == "another token" else {}
    head = {"Sec-Fetch-Site": "cross-site"} if refused == "another site" else {}
    answer = writer.ask("POST", way, before | FORM | token, head)
    assert answer.status == (400 if refused == "another token" else 403)
    assert (SEEN in answer.text) is (refused != "another site")
    assert lint(answer.text) == []
    assert answer.of("cache-control") == "no-store"
    if refused != "another site":
        tab = house.person(cookies=writer.cookies)  # a new tab of the same browser
        if answer.status == 403:
            parents.sign_in(tab, house.team)
        writer.page = answer
        again = writer.send(way)
        assert again.status == 200
        assert SEEN in again.text
    nowhere(house)


@pytest.mark.browser
@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_no_file_of_the_browser_has_a_word_of_it(house, way, script):
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch_persistent_context(
            f"{folder}/p",
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox", "--disable-gpu"],
            java_script_enabled=script,
            locale="da-DK",
            env=os.environ | {"TMPDIR": folder},  # its socket wants a short name
        )
        written(browser, house, way, script=script)
        browser.close()
        assert traces([Path(folder)], *WORDS) == []
        assert traces([Path(folder)], "/underretning/") != []  # it was this browser, and its history is there
    nowhere(house)


def written(browser: BrowserContext, house, way: str, *, script: bool) -> None:
    """Typed, looked at, changed and looked at again; with scripts also left and come back to."""
    page = browser.pages[0]
    page.goto(f"{house.server.address}/login")
    page.get_by_label("Brugernavn").fill(house.team.login)
    page.get_by_label("Adgangskode").fill(PASSWORD)
    page.get_by_role("button", name="Log ind", exact=True).click()
    page.goto(house.server.address + way)
    page.get_by_label("Nej, men det skal sendes").check()
    page.get_by_label("Ja, forældrene ved det").check()
    page.get_by_label("Hvilket barn?").fill("Rødhals Ærø")
    for seen in (SEEN, f"{SEEN}. {AGAIN}"):
        page.get_by_label("Det, jeg har set og hørt").fill(seen)
        paper = looked_at(page)
        assert paper.locator("article").get_by_text(seen, exact=True).is_visible()
        assert browser.storage_state()["origins"] == []
        if script:
            paper.goto(f"{house.server.address}/rammer")
            paper.go_back()
            assert SEEN not in paper.content()
            assert paper.get_by_label("Det, jeg har set og hørt").input_value() == ""
        paper.close()
    page.goto(f"{house.server.address}/rammer")
    page.go_back()
    assert page.get_by_label("Det, jeg har set og hørt").input_value() == ""


def looked_at(page: Page) -> Page:
    with page.expect_popup() as opened:
        page.get_by_role("button", name="Se det som et ark").click()
    opened.value.wait_for_load_state()
    return opened.value
