"""What each person of the journey does, said as they would say it; every act ends in what they see."""

import re
import time
from datetime import timedelta

from playwright.sync_api import Locator, expect

from domain.base import today
from domain.starts.questions import KEYS
from tests.browser.mailbox import PATIENCE, entry_in, spoken
from tests.browser.tabs import Tab, each, read
from tests.scenes.lists import file, row

CHILD, MOTHER, FATHER = "Alma Kløverblad", "trine.kloeverblad@example.org", "mads.kloeverblad@example.org"
BORN, STARTS = today() - timedelta(days=300), today() + timedelta(weeks=4)
NEXT_WEEK = today() + timedelta(days=7)
"""There is much to choose from in it, whichever day and hour the journey begins; this week may have only its last time left."""
MEETING, BEFOREHAND = "Må jeres sundhedsplejerske være med", "Må jeres sundhedsplejerske på forhånd"
ANSWER, WRITTEN, TOLD, FIRST_DAYS = (
    "Hun falder i søvn til musik.",
    "De vil tale om søvn.",
    "Kom to formiddage.",
    "En time.",
)


def press(one: Tab, name: str) -> None:
    one.page.get_by_role("button", name=name, exact=True).click()


def go(one: Tab, name: str) -> None:
    one.page.get_by_role("link", name=name, exact=True).first.click()


def told(one: Tab, text: str) -> None:
    expect(one.page.get_by_role("status")).to_contain_text(text)


def heading(one: Tab, text: str) -> None:
    expect(one.page.get_by_role("heading", level=1)).to_have_text(text)


def name_of(one: Tab) -> str:
    [name] = read(one.page.locator(".menu.end > summary > span"))
    return name.strip()


def address_of(one: Tab) -> str:
    one.open("/konto")
    [address] = read(one.page.locator("dt:text-is('E-mail') + dd"))
    return address


def own(one: Tab, page: str = "") -> None:
    """A page of the parent's own link."""
    [way] = re.findall(r"/book/\w+", one.page.url)
    one.open(way + page)


def reads_in_the_list(office: Tab, nurse: str) -> None:
    """One child, whose start is near: looked at first, then read in with one button."""
    cells = {"Barn": CHILD, "Fødselsdato": f"{BORN:%d.%m.%Y}", "Startdato": f"{STARTS:%d.%m.%Y}"}
    parents = {
        "Forælder 1": "Trine Kløverblad",
        "E-mail 1": MOTHER,
        "Forælder 2": "Mads Kløverblad",
        "E-mail 2": FATHER,
    }
    line = row() | cells | parents
    line |= {"Forældremyndighed 2": "ja", "Børnehus": "Troldebo", "Gruppe": "Mariehønen", "Sundhedsplejerske": nurse}
    go(office, "Import")
    listed = {"name": "starter.csv", "mimeType": "text/csv", "buffer": file(line)}
    office.page.get_by_label("Listen").set_input_files(listed)
    press(office, "Gennemse listen")
    _follow(office, office.page.get_by_role("button", name="Læs ind"))
    expect(office.page.get_by_role("row", name=CHILD)).to_be_visible()
    press(office, "Læs ind")
    _follow(office, office.page.get_by_text("Listen er læst ind."))


def _follow(one: Tab, wanted: Locator) -> None:
    """The page follows the work by itself; without JavaScript one asks how far it has come."""
    ends = time.monotonic() + PATIENCE
    while not one.script and not wanted.count() and time.monotonic() < ends:
        go(one, "Opdater")
    expect(wanted).to_be_visible(timeout=PATIENCE * 1000)


def fills_in_the_questionnaire(parent: Tab) -> None:
    go(parent, "Udfyld skemaet")
    go(parent, "Begynd")
    for _ in KEYS:
        for box in each(parent.page.locator("main form :is(textarea, input[type=text])")):
            box.fill(ANSWER)
        for question in each(parent.page.locator("main fieldset:has([type=radio])")):
            question.get_by_role("radio").first.check()
        parent.page.locator("main form [type=submit]").click()
        told(parent, "emt")
    told(parent, "Tak. Skemaet er gemt.")


def says(parent: Tab, question: str, answer: str) -> None:
    own(parent, "/samtykke")
    parent.page.get_by_role("region", name=question).get_by_role("button", name=answer, exact=True).click()
    told(parent, "Dit svar er gemt")


def books(parent: Tab) -> str:
    """When, as the page says it; the file for the calendar says the same."""
    own(parent, f"/tid?uge={NEXT_WEEK}")
    parent.page.get_by_role("radio").first.check()
    press(parent, "Book tiden")
    heading(parent, "Jeres tid til start-samtalen")
    when = _when(parent.page.locator("main .lead"))
    with parent.page.expect_download() as download:
        go(parent, "Hent til din kalender")
    entry = entry_in(download.value.path().read_bytes())
    assert (entry.method, spoken(entry)) == ("PUBLISH", when)
    return when


def moves(parent: Tab, before: str) -> str:
    own(parent)
    assert _when(parent.page.locator("#samtalen .big")) == before
    go(parent, "Flyt tiden")
    parent.page.get_by_role("radio").last.check()
    press(parent, "Flyt til tiden")
    told(parent, "Tiden er flyttet. Alle har fået besked.")
    after = _when(parent.page.locator("main .lead"))
    assert after != before
    return after


def _when(place: Locator) -> str:
    [found] = re.findall(r"\d.*", *read(place))
    return found


def sees_it(staff: Tab, mount: str, when: str) -> None:
    """On Min dag, below what is nearer if there is much of that, and in the week; from there to the start."""
    day, month, year, start = re.findall(r"[\d.]*\d", when.replace(".", " ", 2))[:4]
    staff.open(f"{mount}/")
    for fold in each(staff.page.locator("#kommer summary")):
        fold.click()
    line = staff.page.get_by_role("link", name=re.compile(f"^Start-samtale ?: {CHILD}"))
    expect(staff.page.locator("#kommer li").filter(has=line)).to_contain_text(f"kl. {start}")
    staff.open(f"{mount}/frontdesk/?uge={year}-{month:>02}-{day:>02}")
    staff.page.get_by_role("link", name=f"{start} Start-samtale, {CHILD}").first.click()
    expect(staff.page.locator("#samtalen")).to_contain_text(when)


def writes_beforehand(nurse: Tab) -> None:
    go(nurse, "Skriv til samtalen")
    nurse.page.get_by_label("Til start-samtalen").fill(WRITTEN)
    press(nurse, "Gem")
    expect(nurse.page.get_by_text(WRITTEN)).to_be_visible()


def reads_what_was_written(house: Tab) -> None:
    house.page.reload()
    expect(house.page.get_by_text(WRITTEN)).to_be_visible()
    expect(house.page.locator("#skema")).to_contain_text(ANSWER)


def holds_it(house: Tab) -> None:
    house.page.reload()
    press(house, "Samtalen er afholdt")
    told(house, "Samtalen er afholdt.")
    go(house, "Skriv anbefalinger")
    house.page.get_by_label("Anbefalinger til forældrene").fill(TOLD)
    house.page.get_by_label("Aftale om de første dage").fill(FIRST_DAYS)
    press(house, "Gem")
    told(house, "Forældrene kan læse det på deres side.")


def reads_at_home(parent: Tab) -> None:
    """On the screen, and on the paper that comes out of the printer."""
    own(parent)
    go(parent, "Læs anbefalingerne")
    for media in ("screen", "print"):
        parent.page.emulate_media(media=media)
        expect(parent.page.get_by_text(TOLD)).to_be_visible()
        expect(parent.page.get_by_text(FIRST_DAYS)).to_be_visible()
    expect(parent.page.get_by_role("banner")).to_be_hidden()
