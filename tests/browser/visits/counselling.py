"""Anonymous counselling: the parent's side, the counsellors', a colleague's, the administration's."""

from collections.abc import Callable

from sqlalchemy import select

from domain.access.staff import Staff
from domain.counselling.tables.cases import Visit as AnonymousVisit
from domain.demo.passphrase import PASSPHRASE
from tests.browser.demo_server import Municipality
from tests.browser.tabs import Tab, read
from tests.browser.visits.visit import NURSES, OFFICE, Visit
from tests.scenes.anonymous import ask_for


def writes_anonymously(_demo: Municipality, tab: Tab) -> None:
    tab.page.fill("#text", "Min datter vil ikke spise.")
    tab.page.click("main form button")


def has_an_anonymous_case(demo: Municipality, tab: Tab) -> None:
    """With a question from a colleague, and a time."""
    writes_anonymously(demo, tab)
    tab.page.fill("#group", anonymous_code(tab)[-5:])
    tab.page.click("main form button")
    with demo.session() as session:
        newest = select(AnonymousVisit.case_id).order_by(AnonymousVisit.created_at.desc())
        nurse = session.scalars(select(Staff.id).where(Staff.login == "sundhedsplejerske")).one()
        ask_for(session, session.scalars(newest).first(), nurse)
    tab.open("/anonym/sag/tid")
    tab.page.locator("[name=time]").first.check()
    tab.page.click("main form button")


def then(way: str) -> Callable[[Municipality, Tab], None]:
    """Another page of the case."""

    def go(demo: Municipality, tab: Tab) -> None:
        has_an_anonymous_case(demo, tab)
        tab.valid(tab.open(way).text())

    return go


def comes_back_with_a_draft(demo: Municipality, tab: Tab) -> None:
    writes_anonymously(demo, tab)
    code = anonymous_code(tab)
    tab.open("/anonym/kode")
    tab.page.eval_on_selector("#text", "field => field.value = 'Det, jeg ville sige'")
    tab.page.fill("#code", code)
    tab.page.click("main form button")


def anonymous_code(tab: Tab) -> str:
    return "".join(read(tab.page.locator(".receipt-code span")))


COUNSELLORS = "/familiehus/familiehuset/raadgivning"


ADVICE = f"{OFFICE}/adgang/raadgivning"


def unlocked(*names: str, button: str = "") -> Callable[[Municipality, Tab], None]:
    """The reading passphrase opens the page that was asked for; from there by these links, and by a button."""

    def act(_demo: Municipality, tab: Tab) -> None:
        tab.page.locator("main").get_by_label("Læsekode", exact=True).fill(PASSPHRASE)
        tab.page.locator("main").get_by_role("button", name="Lås op", exact=True).click()
        for name in names:
            tab.page.locator("main").get_by_role("link", name=name).first.click()
        if button:
            tab.page.locator("main").get_by_role("button", name=button).first.click()

    return act


def signed_in_and_unlocked(page: str, *names: str, button: str = "") -> Callable[[Municipality, Tab], None]:
    """The same for a page that shows itself to whoever has not unlocked as well."""

    def act(demo: Municipality, tab: Tab) -> None:
        tab.open("/laesekode/laas-op")
        unlocked()(demo, tab)
        tab.open(f"{COUNSELLORS}/{page}")
        for name in names:
            tab.page.locator("main").get_by_role("link", name=name).first.click()
        if button:
            tab.page.locator("main").get_by_role("button", name=button).first.click()

    return act


def counsellors(page: str, *shows: str, do: Callable[[Municipality, Tab], None], main: bool = False) -> Visit:
    """A page of the Familiehus' counsellors, unlocked."""
    names = tuple(f"counselling/{name}.html" for name in shows)
    return Visit(shows=names, address=f"{COUNSELLORS}/{page}", staff="familieraadgiver", after=do, main=main)


VISITS = (
    Visit(shows=("account/passphrase.html",), address="/konto/laesekode", staff="familieraadgiver", main=True),
    Visit(shows=("account/unlock_reading.html",), address="/laesekode/laas-op", staff="familieraadgiver", main=True),
    counsellors("", "index", "head", do=unlocked(), main=True),
    counsellors("", "show", "notes", do=unlocked("Skænderier ved sengetid"), main=True),
    counsellors("", "hand_over", do=unlocked("Skænderier ved sengetid", "Giv videre")),
    counsellors("", "bring", do=unlocked("Skænderier ved sengetid", "Spørg om en kollega")),
    counsellors("tider", "times", "call_off", do=signed_in_and_unlocked("tider", "Aflys")),
    counsellors("tekster", "texts", "head", do=signed_in_and_unlocked("tekster")),
    counsellors("tekster", "text", do=signed_in_and_unlocked("tekster", "Vil du tale med nogen?")),
    counsellors("hold", "team", do=signed_in_and_unlocked("hold"), main=True),
    counsellors("hold", "paper", do=signed_in_and_unlocked("hold", button="Lav nøglen på papir")),
    counsellors("tal", "standing", do=signed_in_and_unlocked("tal")),
    Visit(
        shows=("counselling/brought.html", "counselling/along.html"),
        address=f"{NURSES}/raadgivning/",
        staff="sundhedsplejerske",
        after=unlocked("Småtspisende"),
        main=True,
    ),
    Visit(shows=("adgang/counselling/index.html",), address=ADVICE, staff="administrator", main=True),
    Visit(
        shows=("adgang/counselling/texts.html",),
        address=ADVICE,
        staff="administrator",
        after=lambda _demo, tab: tab.page.get_by_role("link", name="Teksterne på forældrenes side").click(),
    ),
    Visit(
        shows=("anonym/letter.html", "anonym/before.html", "anonym/urgent.html", "anonym/gate.html"),
        address="/anonym/",
        main=True,
    ),
    Visit(shows=("anonym/receipt.html", "anonym/code.html"), address="/anonym/", after=writes_anonymously, main=True),
    Visit(
        shows=("anonym/case.html", "anonym/asks.html", "anonym/meeting.html"),
        address="/anonym/",
        after=has_an_anonymous_case,
        main=True,
    ),
    Visit(shows=("anonym/times.html",), address="/anonym/", after=then("/anonym/sag/tid"), main=True),
    Visit(shows=("anonym/delete.html",), address="/anonym/", after=then("/anonym/sag/slet")),
    Visit(shows=("anonym/gone.html", "anonym/backups.html"), address="/anonym/slettet", main=True),
    Visit(shows=("anonym/enter.html",), address="/anonym/kode", main=True),
    Visit(shows=("anonym/draft.html",), address="/anonym/", after=comes_back_with_a_draft),
    Visit(shows=("anonym/tracks.html", "anonym/back.html"), address="/anonym/spor", main=True),
    Visit(shows=("anonym/protection.html",), address="/anonym/sikkerhed", main=True),
)
