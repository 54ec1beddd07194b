"""What htmx makes quick works as a page works: the address, Back, focus, a message for what went wrong, and for no network."""

import re

from playwright.sync_api import expect
from sqlalchemy import delete

from blueprints.frontdesk import week as week_view
from domain.access.staff import StaffSession
from domain.store import Busy
from tests.browser.tabs import PHONE
from tests.browser.visits.forvaltning import hand_in, look_at_lists
from tests.browser.visits.known import known
from tests.browser.visits.visit import HOUSE, OFFICE

WEEK = f"{HOUSE}/frontdesk/"


def heading(tab, text: str) -> None:
    expect(tab.page.get_by_role("heading", level=1)).to_have_text(text)


def test_paging_the_week_swaps_it_keeps_focus_and_goes_back(open_tab):
    tab = open_tab(staff="leder")
    tab.open(WEEK)
    asked = []
    tab.page.on("request", lambda request: asked.append(request.resource_type))
    tab.page.get_by_role("link", name="Uge 48").press("Enter")
    tab.page.wait_for_url("**/frontdesk/?uge=2026-11-23")
    tab.page.get_by_role("heading", name="Uge 48", level=1).wait_for()
    assert asked.count("fetch") == 1
    assert "document" not in asked
    expect(tab.page).to_have_title(re.compile("^Frontdesk, uge 48"))
    expect(tab.page.locator(":focus")).to_have_text("Uge 49")
    tab.accessible()
    tab.page.go_back()
    tab.page.get_by_role("heading", name="Uge 47", level=1).wait_for()
    expect(tab.page).to_have_title(re.compile("^Frontdesk, uge 47"))
    tab.page.go_forward()
    tab.page.get_by_role("heading", name="Uge 48", level=1).wait_for()
    tab.page.reload()
    heading(tab, "Uge 48")


def test_paging_the_times_keeps_focus_even_at_the_end_of_the_road(open_tab, demo):
    tab = open_tab(staff="leder")
    tab.open(f"{HOUSE}/starter/{known(demo)['waiting']}/tid")
    back = tab.page.get_by_label("Uge", exact=True).get_by_role("link").first
    for _ in range(6):
        if back.get_attribute("aria-disabled"):
            break
        back.focus()
        with tab.page.expect_response("**/tid?uge=*"):
            back.press("Enter")
        expect(tab.page.locator(".htmx-request")).to_have_count(0)
    assert back.get_attribute("aria-disabled") == "true"
    expect(tab.page.locator(":focus")).to_have_text("Forrige")
    tab.accessible()


def test_searching_for_a_child_while_one_types(open_tab):
    tab = open_tab(staff="leder")
    tab.open(f"{HOUSE}/boern/")
    box = tab.page.get_by_label("Barnets navn")
    box.press_sequentially("majken")
    tab.page.wait_for_url("**/boern/?q=majken")
    table = tab.page.get_by_role("table", name="1 børn").or_(tab.page.get_by_role("table", name="Ét barn"))
    table.wait_for()
    expect(table.get_by_role("link")).to_have_text(["Majken Clausen"])
    expect(box).to_be_focused()
    box.fill("xyzæ")
    tab.page.get_by_text("Ingen børn fundet").wait_for()
    tab.page.go_back()
    table.wait_for()


def test_the_import_says_how_far_it_has_come_until_the_worker_is_done(open_tab, demo):
    tab = open_tab(staff="administrator")
    tab.open(f"{OFFICE}/import/")
    hand_in(demo, tab)
    tab.page.get_by_role("heading", name="Listen gennemses").wait_for()
    with tab.page.expect_response(lambda response: response.request.resource_type == "fetch"):
        pass
    expect(tab.page.get_by_role("progressbar")).to_have_count(1)
    look_at_lists(demo)
    tab.page.get_by_role("button", name="Læs ind").wait_for()


def test_without_a_network_the_form_is_kept_and_the_page_says_so(open_tab, demo):
    tab = open_tab(link=demo.link(known(demo)["invited"]), width=PHONE)
    tab.open(f"/book/{demo.link(known(demo)['invited'])}/skema/vaner")
    tab.page.get_by_role("textbox").first.fill("Hun sover bedst ude.")
    tab.context.set_offline(True)
    tab.page.get_by_role("button", name="Gem og gå videre").click()
    alert = tab.page.get_by_role("alert").filter(has_text="ikke forbindelse")
    alert.wait_for()
    expect(alert).to_be_focused()
    tab.accessible()
    tab.context.set_offline(False)
    tab.page.get_by_role("button", name="Gem og gå videre").click()
    tab.page.wait_for_url("**/skema/udvikling")
    tab.page.get_by_text("Gemt: ").wait_for()


def test_without_a_network_paging_says_so(open_tab):
    tab = open_tab(staff="leder")
    tab.open(WEEK)
    tab.context.set_offline(True)
    tab.page.get_by_role("link", name="Uge 48").click()
    tab.page.get_by_role("alert").filter(has_text="ikke forbindelse").wait_for()
    heading(tab, "Uge 47")
    tab.forgive("Failed to fetch", "ERR_INTERNET_DISCONNECTED")


def test_a_fragment_that_fails_says_so_and_leaves_the_page_as_it_was(open_tab, demo, monkeypatch):
    tab = open_tab(staff="leder")
    tab.open(WEEK)

    def busy(*_arguments: object) -> None:
        raise Busy

    monkeypatch.setattr(week_view, "of_unit", busy)
    demo.seen.clear()
    tab.page.get_by_role("link", name="Uge 48").click()
    alert = tab.page.get_by_role("alert").filter(has_text="optaget")
    alert.wait_for()
    expect(alert).to_be_focused()
    assert "errors/fragment.html" in demo.seen
    heading(tab, "Uge 47")
    tab.accessible()
    tab.forgive("Autofocus processing was blocked")  # Chromium leaves to htmx what htmx then does


def test_whoever_has_been_signed_out_meanwhile_comes_to_the_sign_in(open_tab, demo):
    tab = open_tab(staff="leder")
    tab.open(WEEK)
    with demo.session() as session:
        session.execute(delete(StaffSession))
    tab.page.get_by_role("link", name="Uge 48").click()
    tab.page.wait_for_url("**/login?next=**")
