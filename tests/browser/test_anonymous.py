"""A parent on a phone, without JavaScript: from the first word to the last, and what a screen reader says of the code."""

import re

from playwright.sync_api import expect

from tests.browser.tabs import PHONE, Tab, read

TEXT = "Min søn græder hver nat."


def code_on(tab: Tab) -> str:
    return "".join(read(tab.page.locator(".receipt-code span")))


def press(tab: Tab, name: str) -> None:
    tab.page.get_by_role("button", name=name).click()


def test_everything_can_be_done_without_a_script(open_tab):
    tab: Tab = open_tab(width=PHONE, script=False)
    tab.forgive("Clear-Site-Data")
    page = tab.page
    tab.open("/anonym/")
    expect(page.locator("script")).to_have_count(0)
    page.get_by_label("Hvad vil du gerne have hjælp til?").fill(TEXT)
    page.get_by_text("Fortæl lidt mere").click()
    page.get_by_label("Hvor gammelt er barnet?").select_option("2")
    press(tab, "Send, og få din kode")
    code = code_on(tab)
    assert re.fullmatch("[0-9A-HJKMNP-TV-Z]{17}", code)
    page.get_by_label("Skriv den sidste gruppe af koden").fill("QQQQQ")
    press(tab, "Jeg har gemt koden")
    expect(page.locator(":focus")).to_contain_text("Ret én ting")
    assert code_on(tab) == code
    page.get_by_label("Skriv den sidste gruppe af koden").fill(code[-5:])
    press(tab, "Jeg har gemt koden")
    expect(page.get_by_text(TEXT)).to_be_visible()
    page.get_by_label("Din besked").fill("Nu sover han.")
    press(tab, "Send")
    expect(page.get_by_role("status")).to_have_text("Sendt. Vi svarer her på siden.")
    page.get_by_role("link", name="Se de ledige tider").click()
    page.get_by_role("radio").first.check()
    press(tab, "Tag tiden")
    [words] = read(page.locator(".words"))
    page.get_by_role("link", name="Flyt tiden").click()
    page.get_by_role("radio").nth(1).check()
    press(tab, "Tag tiden")
    expect(page.locator(".words")).to_have_text(words)
    press(tab, "Aflys tiden")
    page.get_by_role("link", name="Forlad siden").click()
    expect(page).to_have_url(re.compile("/arrangementer/$"))
    assert tab.open("/anonym/sag").url.endswith("/anonym/kode")
    page.get_by_label("Din kode").fill(" ".join(code.lower()))
    press(tab, "Åbn")
    expect(page.get_by_text("Nu sover han.")).to_be_visible()
    page.get_by_role("link", name="Slet alt nu").click()
    press(tab, "Slet det hele")
    expect(page.get_by_role("heading", level=1)).to_have_text("Det er slettet")


def test_the_code_is_read_aloud_sign_by_sign_and_copied_as_it_stands(open_tab):
    tab: Tab = open_tab(width=PHONE, script=False)
    tab.open("/anonym/")
    tab.page.get_by_label("Hvad vil du gerne have hjælp til?").fill(TEXT)
    press(tab, "Send, og få din kode")
    code, heard = code_on(tab), tab.page.locator("main").aria_snapshot()
    groups = [code[:4], code[4:8], code[8:12], code[12:]]
    said = [f"listitem: {' '.join(group)}" for group in groups]
    told = [line.strip("- ").replace('"', "") for line in heard.splitlines() if "listitem" in line][:4]
    assert told == said
    tab.page.locator("#koden").select_text()
    picked = tab.asks("getSelection().toString()")
    assert " ".join(groups) in " ".join(picked.split())
    assert " ".join(groups[0]) not in picked
