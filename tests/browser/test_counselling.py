"""A counsellor's shift on a phone: unlock, take, answer, ask for a colleague, close; and locked again nothing is to be read."""

from playwright.sync_api import expect

from domain.demo.passphrase import PASSPHRASE
from tests.browser import acts
from tests.browser.tabs import PHONE
from tests.browser.visits.counselling import COUNSELLORS

SAID = "Min søn på fire måneder vågner hver time"


def test_a_counsellor_unlocks_answers_brings_in_and_closes(demo, open_tab):
    tab = open_tab(staff="familieraadgiver", width=PHONE)
    tab.open(f"{COUNSELLORS}/")
    tab.page.locator("main").get_by_label("Læsekode", exact=True).fill(PASSPHRASE)
    tab.page.locator("main").get_by_role("button", name="Lås op", exact=True).click()
    tab.page.locator("main").get_by_role("link", name="Søvn").click()
    expect(tab.page.get_by_text(SAID)).to_be_visible()
    case = tab.page.url
    acts.press(tab, "Tag den")
    acts.told(tab, "Henvendelsen er din.")
    tab.page.get_by_label("Dit svar").fill("Det lyder hårdt. Fortæl mere om aftenen.")
    acts.press(tab, "Send svaret")
    acts.told(tab, "Svaret er sendt.")
    expect(tab.page.get_by_text("Fortæl mere om aftenen")).to_be_visible()
    tab.page.get_by_role("link", name="Spørg om en kollega må læse med").click()
    acts.press(tab, "Spørg forælderen")
    expect(tab.page.get_by_text("Forælderen er spurgt")).to_be_visible()
    tab.fits()
    tab.accessible()
    acts.press(tab, "Luk henvendelsen")
    acts.told(tab, "Lukket.")
    tab.open(f"{COUNSELLORS}/?vis=lukkede")
    expect(tab.page.locator("main").get_by_role("link", name="Søvn").first).to_be_visible()
    acts.press(tab, "Lås")
    tab.page.goto(case)
    expect(tab.page.get_by_text(SAID)).to_have_count(0)
    expect(tab.page.get_by_role("heading", level=1)).to_have_text("Lås op med din læsekode")
