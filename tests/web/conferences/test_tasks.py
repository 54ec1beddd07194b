"""Tasks on their pages: refused with the way forward, no CPR number, warnings, the parents' own page, and what the log tells of it."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from domain import consent, outbox
from domain.access.citizens import Link
from domain.audit import Look
from domain.base import now, today
from domain.conferences.tables.task import AGENDA, DISCUSSED, SUBMITTED, Task
from domain.conferences.tasks import asking, lapsing, life
from domain.consent import shorten
from domain.messages import letter
from domain.starts.importing.cells import LANGUAGES
from tests.databases import sqlite_only
from tests.factories import SECRET, make_child, make_guardian, make_start, open_link
from tests.pages import lint
from tests.scenes.municipality import Browser, arrive, sign_in
from tests.scenes.round_table import lay

pytestmark = sqlite_only
WAITS, RAN_OUT = "Venter på forældrenes svar", "Udløbet: spørg forældrene igen"
SOON = "Forældrenes ja udløber før konferencen"
FORM = {"title": "Få ord", "occupies": "Siger få ord i samlingen.", "urgency": "1", "minutes": "20", "start": "0"}


class House:
    """The table of tests/scenes/round_table.py over HTTP, and a family with one holder of custody and her link."""

    def __init__(self, app, database):
        self.table, self.app = lay(database), app
        with self.table.home() as session:
            self.child = make_child(session, "Alma Kjær", sundhedspleje_id=self.table.units["sundhedspleje"])
            self.mother = make_guardian(session, self.child, name="Mor", language="tr")
            self.start = make_start(session, self.child, self.table.house)
            self.token = open_link(session, self.start, self.child, self.mother, today() + timedelta(weeks=9))
            link = session.scalars(select(Link.id).where(Link.guardian_id == self.mother)).one()
            self.parent = Browser(app, arrive(session, link))
            self.staff = {who: Browser(app, sign_in(session, one)) for who, one in self.table.staff.items()}

    def way(self, page="", who="paedagog"):
        place = self.table.places[who]
        return f"/{place.actor}/{place.slug}/konferencer/opgaver{page}"

    def post(self, page, form=None, who="paedagog"):
        return self.staff[who].post(self.way(page, who), form or {})

    def get(self, page="", who="paedagog"):
        return self.staff[who].get(self.way(page, who))

    def day(self, who):
        place = self.table.places[who]
        return self.staff[who].get(f"/{place.actor}/{place.slug}/").text

    def put(self, **form):
        answer = self.post("/ny/enkeltbarn", FORM | form)
        assert answer.status_code == 303
        return int(answer.headers["Location"].rpartition("/")[2])

    def named(self):
        task = self.put(start=str(self.start))
        assert self.post(f"/{task}/spoerg").status_code == 303
        return task

    def says(self, task, value):
        return self.parent.post(f"/book/{self.token}/opgave/{task}", {"value": value})

    def state(self, task):
        with self.table.home() as session:
            states = select(Task.state).where(Task.id == task).execution_options(unscoped="the test looks")
            return session.scalars(states).one()

    def stands(self, which="mine"):
        """What the list says of each task: the texts of its marks, by its number."""
        lines = re.findall(r'<tr>\s*<th scope="row".*?</tr>', self.get(f"?liste={which}").text, re.DOTALL)
        marks = {
            re.search(r"/opgaver/(\d+)", one)[1]: re.findall(r'class="state".*?</svg>(.*?)</span>', one)
            for one in lines
        }
        return {int(task): said for task, said in marks.items()}


@pytest.fixture
def house(app, database, at):
    at(datetime(2026, 11, 16, 9, tzinfo=UTC))
    return House(app, database)


def test_a_named_child_without_a_yes_is_refused_with_both_ways_forward(house):
    task = house.put(start=str(house.start))
    answer = house.post(f"/{task}/indsend")
    assert answer.status_code == 409
    assert house.way(f"/{task}/spoerg") in answer.text
    assert house.way(f"/{task}/anonymt") in answer.text
    assert house.state(task) == "kladde"


def test_with_the_parents_yes_it_goes_to_the_queue_and_taken_back_it_is_closed_at_the_next_request(house):
    task = house.named()
    assert house.says(task, "ja").status_code == 303
    assert house.post(f"/{task}/indsend").status_code == 303
    assert house.state(task) == SUBMITTED
    assert "Få ord" in house.get(f"/{task}", "leder").text
    house.says(task, "nej")
    assert house.get(f"/{task}", "leder").status_code == 404
    assert "Få ord" not in house.get("?liste=venter", "leder").text
    own = house.get(f"/{task}").text
    assert "trukket deres samtykke tilbage" in own
    assert house.way(f"/{task}/anonymt") in own


def test_put_again_the_old_text_is_beside_the_new_one_and_not_in_it(house):
    task = house.named()
    answer = house.post(f"/{task}/anonymt")
    page = house.staff["paedagog"].get(answer.headers["Location"]).text
    assert "Siger få ord" in page.rpartition('class="fold"')[2]
    assert page.count("Siger få ord") == 1
    assert house.state(task) == "trukket"


def test_an_anonymous_text_with_a_name_is_warned_of_and_its_writer_may_know_better(house):
    task = house.put(occupies="Alma siger få ord.")
    assert "Alma" in house.get(f"/{task}").text.partition('data-state="warn"')[2][:600]
    answer = house.post(f"/{task}/indsend")
    assert (answer.status_code, house.state(task)) == (409, "kladde")
    assert house.post(f"/{task}/indsend", {"sure": "1"}).status_code == 303


def test_a_small_house_is_reminded_that_a_child_can_be_recognised(house):
    assert "I et lille hus kan et barn kendes" in house.get(f"/{house.put()}").text


def test_a_cpr_number_is_refused_beside_its_field_and_what_was_typed_stays(house):
    answer = house.post("/ny/enkeltbarn", FORM | {"tried": "Se 010120-1234.", "worries": "Få ord på dansk"})
    assert answer.status_code == 422
    assert 'id="tried-fejl"' in answer.text
    assert "Få ord på dansk" in answer.text
    with house.table.home() as session:
        assert session.scalars(select(Task.id).execution_options(unscoped="the test looks")).all() == []


def test_what_is_written_beside_the_scale_is_kept_or_asked_about_and_never_lost(house):
    alone = {"voice_0": "Os", "reason_0": "Han har fået en ven"}
    twice = {"voice_0": "Os", "value_0": "3", "voice_1": "Os", "value_1": "4"}
    for lost, said in (
        (alone, "Vælg et tal"),
        (twice, "ét navn for hvert tal"),
        ({"value_2": "5", "voice_2": ""}, "ét navn"),
    ):
        answer = house.post("/ny/gruppe", FORM | lost)
        assert answer.status_code == 422, lost
        assert said in answer.text
        assert "Han har fået en ven" in answer.text or lost is not alone


def test_the_mail_names_neither_child_nor_reason_and_leads_to_the_parents_own_page(house):
    task = house.named()
    with house.table.home() as session:
        taken = [one for one in outbox.take(session, 10, timedelta(minutes=5)) if one.kind == asking.MAIL]
        (one,) = taken
        found = letter(session, one, SECRET)
    assert (one.guardian_id, found.subject, found.language) == (house.mother, f"task/{task}", "tr")
    assert "Alma" not in repr(found)
    assert "Få ord" not in repr(found)


def test_parents_read_it_in_each_language_and_in_their_own_to_begin_with(house):
    task = house.named()
    way, told = f"/book/{house.token}/opgave/{task}", set()
    for language in LANGUAGES:
        page = house.parent.get(f"{way}?sprog={language}").text
        told.add(page.partition("<h1>")[2].partition("</h1>")[0])
        assert "Siger få ord i samlingen." in page
        assert f'<html lang="{language}" dir="{"rtl" if language in {"ar", "ur"} else "ltr"}"' in page
    assert len(told) == len(LANGUAGES)
    assert '<html lang="tr"' in house.parent.get(way).text


def test_a_look_at_a_childs_task_is_told_to_the_parents_with_the_consent_it_was_by(house):
    task = house.named()
    house.says(task, "ja")
    house.post(f"/{task}/indsend")
    house.get(f"/{task}", "leder")
    with house.table.home() as session:
        rows = select(Look.staff_id, Look.consent).where(Look.kind == "Opgave", Look.child_id == house.child)
        looks = [tuple(row) for row in session.execute(rows.execution_options(unscoped="the test looks"))]
    leader = house.table.staff["leder"]
    assert [by for who, by in looks if who == leader] == [consent.PURPOSES[consent.CONFERENCE].full]
    assert {by for who, by in looks if who != leader} <= {None}
    assert "en opgave til en koordineringskonference" in house.parent.get(f"/book/{house.token}?sprog=da").text


def test_an_answer_from_a_conversation_is_noted(house):
    task = house.put(start=str(house.start))
    form = {"guardian": str(house.mother), "value": "ja", "how": "mundtligt"}
    assert house.post(f"/{task}/samtykke", form).status_code == 303
    assert house.post(f"/{task}/indsend").status_code == 303


def test_the_parents_own_page_says_that_a_yes_has_run_out_and_asks_nothing(house):
    task = house.named()
    house.says(task, "ja")
    with house.table.home() as session:
        shorten(session, f"task/{task}", today() - timedelta(days=1))
    start, page = (house.parent.get(f"/book/{house.token}{way}?sprog=da").text for way in ("", f"/opgave/{task}"))
    assert re.findall(r'class="state"[^>]*>(?:<svg.*?</svg>)?([^<]+)<', page) == ["Udløbet"]
    assert "Tiden er gået for det, I blev spurgt om." in page
    assert not any(words in page for words in ("Træk samtykke tilbage", "Et ja gælder til"))
    assert ("Udløbet" in start, "Mangler svar" in start) == (True, False)
    assert house.says(task, "nej").headers["Location"] == f"/book/{house.token}/opgave/{task}"
    with house.table.home() as session:
        given = session.scalars(select(consent.Answer.value).execution_options(unscoped="the test looks")).all()
    assert given == ["ja"]


def test_a_no_to_what_has_run_out_is_noted_and_ends_the_matter_as_any_other_no(house):
    task = house.named()
    house.says(task, "ja")
    house.post(f"/{task}/indsend")
    with house.table.home() as session:
        session.get_one(Task, task).asked_at -= asking.LASTS + timedelta(days=1)
        session.flush()
        shorten(session, f"task/{task}", today() - timedelta(days=1))
    form = {"guardian": str(house.mother), "value": "nej", "how": "mundtligt"}
    assert house.post(f"/{task}/samtykke", form).status_code == 303
    assert house.stands() == {task: ["Venter på en dato", "Forældrene siger nej"]}


def test_ppr_filters_by_role_takes_and_shows_its_load(house):
    task = house.put(roles="psykolog")
    house.post(f"/{task}/indsend")
    listed = house.get("/ppr", "psykolog").text
    assert "Få ord" in listed
    assert listed.count('<th scope="col"') == 5, "a sixth column leaves its marks no room on a tablet"
    assert "Få ord" not in house.get("/ppr?rolle=logopaed", "psykolog").text
    assert house.post(f"/{task}/tag/psykolog", who="psykolog").status_code == 303
    assert house.post(f"/{task}/tag/psykolog", who="psykolog").status_code == 409
    load = house.get("/belastning", "psykolog").text
    assert "<svg" in load
    assert "Thea Birkholm" in load


def test_a_list_says_what_the_parents_say_only_where_the_task_waits_for_them(house, at):
    put, draft, gone = house.named(), house.named(), house.named()
    house.says(put, "ja")
    assert house.post(f"/{put}/indsend").status_code == 303
    assert house.post(f"/{gone}/traek").status_code == 303
    assert house.stands() == {put: ["Venter på en dato"], draft: ["Kladde", WAITS], gone: ["Trukket tilbage"]}
    assert WAITS in house.get(f"/{draft}").text
    assert "Gælder ikke længere" in house.get(f"/{gone}").text
    at(datetime(2026, 11, 16, 9, tzinfo=UTC) + asking.LASTS + timedelta(days=1))
    with house.table.home() as session:
        house.staff["paedagog"] = Browser(house.app, sign_in(session, house.table.staff["paedagog"]))
    later = {put: ["Venter på en dato", RAN_OUT], draft: ["Kladde", RAN_OUT], gone: ["Trukket tilbage"]}
    assert (house.stands(), house.stands("venter")) == (later, {put: later[put]})
    page = house.get(f"/{put}").text
    assert RAN_OUT in page
    assert WAITS not in page
    assert "Forældrene skal spørges igen." in page
    assert house.post(f"/{put}/spoerg").status_code == 303
    assert house.stands()[put] == ["Venter på en dato", WAITS]


def test_a_yes_that_runs_out_before_the_conference_is_said_to_the_writer_alone_who_asks_anew(house, at):
    task = house.named()
    house.says(task, "ja")
    house.post(f"/{task}/indsend")
    assert SOON not in house.get(f"/{task}").text
    with house.table.home() as session:
        shorten(session, f"task/{task}", today() + timedelta(days=10))
        session.get_one(Task, task).asked_at -= timedelta(days=354)
        lapsing.look(session)
    assert [SOON in house.day(who) for who in ("paedagog", "leder")] == [True, False]
    page = house.get(f"/{task}").text
    assert SOON in page
    assert house.way(f"/{task}/spoerg") in page
    assert SOON not in house.get(f"/{task}", "leder").text
    at(now() + timedelta(minutes=5))
    assert house.post(f"/{task}/spoerg").status_code == 303
    page = house.get(f"/{task}").text
    assert WAITS in page
    assert SOON not in page


def test_after_it_was_discussed_its_writer_asks_again_and_the_chair_is_told_whom_to_turn_to_and_no_more(house, at):
    task = house.named()
    house.says(task, "ja")
    house.post(f"/{task}/indsend")
    with house.table.seat() as session:
        life.step(session, task, AGENDA)
        life.step(session, task, DISCUSSED)
    way = house.way(f"/{task}/uden-ja", "leder")
    assert house.get(f"/{task}/uden-ja", "leder").headers["Location"] == house.way(f"/{task}", "leder")
    with house.table.home() as session:
        shorten(session, f"task/{task}", today() - timedelta(days=1))
    loose = house.staff["leder"].get(house.way("", "leder").removesuffix("opgaver") + "uden-dato").text
    page = house.get(f"/{task}/uden-ja", "leder")
    assert lint(page.text) == []
    assert way in loose
    assert "Mikkel Stubbe" in page.text
    assert not any(
        word in page.text + loose for word in ("Alma", "Få ord", house.way(f"/{task}/uden-ja/spoerg", "leder"))
    )
    assert way + "/luk" in page.text
    own = house.get(f"/{task}").text
    assert all(house.way(f"/{task}/{page}") in own for page in ("traek", "spoerg"))
    assert house.post(f"/{task}/uden-ja/luk", who="leder").status_code == 303
    assert house.state(task) == "lukket"
