"""Open times, types and moves in a browser: by keyboard alone, by the list and the week, and with a mouse where there is one."""

import re

from playwright.sync_api import expect

from tests.browser.acts import told
from tests.browser.test_keyboard import heading, press, reach, seen
from tests.browser.visits.known import known
from tests.browser.visits.visit import HOUSE, OFFICE

WEEK = f"{HOUSE}/frontdesk/aabninger/uge"


def test_open_times_by_keyboard_alone_in_the_week_and_its_copy(open_tab):
    tab = open_tab(staff="leder")
    page = tab.page
    tab.open(WEEK)
    first = page.locator("[data-cell] a").first
    reach(tab, first)
    for key in ("ArrowRight", "ArrowDown", "ArrowDown", "ArrowUp", "ArrowLeft"):
        page.keyboard.press(key)
        seen(tab)
    open_ = page.get_by_role("link", name=re.compile("^kl. 8.30")).first
    open_.focus()
    page.keyboard.press("Enter")
    heading(tab, "Åben tid, kun denne dag")
    reach(tab, page.get_by_label("Til kl."))
    page.get_by_label("Til kl.").fill("10:45")
    press(tab, page.get_by_role("button", name="Gem timerne den dag"))
    told(tab, "Tiden er ændret den dag.")
    tab.open(WEEK)
    expect(page.get_by_text("kl. 8.30–10.45")).to_be_visible()
    press(tab, page.get_by_role("link", name="Kopiér ugen"))
    heading(tab, "Kopiér åbne tider")
    press(tab, page.get_by_role("button", name="Kopiér"))
    told(tab, "åben")


def test_the_administrator_changes_a_type_and_is_told_what_cannot_be(open_tab, demo):
    office = open_tab(staff="administrator")
    page = office.page
    office.open(f"{OFFICE}/adgang/aftaletyper")
    press(office, page.get_by_role("link", name="Start-samtale"))
    heading(office, "Start-samtale")
    page.get_by_role("textbox", name="Navn").fill("Hjemmebesøg")
    page.get_by_role("button", name="Gem").click()
    alert = page.get_by_role("alert").filter(has_text="Ret én ting")
    expect(alert).to_contain_text("Der er allerede en aftaletype med det navn.")
    expect(alert).to_be_focused()
    page.get_by_role("textbox", name="Navn").fill("Start-samtale")
    page.get_by_label("Minutter", exact=True).fill("45")
    page.get_by_label("Dansk").first.fill("Tag barnets bog med.")
    page.get_by_role("button", name="Gem").click()
    told(office, "Gemt.")
    parent = open_tab(link=demo.link(known(demo)["waiting"]))
    parent.open(f"/book/{demo.link(known(demo)['waiting'])}/tid")
    expect(parent.page.get_by_text("Tag barnets bog med.")).to_be_visible()


def test_an_appointment_is_dragged_or_moved_by_keyboard_over_a_page_that_asks(open_tab, demo):
    tab = open_tab(staff="leder", width=1280)
    page, day = tab.page, known(demo)["day"]
    tab.open(f"{HOUSE}/frontdesk/?uge={day}")
    held = page.locator("[data-move]").first
    who = held.locator("xpath=ancestor::*[@data-cell]").get_attribute("data-cell")
    place = page.locator(f'[data-cell="{who}"]').last
    held.drag_to(place, target_position={"x": 60, "y": 20})
    heading(tab, "Flyt aftalen")
    expect(page.get_by_role("heading", name="Ny tid")).to_be_visible()
    tab.open(f"{HOUSE}/frontdesk/?uge={day}")
    press(tab, page.get_by_role("link", name=re.compile("^Flyt ")).first)
    heading(tab, "Flyt aftalen")
    press(tab, page.get_by_role("button", name="Se, om tiden passer"))
    expect(page.get_by_role("heading", name="Ny tid")).to_be_visible()
    press(tab, page.get_by_role("button", name=re.compile("Flyt (til tiden|alligevel)")))
    told(tab, "Alle har fået besked.")
