"""From the house's printer to the parents' page: a letter, its code typed on a phone, and the second check."""

from playwright.sync_api import expect
from sqlalchemy import select

from domain.people import Child, Start
from tests.browser import acts
from tests.browser.tabs import PHONE, read
from tests.browser.visits.known import known
from tests.browser.visits.visit import HOUSE


def test_a_family_without_mail_comes_in_by_the_code_of_its_letter(demo, open_tab):
    start_id = known(demo)["booked"]
    with demo.session() as session:
        born = session.scalars(select(Child.birth_date).join(Start).where(Start.id == start_id)).one()
    leader = open_tab(staff="leder")
    leader.open(f"{HOUSE}/starter/{start_id}")
    leader.page.get_by_role("button", name="Udskriv brev").first.click()
    [code] = read(leader.page.locator(".code"))
    parent = open_tab(width=PHONE)
    parent.open("/book/")
    parent.page.get_by_label("Koden i brevet").fill(code.lower())
    acts.press(parent, "Gå videre")
    expect(parent.page.get_by_role("heading", level=1)).to_have_text("Hvornår har jeres barn fødselsdag?")
    parent.page.get_by_label("Dag").fill(str(born.day))
    parent.page.get_by_label("Måned").select_option(str(born.month))
    acts.press(parent, "Gå videre")
    expect(parent.page.get_by_role("heading", level=1)).to_contain_text("Troldebo")
    leader.page.go_back()
    leader.page.get_by_role("link", name="Ret").first.click()
    acts.press(leader, "Send et nyt link")
    acts.told(leader, "Det gamle link og brevet virker ikke længere.")
    parent.page.reload()
    expect(parent.page.get_by_role("heading", level=1)).to_have_text("Linket virker ikke")
