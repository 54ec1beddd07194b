"""What browser tests ask for: a browser, started once per worker; the demo municipality; and tabs that notice what goes wrong."""

import shutil
from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from blueprints import flooding
from domain import base
from tests.browser.demo_server import WEDNESDAY, Municipality
from tests.browser.tabs import DESK, Tab, blank


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser/" in item.nodeid:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's own when it is there, Playwright's otherwise."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def loaded(tmp_path_factory) -> Iterator[Municipality]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(base, "clock", lambda: WEDNESDAY)
        made = Municipality(tmp_path_factory.mktemp("demo"))
    with made.serving():
        yield made


@pytest.fixture
def demo(loaded: Municipality, at: Callable[[datetime], None]) -> Municipality:
    """As loaded, on its own Wednesday."""
    at(WEDNESDAY)
    flooding.memory.cache_clear()  # no test is counted for the one before it
    loaded.reset()
    return loaded


@pytest.fixture(scope="session")
def spare() -> list[Page]:
    """Browsers that nobody uses just now: their cache makes the next test quicker."""
    return []


@pytest.fixture
def open_tab(chromium: Browser, demo: Municipality, spare: list[Page]) -> Iterator[Callable[..., Tab]]:
    """`open_tab(staff="leder", width=360)`: a browser of somebody's own, at the demo's address."""
    opened: list[Tab] = []

    def open_(*, staff: str = "", link: str = "", width: int = DESK, script: bool = True) -> Tab:
        page = spare.pop() if spare and script else blank(chromium, script=script)
        found = Tab(page, demo.address, width=width, script=script)
        if staff or link:
            found.context.add_cookies([demo.cookie(staff=staff, link=link)])
        opened.append(found)
        return found

    yield open_
    for one in opened:
        one.close()
        if one.script:
            spare.append(one.page)
        else:
            one.context.close()
