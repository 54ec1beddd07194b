"""The routines of docs/counselling-routines.md, rehearsed over HTTP: joining, leaving, a forgotten passphrase, the key on paper."""

import re

import pytest
from sqlalchemy import select

from domain.access.units import Unit
from domain.booking.kinds.types import ensure_types
from domain.counselling.staff import desk
from domain.counselling.tables.cases import Case
from domain.counselling.tables.team import Epoch, Seat
from tests.factories import as_house, make_staff, make_unit, sign_in
from tests.scenes.counsellors import PASSPHRASE, House, again, make_house, unlock, write

SAID = "Min søn græder hele natten"
UNLOCK, CHOOSE = "/laesekode/laas-op", "/konto/laesekode"


@pytest.fixture
def house(database):
    return make_house(database)


@pytest.fixture
def browser(app, database):
    """A browser in which somebody is signed in."""

    def of(staff_id):
        client = app.test_client()
        with database.sessions() as session:
            sign_in(session, client, staff_id)
        return client

    return of


@pytest.fixture
def reader(app, database, house):
    """A browser in which somebody of the house has unlocked."""

    def of(staff_id):
        client = app.test_client()
        unlock(database, client, staff_id, house.keys[staff_id])
        return client

    return of


@pytest.fixture
def administrator(database, browser):
    """(client, the address of the administrator's page)"""
    with database.sessions() as session:
        unit = make_unit(as_house(session), "forvaltning", "Forvaltningen", "center")
        staff = make_staff(session, unit, "administrator", "Admin", "")
        slug = session.get_one(Unit, unit).slug
        session.commit()
    return browser(staff), f"/forvaltning/{slug}/adgang/raadgivning"


def looking(database):
    return as_house(database.sessions())


def posted(client, way, **form):
    answer = client.post(way, data=form)
    assert answer.status_code == 303, (way, answer.status_code, re.findall(r"<li>(.*?)</li>", answer.text))
    return answer


def choose(client, passphrase=PASSPHRASE, way=CHOOSE, **more):
    prefix = "glemt-" if way.endswith("glemt") else ""
    return posted(client, way, **{f"{prefix}new": passphrase, f"{prefix}again": passphrase}, **more)


def unlock_by_hand(client, passphrase=PASSPHRASE):
    return posted(client, UNLOCK, passphrase=passphrase, next="")


def reads(client, house, case_id):
    return SAID in client.get(house.way(str(case_id))).text


def test_a_new_counsellor_joins_when_the_administrator_and_a_colleague_have_said_so(
    database, house, browser, reader, administrator
):
    case_id = write(database, SAID)
    with database.sessions() as session:
        new = make_staff(as_house(session), house.unit, "familieraadgiver", "Elin", "")
        session.commit()
    elin, (admin, office) = browser(new), administrator
    choose(elin)
    unlock_by_hand(elin)
    assert not reads(elin, house, case_id)
    posted(admin, f"{office}/{house.unit}/hold/{new}")
    assert not reads(elin, house, case_id)
    anne = reader(house.first)
    mark = re.search(r"\d{4} \d{4} \d{4}", elin.get(CHOOSE).text)[0]
    assert mark in anne.get(house.way("hold")).text
    posted(anne, house.way(f"hold/{new}/luk-ind"))
    assert reads(elin, house, case_id)


def test_whoever_leaves_reads_nothing_from_that_moment_and_the_key_is_changed(database, house, reader, administrator):
    case_id = write(database, SAID)
    anne, bo, (admin, office) = reader(house.first), reader(house.second), administrator
    assert reads(bo, house, case_id)
    posted(admin, f"{office}/{house.unit}/hold/{house.second}/fjern")
    assert not reads(bo, house, case_id)
    assert "Skift den" in anne.get(house.way()).text
    with looking(database) as session:
        old = session.scalars(select(Epoch).where(Epoch.ended_on.is_(None))).one()
    posted(anne, house.way("hold/ny-noegle"))
    assert "Skift den" not in anne.get(house.way()).text
    assert reads(anne, house, case_id)
    with looking(database) as session:
        epochs = session.scalars(select(Epoch).order_by(Epoch.number)).all()
        columns = select(Case.__table__.c.epoch_id).where(Case.__table__.c.id == case_id)
        assert session.scalar(columns, execution_options={"unscoped": "test"}) == epochs[-1].id != old.id
        assert {seat.epoch_id: seat.staff_id for seat in session.scalars(select(Seat))} == {epochs[-1].id: house.first}


def test_a_forgotten_passphrase_costs_nothing_but_a_colleagues_help(database, house, browser, reader):
    case_id = write(database, SAID)
    anne, bo = reader(house.first), browser(house.second)
    choose(bo, way=f"{CHOOSE}/glemt")
    unlock_by_hand(bo)
    assert not reads(bo, house, case_id)
    assert "Venter på at blive lukket ind" in anne.get(house.way("hold")).text
    posted(anne, house.way(f"hold/{house.second}/luk-ind"))
    assert reads(bo, house, case_id)


def test_the_key_on_paper_lets_one_in_when_nobody_can(database, house, browser, reader):
    case_id = write(database, SAID)
    anne = reader(house.first)
    assert "ingen nøgle på papir" in anne.get(house.way()).text
    shown = anne.post(house.way("hold/papir"))
    paper = "-".join(re.findall(r"<li>([0-9A-Z]+)</li>", shown.text.split('class="paper-key"')[1].split("</ol>")[0]))
    assert "ingen nøgle på papir" not in anne.get(house.way()).text
    again(database, house, case_id, "Det hjalp ikke")
    for one in (house.first, house.second):
        choose(browser(one), way=f"{CHOOSE}/glemt")
    cille = browser(house.third)
    choose(cille, way=f"{CHOOSE}/glemt")
    unlock_by_hand(cille)
    assert not reads(cille, house, case_id)
    wrong = cille.post(house.way("hold/gendan"), data={"paper": paper[:-1] + ("0" if paper[-1] != "0" else "1")})
    assert wrong.status_code == 422
    posted(cille, house.way("hold/gendan"), paper=paper.lower().replace("-", " "))
    assert reads(cille, house, case_id)
    assert "Det hjalp ikke" in cille.get(house.way(str(case_id))).text


def test_the_paper_opens_nothing_for_whoever_the_administrator_has_not_put_on_the_list(
    database, house, browser, reader
):
    case_id = write(database, SAID)
    shown = reader(house.first).post(house.way("hold/papir"))
    paper = "-".join(re.findall(r"<li>([0-9A-Z]+)</li>", shown.text.split('class="paper-key"')[1].split("</ol>")[0]))
    dorte = browser(house.leader)
    choose(dorte)
    unlock_by_hand(dorte)
    assert dorte.post(house.way("hold/gendan"), data={"paper": paper}).status_code == 404
    assert not reads(dorte, house, case_id)


def test_a_passphrase_is_changed_without_anything_being_lost(database, house, browser, reader):
    case_id, other = write(database, SAID), "otte blå cykler ruster"
    bo = browser(house.second)
    choose(bo, way=f"{CHOOSE}/glemt")
    posted(reader(house.first), house.way(f"hold/{house.second}/luk-ind"))
    assert bo.post(CHOOSE, data={"old": "noget helt andet her", "new": other, "again": other}).status_code == 422
    posted(bo, CHOOSE, old=PASSPHRASE, new=other, again=other)
    assert bo.post(UNLOCK, data={"passphrase": PASSPHRASE}).status_code == 422
    unlock_by_hand(bo, other)
    assert reads(bo, house, case_id)


def test_the_first_of_a_team_makes_its_key_and_nobody_makes_another_over_it(database, browser):
    with looking(database) as session:
        ensure_types(session)
        unit = make_unit(session, "familiehus", "Familiehuset", "center")
        people = [make_staff(session, unit, "familieraadgiver", name, "") for name in ("Anne", "Bo")]
        for one in people:
            desk.add(session, unit, one)
        house = House(unit, session.get_one(Unit, unit).slug, *people, 0, 0)
        session.commit()
    anne, bo = (browser(one) for one in people)
    for one in (anne, bo):
        choose(one)
        unlock_by_hand(one)
    posted(anne, house.way("hold/begynd"))
    assert bo.post(house.way("hold/begynd")).status_code == 409
    assert reads(anne, house, write(database, SAID))
