"""Takes the README's pictures anew from a demo that is running: `make run`, then `.venv/bin/python docs/screenshots.py`."""

import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

HERE = Path(__file__).parent
ADDRESS = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000"
PASSWORD = "god-start"  # noqa: S105 -- the demo's own
DESK, PHONE = {"width": 1280, "height": 860}, {"width": 390, "height": 844}


def staff(browser: Browser, login: str) -> Page:
    page = browser.new_context(viewport=DESK, locale="da-DK", timezone_id="Europe/Copenhagen").new_page()
    page.goto(f"{ADDRESS}/login")
    page.fill("[name=login]", login)
    page.fill("[name=password]", PASSWORD)
    page.locator("form:has([name=password]) [type=submit]").first.click()
    return page


def take(page: Page, name: str, address: str = "") -> None:
    if address:
        page.goto(f"{ADDRESS}{address}")
    page.wait_for_load_state("networkidle")
    page.screenshot(path=HERE / f"{name}.png")


def parent(browser: Browser, reader: Page) -> Page:
    """A parent on a phone who has a time to choose, by an invitation of the demo's post and the birthday that stands in it."""
    page = browser.new_context(
        viewport=PHONE, locale="da-DK", timezone_id="Europe/Copenhagen", has_touch=True
    ).new_page()
    for link, day, month in invitations(reader):
        page.goto(f"{link}?sprog=da")
        page.locator("[name=day]").fill(day)
        page.locator("[name=month]").select_option(month)
        page.locator("main [type=submit]").first.click()
        if page.locator("main a[href*='/tid']").count():
            return page
    raise SystemExit("no invitation in the demo's post leads to a family without a time")


def invitations(reader: Page) -> Iterator[tuple[str, str, str]]:
    """(a start's link, day, month) of each mail on the first pages of the demo's post."""
    for side in range(1, 4):
        reader.goto(f"{ADDRESS}/demo/post/?side={side}")
        mails = [one.get_attribute("href") for one in reader.locator("main a[href*='/demo/post/2']").all()]
        for mail in mails:
            reader.goto(f"{ADDRESS}{mail}")
            text = reader.locator("main").inner_text()
            link = re.search(rf"{re.escape(ADDRESS)}/book/[0-9a-f]{{32}}\b(?!/)", text)
            born = re.search(r"Barnets fødselsdag\s+(\d+)\.(\d+)\.", text)
            if link and born:
                yield link[0], born[1], born[2]


def main() -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        take(browser.new_context(viewport=DESK, locale="da-DK").new_page(), "front", "/")
        leader = staff(browser, "leder")
        take(leader, "min-dag", "/dagtilbud/troldebo/")
        take(staff(browser, "sundhedsplejerske"), "uge", "/sundhedspleje/skovlunde/frontdesk/")
        leader.goto(f"{ADDRESS}/dagtilbud/troldebo/starter/?tilstand=booket")
        leader.locator("tbody th a").first.click()
        leader.get_by_role("link", name=re.compile("forløb")).first.click()
        take(leader, "forloeb")
        family = parent(browser, leader)
        start = family.url.split("?")[0]
        family.goto(f"{start}/samtykke")
        take(family, "samtykke")
        family.goto(f"{start}/tid")
        take(family, "tid")
        browser.close()


if __name__ == "__main__":
    main()
