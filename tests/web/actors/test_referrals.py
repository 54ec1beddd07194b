import pytest
from sqlalchemy import select

from domain.access.staff import Staff
from domain.audit import Look
from domain.consent import NO, YES
from domain.people import Child
from domain.referrals import parents
from domain.referrals.tables import Referral
from tests.databases import sqlite_only
from tests.factories import make_child, make_guardian, make_start
from tests.scenes import referred
from tests.scenes.canaries import working
from tests.scenes.municipality import Browser, build
from tests.scenes.tasks import opened
from tests.writes import REFERRED

pytestmark = sqlite_only
ANYBODYS = {"unscoped": "counted, whosever they are"}
NURSE = "sundhedspleje/sundhedsplejerske"
WAY = "/fsr/fsr-skovlunde/henvisninger/"


@pytest.fixture
def town(database):
    with database.sessions() as session:
        made = build(session)
        session.commit()
    return made


def browser(app, town, who: str) -> Browser:
    return Browser(app, town.workers[who].secret)


def test_a_form_keeps_what_was_typed_and_a_double_click_is_one_referral(app, town, database):
    writer, form = browser(app, town, "fsr/socialraadgiver"), REFERRED | {"house": town.units["familiehus"], "key": "k"}
    wrong = writer.post(f"{WAY}ny", form | {"goal": "Som 010125-1234 siger", "email_1": ""})
    assert wrong.status_code == 422
    assert "ligner et CPR-nummer" in wrong.text
    assert "Som 010125-1234 siger" in wrong.text
    ways = {writer.post(f"{WAY}ny", form).headers["Location"] for _ in range(2)}
    assert len(ways) == 1
    assert writer.post(f"{ways.pop()}/spoerg", {}).status_code == 303
    with working(database.sessions) as session:
        rows = (select(of.__table__.c.id) for of in (Referral, Child))
        assert [len(session.execute(one, execution_options=ANYBODYS).all()) for one in rows] == [1, 1]
    page = writer.get(f"{WAY}1").text
    assert "Venter på forældrenes svar" in page
    helper = browser(app, town, "familiehus/leder")
    assert helper.get(f"/familiehus/{town.slugs['familiehus']}/henvisninger/1").status_code == 404


def test_whoever_goes_before_another_says_why_and_the_form_keeps_the_rest(app, town, database):
    house, fsr = town.units["familiehus"], town.workers["fsr/socialraadgiver"]
    with working(database.sessions) as session:
        child = make_child(session, "Henvist")
        make_guardian(session, child)
        first, second = (referred.put(session, fsr, house, child) for _ in range(2))
    for number in (first, second):
        referred.agree(database.sessions, number, child)
    helper, way = (
        browser(app, town, "familiehus/familieraadgiver"),
        f"/familiehus/{town.slugs['familiehus']}/henvisninger",
    )
    form = {"on": "2027-01-04", "text": "Tirsdage"}
    answer = helper.post(f"{way}/{second}/tilbud", form)
    assert answer.status_code == 409
    assert "En anden familie har ventet længere" in answer.text
    assert "Tirsdage" in answer.text
    answer = helper.post(f"{way}/{first}/tilbud", form)
    assert answer.status_code == 409
    assert "Alle pladser er taget" in answer.text
    form |= {"beyond": "Lederen er med"}
    assert helper.post(f"{way}/{first}/tilbud", form).status_code == 303
    assert helper.post(f"{way}/{first}/tilbud", form).status_code == 409
    assert helper.post(f"{way}/pladser", {}).status_code == 403


def test_a_referral_leads_to_what_each_side_may_see_of_the_child(app, town, database):
    """Its text and its family: not where the child starts, nor who its sundhedsplejerske is, nor that they have looked."""
    house, fsr, nurse = town.units["familiehus"], town.workers["fsr/socialraadgiver"], town.workers[NURSE]
    whose = {"sundhedspleje_id": nurse.unit, "sundhedsplejerske_id": nurse.staff}
    with working(database.sessions) as session:
        child = make_child(session, "Henvist", **whose)
        make_guardian(session, child)
        make_start(session, child, town.units["dagtilbud"])
        number = referred.put(session, fsr, house, child)
        name = session.get_one(Staff, nurse.staff).name
    for who in (NURSE, "dagtilbud/leder"):
        at_home = browser(app, town, who).get(f"/{town.workers[who].actor}/{town.workers[who].slug}/boern/{child}").text
        assert name in at_home
    referred.agree(database.sessions, number, child)
    to, helper = f"/familiehus/{town.slugs['familiehus']}", browser(app, town, "familiehus/familieraadgiver")
    writer = browser(app, town, "fsr/socialraadgiver")
    for one, way, side in (
        (helper, f"{to}/henvisninger/{number}", f"{to}/boern/{child}"),
        (writer, f"{WAY}{number}", f"{WAY}{number}/barnet"),
    ):
        assert f'href="{side}"' in one.get(way).text
        page = one.get(side).text
        assert "Forældrene siger ja" in page
        assert "Ingen har spurgt forældrene endnu" not in page
        told = [word for word in (name, *(town.slugs[one] for one in ("dagtilbud", "sundhedspleje"))) if word in page]
        assert told == []
        assert 'data-actor="dagtilbud"' not in page
    with working(database.sessions) as session:
        columns = select(Look.kind, Look.consent).where(Look.unit_id == house, Look.child_id == child)
        looked = dict(session.execute(columns, execution_options=ANYBODYS).all())
    assert looked == {"Henvisning": "referral", "Barn": "referral"}
    listed = helper.get(f"{to}/boern/").text
    assert "Henvist" in listed
    assert "Børnehus" not in listed
    children = f"/fsr/{town.slugs['fsr']}/boern/"
    assert "Henvist" not in writer.get(children).text
    assert writer.get(f"{children}{child}").status_code == 404


def test_a_second_referral_is_not_told_of_by_the_childs_page_before_the_parents_say_yes_to_it(app, town, database):
    """To whoever helps by the first: neither that it has been asked about, nor that they have said no."""
    house, fsr = town.units["familiehus"], town.workers["fsr/socialraadgiver"]
    with working(database.sessions) as session:
        child = make_child(session, "Henvist")
        make_guardian(session, child)
        first, second = (referred.put(session, fsr, house, child) for _ in range(2))
    referred.agree(database.sessions, first, child)
    helper, way = (
        browser(app, town, "familiehus/familieraadgiver"),
        f"/familiehus/{town.slugs['familiehus']}/boern/{child}",
    )
    [holder] = referred.holders(database.sessions, child)
    for value, told in ((None, 1), (NO, 1), (YES, 2)):
        if value:
            with opened(database.sessions, holder) as session:
                parents.answer(session, second, holder.guardian, value)
                session.commit()
        page = helper.get(way).text
        assert page.count("til en henvisning til Familiehuset") == told, value
        assert "Forældrene siger nej" not in page
