"""The administration: people and units, lists of coming starts, texts, figures."""

from blueprints.running.duties import DUTIES
from tests.browser.demo_server import Municipality
from tests.browser.tabs import Tab
from tests.browser.visits.visit import HOUSE, OFFICE, Visit, press, work
from tests.scenes.lists import file, row


def hand_in(_demo: Municipality, tab: Tab, **cells: str) -> None:
    """A list of one row, chosen and sent."""
    content = file(row(**cells))
    tab.page.get_by_label("Listen").set_input_files({"name": "starter.csv", "mimeType": "text/csv", "buffer": content})
    tab.page.get_by_role("button", name="Gennemse listen").click()


def checked(demo: Municipality, tab: Tab, **cells: str) -> None:
    """The same, and the worker has looked at it."""
    hand_in(demo, tab, **cells)
    look_at_lists(demo)
    tab.page.reload()


def look_at_lists(demo: Municipality) -> None:
    work(demo).attend(next(duty for duty in DUTIES if duty.name == "lists of coming starts"))


VISITS = (
    Visit(shows=("texts/index.html",), address=f"{OFFICE}/tekster/", staff="administrator"),
    Visit(shows=("texts/entry.html",), address=f"{OFFICE}/tekster/hjaelp/sesam", staff="administrator", main=True),
    Visit(shows=("texts/published.html",), address=f"{OFFICE}/tekster/rammer", staff="administrator"),
    Visit(shows=("texts/text.html",), address=f"{OFFICE}/tekster/udgivet/bal", staff="administrator"),
    Visit(shows=("adgang/units/streets.html",), address=f"{OFFICE}/adgang/veje", staff="administrator"),
    Visit(shows=("figures/index.html", "figures/tabs.html"), address=f"{HOUSE}/tal/", staff="leder", main=True),
    Visit(shows=("figures/index.html",), address=f"{OFFICE}/tal/", staff="konsulent"),
    Visit(shows=("figures/supply.html",), address=f"{HOUSE}/tal/tider", staff="leder", main=True),
    Visit(shows=("figures/supply.html",), address=f"{OFFICE}/tal/tider", staff="konsulent"),
    Visit(
        shows=("adgang/people/index.html", "adgang/tabs.html"),
        address=f"{OFFICE}/adgang/",
        staff="administrator",
        main=True,
    ),
    Visit(
        shows=("adgang/people/add.html", "adgang/people/fields.html"),
        address=f"{OFFICE}/adgang/medarbejdere/ny",
        staff="administrator",
    ),
    Visit(
        shows=("adgang/people/show.html",),
        address=f"{OFFICE}/adgang/medarbejdere/{{nurse}}",
        staff="administrator",
        main=True,
    ),
    Visit(
        shows=("adgang/people/invited.html",),
        address=f"{OFFICE}/adgang/medarbejdere/{{nurse}}",
        staff="administrator",
        after=press("Send link til ny adgangskode"),
    ),
    Visit(
        shows=("adgang/people/join.html",),
        address=f"{OFFICE}/adgang/medarbejdere/{{nurse}}/medlemskab?enhed={{house}}",
        staff="administrator",
    ),
    Visit(shows=("adgang/units/index.html",), address=f"{OFFICE}/adgang/enheder", staff="administrator", main=True),
    Visit(
        shows=("adgang/units/add.html", "adgang/units/fields.html"),
        address=f"{OFFICE}/adgang/enheder/ny",
        staff="administrator",
    ),
    Visit(shows=("adgang/units/show.html",), address=f"{OFFICE}/adgang/enheder/{{house}}", staff="administrator"),
    Visit(
        shows=("adgang/units/part.html",),
        address=f"{OFFICE}/adgang/enheder/{{house}}",
        staff="administrator",
        after=lambda _demo, tab: tab.page.locator("#grupper a").first.click(),
    ),
    Visit(shows=("adgang/types/index.html",), address=f"{OFFICE}/adgang/aftaletyper", staff="administrator"),
    Visit(
        shows=("adgang/types/show.html",),
        address=f"{OFFICE}/adgang/aftaletyper/start-samtale",
        staff="administrator",
        main=True,
    ),
    Visit(shows=("adgang/trail.html",), address=f"{OFFICE}/adgang/opslag", staff="administrator"),
    Visit(shows=("starts_import/index.html",), address=f"{OFFICE}/import/", staff="administrator"),
    Visit(shows=("starts_import/show.html",), address=f"{OFFICE}/import/", staff="administrator", after=hand_in),
    Visit(
        shows=("starts_import/show.html",),
        address=f"{OFFICE}/import/",
        staff="administrator",
        after=checked,
        main=True,
    ),
    Visit(
        shows=("starts_import/show.html",),
        address=f"{OFFICE}/import/",
        staff="administrator",
        after=lambda demo, tab: checked(demo, tab, Børnehus="Findesikke", Fødselsdato="i går"),
    ),
)
