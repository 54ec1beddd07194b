"""Takes the README's pictures anew from a demo that is running: `make run`, then `.venv/bin/python docs/screenshots.py`."""

import re
import shutil
import sys
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


def parent(browser: Browser, leader: Page) -> Page:
    """A parent on a phone, by the link in an invitation of the demo's post, past the second check."""
    leader.goto(f"{ADDRESS}/dagtilbud/troldebo/starter/?tilstand=over-tid")
    leader.locator("tbody th a").first.click()
    name = leader.locator("h1").inner_text().split(",")[0]
    leader.get_by_role("link", name=re.compile("forløb")).first.click()
    born = re.search(r"Født (\d+)\.(\d+)\.", leader.locator("main").inner_text())
    assert born, f"no birth date on the page of {name}"
    page = browser.new_context(
        viewport=PHONE, locale="da-DK", timezone_id="Europe/Copenhagen", has_touch=True
    ).new_page()
    for link in invitations(leader):
        page.goto(link)
        page.locator("[name=day]").fill(born[1])
        page.locator("[name=month]").select_option(born[2])
        page.locator("main [type=submit]").first.click()
        if name in page.locator("main").inner_text():
            return page
    raise SystemExit("no invitation in the demo's post leads to a family without a time")


def invitations(leader: Page) -> list[str]:
    """Every parents' link in the demo's post, the newest first."""
    mails: list[str] = []
    for side in range(1, 10):
        leader.goto(f"{ADDRESS}/demo/post/?side={side}")
        shown = [link.get_attribute("href") or "" for link in leader.locator("main a[href*='/demo/post/2']").all()]
        mails += [mail for mail in shown if mail not in mails]
    found = []
    for mail in mails:
        leader.goto(f"{ADDRESS}{mail}")
        found += re.findall(rf"{re.escape(ADDRESS)}/book/[0-9a-f]{{32}}", leader.content())
    return list(dict.fromkeys(found))


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
