"""What leaders look at, and the list as a workbook: with script and without."""

import io
import re

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect
from sqlalchemy import select, update

from blueprints.running.duties import DUTIES
from domain.access.staff import Membership, Staff
from domain.base import today
from domain.booking.tables import Opening
from tests.browser.demo_server import Municipality
from tests.browser.tabs import PHONE
from tests.browser.visits.forvaltning import look_at_lists
from tests.browser.visits.known import known
from tests.browser.visits.visit import HOUSE, OFFICE, work
from tests.scenes.lists import COLUMNS, row, workbook

KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_workbook_is_refused_for_its_headings_mended_and_looked_at(open_tab, demo, script):
    tab = open_tab(staff="administrator", script=script)
    tab.open(f"{OFFICE}/import/")

    def hand_in(content: bytes) -> None:
        tab.page.get_by_label("Listen").set_input_files({"name": "starter.xlsx", "mimeType": KIND, "buffer": content})
        tab.page.get_by_role("button", name="Gennemse listen").click()

    hand_in(workbook(row(), columns=("CPR", *(name for name in COLUMNS if name != "Tolk"))))
    expect(tab.page.get_by_text("»CPR«, som ikke hører til i listen").first).to_be_visible()
    expect(tab.page.get_by_text("mangler »Tolk«").first).to_be_visible()
    if script:
        tab.accessible()
    hand_in(workbook(row(Barn="Alma Regneark", Børnehus="Troldebo")))
    expect(tab.page.get_by_role("heading", name="starter.xlsx")).to_be_visible()
    look_at_lists(demo)
    tab.page.reload()
    expect(tab.page.get_by_role("row", name="Alma Regneark")).to_be_visible()


def nobody_is_open(demo: Municipality) -> None:
    """The house's pædagoger have no open time any more, and the worker has looked ahead."""
    house = known(demo)["house"]
    with demo.session() as session:
        works = select(Staff.resource_id).join(Membership, Membership.staff_id == Staff.id)
        theirs = works.where(Membership.unit_id == house, Membership.role == "paedagog")
        session.execute(update(Opening).where(Opening.resource_id.in_(theirs)).values(valid_to=today()))
    work(demo).attend(next(duty for duty in DUTIES if duty.name == "times run short"))


def test_a_leader_is_told_that_times_are_missing_sees_in_which_week_and_opens_more(open_tab, demo):
    nobody_is_open(demo)
    tab = open_tab(staff="leder", width=PHONE, script=False)
    tab.open(f"{HOUSE}/")
    tab.page.get_by_role("link", name="Der mangler tider til start-samtaler").click()
    expect(tab.page.get_by_text(re.compile(r"Uge \d+: \w+ famili\w+ mangler en tid, "))).to_be_visible()
    expect(tab.page.get_by_role("img")).to_be_visible()
    expect(tab.page.get_by_role("row", name=re.compile("Mangler tider")).first).to_be_visible()
    tab.fits()
    tab.page.get_by_role("link", name="Åbn flere tider").click()
    expect(tab.page).to_have_url(re.compile("/frontdesk/aabninger"))


def test_forvaltning_goes_from_all_houses_to_one_and_takes_the_figures_home(open_tab):
    tab = open_tab(staff="konsulent")
    tab.open(f"{OFFICE}/")
    tab.page.get_by_role("link", name="Tal", exact=True).click()
    expect(tab.page.get_by_role("heading", level=1)).to_have_text("Starter i 2026")
    tab.page.get_by_role("link", name="Troldebo").click()
    expect(tab.page.get_by_role("heading", name="Troldebo, måned for måned")).to_be_visible()
    tab.page.get_by_text("Vis tallene som tabel").press("Enter")
    expect(tab.page.get_by_role("rowheader", name="Hele året")).to_be_visible()
    tab.fits()
    tab.accessible()
    with tab.page.expect_download() as download:
        tab.page.get_by_role("link", name="Hent som regneark").click()
    whole, _months = load_workbook(io.BytesIO(download.value.path().read_bytes()))
    assert "Troldebo" in [line[0] for line in whole.values]
