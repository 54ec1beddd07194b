"""A shared screen that nobody touches is covered, and what was typed on it is there afterwards."""

from datetime import timedelta

from playwright.sync_api import expect

from domain.base import now
from tests.browser.tabs import Tab, blank

IDLE = timedelta(minutes=15)


def test_an_idle_screen_covers_itself_and_keeps_what_was_typed(chromium, demo, at):
    tab = Tab(blank(chromium), demo.address)  # of its own: its clock cannot be set right again
    tab.context.add_cookies([demo.cookie(staff="leder")])
    tab.page.clock.install()
    tab.open("/konto")
    tab.page.get_by_label("Mobil").fill("20 30 40 50")
    cover = tab.page.get_by_role("dialog", name="Skærmen er låst")
    tab.page.clock.fast_forward(IDLE.total_seconds() * 1000 - 5000)
    expect(cover).to_be_hidden()
    at(now() + IDLE)
    tab.page.clock.fast_forward(10_000)
    expect(cover).to_be_visible()
    tab.accessible()
    tab.page.keyboard.press("Escape")
    expect(cover).to_be_visible()
    cover.get_by_label("Adgangskode").fill("forkert")
    tab.page.keyboard.press("Enter")
    expect(cover.get_by_role("alert")).to_contain_text("passer ikke")
    cover.get_by_label("Adgangskode").fill("god-start")
    cover.get_by_role("button", name="Lås op").click()
    expect(cover).to_be_hidden()
    tab.page.get_by_role("button", name="Gem nummer").click()
    expect(tab.page.get_by_label("Mobil")).to_have_value("+4520304050")
    tab.close()
