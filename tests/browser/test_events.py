"""A theme evening, with script and without: made, published, signed up for to the last seat, waited for, given back, and ticked at the door."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import select

from domain.outbox import Outbox
from tests.browser.acts import go, heading, press, told
from tests.browser.demo_server import Municipality
from tests.browser.tabs import DESK, PHONE, Tab, blank
from tests.browser.visits.visit import HOUSE

TITLE = "Når barnet ikke vil sove"


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def person(request, chromium: Browser, demo: Municipality) -> Iterator[Callable[..., Tab]]:
    opened: list[Tab] = []

    def person_(staff: str = "", width: int = PHONE) -> Tab:
        found = Tab(blank(chromium, script=request.param), demo.address, width=width, script=request.param)
        if staff:
            found.context.add_cookies([demo.cookie(staff=staff)])
        opened.append(found)
        return found

    yield person_
    for one in opened:
        one.close()
        one.context.close()


def test_from_the_draft_to_the_door(person, demo: Municipality):
    leader, mother, father = person("leder", DESK), person(), person()
    makes(leader, seats=3)
    mother.open("/arrangementer/")
    expect(mother.page.get_by_role("link", name=TITLE)).to_have_count(0)
    press(leader, "Offentliggør")
    told(leader, "Arrangementet er offentligt.")
    signs_up(mother, "Trine Dam", 2, "Tilmeld")
    expect(mother.page.get_by_text("I har 2 pladser.")).to_be_visible()
    signs_up(father, "Mads Dam", 2, "Tilmeld")
    expect(father.page.get_by_text("I står på ventelisten til 2 pladser.")).to_be_visible()
    mother.fits()
    go(mother, "Meld fra")
    press(mother, "Meld fra")
    expect(mother.page.get_by_role("main").get_by_text("Du er meldt fra.")).to_be_visible()
    father.page.reload()
    expect(father.page.get_by_text("I har 2 pladser.")).to_be_visible()
    with demo.session() as session:
        assert len(session.scalars(select(Outbox.id).where(Outbox.kind == "seat-freed")).all()) == 1
    ticks_at_the_door(leader)


def makes(leader: Tab, seats: int) -> None:
    leader.open(f"{HOUSE}/")
    go(leader, "Arrangementer")
    go(leader, "Nyt arrangement")
    fields = {"Titel": TITLE, "Hvad handler det om?": "Om søvn og om at falde til ro.", "Pladser": str(seats)}
    for label, text in (fields | {"Dag": "2026-12-09", "Fra kl.": "19:00", "Til kl.": "21:00"}).items():
        leader.page.get_by_label(label, exact=True).fill(text)
    leader.page.get_by_label("Hvor?").select_option("Troldebo, Mødelokalet")
    leader.page.get_by_role("group", name="Hvem i enheden").get_by_role("checkbox").first.check()
    press(leader, "Gem kladden")
    told(leader, "Kladden er gemt")
    heading(leader, TITLE)
    leader.fits()
    leader.resize(DESK)


def signs_up(parent: Tab, name: str, seats: int, button: str) -> None:
    parent.open("/")
    go(parent, "Se arrangementer")
    go(parent, TITLE)
    parent.fits()
    parent.page.get_by_label("Dit navn").fill(name)
    parent.page.get_by_label("Hvor mange").select_option(str(seats))
    parent.page.get_by_label("E-mail").fill(f"{name.split(maxsplit=1)[0].lower()}@example.org")
    press(parent, button)
    told(parent, "Tak. Her er din tilmelding.")


def ticks_at_the_door(leader: Tab) -> None:
    """On the screen; and on paper there is a list, and nothing to press."""
    leader.page.reload()
    expect(leader.page.get_by_role("row", name="Trine Dam")).to_have_count(0)
    go(leader, "Liste til døren")
    press(leader, "Kommet: Mads Dam")
    expect(leader.page.get_by_text("2 af 2 er kommet.")).to_be_visible()
    leader.page.emulate_media(media="print")
    expect(leader.page.get_by_role("row", name="Mads Dam")).to_be_visible()
    expect(leader.page.get_by_role("button")).to_have_count(0)
