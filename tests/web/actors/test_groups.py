"""Groups over HTTP: from the list of newborns to a seat by link, in the parent's own language, and what is refused says so."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from babel.support import NullTranslations
from flask_babel import force_locale
from sqlalchemy import select

from blueprints import language
from blueprints.messages import compose
from blueprints.messages.groups import TO_GROUPS
from domain import messages, outbox
from domain.access.citizens import Link, Visit
from domain.access.jobs import work_as
from domain.access.sessions import area_key
from domain.access.units import Unit
from domain.base import now
from domain.groups import making, told
from domain.groups.tables import DAYCARE, HOLDS, INVITED, LEFT, PROPOSED, WAITS, GroupCard, GroupMeeting, GroupSeat
from domain.outbox import Outbox
from domain.starts.importing.cells import LANGUAGES
from tests.client import Client
from tests.databases import sqlite_only
from tests.factories import SECRET, as_house, browser_of, sign_in
from tests.pages import lint
from tests.scenes.newborns import TITLE, Ward, answer, make_ward, meet, mother, nurse_of, standing, way

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
OTHERS = [code for code in LANGUAGES if code != "da"]
FRAME: set[str] = set()
MEETING = {
    "day": "2026-11-18",
    "begins": "10:00",
    "ends": "12:00",
    "where": "andet",
    "place": "Biblioteket",
    "other": "0",
    "second": "0",
    "theme": "gruppemoede",
    "key": "m",
}


@pytest.fixture(autouse=True)
def monday(at):
    at(NOW)


@pytest.fixture
def ward(database) -> Ward:
    return make_ward(database, 4, 2)


@pytest.fixture
def nurse(database, client, ward):
    """The sundhedsplejerske's browser, at the unit's groups."""
    return client, signed_in(database, client, ward.nurse, ward.unit) + "grupper/"


def signed_in(database, client: Client, staff: int, unit: int) -> str:
    with database.sessions() as session:
        sign_in(session, client, staff)
        actor, slug = session.execute(select(Unit.actor, Unit.slug).where(Unit.id == unit)).one()
    return f"/{actor}/{slug}/"


def parent(app, database, ward: Ward, n: int) -> tuple[Client, str]:
    """Her browser, and her family's address."""
    client, token = Client(app), way(database, ward, n)
    key = area_key(browser_of(client), "book")
    with database.sessions() as session:
        mine = select(Link.id).where(Link.guardian_id == ward.mothers[n][0], Link.start_id.is_(None))
        link = as_house(session).scalars(mine).one()
        session.add(Visit(key=key, link_id=link, confirmed_at=now(), seen_at=now()))
        session.commit()
    return client, f"/book/{token}"


@sqlite_only
def test_a_group_is_made_of_those_who_are_proposed_meets_and_invites_them(database, client):
    ward = make_ward(database, 4, 2, invited=False)
    with nurse_of(database, ward) as session:
        making.end(session, ward.group)
    home = signed_in(database, client, ward.nurse, ward.unit) + "grupper/"
    assert "Ingen gruppe passer" in client.get(home).text
    page = client.get(f"{home}ny?forslag=0")
    assert lint(page.text) == []
    assert page.text.count("checked") == 4
    made = {"title": "Tirsdagsgruppen", "kind": "ung", "language": "da", "seats": "6", "leader": str(ward.nurse)}
    weeks = {"born_from": "2026-09-01", "born_to": "2026-10-01", "key": "k"}
    children = [str(child) for _mother, child in ward.mothers[:3]]
    answer_ = client.post(f"{home}ny", data=made | weeks | {"members": children})
    group = answer_.headers["Location"]
    assert "Læg det første møde, før I inviterer" in client.get(group).text
    assert client.post(f"{group}/moede", data=MEETING | {"hosts": [str(ward.nurse)]}).status_code == 303
    said = client.post(f"{group}/inviter", follow_redirects=True).text
    assert "3 forældre er inviteret." in said
    assert said.count("Inviteret<") == 3
    with database.sessions() as session:
        kinds = as_house(session).scalars(select(Outbox.kind).where(Outbox.guardian_id.is_not(None))).all()
    assert kinds == [told.INVITED] * 3


@sqlite_only
def test_a_newborn_is_put_down_for_the_group_that_is_proposed_and_taken_off_again(database, client):
    ward = make_ward(database, 1, invited=False)
    home = signed_in(database, client, ward.nurse, ward.unit) + "grupper/"
    assert f"{TITLE} (3 ledige)" in client.get(home).text
    [(guardian, child)] = ward.mothers
    form = {"who": f"{child}.{guardian}.{ward.group}"}
    assert client.post(f"{home}foreslaa", data=form).status_code == 303
    assert standing(database, ward) == [PROPOSED]
    assert client.post(f"{home}foreslaa", data=form).status_code == 409
    assert client.post(f"{home}foreslaa", data={"who": f"{child}..{ward.group}"}).status_code == 422
    with nurse_of(database, ward) as session:
        seat = session.scalars(select(GroupSeat.id)).one()
    client.post(f"{home}{ward.group}/svar", data={"seat": seat, "value": "fjern"})
    assert standing(database, ward) == [""]


@sqlite_only
def test_what_is_wrong_with_a_meeting_is_said_beside_the_field_and_what_was_typed_stays(nurse, ward):
    client, home = nurse
    wrong = client.post(f"{home}{ward.group}/moede", data=MEETING | {"hosts": [str(ward.nurse)], "theme": DAYCARE})
    assert wrong.status_code == 409
    assert "Vælg en pædagog fra et børnehus" in wrong.text
    assert 'value="Biblioteket"' in wrong.text
    good = MEETING | {"hosts": [str(ward.nurse)]}
    assert client.post(f"{home}{ward.group}/moede", data=good).status_code == 303
    twice = client.post(f"{home}{ward.group}/moede", data=good | {"key": "n"})
    assert twice.status_code == 409
    assert "er optaget på det tidspunkt" in twice.text
    empty = client.post(f"{home}ny", data={"key": "x"})
    assert empty.status_code == 422
    assert lint(empty.text) == []


@sqlite_only
def test_a_joint_time_fills_the_form_and_both_are_booked(nurse, ward, database):
    client, home = nurse
    page = client.get(f"{home}{ward.group}/faelles-tid?hus={ward.house}").text
    assert lint(page) == []
    address = page.partition(f'href="{home}{ward.group}/moede?tid=')[2].partition('"')[0].replace("&amp;", "&")
    form = client.get(f"{home}{ward.group}/moede?tid={address}").text
    assert 'value="gruppe-start" selected' in form
    with database.sessions() as session:
        assert as_house(session).scalars(select(GroupMeeting)).all() == []
    assert f'value="{ward.visitor}" selected' in form


def test_a_parent_says_yes_by_link_waits_when_it_is_full_and_leaves_as_easily(app, database, ward):
    meet(database, ward)
    for n in (0, 1):
        answer(database, ward, n)
    client, home = parent(app, database, ward, 2)
    page = client.get(f"{home}/gruppe/{ward.group}")
    assert lint(page.text) == []
    assert "Ja, skriv mig på ventelisten" in page.text
    assert client.post(f"{home}/gruppe/{ward.group}", data={"value": "ja"}).status_code == 303
    assert standing(database, ward) == [HOLDS, HOLDS, WAITS, INVITED]
    other, way_ = parent(app, database, ward, 0)
    assert "Jeg vil ikke være med længere" in other.get(f"{way_}/gruppe/{ward.group}").text
    other.post(f"{way_}/gruppe/{ward.group}", data={"value": "nej"})
    assert standing(database, ward) == [LEFT, HOLDS, HOLDS, INVITED]
    assert "Du har plads" in client.get(f"{home}/familien").text
    assert other.post(f"{way_}/gruppe/{ward.group}", data={"value": "måske"}).status_code == 422


@sqlite_only
def test_a_parent_says_by_link_that_she_will_not_come_to_one_meeting_and_the_list_of_who_came_shows_it(
    app, database, client, ward
):
    met = meet(database, ward)
    answer(database, ward, 0)
    hers, home = parent(app, database, ward, 0)
    staff = signed_in(database, client, ward.nurse, ward.unit) + f"grupper/moede/{met}/fremmoede"
    opened = client.get(staff).text
    [first] = set(re.findall(r'name="first" value="(\d+)"', hers.get(f"{home}/gruppe/{ward.group}").text))
    said = {"value": "afbud", "first": first}
    page = hers.post(f"{home}/gruppemoede/{met}", data=said, follow_redirects=True)
    assert "Du har stadig din plads i gruppen" in page.text
    assert "Jeg kommer alligevel" in page.text
    assert lint(page.text) == []
    shown = client.get(staff).text
    assert ("Har selv meldt afbud" in opened, "Har selv meldt afbud" in shown) == (False, True)
    guardian = ward.mothers[0][0]
    client.post(staff, data={f"stod-{guardian}": "", f"kom-{guardian}": ""})
    assert "Har selv meldt afbud" in client.get(staff).text, "a list that was opened before takes nothing back"
    client.post(staff, data={f"stod-{guardian}": "afbud", f"kom-{guardian}": ""})
    assert "Jeg kan ikke komme" in hers.get(f"{home}/gruppe/{ward.group}").text
    assert hers.post(f"{home}/gruppemoede/{met}", data=said | {"value": "måske"}).status_code == 422
    moved = hers.post(f"{home}/gruppemoede/{met}", data=said | {"first": int(first) + 4})
    assert (moved.status_code, "En anden har lige ændret aftalen" in moved.text) == (409, True)


@sqlite_only
def test_what_one_parent_shows_stands_on_the_others_page_until_it_is_taken_back_and_nothing_else_of_her_does(
    app, database, ward
):
    answer(database, ward, 0)
    answer(database, ward, 1)
    hers, home = parent(app, database, ward, 0)
    other, way_ = parent(app, database, ward, 1)

    def seen() -> str:
        pages = (f"{way_}/gruppe/{ward.group}", f"{way_}/familien", f"{way_}/gruppeoenske")
        return "".join(other.get(page).text for page in pages)

    canaries = ("Mor 0 Hansen", "Hansen", "Barn 0", "+4520000000", "4520000000", "Mor 0")
    assert not [one for one in canaries if one in seen()]
    shared = {"name": "y", "first_name": "Sigrid", "mobile": "+4520000000"}
    assert hers.post(f"{home}/gruppe/{ward.group}/vis", data=shared).status_code == 303
    assert "Sigrid" in seen()
    assert not [one for one in canaries if one in seen()]
    hers.post(f"{home}/gruppe/{ward.group}/vis", data=shared | {"phone": "y", "age": "y"})
    assert "+4520000000" in seen()
    assert "Barnet er 7 uger" in seen()
    hers.post(f"{home}/gruppe/{ward.group}/vis", data={})
    assert not [one for one in (*canaries, "Sigrid") if one in seen()]
    wrong = hers.post(f"{home}/gruppe/{ward.group}/vis", data={"phone": "y", "mobile": "ikke et nummer"})
    assert wrong.status_code == 422
    assert "ikke et nummer" in wrong.text


@sqlite_only
def test_no_staff_reads_what_parents_show_each_other_and_a_visitor_reads_no_name(app, database, client, ward):
    answer(database, ward, 0)
    meet(database, ward, DAYCARE, visited=True)
    with mother(database, ward, 0) as session:
        session.add(GroupCard(group_id=ward.group, guardian_id=ward.mothers[0][0], first_name="Kanariefugl"))
    home = signed_in(database, client, ward.nurse, ward.unit)
    assert "Kanariefugl" not in client.get(f"{home}grupper/{ward.group}").text
    house = Client(app)
    place = signed_in(database, house, ward.visitor, ward.house)
    page = house.get(f"{place}grupper/").text
    assert "Troldebo, Torvet 3, Dør B" in page
    assert not [word for word in ("Hansen", "Barn 0", TITLE, "Kanariefugl") if word in page]
    assert house.get(f"{place}").status_code == 200
    with nurse_of(database, ward) as session:
        appointment = session.scalars(select(GroupMeeting.appointment_id)).one()
    assert house.get(f"/til/appointment/{appointment}").headers["Location"] == f"{place}grupper/"
    assert client.get(f"/til/appointment/{appointment}").headers["Location"] == f"{home}grupper/{ward.group}"


@sqlite_only
def test_a_wish_that_a_parent_writes_is_what_the_sundhedspleje_is_proposed_by(app, database, client):
    ward = make_ward(database, 1, invited=False)
    hers, way_ = parent(app, database, ward, 0)
    assert "Skriv, hvad du ønsker" in hers.get(f"{way_}/familien").text
    assert hers.post(f"{way_}/gruppeoenske", data={"kind": "ung"}).status_code == 303
    home = signed_in(database, client, ward.nurse, ward.unit) + "grupper/"
    assert "Unge forældre" in client.get(home).text
    hers.post(f"{way_}/gruppeoenske", data={"kind": "", "declined": "y"})
    assert "Alle er foreslået en gruppe" in client.get(home).text


@pytest.fixture
def sentences(app, database, ward):
    """Asks for every page and mail that a parent reads of a group, in a language."""
    meet(database, ward, DAYCARE, visited=True)
    answer(database, ward, 0)
    answer(database, ward, 1)
    answer(database, ward, 2)
    with mother(database, ward, 0) as session:
        own = {"group_id": ward.group, "guardian_id": ward.mothers[0][0]}
        session.add(GroupCard(**own, mobile="+4520000000", born_week=NOW.date()))
    browsers = [parent(app, database, ward, n) for n in range(4)]

    def ask(code: str) -> None:
        for n, (browser, home) in enumerate(browsers):
            for page in (f"gruppe/{ward.group}", "gruppeoenske"):
                answer_ = browser.get(f"{home}/{page}?sprog={code}")
                assert answer_.status_code == 200, n
                assert "0 uger" not in answer_.text

    return ask


@sqlite_only
def test_all_that_a_parent_reads_of_a_group_is_in_every_language(app, sentences, monkeypatch):
    missing: set[str] = set()

    class Missing(NullTranslations):
        """Notes what no catalogue has."""

        def gettext(self, message):
            missing.add(message)
            return message

        def ngettext(self, one, many, number):
            missing.add(one)
            return one if number == 1 else many

        ugettext, ungettext = gettext, ngettext

    real = language.catalogue

    def noted(name):
        found = real(name)
        found.add_fallback(Missing())
        return found

    monkeypatch.setattr(language, "catalogue", noted)
    for code in OTHERS:
        monkeypatch.setattr(language.Languages.domain_instance, "found", {})
        sentences(code)
        with app.test_request_context(), force_locale(code):
            for words in TO_GROUPS.values():
                [str(one) for one in (words.subject, *words.lines, words.action, words.by_link)]
        assert {one for one in missing if one} - FRAME == set(), f"translations/{code}/LC_MESSAGES/gruppe.po"


@sqlite_only
@pytest.mark.parametrize("kind", TO_GROUPS)
def test_a_mail_about_a_group_names_neither_the_kind_of_group_nor_its_title_nor_a_child(app, database, ward, kind):
    answer(database, ward, 0)
    number = meet(database, ward)
    subject = f"group-meeting/{number}" if kind in (told.MEETING, told.MOVED, told.REMINDER, told.CANCELLED) else ""
    stands = {told.INVITED: INVITED, told.WAITING: WAITS, told.GONE: LEFT}.get(kind, HOLDS)
    with database.sessions() as session:
        work_as(session, "test")
        session.info["writing"] = True
        seat = session.scalars(select(GroupSeat).where(GroupSeat.guardian_id == ward.mothers[0][0])).one()
        seat.standing = stands
        if kind == told.CANCELLED:
            session.get_one(GroupMeeting, number).cancelled_at = now()
        outbox.put(
            session,
            kind,
            subject or f"group/{ward.group}",
            guardians=[ward.mothers[0][0]],
            key_part="x",
            due_at=now() - timedelta(days=1),
        )
        session.flush()
        taken = next(one for one in outbox.take(session, 100, timedelta(minutes=5)) if one.key.endswith(":x"))
        letter = messages.letter(session, taken, SECRET)
        with app.app_context():
            mail = compose(letter, app.config["SETTINGS"])
        text = "".join(part.get_content() for part in mail.walk() if part.get_content_type() == "text/plain")
        session.rollback()
    assert "/gruppe" in text
    whole = mail["Subject"] + text
    assert not [word for word in (TITLE, "Mødregruppe", "Barn 0", "Mor 0", "almindelig", "Almindelig") if word in whole]
