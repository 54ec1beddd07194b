"""A child's first three hundred days across the actors: each does their part, and sees at each step what they should and no more."""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from domain.access.citizens import Link
from domain.access.links import way_in
from domain.base import COPENHAGEN, today
from domain.people import Child, Guardian
from domain.visits.tables import SPECIAL, HomeVisit
from domain.visits.windows import BARSEL, EIGHT, ETABLERING, FOUR, TWO, WEEKS
from tests.browser import acts
from tests.browser.demo_server import WEDNESDAY, Municipality
from tests.browser.tabs import Tab, read
from tests.factories import SECRET
from tests.scenes import births

CHILD, MOTHER, FATHER = "Ida Solsort", "Signe Solsort", "Jens Solsort"
BORN = WEDNESDAY.date() - timedelta(days=3)
NURSES, HOUSE, FSR, FAMILY = (
    "/sundhedspleje/skovlunde",
    "/dagtilbud/troldebo",
    "/fsr/skovlunde",
    "/familiehus/familiehuset",
)
WORRY, GOAL, OUTCOME = "Nætterne er lange for dem alle tre.", "Familien sover igen.", "De sover, og de klarer det selv."
AGREED, TOLD_ON = "De skiftes til nætterne.", "De kommer hver gang."


class Story:
    """One browser that is handed on: each act begins by saying who acts, at what age of the child."""

    def __init__(self, tab: Tab, demo: Municipality, at: Callable[[datetime], None]) -> None:
        self.tab, self.demo, self.at = tab, demo, at
        self.page: Page = tab.page
        self.child = self.referral = self.course = 0
        self.own: dict[str, str] = {}
        """The parents' own links, by who they are in `acts`."""

    def age(self, days: int) -> date:
        """The child is so old, on a working day at nine."""
        day = BORN + timedelta(days=days)
        day += timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)
        self.at(datetime.combine(day, time(9), COPENHAGEN))
        return day

    def acts(self, who: str, way: str, status: int = 200) -> Page:
        """A page of somebody who has just signed in; or of a parent, by their link."""
        own = self.own.get(who, "")
        self.tab.context.add_cookies([self.demo.cookie(**({"link": own} if own else {"staff": who}))])
        self.tab.open(f"/book/{own}{way}" if own else way, status)
        return self.page

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).first.click()

    def told(self, text: str) -> None:
        expect(self.page.get_by_role("status")).to_contain_text(text)

    def known(self) -> None:
        """What the lists have made of the birth list: the child, and each parent's own link."""
        with self.demo.session() as session:
            self.child = session.scalars(select(Child.id).where(Child.name == CHILD)).one()
            links = select(Guardian.name, Link).join(Guardian, Guardian.id == Link.guardian_id)
            found = dict(session.execute(links.where(Link.child_id == self.child, Link.start_id.is_(None))).all())
            self.own = {"mor": way_in(SECRET, found[MOTHER]), "far": way_in(SECRET, found[FATHER])}

    def visit(self, kind: str) -> int:
        with self.demo.session() as session:
            return session.scalars(
                select(HomeVisit.id).where(HomeVisit.child_id == self.child, HomeVisit.kind == kind)
            ).one()

    def hides(self, who: str, *ways: str) -> None:
        """None of these pages is there for them."""
        for way in ways:
            self.acts(who, way, 404)

    def both_say_yes(self, way: str, *closed: tuple[str, str]) -> None:
        """One after the other; after the first yes each of these (who, page) is closed as before."""
        for parent in ("mor", "far"):
            for who, page in closed:
                self.hides(who, page)
            self.acts(parent, way)
            self.press("Ja")

    def names(self, who: str, way: str) -> bool:
        return CHILD in self.acts(who, way).content()


@pytest.fixture
def story(demo: Municipality, open_tab, at) -> Story:
    return Story(open_tab(staff="sundhedsplejerske"), demo, at)


def test_each_does_their_part_and_sees_no_more(story: Story):
    is_born(story)
    a_group(story)
    six_visits(story)
    a_visit_more(story)
    advice_to_the_house(story)
    asks_fsr(story)
    is_referred(story)
    is_offered_a_place(story)
    a_course(story)
    a_session(story)
    is_evaluated(story)
    one_line_of_time(story)


def is_born(story: Story) -> None:
    """The birth list is read in; nobody but her own sundhedspleje knows of her."""
    page = story.acts("sundhedsplejerske", f"{NURSES}/besoeg/foedselsliste")
    nurse = acts.name_of(story.tab)
    row = {"Barn": CHILD, "Fødselsdato": f"{BORN:%d.%m.%Y}", "Sundhedsplejerske": nurse}
    row |= {"Forælder 1": MOTHER, "E-mail 1": "signe.solsort@example.org", "Forældremyndighed 1": "ja"}
    row |= {"Forælder 2": FATHER, "E-mail 2": "jens.solsort@example.org", "Forældremyndighed 2": "ja"}
    listed = {"name": "foedsler.csv", "mimeType": "text/csv", "buffer": births.file(row)}
    page.get_by_label("Listen").set_input_files(listed)
    story.press("Gennemse listen")
    story.press("Læs ind")
    expect(page.get_by_role("status")).not_to_be_empty()
    story.known()
    assert story.names("sundhedsplejerske", f"{NURSES}/besoeg/?vis=uden-kontakt")
    own = f"boern/{story.child}"
    for who, mount in (("leder", HOUSE), ("fsr", FSR), ("familieraadgiver", FAMILY)):
        story.hides(who, f"{mount}/{own}")
    for parent in ("mor", "far"):
        assert "Barselsbesøg" in story.acts(parent, "/familien").content()


def books(story: Story, who: str, way: str, button: str) -> str:
    """The first free time in the window; when it is, as the page then says it."""
    page = story.acts(who, way)
    page.get_by_role("radio").first.check()
    story.press(button)
    [said] = read(page.locator("main"))
    return said


def holds(story: Story, kind: str, day: date) -> None:
    page = story.acts("sundhedsplejerske", f"{NURSES}/besoeg/{story.visit(kind)}")
    page.get_by_label("Afholdt den").fill(day.isoformat())
    story.press("Notér som afholdt")
    story.told("Besøget er noteret som afholdt.")


def six_visits(story: Story) -> None:
    """One booked by the nurse, one declined, one late, one moved by the parents; all are on one line."""
    story.age(3)
    books(story, "sundhedsplejerske", f"{NURSES}/besoeg/{story.visit(BARSEL)}/tid", "Book besøget")
    holds(story, BARSEL, story.age(6))
    story.acts("mor", f"/besoeg/{story.visit(ETABLERING)}")
    story.press("Nej tak til besøget")
    story.told("I har sagt nej tak")
    late = story.age(32)
    assert story.names("sundhedsplejerske", f"{NURSES}/besoeg/?vis=overskredet")
    holds(story, WEEKS, late)
    story.age(52)
    two = f"/besoeg/{story.visit(TWO)}"
    books(story, "mor", f"{two}/tid", "Book tiden")
    story.acts("mor", f"{two}/tid").get_by_role("radio").last.check()
    story.press("Flyt til tiden")
    story.told("Tiden er flyttet")
    for kind, days in ((TWO, 68), (FOUR, 140), (EIGHT, 255)):
        holds(story, kind, story.age(days))
    line = story.acts("sundhedsplejerske", f"{NURSES}/besoeg/barn/{story.child}").locator("main")
    assert len(re.findall("Afholdt", *read(line))) >= 5
    expect(line).to_contain_text("Familien sagde nej tak")


def a_visit_more(story: Story) -> None:
    """By special need, with its reason and plan: the sundhedspleje's own words."""
    day = story.age(258)
    page = story.acts("sundhedsplejerske", f"{NURSES}/besoeg/barn/{story.child}/ekstra")
    page.get_by_label("Tidligst").fill(day.isoformat())
    page.get_by_label("Senest").fill((day + timedelta(days=7)).isoformat())
    page.get_by_label("Søvn og uro").check()
    page.get_by_label("Plan for besøget").fill(WORRY)
    story.press("Planlæg besøget")
    holds(story, SPECIAL, story.age(260))
    own = story.acts("mor", "/familien").content()
    assert "Ekstra besøg" in own
    assert WORRY not in own


def a_group(story: Story) -> None:
    """Made, with its first meeting; the mother is invited and says yes, and no other unit knows of it."""
    day = WEDNESDAY.date()
    page = story.acts("sundhedsplejerske", f"{NURSES}/grupper/ny")
    page.locator("[name=title]").fill("Solgruppen")
    page.locator("[name=born_from]").fill((BORN - timedelta(days=9)).isoformat())
    page.locator("[name=born_to]").fill((BORN + timedelta(days=9)).isoformat())
    page.get_by_label(re.compile(MOTHER)).check()
    story.press("Lav gruppen")
    page.get_by_role("link", name="Nyt møde").first.click()
    page.locator("[name=day]").fill((day + timedelta(days=15)).isoformat())
    page.locator("[name=place]").fill("Biblioteket")
    page.locator("[name=hosts]").first.check()
    story.press("Læg mødet")
    page.get_by_role("button", name=re.compile("^Invitér")).click()
    story.acts("mor", "/familien")
    page.get_by_role("link", name="Solgruppen").click()
    story.press("Ja, jeg vil gerne med")
    for who, way in (("leder", f"{HOUSE}/"), ("far", "/familien")):
        assert "Solgruppen" not in story.acts(who, way).content()


def advice_to_the_house(story: Story) -> None:
    """The house asks the sundhedspleje about well-being, without any child's name."""
    page = story.acts("leder", f"{HOUSE}/henvendelser/ny/sundhedspleje")
    page.get_by_label("Overskrift").fill("Uro ved middagssøvnen")
    page.get_by_label("Hvad har I set og hørt?").fill("Flere af de mindste vågner og græder.")
    story.press("Gem kladden")
    story.press("Send henvendelsen")
    asked = page.url.rpartition("/")[2]
    story.acts("sundhedsplejerske", f"{NURSES}/henvendelser/{asked}")
    story.press("Tag henvendelsen")
    page.locator("[name=answer]").fill("Læg dem i samme rækkefølge hver dag.")
    story.press("Send svaret")
    assert "samme rækkefølge" in story.acts("leder", f"{HOUSE}/henvendelser/{asked}").content()
    story.hides("familieraadgiver", f"{FAMILY}/boern/{story.child}")


def asks_fsr(story: Story) -> None:
    """The sundhedsplejerske asks FSR about her by name: FSR reads nothing before both parents' yes, and then the child's page too."""
    page = story.acts("sundhedsplejerske", f"{NURSES}/henvendelser/ny/fsr?barn={story.child}")
    page.get_by_label("Overskrift").fill("Trætte forældre")
    page.get_by_label("Hvad har I set og hørt?").fill(WORRY)
    story.press("Gem kladden")
    story.press("Spørg forældrene")
    asked = page.url.rpartition("/")[2]
    story.both_say_yes(
        f"/henvendelse/{asked}", ("fsr", f"{FSR}/henvendelser/{asked}"), ("fsr", f"{FSR}/boern/{story.child}")
    )
    story.acts("sundhedsplejerske", f"{NURSES}/henvendelser/{asked}")
    story.press("Send henvendelsen")
    assert story.names("fsr", f"{FSR}/boern/{story.child}")
    assert WORRY in story.acts("fsr", f"{FSR}/henvendelser/{asked}").content()
    story.press("Tag henvendelsen")
    story.acts("fsr", f"{FSR}/henvendelser/{asked}/luk")
    page.get_by_label("Henvisning til Familiehuset").check()
    story.press("Luk henvendelsen")
    page.get_by_role("link", name="Skriv henvisningen").click()


def is_referred(story: Story) -> None:
    """FSR writes it, without typing again what is known; Familiehuset knows of nothing, and begins nothing, before both parents' yes to it."""
    page = story.page
    page.locator("[name=goal]").fill(GOAL)
    if not page.locator("[name=background]").input_value():
        page.locator("[name=background]").fill(WORRY)
    story.press("Gem kladden")
    story.press("Spørg forældrene")
    story.referral = int(re.findall(r"henvisninger/(\d+)", page.url)[0])
    ways = (f"henvisninger/{story.referral}", f"forloeb/ny/{story.referral}", f"boern/{story.child}")
    story.both_say_yes(f"/henvisning/{story.referral}", *(("familieraadgiver", f"{FAMILY}/{one}") for one in ways))
    assert story.names("familieraadgiver", f"{FAMILY}/henvisninger/{story.referral}")
    story.hides("leder", f"{HOUSE}/boern/{story.child}")


def is_offered_a_place(story: Story) -> None:
    story.age(270)
    page = story.acts("familieraadgiver", f"{FAMILY}/henvisninger/{story.referral}")
    page.get_by_role("link", name="Tilbyd en plads").click()
    offered(story)
    story.acts("mor", f"/henvisning/{story.referral}")
    story.press("Ja tak")


def offered(story: Story) -> None:
    """The place from today; with a word for why, where others have waited longer or the places are taken."""
    day = story.page.get_by_label("Fra hvilken dag?")
    day.fill(today().isoformat())
    story.page.get_by_label("Hvorfor før andre, der har ventet længere?").fill("Det haster for dem.")
    story.page.get_by_label("Hvorfor én mere, end der er pladser til?").fill("Vi kan tage én til.")
    story.page.locator("main form [type=submit]").click()


def a_course(story: Story) -> None:
    """Begun with the family's own goal and one tovholder; the parents read it, and nobody outside Familiehuset does."""
    day = story.age(272)
    page = story.acts("familieraadgiver", f"{FAMILY}/forloeb/ny/{story.referral}")
    expect(page.get_by_label("Mål", exact=True)).to_have_value(GOAL)
    page.get_by_label("Følges op").fill((day + timedelta(days=14)).isoformat())
    story.press("Begynd forløbet")
    story.course = int(page.url.rpartition("/")[2])
    tovholder = acts.name_of(story.tab)
    own = f"forloeb/{story.course}"
    expect(page.locator("#fakta")).to_contain_text(tovholder)
    for parent in ("mor", "far"):
        assert tovholder in story.acts(parent, f"/{own}").content()
    for who in ("fsr", "leder", "sundhedsplejerske"):
        assert story.acts(who, f"{FAMILY}/{own}", 403)


def a_session(story: Story) -> None:
    """Booked by the tovholder, seen by both parents, held; what was agreed is Familiehuset's and theirs alone."""
    day = story.age(276)
    page = story.acts("familieraadgiver", f"{FAMILY}/forloeb/{story.course}/tider")
    page.get_by_label("Dag", exact=True).fill((day + timedelta(days=1)).isoformat())
    page.get_by_label("Kl.").fill("13:00")
    story.press("Videre")
    story.told("Tiden er booket")
    expect(story.acts("far", f"/forloeb/{story.course}").locator("#tider")).to_contain_text("13.00")
    story.age(278)
    page = story.acts("familieraadgiver", f"{FAMILY}/forloeb/{story.course}")
    page.locator("#tider li a").first.click()
    page.get_by_label("Kort om, hvad I aftalte").fill(AGREED)
    page.get_by_label("Ja, vi mødtes").check()
    story.press("Gem")
    expect(page.locator("#tider")).to_contain_text("Afholdt")


def is_evaluated(story: Story) -> None:
    """Followed up, of which FSR reads the one line that is meant for it; then one evaluation ends the course and the referral."""
    day = story.age(290)
    page = story.acts("familieraadgiver", f"{FAMILY}/forloeb/{story.course}")
    page.get_by_label("Hvordan går det?").fill("Det går fremad.")
    page.get_by_label("Følges op igen").fill((day + timedelta(days=9)).isoformat())
    page.get_by_text("Justér målet, eller skriv").click()
    page.get_by_label("Til henviseren").fill(TOLD_ON)
    story.press("Gem opfølgningen")
    story.age(300)
    page = story.acts("familieraadgiver", f"{FAMILY}/forloeb/{story.course}")
    page.get_by_text("Afslut med en evaluering").click()
    page.get_by_label("Nået", exact=True).check()
    page.get_by_label("Hvad lærte vi?").fill(OUTCOME)
    story.press("Afslut forløbet")
    story.told("evalueret og afsluttet")
    [told] = read(story.acts("fsr", f"{FSR}/henvisninger/{story.referral}").locator("main"))
    assert OUTCOME in told
    assert TOLD_ON in told
    assert AGREED not in told
    for way in (f"/forloeb/{story.course}", f"/henvisning/{story.referral}"):
        assert OUTCOME in story.acts("far", way).content()


def one_line_of_time(story: Story) -> None:
    """The whole of it in the sundhedspleje's line; FSR sees its own part; and the mother can see who has looked."""
    [own] = read(story.acts("sundhedsplejerske", f"{NURSES}/boern/{story.child}").locator(".timeline"))
    assert "besøg" in own.casefold()
    [fsr] = read(story.acts("fsr", f"{FSR}/boern/{story.child}").locator("main"))
    for words in (WORRY, GOAL, AGREED, OUTCOME):
        assert words not in own + fsr
    assert "FSR Skovlunde" in story.acts("mor", "/familien").content()
