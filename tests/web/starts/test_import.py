"""The list in the browser: handed in, looked at, read in with one button; with and without JavaScript, and only for those who may."""

import io

import pytest
from sqlalchemy import select

from blueprints.running.duties import DUTIES, House
from domain import bulk
from domain.access.units import Unit
from domain.people import Start
from domain.starts.importing import PAGE
from tests.factories import as_house, make_staff, sign_in
from tests.pages import lint
from tests.scenes.lists import EXAMPLE, TODAY, file, row, town, workbook

PARTIAL = {"HX-Request": "true", "HX-Request-Type": "partial", "HX-Target": "#fremgang"}


class Desk:
    """A browser at the import pages, and the worker when it is its turn."""

    def __init__(self, app, database, client) -> None:
        self.app, self.sessions, self.client = app, database.sessions, client
        with self.sessions() as session:
            self.unit = town(as_house(session))["Forvaltningen"]
            slug = session.get_one(Unit, self.unit).slug
            session.commit()
        self.way = f"/forvaltning/{slug}/import/"
        self.enter(client, "pladsanvisning")

    def enter(self, client, role: str) -> None:
        with self.sessions() as session:
            sign_in(session, client, make_staff(as_house(session), self.unit, role, hours=""))

    def send(self, content: bytes, name: str = "starter.csv", client=None):
        data = {"file": (io.BytesIO(content), name)}
        return (client or self.client).post(self.way, data=data, content_type="multipart/form-data")

    def work(self) -> None:
        [duty] = [one for one in DUTIES if one.name == "lists of coming starts"]
        while duty.do(House(self.sessions, "t" * 32)):
            pass

    def page(self, way: str, status: int = 200) -> str:
        found = self.client.get(way)
        assert found.status_code == status
        assert lint(found.text) == []
        return found.text

    def looked_at(self, content: bytes) -> str:
        way = self.send(content).location
        self.work()
        return way

    def starts(self) -> int:
        with self.sessions() as session:
            return len(as_house(session).execute(select(Start.id).execution_options(**bulk.WHY)).all())


@pytest.fixture
def desk(app, database, client, at) -> Desk:
    at(TODAY)
    return Desk(app, database, client)


def test_a_list_is_handed_in_looked_at_and_read_in(desk):
    assert "Gennemse listen" in desk.page(desk.way)
    answer = desk.send(EXAMPLE.read_bytes())
    assert answer.status_code == 303
    waiting = desk.page(answer.location)
    assert 'max="10" value="0"' in waiting
    assert "Opdater" in waiting
    desk.work()
    preview = desk.page(answer.location)
    assert "Læs ind" in preview
    assert "Alma Lindegaard" in preview
    assert desk.starts() == 0
    applying = desk.client.post(f"{answer.location}/laes-ind")
    assert (applying.status_code, "<progress" in desk.page(applying.location)) == (303, True)
    desk.work()
    assert "10 nye starter" in desk.page(answer.location)
    assert desk.starts() == 10
    assert "Læst ind" in desk.page(desk.way)


def test_the_same_list_again_offers_nothing_to_read_in(desk):
    way = desk.looked_at(EXAMPLE.read_bytes())
    desk.client.post(f"{way}/laes-ind")
    desk.work()
    again = desk.page(desk.looked_at(EXAMPLE.read_bytes()))
    assert "Alt på listen står allerede" in again
    assert "Læs ind" not in again


def test_a_wrong_row_says_where_why_and_what_would_be_right_and_cannot_be_read_in(desk):
    way = desk.looked_at(file(row(), row(Nøgle="K2", Børnehus="Gloeben", Forældremyndighed_1="")))
    page = desk.page(way)
    for told in ("Én række er forkert", "Børnehus", "Måske »Globen«", "Forældremyndighed 1", "Skriv ja eller nej"):
        assert told in page
    assert "Læs ind" not in page
    assert "Skal rettes" in desk.page(desk.way)
    assert "Alma Dam" in desk.page(f"{way}?vis=new")
    desk.client.post(f"{way}/laes-ind")
    desk.work()
    assert desk.starts() == 0


def test_rows_come_two_hundred_at_a_time(desk, statements):
    way = desk.looked_at(
        file(*(row(Nøgle=f"K{number}", Barn=f"Barn {number:04}", Børnehus="x") for number in range(PAGE + 1)))
    )
    with statements(most=5):
        first = desk.page(way)
    assert f'<th scope="row">Række {PAGE + 1}</th>' in first
    assert f'<th scope="row">Række {PAGE + 2}</th>' not in first
    assert f'<th scope="row">Række {PAGE + 2}</th>' in desk.page(f"{way}?vis=wrong&side=2")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "Filen er tom"),
        (b"\x89PNG\r\n", "Det er et billede"),
        (file(row(Adresse="=1+1")), "begynder som en formel"),
        (file(row()).replace(b"Tolk", b"Tulk", 1), "Den skal hedde »Tolk«"),
    ],
)
def test_an_odd_file_is_refused_with_one_sentence(desk, content, told):
    answer = desk.send(content)
    assert answer.status_code == 422
    assert told in answer.text
    assert lint(answer.text) == []


def test_no_file_at_all_is_told_as_well(desk):
    answer = desk.client.post(desk.way, data={}, content_type="multipart/form-data")
    assert (answer.status_code, "Vælg en fil" in answer.text) == (422, True)


def test_the_progress_is_fetched_alone_and_the_page_when_it_is_over(desk):
    way = desk.send(EXAMPLE.read_bytes()).location
    part = desk.client.get(way, headers=PARTIAL)
    assert '<section class="stack" id="fremgang"' in part.text
    assert "<h1" not in part.text
    assert lint(part.text, fragment=True) == []
    desk.work()
    assert desk.client.get(way, headers=PARTIAL).headers["HX-Redirect"] == way


def test_a_list_is_its_senders_alone(desk, app):
    way = desk.looked_at(EXAMPLE.read_bytes())
    other = app.test_client()
    desk.enter(other, "administrator")
    assert other.get(way).status_code == 404
    assert "starter.csv" not in other.get(desk.way).text
    assert other.post(f"{way}/laes-ind").status_code == 404


@pytest.mark.parametrize("role", ["konsulent", "centerchef"])
def test_others_in_forvaltning_have_no_way_in(desk, app, role):
    other = app.test_client()
    desk.enter(other, role)
    assert [other.get(desk.way).status_code, desk.send(b"x", client=other).status_code] == [403, 403]


def test_a_workbook_is_handed_in_looked_at_and_read_in_as_a_text_file_is(desk):
    way = desk.send(workbook(row(), row(Nøgle="K2", Barn="Bo By")), "starter.xlsx").location
    desk.work()
    preview = desk.page(way)
    assert "Bo By" in preview
    assert "starter.xlsx" in preview
    desk.client.post(f"{way}/laes-ind")
    desk.work()
    assert "2 nye starter" in desk.page(way)
    assert desk.starts() == 2


def test_every_heading_that_is_wrong_is_told_beside_the_file(desk):
    answer = desk.send(file(row()).replace(b"Tolk", b"CPR", 1))
    assert answer.status_code == 422
    assert "»CPR«, som ikke hører til i listen" in answer.text
    assert "Første række mangler »Tolk«" in answer.text


def test_the_empty_list_has_every_column_and_can_be_handed_in_again(desk):
    template = desk.client.get(f"{desk.way}skabelon.xlsx").data
    answer = desk.send(template)
    assert (answer.status_code, "ingen rækker under den" in answer.text) == (422, True)
