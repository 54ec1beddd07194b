"""Agenda and meeting over HTTP: saved and kept beside, polled for nothing, closed to whom it is not for, and parents told time and place alone."""

import re
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import func, select

from blueprints.conferences.meeting import drawing
from domain import consent, messages, outbox
from domain.access.jobs import work_as
from domain.audit import Look
from domain.base import quarter
from domain.conferences.before import sending
from domain.conferences.tables.meeting import DISCUSSED, NOTES, OWN, POSTPONED, Agreement, Passage, Rival
from domain.conferences.tables.meeting import NOW as IS_NOW
from domain.conferences.tables.series import BEGUN
from domain.conferences.tables.task import Task
from domain.conferences.tasks import asking
from domain.outbox import Outbox
from tests.factories import SECRET, arrive, as_guardian, make_family, sign_in
from tests.pages import lint
from tests.scenes.canaries import working
from tests.scenes.round_table import NURSE, OTHER_NURSE, agree, draw_back, lay, make_item, make_task, meet, put_named

UNTIL = date(2099, 1, 1)
TEXTS = {"noter": "Nyt", "noter-version": "0"}
POSTPONE = "Udsæt til næste dato"


@pytest.fixture
def table(database):
    return lay(database, state=BEGUN)


@pytest.fixture
def item(table):
    with table.home() as session:
        return make_item(session, table, OWN, title="Eventuelt")


def enter(table, client, who="leder"):
    """The address of the conference for whoever sits there, signed in."""
    with table.database.sessions() as session:
        sign_in(session, client, table.staff[who])
    place = table.places[who]
    return f"/{place.actor}/{place.slug}/konferencer/{table.conference}"


def test_without_script_a_text_that_loses_is_shown_beside_the_one_that_stands(client, table, item):
    way = enter(table, client) + f"/moede/{item}"
    assert lint(client.get(way).text) == []
    assert client.post(way, data=TEXTS).status_code == 303
    lost = client.post(way, data=TEXTS | {"noter": "Andet"}, follow_redirects=True)
    assert lint(lost.text) == []
    assert all(text in lost.text for text in ("Nyt", "Andet", "Begge tekster er gemt", "To har skrevet samtidig"))


def test_the_list_is_folded_above_the_item_with_ways_to_the_ones_beside_it(client, table, item):
    with table.home() as session:
        others = [make_item(session, table, OWN, place=place, title=f"Punkt {place}") for place in (2, 3)]
    way = enter(table, client) + "/moede"
    for one, ways in ((item, [others[0]]), (others[0], [item, others[1]]), (others[1], [others[0]])):
        page = client.get(f"{way}/{one}").text
        folded = re.search(
            r'<details class="fold"><summary>Dagsorden</summary>(.*?)</details>(.*?)<article', page, re.DOTALL
        )
        assert all(f'id="til-{each}"' in folded[1] for each in (item, *others))
        assert re.findall(r'<a href="([^"]*)"', folded[2]) == [f"{way}/{each}#punkt" for each in ways]
        live = re.search(r'<nav class="pager"[^>]* id="naboer" data-live>(.*?)</nav>', folded[2], re.DOTALL)
        assert len(re.findall(r' id="naboer-chevron-', live[1])) == 2, (
            "whoever is on one of them stays there when the order changes"
        )


def test_after_the_last_item_the_chair_stands_where_the_meeting_is_ended_and_everybody_finds_the_way_in(
    client, table, item
):
    way = enter(table, client)
    assert f'href="{way}/moede"' in client.get(way).text
    client.post(f"{way.rpartition('/')[0]}/moede/punkt/{item}/nu")
    page = client.post(f"{way}/moede/{item}/afslut", follow_redirects=True).text
    assert "Alle punkter er drøftet" in page
    assert f'action="{way}/luk"' in page


def test_an_agenda_that_holds_only_what_was_put_there_beforehand_is_still_to_be_made(client, database):
    table = lay(database)
    with table.home() as session:
        own = make_item(session, table, OWN, title="Sommerfest")
    way = enter(table, client) + "/dagsorden"
    page = client.get(way).text
    assert "Lav dagsordenen" in page
    assert f'/moede/{own}#punkt"' in page
    client.post(f"{way}/forslag")
    assert "Lav dagsordenen" not in client.get(way).text


def test_the_chair_puts_on_what_was_talked_about_without_an_end_unless_it_stands_there(client, table):
    with table.home() as session:
        before, there = (make_task(session, table, title, state="droeftet") for title in ("Uden ende", "Lige drøftet"))
        make_item(session, table, task_id=there, state=DISCUSSED)
        later = meet(session, table, 60)
    way = enter(table, client)
    page = client.get(f"{way}/dagsorden").text
    assert f"/dagsorden/opgave/{before}" in page
    assert f"/dagsorden/opgave/{there}" not in page
    way = way.rpartition("/")[0] + f"/{later}/dagsorden"
    assert f"/dagsorden/opgave/{there}" in client.get(way).text
    assert client.post(f"{way}/opgave/{before}").status_code == 303
    assert "Uden ende" in client.get(f"{way}").text


def test_without_script_a_number_that_is_refused_keeps_what_was_typed(client, table):
    with table.home() as session:
        item = make_item(session, table, task_id=make_task(session, table))
    way = enter(table, client) + f"/moede/{item}"
    typed = {"voice": "Moren", "reason": "At han sover"}
    for wrong in ({}, {"value": "11"}, {"value": "x"}, {"value": "3", "reason": "010120-1234"}):
        refused = client.post(f"{way}/tal", data=typed | wrong)
        assert (refused.status_code, lint(refused.text)) == (422, [])
        assert all(f'value="{(typed | wrong)[name]}"' in refused.text for name in typed)
    assert 'value="3" checked' in refused.text
    assert client.post(f"{way}/tal", data=typed | {"value": "3"}).status_code == 303


def test_a_field_that_was_not_touched_is_no_conflict_though_another_has_written_in_it(client, table, item):
    way = enter(table, client) + f"/moede/{item}"
    page = client.get(way).text
    base = page.split('name="noter-base" value="')[1].split('"')[0]
    client.post(way, data=TEXTS)
    untouched = {"noter": "", "noter-version": "0", "noter-base": base, "beslutning": "Ja", "beslutning-version": "0"}
    assert client.post(way, data=untouched).status_code == 303
    with table.home() as session:
        assert session.scalars(select(Passage.text).order_by(Passage.id)).all() == ["Nyt", "Ja"]
        assert session.scalar(select(func.count()).select_from(Rival)) == 0


def test_whoever_looks_on_costs_two_statements_and_no_read_log_until_something_is_new(client, table, item, statements):
    way = enter(table, client) + f"/moede/{item}"
    mark = client.get(way).headers["ETag"]
    with working(table.database.sessions) as session:
        seen = session.scalar(select(func.count()).select_from(Look))
    with statements(most=2):
        assert client.get(way, headers={"If-None-Match": mark}).status_code == 204
    client.post(way, data=TEXTS, headers={"X-Live": "1"})
    fresh = client.get(way, headers={"If-None-Match": mark})
    assert (fresh.status_code, "Nyt" in fresh.text, fresh.headers["ETag"] != mark) == (200, True, True)
    with working(table.database.sessions) as session:
        assert session.scalar(select(func.count()).select_from(Look)) == seen


def test_thirty_items_and_twelve_people_cost_no_more_statements(client, table, statements):
    with table.home() as session:
        for place in range(30):
            item = make_item(session, table, place=place, task_id=make_task(session, table, f"Opgave {place}"))
    way = enter(table, client)
    for page in ("/dagsorden", f"/moede/{item}"):
        with statements(most=5):
            assert client.get(way + page).status_code == 200


@pytest.mark.parametrize(
    ("who", "says"), [(OTHER_NURSE, "kun for dem, det angår"), (NURSE, "Med forældrenes samtykke")]
)
def test_an_item_about_a_child_is_open_to_those_it_concerns_alone(client, table, who, says):
    with table.home() as session:
        _task, item, _child = put_named(session, table)
    page = client.get(enter(table, client, who) + f"/moede/{item}")
    assert lint(page.text) == []
    assert says in page.text
    assert ("Alma" in page.text) == (who == NURSE)


def test_when_the_parents_take_their_yes_back_the_text_is_gone_at_the_next_request(client, table):
    with table.home() as session:
        task, item, _child = put_named(session, table)
    way = enter(table, client) + f"/moede/{item}"
    before = client.get(way)
    assert POSTPONE in before.text
    client.post(way, data=TEXTS | {"noter": "Alma siger få ord"})
    draw_back(table, task)
    page = client.get(way, headers={"If-None-Match": before.headers["ETag"]})
    assert "Punkt trukket tilbage" in page.text
    assert "Alma" not in page.text
    assert POSTPONE not in page.text
    assert client.post(way, data=TEXTS).status_code == 403


def test_parents_are_told_when_and_where_and_nothing_else(client, database, table):
    with database.sessions() as session:
        family = make_family(session)
    with table.home() as session:
        make_item(session, table, OWN, 1, title="Hemmeligt punkt", minutes=25)
        named = {"kind": "enkeltbarn", "child_id": family.child, "child_name": "Elias", "start_id": family.start}
        task = make_task(session, table, "Elias bider", state="paa-dagsorden", **named)
        agree(session, task, family.child, table.house)
        one = session.get(Task, task)
        one.asked_at = one.submitted_at
        item = make_item(session, table, task_id=task, place=2)
    with table.seat() as session:
        sending.invite(session, item)
    with database.sessions() as session:
        work_as(session, "test")
        taken = [one for one in outbox.take(session, 9, outbox.LATE) if one.kind == sending.TIME]
        letter = messages.letter(session, taken[0], SECRET)
        assert len(taken) == 2
        assert letter.meeting is not None
        session.commit()
        arrive(session, client, family, family.mother)
    page = client.get(family.way(family.mother, f"konference/{item}"))
    assert lint(page.text) == []
    assert f"{letter.meeting.start.astimezone():%M}" in page.text
    assert "Elias bider" not in page.text + repr(letter)
    assert "Hemmeligt" not in page.text
    with table.home() as session:
        consent.ask(session, family.child, f"task/{task}", consent.CONFERENCE, (table.house, table.house), UNTIL)
    with database.sessions() as session:
        asking.answer(as_guardian(session, family, family.mother), task, family.mother, consent.NO)
        session.commit()
        off = session.scalars(select(Outbox.guardian_id).where(Outbox.kind == asking.OFF)).all()
        assert sorted(off) == [family.mother, family.father], "the other parent is told that they are not to come"
    assert client.get(family.way(family.mother, f"konference/{item}")).status_code == 404


def test_a_refused_agreement_keeps_what_was_typed(client, table, item):
    way = enter(table, client) + f"/moede/{item}"
    for wrong in ({"days": "0"}, {"responsible": "99999"}, {"text": "Ringe om 010120-1234"}):
        typed = {"text": "Ringe til mor", "responsible": str(table.staff["psykolog"]), "days": "7"} | wrong
        answer = client.post(f"{way}/aftale", data=typed)
        assert answer.status_code == 422
        assert lint(answer.text) == []
        assert f'value="{typed["text"]}"' in answer.text
        assert f'value="{typed["days"]}"' in answer.text
        assert "form-error-message" in answer.text


def test_an_items_time_is_drawn_under_its_number_on_the_agenda_also_when_it_was_postponed(at):
    begun = datetime(2026, 11, 16, 9, tzinfo=UTC)
    at(begun + timedelta(minutes=30))
    same = {"minutes": 20, "begun_at": None, "used": 0}
    rows = [
        SimpleNamespace(**same | {"state": POSTPONED, "begun_at": begun, "used": 600}),
        SimpleNamespace(**same, state=DISCUSSED),
        SimpleNamespace(**same | {"state": IS_NOW, "begun_at": begun + timedelta(minutes=20)}),
    ]
    drawn = drawing.draw(rows, quarter(begun), 4, begun)
    assert [block.number for block in drawn.planned] == [2, 3]
    assert [(block.number, block.width) for block in drawn.used] == [(1, 16.67), (3, 16.67)]


def test_a_cpr_number_is_refused_and_nothing_is_stored(client, table, item):
    way = enter(table, client) + f"/moede/{item}"
    answer = client.post(way, data=TEXTS | {"noter": "Barnet, 010120-1234"}, headers={"X-Live": "1"})
    assert answer.status_code == 422
    with table.home() as session:
        assert session.scalars(select(Passage.text).where(Passage.field == NOTES)).all() == []


def test_what_no_page_of_ours_sends_is_refused_and_makes_no_500(client, table, item):
    way = enter(table, client)
    order = {"punkter": f"²,{item},{'9' * 5000}", "flyttet": "9" * 30}
    assert client.post(f"{way}/dagsorden/raekkefoelge", data=order).status_code == 303
    promise = {"text": "Ringe", "responsible": "9" * 25, "days": "5"}
    assert client.post(f"{way}/moede/{item}/aftale", data=promise).status_code == 422
    with table.home() as session:
        assert session.scalar(select(func.count()).select_from(Agreement)) == 0
