"""What a browser remembers of somebody who wrote without a name and left: nothing that a page can keep, and no way back to the text."""

import re

from playwright.sync_api import expect

from tests.browser.tabs import PHONE, read

WROTE = "Vores søn på fire vil ikke sove på Åløse Torv"


def remembers(tab):
    """Cookies that outlive the browser, and everything that pages can store."""
    lasting = [one["name"] for one in tab.context.cookies() if one["expires"] != -1]
    return lasting, tab.context.storage_state()["origins"]


def test_after_the_exit_neither_back_nor_any_storage_shows_a_word(open_tab):
    tab = open_tab(width=PHONE, script=False)
    tab.forgive("Clear-Site-Data")
    page = tab.page
    tab.open("/anonym/")
    page.get_by_label("Hvad vil du gerne have hjælp til?").fill(WROTE)
    page.get_by_role("button", name="Send, og få din kode").click()
    expect(page.get_by_label("Skriv den sidste gruppe")).to_be_visible()
    code = read(page.locator(".receipt-code span"))
    assert not any(group in page.url + tab.asks("document.title") for group in code)
    page.get_by_label("Skriv den sidste gruppe").fill(code[-1])
    page.get_by_role("button", name="Jeg har gemt koden").click()
    expect(page.get_by_text(WROTE)).to_be_visible()
    assert remembers(tab) == ([], [])
    before = {one["value"] for one in tab.context.cookies()}
    page.get_by_role("link", name="Forlad siden").click()
    expect(page).to_have_url(re.compile(r"/arrangementer/$"))
    assert tab.asks("document.referrer") == ""
    assert not before & {one["value"] for one in tab.context.cookies()}
    page.go_back()
    assert WROTE not in page.content()
    assert code[0] not in page.content()
    assert remembers(tab) == ([], [])
