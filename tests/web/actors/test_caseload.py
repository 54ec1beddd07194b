"""Handing over and the day's round over HTTP: the form as it stands is what is done, and what is refused leaves everything."""

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from blueprints.messages import compose, compose_text
from blueprints.messages.nurses import TO_FAMILIES
from domain import messages, outbox
from domain.access.links import open_families_links
from domain.base import now
from domain.booking.tables import Absence
from domain.frontdesk.absences import whole_days
from domain.people import Child
from tests.databases import sqlite_only
from tests.factories import SECRET, sign_in
from tests.pages import lint
from tests.scenes.canaries import working
from tests.scenes.wards import FIRST, NOW, make_ward, standing, visit

pytestmark = sqlite_only


@pytest.fixture
def ward(database, at):
    at(NOW)
    with database.sessions() as session:
        return make_ward(session)


@pytest.fixture
def mette(app, database, ward):
    client = app.test_client()
    with database.sessions() as session:
        sign_in(session, client, ward.others[0])
    return client


def way(ward, page):
    return f"/sundhedspleje/{ward.slug}/{page}"


def form_of(page):
    """As it stands: what is hidden, ticked and selected in the plan."""
    plan = page.partition('id="plan"')[2]
    hidden = re.findall(r'type="hidden" name="([\w-]+)" value="([^"]*)"', plan)
    ticked = re.findall(r'type="radio" name="([\w-]+)" value="([\w-]+)" checked', plan)
    selects = re.findall(r'name="(barn-\d+)">.*?value="(\d+)" selected', plan)
    found = {}
    for name, value in (*hidden, *ticked, *selects):
        found.setdefault(name, []).append(value)
    return {name: values for name, values in found.items() if name != "csrf_token"}


def asked(ward, to=None):
    many = "&".join(f"to={one}" for one in to or ward.others)
    return way(ward, f"fordeling/{ward.karen}/overdrag?{many}&begins_on={NOW.date()}&returns_on=&reason=ophoer")


def nurses(database, ward):
    with database.sessions() as session:
        rows = select(Child.sundhedsplejerske_id).where(Child.id.in_(ward.children))
        session.info["writing"] = True
        return list(session.scalars(rows.execution_options(unscoped="test")))


def test_children_are_handed_over_from_the_page_as_it_stands(mette, database, ward):
    for page in ("fordeling/", f"fordeling/{ward.karen}", "fordeling/maal", f"fordeling/{ward.karen}/overdrag"):
        answer = mette.get(way(ward, page))
        assert (answer.status_code, lint(answer.text)) == (200, []), page
    page = mette.get(asked(ward))
    assert lint(page.text) == []
    answer = mette.post(way(ward, f"fordeling/{ward.karen}/overdrag"), data=form_of(page.text))
    assert answer.status_code == 303
    assert "6 børn er overdraget" in mette.get(answer.location).text
    assert ward.karen not in nurses(database, ward)


def test_what_is_taken_meanwhile_leaves_all_as_it_was_and_shows_how_it_stands_now(mette, database, ward):
    form = form_of(mette.get(asked(ward, ward.others[:1])).text)
    with working(database.sessions) as session:
        visit(session, ward, ward.children[5], FIRST, "10:30", ward.others[0])
    answer = mette.post(way(ward, f"fordeling/{ward.karen}/overdrag"), data=form)
    assert answer.status_code == 409
    assert "Intet er gjort" in answer.text
    assert "kan ikke blive, som" in answer.text
    assert set(nurses(database, ward)) == {ward.karen}


def test_the_plan_says_beside_a_colleague_that_she_is_away_herself(mette, database, ward):
    assert "Selv væk" not in mette.get(asked(ward)).text
    with database.sessions() as session:
        span = whole_days(date(2026, 12, 13), date(2026, 12, 27))
        session.add(Absence(resource_id=ward.resources[ward.others[0]], first=span[0], last=span[1]))
        session.commit()
    page = mette.get(asked(ward))
    assert page.text.count("Selv væk 13.12.2026 – 27.12.2026") == 1
    assert lint(page.text) == []


def test_who_and_when_are_asked_for_again_where_they_cannot_be(mette, ward):
    for wrong in ("to=&begins_on=2026-11-16", f"to={ward.others[0]}&begins_on=2026-11-01", "begins_on=x"):
        answer = mette.get(way(ward, f"fordeling/{ward.karen}/overdrag?{wrong}&reason=ferie"))
        assert (answer.status_code, lint(answer.text)) == (422, [])
    leaves = f"to={ward.others[0]}&begins_on=2026-11-17&returns_on=2026-12-01&reason=ophoer"
    answer = mette.get(way(ward, f"fordeling/{ward.karen}/overdrag?{leaves}"))
    assert (answer.status_code, "kommer ikke tilbage" in answer.text) == (422, True)
    assert mette.post(way(ward, f"fordeling/{ward.karen}/overdrag"), data={}).status_code == 422
    assert mette.post(way(ward, "fordeling/maal"), data={"unit": "-3"}).status_code == 422
    assert mette.get(way(ward, "fordeling/999")).status_code == 404


def test_a_round_is_shown_told_and_put_in_order(mette, database, ward):
    with working(database.sessions) as session:
        for child, address in zip(ward.children, ("Egevej 4", "Birkevej 2", "Egevej 12"), strict=False):
            found = session.get_one(Child, child)
            found.address, found.address_protected = address, address == "Birkevej 2"
    day = {"dag": FIRST.isoformat(), "hvem": str(ward.karen)}
    page = mette.get(way(ward, "runde/"), query_string=day)
    assert lint(page.text) == []
    answer = mette.post(way(ward, "runde/tidsrum"), data=day)
    assert "3 familier har fået et tidsrum" in mette.get(answer.location).text
    first, second, third = ward.booked
    order = day | {"besoeg": [first, third, second], "udgave": [0, 0, 0]}
    assert "2 familier" in mette.get(mette.post(way(ward, "runde/raekkefoelge"), data=order).location).text
    before = standing_of(database)
    assert "Intet er flyttet" in mette.get(mette.post(way(ward, "runde/raekkefoelge"), data=order).location).text
    assert standing_of(database) == before
    paper = mette.get(way(ward, "runde/papir"), query_string=day)
    assert lint(paper.text) == []
    assert "Birkevej" not in paper.text
    assert "Egevej 12" in paper.text
    assert mette.get(way(ward, "runde/?hvem=999")).status_code == 404


def standing_of(database):
    with working(database.sessions) as session:
        return standing(session)


@pytest.mark.parametrize("kind", TO_FAMILIES)
def test_what_families_are_told_names_neither_child_nor_reason(app, database, ward, kind):
    about = f"appointment/{ward.booked[0]}" if kind.startswith("visit") else f"family/{ward.children[0]}"
    with working(database.sessions) as session:
        open_families_links(session, SECRET, ward.children, now().date().replace(year=2027))
        outbox.put(session, kind, about, guardians=ward.guardians[:1])
    with working(database.sessions) as session:
        taken = next(one for one in outbox.take(session, 9, timedelta(hours=1)) if one.kind == kind)
        letter = messages.letter(session, taken, SECRET)
    with app.app_context():
        said = compose(letter, app.config["SETTINGS"]).get_body(("plain",)).get_content()
        said += compose_text(letter, app.config["SETTINGS"]).text
    assert "Barn 000" not in said
    assert "/book/" in said
