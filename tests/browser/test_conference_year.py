"""A school year of coordination conferences: planned, tasks put to it, the agenda, three at the table who write at once, and what becomes of it."""

import re
from collections.abc import Callable

from playwright.sync_api import expect
from sqlalchemy import select

from domain.access.units import Unit
from domain.base import now, quarter
from domain.conferences.tables.series import Conference
from tests.browser.acts import go, press
from tests.browser.demo_server import Municipality
from tests.browser.tabs import Tab, each, read
from tests.browser.visits.visit import HOUSE

PLACE = f"{HOUSE}/konferencer"
UNNAMED, NAMED = "Uro ved samlingen", "Få ord i legen"
SEEN_WITHIN = 15_000
"""Milliseconds until this test gives up; that the others see it within three seconds is for `make prove` to show."""


def test_a_school_year(open_tab: Callable[..., Tab], demo: Municipality):
    with demo.session() as session:
        house = select(Conference.id).join(Unit, Unit.id == Conference.unit_id).where(Unit.slug == "troldebo")
        coming = house.where(Conference.first > quarter(now()), Unit.actor == "dagtilbud")
        this, following = session.scalars(coming.order_by(Conference.first).limit(2)).all()
    leader, writer, ppr = (open_tab(staff=one) for one in ("leder", "paedagog", "ppr"))
    fsr = open_tab(staff="fsr", script=False)
    before = put_this_year(leader)
    plans(leader)
    puts_anonymously(writer)
    puts_by_name(writer)
    item = makes_the_agenda(leader, this)
    meet(leader, ppr, fsr, f"{this}/moede/{item}")
    agree_and_end(leader, f"{this}/moede/{item}")
    locked(leader, ppr, this, item)
    followed_up(leader, following)
    assert put_this_year(leader) == before + 2


def put_this_year(leader: Tab) -> int:
    """As the figures say."""
    leader.open(f"{PLACE}/tal")
    said = re.search(r"(\d+)\s+opgaver sendt ind", *read(leader.page.get_by_role("main")))
    assert said is not None
    return int(said[1])


def told(one: Tab, text: str) -> None:
    """The meeting has a second status, for what is saved by itself."""
    expect(one.page.locator("#besked")).to_contain_text(text)


def plans(leader: Tab) -> None:
    leader.open(f"{PLACE}/plan/ny?aar=2027")
    press(leader, "Se datoerne")
    press(leader, "Læg årsplanen")
    expect(leader.page.get_by_role("main")).to_contain_text("2027/2028")


def puts_anonymously(writer: Tab) -> None:
    describes(writer, "gruppe", UNNAMED)
    press(writer, "Indsend opgaven")
    expect(writer.page.get_by_role("main")).to_contain_text("Venter på en dato")


def puts_by_name(writer: Tab) -> None:
    """Without the parents' yes it cannot be sent, and the page says how on; then each says yes in a conversation."""
    describes(writer, "enkeltbarn", NAMED, child=1)
    expect(writer.page.get_by_role("button", name="Indsend opgaven", exact=True)).to_have_count(0)
    expect(writer.page.get_by_role("button", name="Læg den anonymt").first).to_be_visible()
    task = writer.page.url
    press(writer, "Spørg forældrene")
    for number in range(2):
        writer.page.goto(f"{task}/samtykke")
        parents = writer.page.locator("input[name=guardian]")
        if number < len(each(parents)) or number == 0:
            parents.nth(number).check()
            writer.page.locator("input[name=value][value=ja]").check()
            writer.page.locator("input[name=how]").first.check()
            press(writer, "Notér svaret")
    writer.page.goto(task)
    press(writer, "Indsend opgaven")


def describes(writer: Tab, kind: str, title: str, child: int = 0) -> None:
    writer.open(f"{PLACE}/opgaver/ny/{kind}")
    if child:
        writer.page.get_by_label("Hvilket barn?").select_option(index=child)
    writer.page.get_by_label("Overskrift").fill(title)
    writer.page.get_by_label("Hvad har I set og hørt?").fill("Det sker hver dag, mest om formiddagen.")
    writer.page.get_by_label("Haster", exact=True).check()
    writer.page.get_by_label("Hvor mange minutter?").fill("20")
    press(writer, "Gem kladden")


def makes_the_agenda(leader: Tab, conference: int) -> int:
    """Both are urgent, so both come on; the order is changed by keyboard alone. Returns the item about the child."""
    leader.open(f"{PLACE}/{conference}/dagsorden")
    press(leader, "Sæt alt på, der er tid til")
    lines = leader.page.locator("[data-item]")
    expect(lines.filter(has_text=UNNAMED)).to_have_count(1)
    line = lines.filter(has_text=NAMED)
    item = int(line.get_attribute("data-item") or 0)
    places = [one.get_attribute("data-item") for one in each(lines)]
    leader.page.locator(f"#op-{item}").focus()
    leader.page.keyboard.press("Enter")
    expect(lines.nth(places.index(str(item)) - 1)).to_have_attribute("data-item", str(item))
    expect(leader.page.locator(f"#op-{item}")).to_be_focused()
    press(leader, "Send den ændrede dagsorden")
    told(leader, "Dagsordenen er sendt")
    return item


def meet(leader: Tab, ppr: Tab, fsr: Tab, way: str) -> None:
    """Each sees within three seconds what the others write; who has lost finds both texts, with script and without."""
    leader.open(f"{PLACE}/{way}")
    press(leader, "Begynd mødet")
    press(leader, "Begynd mødet nu")  # the demo's next conference is another day
    leader.open(f"{PLACE}/{way}")
    press(leader, "Tag punktet nu")
    ppr.open(f"/ppr/ppr/konferencer/{way}")
    fsr.open("/fsr/")
    fsr.page.goto(f"{fsr.page.url.rstrip('/')}/konferencer/{way}")
    ppr.page.locator("#beslutning").focus()
    leader.page.locator("#noter").fill("Vi har set det i to uger.")
    expect(ppr.page.locator("#noter")).to_have_value("Vi har set det i to uger.", timeout=SEEN_WITHIN)
    expect(ppr.page.locator("#beslutning")).to_be_focused()
    both_write(leader, ppr)
    fsr.page.locator("#noter").fill("Jeg kender familien fra rådgivningen.")
    press(fsr, "Gem")
    told(fsr, "Begge tekster er gemt")
    beside = fsr.page.locator("#samtidig")
    expect(beside).to_contain_text("Vi har set det i to uger.")
    expect(beside).to_contain_text("Jeg kender familien fra rådgivningen.")
    press(fsr, "Sæt ind efter")
    together = "Vi har set det i to uger.\nJeg kender familien fra rådgivningen."
    for one in (leader, ppr):
        expect(one.page.locator("#noter")).to_have_value(together, timeout=SEEN_WITHIN)
    without_network(ppr, leader)


def both_write(leader: Tab, ppr: Tab) -> None:
    """In the same field at the same moment."""
    ppr.page.keyboard.type("Vi prøver")
    leader.page.locator("#beslutning").fill("Vi venter.")
    ppr.page.keyboard.type(" to legegrupper.")
    for one in (leader, ppr):
        beside = one.page.locator("#samtidig")
        expect(beside).to_contain_text("To har skrevet samtidig i Beslutning", timeout=2 * SEEN_WITHIN)
        for text in ("Vi venter.", "Vi prøver to legegrupper."):
            expect(beside).to_contain_text(text, timeout=SEEN_WITHIN)
    press(ppr, "Sæt ind efter")
    for one in (leader, ppr):
        expect(one.page.locator("#beslutning")).to_have_value(
            re.compile("Vi venter.*legegrupper|legegrupper.*Vi venter", re.DOTALL), timeout=SEEN_WITHIN
        )


def without_network(ppr: Tab, leader: Tab) -> None:
    """What is written then stays, the page says so, and it is saved when the network is back."""
    ppr.forgive("Failed to load resource: net::ERR_INTERNET_DISCONNECTED")
    ppr.context.set_offline(True)
    ppr.page.locator("#noter").fill("Skrevet uden net.")
    expect(ppr.page.locator("#live")).to_contain_text("Ingen forbindelse", timeout=SEEN_WITHIN)
    ppr.context.set_offline(False)
    expect(leader.page.locator("#noter")).to_have_value("Skrevet uden net.", timeout=2 * SEEN_WITHIN)


def agree_and_end(leader: Tab, way: str) -> None:
    leader.open(f"{PLACE}/{way}")
    leader.page.get_by_label("Ny aftale").fill("Spørge de andre huse")
    press(leader, "Tilføj aftale")
    told(leader, "Aftalen er gemt")
    go(leader, "Aftal en indsats")
    leader.page.get_by_label("Mål", exact=True).fill("Barnet er med i en leg hver formiddag.")
    leader.page.get_by_label("Tovholder").select_option(label="Else Madsen, Troldebo")
    press(leader, "Aftal indsatsen")
    told(leader, "Indsatsen er aftalt")
    leader.page.get_by_role("button", name=re.compile("Afslut")).click()
    expect(leader.page.locator("[aria-current=page]").last).to_be_visible()


def locked(leader: Tab, ppr: Tab, conference: int, item: int) -> None:
    leader.open(f"{PLACE}/{conference}/referat")
    press(leader, "Mødet er slut")
    expect(leader.page.get_by_role("main")).to_contain_text("Skrevet uden net.")
    settles(leader, conference)
    leader.open(f"{PLACE}/{conference}/referat")
    press(leader, "Godkend og lås")
    expect(leader.page.get_by_role("main")).to_contain_text("Godkendt")
    ppr.open(f"/ppr/ppr/konferencer/{conference}/moede/{item}")
    expect(ppr.page.locator("#noter")).to_have_attribute("readonly", "")


def settles(leader: Tab, conference: int) -> None:
    """Two texts that somebody wrote beside each other before the meeting: nothing is locked until one of them is chosen."""
    leader.open(f"{PLACE}/{conference}/moede")
    leader.page.locator("#dagsorden").get_by_role("link", name=re.compile("Læring på tværs")).click()
    press(leader, "Er med: læg væk")
    expect(leader.page.locator("#samtidig > *")).to_have_count(0)


def followed_up(leader: Tab, following: int) -> None:
    """It stands on the next agenda by itself; evaluated it is closed, and counts in the figures."""
    leader.open(f"{PLACE}/{following}/dagsorden")
    press(leader, "Lav dagsordenen")
    line = leader.page.locator("[data-item]").filter(has_text=f"Indsats: {NAMED}")
    expect(line).to_have_count(1)
    leader.open(f"{PLACE}/{following}/moede/{line.get_attribute('data-item')}")
    go(leader, "Følg op, justér eller afslut")
    leader.page.locator("details:has(#outcome) > summary").click()
    leader.page.get_by_label("Nået", exact=True).check()
    leader.page.get_by_label("Hvad lærte vi?").fill("Små grupper giver ro.")
    press(leader, "Afslut indsatsen")
    expect(leader.page.get_by_role("main")).to_contain_text("Små grupper giver ro.")
