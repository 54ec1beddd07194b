"""Without a mouse: staff find a start, book a time and sign out; a parent confirms and chooses a time. Every stop can be seen."""

from playwright.sync_api import Locator, expect

from domain.people import Child, Start
from tests.browser.tabs import Tab, read
from tests.browser.visits.known import known
from tests.browser.visits.visit import HOUSE

MOST = 60
SEEN = """() => {
  const one = document.activeElement, shown = one.closest(".slot") ?? one;
  const style = getComputedStyle(shown), box = shown.getBoundingClientRect();
  const drawn = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  const inside = box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight;
  const at = document.elementFromPoint(box.left + box.width / 2, Math.min(Math.max(box.top + box.height / 2, 1), innerHeight - 1));
  return { what: one.outerHTML.slice(0, 150), drawn, inside, covered: !(at && (shown.contains(at) || at.contains(shown))) };
}"""


def seen(tab: Tab) -> None:
    """Where focus is can be seen: an outline, on the screen, and nothing before it."""
    found = tab.asks(SEEN)
    assert found["drawn"], f"no outline: {found['what']}"
    assert found["inside"], f"off the screen: {found['what']}"
    assert not found["covered"], f"covered: {found['what']}"


def reach(tab: Tab, target: Locator, key: str = "Tab") -> None:
    """Press the key until focus is there; every stop on the way can be seen."""
    for _ in range(MOST):
        tab.page.keyboard.press(key)
        seen(tab)
        if target.evaluate_all("all => all.includes(document.activeElement)"):
            return
    raise AssertionError(f"{target} is out of reach")


def press(tab: Tab, target: Locator, key: str = "Enter") -> None:
    reach(tab, target)
    tab.page.keyboard.press(key)


def heading(tab: Tab, text: str) -> None:
    expect(tab.page.get_by_role("heading", level=1)).to_contain_text(text)


def test_the_first_stop_leads_past_the_frame(open_tab):
    tab = open_tab(staff="leder")
    tab.open(f"{HOUSE}/")
    press(tab, tab.page.get_by_role("link", name="Gå til indholdet"))
    assert tab.page.locator(":focus").get_attribute("id") == "main"
    tab.page.keyboard.press("Tab")
    expect(tab.page.locator("main :focus")).to_have_count(1)


def test_staff_find_a_start_book_a_time_and_sign_out(open_tab, demo):
    waiting = known(demo)["waiting"]
    with demo.session() as session:
        name = session.get_one(Child, session.get_one(Start, waiting).child_id).name
    tab = open_tab()
    page = tab.page
    tab.open("/")
    press(tab, page.get_by_role("link", name="For medarbejdere"))
    heading(tab, "Log ind")
    reach(tab, page.get_by_label("Brugernavn"))
    page.keyboard.type("leder")
    reach(tab, page.get_by_label("Adgangskode"))
    page.keyboard.type("god-start")
    page.keyboard.press("Enter")
    heading(tab, "Onsdag 18. november")
    press(tab, page.get_by_role("link", name="Starter", exact=True))
    heading(tab, "Starter")
    press(tab, page.get_by_role("link", name=name, exact=True))
    heading(tab, name)
    press(tab, page.get_by_role("link", name="Find en tid"))
    heading(tab, "Find en tid")
    reach(tab, page.get_by_role("radio").first)
    page.keyboard.press("ArrowDown")
    seen(tab)
    [chosen] = read(page.locator("label:has(:checked)"))
    press(tab, page.get_by_role("button", name="Book tiden"))
    heading(tab, "Opfølgning efter start")
    expect(page.get_by_role("status")).to_contain_text("Alle har fået besked.")
    press(tab, page.get_by_role("link", name="Til starten"))
    heading(tab, name)
    expect(page.locator("#samtalen")).to_contain_text(f"kl. {chosen}")
    press(tab, page.locator("summary", has_text="Else Madsen"))
    press(tab, page.get_by_role("button", name="Log ud"))
    expect(page.get_by_role("status")).to_contain_text("Du er logget ud.")


def test_a_parent_confirms_and_chooses_a_time(open_tab, demo):
    waiting = known(demo)["waiting"]
    with demo.session() as session:
        born = session.get_one(Child, session.get_one(Start, waiting).child_id).birth_date
    tab = open_tab()
    page = tab.page
    tab.open(f"/book/{demo.link(waiting)}")
    heading(tab, "Hvornår har jeres barn fødselsdag?")
    reach(tab, page.get_by_label("Dag"))
    page.keyboard.type(str(born.day))
    reach(tab, page.get_by_label("Måned"))
    for _ in range(born.month):
        page.keyboard.press("ArrowDown")
    press(tab, page.get_by_role("button", name="Gå videre"))
    heading(tab, "begynder i Troldebo")
    press(tab, page.get_by_role("link", name="Vælg en tid", exact=True))
    heading(tab, "Vælg en tid")
    reach(tab, page.get_by_role("link", name="Uge 49"))
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Uge 49").wait_for()
    seen(tab)
    expect(page.locator("#tider-chevron-right")).to_be_focused()
    reach(tab, page.get_by_role("radio").first)
    page.keyboard.press("ArrowDown")
    press(tab, page.get_by_role("button", name="Book tiden"))
    heading(tab, "Jeres tid til start-samtalen")


def test_what_is_wrong_takes_focus_and_leads_to_its_field(open_tab):
    tab = open_tab(staff="leder")
    page = tab.page
    tab.open(f"{HOUSE}/starter/ny")
    page.get_by_label("Barnets navn").fill("Alma Dam")
    page.get_by_label("Fødselsdato").fill("2026-02-03")
    page.get_by_label("Startdato").fill("2026-11-01")
    page.get_by_label("Navn", exact=True).first.fill("Trine Dam")
    page.get_by_label("Navn", exact=True).first.press("Enter")
    alert = page.get_by_role("alert").filter(has_text="Ret én ting")
    expect(alert).to_be_focused()
    press(tab, alert.get_by_role("link"))
    expect(page.get_by_label("Startdato")).to_be_focused()
    expect(page.get_by_label("Startdato")).to_have_accessible_description("Fejl: Startdatoen skal ligge i fremtiden.")
