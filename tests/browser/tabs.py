"""A tab in a browser that keeps what a person would not notice: what the console said, and what was asked of others."""

from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Error, Locator, Page, Request, Response, expect

from tests.pages import lint

NARROW, PHONE, TABLET, DESK = 320, 360, 768, 1280
HEIGHTS = {NARROW: 640, PHONE: 740, TABLET: 1000, DESK: 860}
AXE, HOW = Axe(), {"resultTypes": ["violations"], "preload": False}
"""No preload: axe would ask for the style sheets once more, at addresses of its own making."""
QUIET = "/static/mark.svg"
"""Where nothing moves. The same address as the pages', as Chromium starts a process anew for each change (measured: a sixth)."""
REFUSED = "Failed to load resource: the server responded with a status of"


class Tab:
    """`page` is Playwright's; `said` what the console said, `elsewhere` what was asked of another origin."""

    def __init__(self, page: Page, address: str, *, width: int = DESK, script: bool = True) -> None:
        self.page, self.context, self.address, self.script = page, page.context, address, script
        self.said: list[str] = []
        self.elsewhere: list[str] = []
        self.forgiven = (REFUSED,)
        self.hears = {"console": self._console, "pageerror": self._error, "request": self._request}
        for event, hear in self.hears.items():
            page.on(event, hear)
        self.resize(width)

    def _console(self, message: ConsoleMessage) -> None:
        self.said.append(f"{message.type}: {message.text}")

    def _error(self, error: Error) -> None:
        self.said.append(f"error: {error}")

    def _request(self, request: Request) -> None:
        if urlsplit(request.url).scheme in {"http", "https"} and not request.url.startswith(self.address + "/"):
            self.elsewhere.append(request.url)

    def open(self, path: str, status: int = 200) -> Response:
        response = self.page.goto(self.address + path)
        assert response is not None
        assert response.status == status, f"{path}: {response.status}"
        return response

    def resize(self, width: int) -> None:
        self.page.set_viewport_size({"width": width, "height": HEIGHTS[width]})

    def forgive(self, *texts: str) -> None:
        """The test has made the browser say this, and that is as it should be."""
        self.forgiven += texts

    def close(self) -> None:
        """A tab ends with nothing said and nothing asked of others; its browser knows nobody any more, but keeps its cache."""
        self.context.set_offline(False)
        self.context.clear_cookies()
        self.page.goto(self.address + QUIET)
        self.page.emulate_media(color_scheme="light", media="screen")
        for event, hear in self.hears.items():
            self.page.remove_listener(event, hear)
        said = [one for one in self.said if not any(text in one for text in self.forgiven)]
        assert not said, said
        assert not self.elsewhere, self.elsewhere

    def whole(self) -> None:
        """After a press a new page has begun, and may be no more than that: what is asked of it at once is asked of a half."""
        self.page.wait_for_load_state()

    def asks(self, script: str) -> Any:
        """What the script finds on the page, once it is whole."""
        self.whole()
        return self.page.evaluate(script)

    def fits(self) -> None:
        """Nothing is wider than the screen, whichever it is."""
        for width in HEIGHTS:
            self.resize(width)
            over = self.asks(WIDER)
            assert not over, f"{self.page.url} at {width} px: {over}"

    def accessible(self) -> None:
        self.whole()
        found = AXE.run(self.page, options=HOW).response["violations"]
        told = [f"{one['id']}: {node['html'][:200]} {node['failureSummary']}" for one in found for node in one["nodes"]]
        assert not told, f"{self.page.url}\n" + "\n".join(told)

    def valid(self, html: str) -> None:
        faults = lint(html)
        assert not faults, "\n".join(faults)


def each(places: Locator) -> list[Locator]:
    """All of them, which may be none, once the page that holds them is whole."""
    places.page.wait_for_load_state()
    return places.all()


def read(places: Locator) -> list[str]:
    """What stands in all of them, at least one: Playwright's own question does not wait for the page to be whole."""
    expect(places).not_to_have_count(0)
    places.page.wait_for_load_state()
    return places.all_inner_texts()


WIDER = """() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return [];
  return [...document.querySelectorAll("body *")].filter(one => one.getBoundingClientRect().right > room + 1)
    .map(one => one.outerHTML.slice(0, 120)).slice(0, 5);
}"""


def blank(chromium: Browser, *, script: bool = True) -> Page:
    """A page in a browser of its own, as a Danish reader has it."""
    context = chromium.new_context(
        java_script_enabled=script, locale="da-DK", timezone_id="Europe/Copenhagen", reduced_motion="reduce"
    )
    context.set_default_timeout(15_000)
    return context.new_page()
