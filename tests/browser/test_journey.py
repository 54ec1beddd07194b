"""The whole journey, against the server that people run: from the municipality's list to the recommendations at home."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from email.message import EmailMessage
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from domain.base import now, quarter
from tests.browser import acts
from tests.browser.mailbox import Mailbox, invite, link, spoken
from tests.browser.tabs import Tab, blank
from tests.machines.servers import Server, running


class Town:
    """The server, its mail, and a browser for each person."""

    def __init__(self, chromium: Browser, server: Server, post: Mailbox, folder: Path, *, script: bool) -> None:
        self.chromium, self.server, self.post, self.folder, self.script = chromium, server, post, folder, script
        self.tabs: list[Tab] = []

    def person(self) -> Tab:
        found = Tab(blank(self.chromium, script=self.script), self.server.address, script=self.script)
        self.tabs.append(found)
        return found

    def staff(self, login: str) -> Tab:
        found = self.person()
        found.open(f"/login?login={login}")
        acts.press(found, "Log ind")
        expect(found.page.get_by_role("navigation").first).to_be_visible()
        return found

    def parent(self, address: str) -> Tab:
        """Whoever has the link from their mail, and knows the child's birthday."""
        found = self.person()
        found.open(link(self.post.mail(address, "Velkommen til Troldebo")).removeprefix(self.server.address))
        found.page.get_by_label("Dag").fill(str(acts.BORN.day))
        found.page.get_by_label("Måned").select_option(str(acts.BORN.month))
        acts.press(found, "Gå videre")
        acts.heading(found, f"{acts.CHILD} begynder i Troldebo")
        return found

    def all_are_told(self, people: Iterable[str], subject: str, when: str, sequence: int) -> None:
        """Each gets one mail, whose entry stands at the page's time on the wall, and replaces the one before it."""
        for one in people:
            mail = self.post.mail(one, f"{subject}: Start-samtale", when)
            entry = invite(mail)
            assert (entry.method, entry.sequence, entry.zone) == ("REQUEST", sequence, "Europe/Copenhagen")
            assert spoken(entry) == when

    def no_mail_names_the_child(self, people: Iterable[str]) -> None:
        """Not in a subject, not in a text, not in an entry; and everybody has had some."""
        mails = [mail for mail in self.post.receiver.received if mail["To"] in set(people)]
        assert {mail["To"] for mail in mails} == set(people)
        assert not [mail["Subject"] for mail in mails if acts.CHILD.split()[0] in whole(mail)]

    def passes(self) -> None:
        """The hours until the conversation is over: the same as if its time had been two hours ago."""
        with closing(sqlite3.connect(self.folder / "godstart.sqlite")) as database, database:
            child = database.execute("SELECT id FROM child WHERE name = ?", [acts.CHILD]).fetchone()
            values = [quarter(now()) - 8, *child]
            assert database.execute("UPDATE appointment SET first = ? WHERE child_id = ?", values).rowcount == 1


@pytest.fixture
def town(chromium: Browser, tmp_path, request):
    with Mailbox().up() as post, running(tmp_path, demo=1, mail_url=post.receiver.url) as server:
        found = Town(chromium, server, post, tmp_path, script=request.param)
        yield found
        for one in found.tabs:
            one.close()


@pytest.mark.parametrize("town", [True, False], indirect=True, ids=["script", "no-script"])
def test_from_the_list_to_the_recommendations(town: Town):
    office, nurse, house = (town.staff(login) for login in ("administrator", "sundhedsplejerske", "paedagog"))
    acts.reads_in_the_list(office, acts.name_of(nurse))
    mother, father = town.parent(acts.MOTHER), town.parent(acts.FATHER)
    acts.fills_in_the_questionnaire(mother)
    for question in (acts.MEETING, acts.BEFOREHAND):
        acts.says(mother, question, "Ja")
        acts.says(father, question, "Ja")
    everybody = acts.MOTHER, acts.FATHER, acts.address_of(nurse), acts.address_of(house)
    first = acts.books(mother)
    town.all_are_told(everybody, "Aftalt", first, 0)
    second = acts.moves(father, first)
    town.all_are_told(everybody, "Flyttet", second, 1)
    acts.sees_it(nurse, "/sundhedspleje/skovlunde", second)
    acts.sees_it(house, "/dagtilbud/troldebo", second)
    stands_in_the_list(town.staff("leder"), second)
    acts.writes_beforehand(nurse)
    acts.reads_what_was_written(house)
    acts.says(father, acts.MEETING, "Træk samtykke tilbage")
    she_leaves_and_the_time_stands(town, mother, nurse, second)
    expect(mother.page.locator("#samtalen")).to_contain_text(acts.name_of(house))
    town.passes()
    acts.holds_it(house)
    acts.reads_at_home(mother)
    town.no_mail_names_the_child(everybody)


def stands_in_the_list(leader: Tab, when: str) -> None:
    """Among the starts of the house that have a time; from there to the start."""
    leader.open("/dagtilbud/troldebo/starter/?tilstand=booket")
    line = leader.page.get_by_role("row").filter(has_text=acts.CHILD)
    expect(line).to_contain_text(when.partition("–")[0])
    line.get_by_role("link", name=acts.CHILD).click()
    expect(leader.page.locator("#samtalen")).to_contain_text(when)


def she_leaves_and_the_time_stands(town: Town, mother: Tab, nurse: Tab, when: str) -> None:
    """A late no: her calendar forgets the appointment, her pages know nothing of it, and the others meet as agreed."""
    her = acts.name_of(nurse)
    nurse.page.reload()
    expect(nurse.page.locator("#samtalen")).not_to_contain_text(when)
    acts.own(mother)
    expect(mother.page.locator("#samtalen")).to_contain_text(when)
    expect(mother.page.locator("#samtalen")).not_to_contain_text(her)
    entry = invite(town.post.mail(acts.address_of(nurse), "Du er ikke længere med: Start-samtale", when))
    assert (entry.method, spoken(entry)) == ("CANCEL", when)
    assert entry.sequence >= 1


def whole(mail: EmailMessage) -> str:
    """All that can be read in it, the folded lines of its entry put together again."""
    parts = [part.get_payload(decode=True).decode() for part in mail.walk() if not part.is_multipart()]
    return "\n".join([*map(str, mail.values()), *parts]).replace("\r\n ", "")
