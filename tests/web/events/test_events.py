"""Events over HTTP: what is refused says so and keeps what was typed; strangers sign up, within measure; the mail says how to change it."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import select, update

from blueprints.messages import compose
from blueprints.messages.guests import TO_GUESTS
from blueprints.sign_up.listed import OWN
from domain import messages, outbox
from domain.access.jobs import work_as
from domain.access.staff import StaffSession
from domain.access.units import Unit
from domain.base import now
from domain.booking.tables import Claim
from domain.events import making, seats
from domain.events.tables import HOLDS, Event
from tests.databases import sqlite_only
from tests.factories import SECRET, as_house, make_staff, sign_in
from tests.pages import lint
from tests.scenes.evenings import TITLE, leader, make_evening, setting, sign_up, standing, stranger

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
FORM = {"name": "Trine Dam", "email": "trine@example.org", "seats": "2", "key": "a"}
EVENT = {"title": "Om søvn", "kind": "temaaften", "about": "Kom.", "district": "0", "seats": "20", "key": "e"}
SETTING = {"day": "2026-11-18", "begins": "17:00", "ends": "19:00", "where": "andet", "place": "Salen"}


@pytest.fixture(autouse=True)
def monday(at):
    at(NOW)


@pytest.fixture
def evening(database):
    return make_evening(database, 3)


@pytest.fixture
def staff(database, client, evening):
    """The leader's browser, at the unit's events."""
    with database.sessions() as session:
        sign_in(session, client, evening.host)
        slug = session.scalars(select(Unit.slug).where(Unit.id == evening.unit)).one()
    return client, f"/dagtilbud/{slug}/arrangementer/"


def whole(**changes):
    return EVENT | SETTING | {"other": "0", "second": "0"} | changes


def test_a_stranger_signs_up_without_an_account_and_a_double_click_is_one_sign_up(client, database, evening):
    page = client.get(f"/arrangementer/{evening.event}")
    assert lint(page.text) == []
    ways = {client.post(f"/arrangementer/{evening.event}", data=FORM).headers["Location"] for _ in range(2)}
    [way] = ways
    own = client.get(way)
    assert "I har 2 pladser." in own.text
    assert "Trine" not in own.text  # whoever has the mail needs no more than the link
    assert standing(database, evening) == [(2, HOLDS)]


def test_whoever_has_signed_up_is_told_so_and_sees_nobodys_seats(client, database, evening, staff):
    sign_up(database, evening, 2, email=FORM["email"])
    answer = client.post(f"/arrangementer/{evening.event}", data=FORM, follow_redirects=True)
    assert answer.request.path == f"/arrangementer/{evening.event}"
    assert "Den e-mail er tilmeldt i forvejen." in answer.text
    _client, way = staff
    refused = client.post(f"{way}{evening.event}/tilmeld", data=FORM | {"key": "by telephone"})
    assert refused.status_code == 422
    assert "Den e-mail er tilmeldt i forvejen." in refused.text
    assert standing(database, evening) == [(2, HOLDS)]


@sqlite_only
@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"name": ""}, "Skriv dit navn."),
        ({"email": ""}, "Skriv din e-mail eller dit mobilnummer"),
        ({"email": "trine"}, "navn@eksempel.dk"),
        ({"mobile": "12"}, "otte cifre"),
        ({"seats": "7"}, "Vælg en af mulighederne."),
        ({"seats": "-1"}, "Vælg en af mulighederne."),
    ],
)
def test_a_form_with_a_fault_comes_back_with_what_was_typed(client, evening, changes, says):
    answer = client.post(f"/arrangementer/{evening.event}", data=FORM | changes)
    assert answer.status_code == 422
    assert says in answer.text
    assert lint(answer.text) == []
    assert all(f'value="{FORM[name]}"' in answer.text for name in {"name", "key"} - set(changes))


def test_a_mobile_number_will_do(client, database, evening):
    answer = client.post(f"/arrangementer/{evening.event}", data=FORM | {"email": "", "mobile": "20 30 40 50"})
    assert answer.status_code == 303
    assert standing(database, evening) == [(2, HOLDS)]


def test_one_who_signs_up_again_and_again_waits_and_others_do_not(app, client, database):
    evening = make_evening(database, 100)
    way = f"/arrangementer/{evening.event}"
    statuses = [client.post(way, data=FORM | {"key": str(number)}).status_code for number in range(OWN)]
    assert set(statuses) == {303}
    refused = client.post(way, data=FORM | {"key": "more"})
    assert refused.status_code == 429
    assert "For mange tilmeldinger" in refused.text
    assert app.test_client().post(way, data=FORM | {"email": "mads@example.org"}).status_code == 303


def test_by_the_link_one_changes_the_number_and_signs_off_and_the_next_has_the_seat(client, database, evening):
    first = sign_up(database, evening, 2)
    sign_up(database, evening, 2)
    way = f"/arrangementer/plads/{first}"
    refused = client.post(way, data={"seats": "5"})
    assert (refused.status_code, "Der er kun plads til 3 i alt." in refused.text) == (409, True)
    assert lint(refused.text) == []
    assert client.post(way, data={"seats": "1"}).status_code == 303
    assert standing(database, evening) == [(1, HOLDS), (2, HOLDS)]
    assert lint(client.get(f"{way}/afmeld").text) == []
    for _ in range(2):
        assert client.post(f"{way}/afmeld").status_code == 303
    assert "Du er meldt fra." in client.get(way).text
    assert client.get(f"{way}/afmeld").status_code == 303
    assert client.get("/arrangementer/plads/0123456789abcdef").status_code == 404


def test_the_calendar_file_is_only_for_who_has_seats(client, database, evening):
    has, waits = sign_up(database, evening, 3), sign_up(database, evening, 1)
    entry = Calendar.from_ical(client.get(f"/arrangementer/plads/{has}/kalender.ics").data).events[0]
    assert entry["SUMMARY"] == f"{TITLE}, Troldebo"
    assert str(entry["UID"]).startswith("appointment-")
    assert client.get(f"/arrangementer/plads/{waits}/kalender.ics").status_code == 404


def test_a_draft_a_closed_and_a_cancelled_event_take_nobody(client, database, at):
    draft, closed = make_evening(database, published=False), make_evening(database, sign_up_until=NOW.date())
    assert client.get(f"/arrangementer/{draft.event}").status_code == 404
    assert client.post(f"/arrangementer/{draft.event}", data=FORM).status_code == 409
    at(NOW + timedelta(days=1))
    assert 'name="email"' not in client.get(f"/arrangementer/{closed.event}").text
    assert client.post(f"/arrangementer/{closed.event}", data=FORM | {"key": "b"}).status_code == 409
    with leader(database, closed) as session:
        making.cancel(session, closed.event)
    assert "Arrangementet er aflyst." in client.get(f"/arrangementer/{closed.event}").text


def test_staff_make_publish_copy_and_cancel(staff, database, evening):
    client, way = staff
    made = client.post(f"{way}nyt", data=whole(hosts=str(evening.host)))
    assert made.status_code == 303
    page = client.get(made.headers["Location"])
    assert lint(page.text) == []
    assert "Kladde" in page.text
    assert client.post(f"{made.headers['Location']}/offentliggoer").status_code == 303
    event = made.headers["Location"].rpartition("/")[2]
    copy = client.get(f"{way}nyt?kopi={event}").text
    assert 'value="Om søvn"' in copy
    assert "2026-11-18" not in copy
    assert client.post(f"{way}{event}/aflys").status_code == 303
    with leader(database, evening) as session:
        assert session.scalars(select(Event.cancelled_at).where(Event.id == int(event))).one()


@sqlite_only
@pytest.mark.parametrize(
    ("changes", "says", "status"),
    [
        ({"title": ""}, "Skriv, hvad arrangementet hedder.", 422),
        ({"hosts": []}, "Vælg mindst én, der holder det.", 422),
        ({"ends": "16:00"}, "Sluttidspunktet skal ligge efter starttidspunktet.", 422),
        ({"ends": "18:50"}, "helt kvarter", 422),
        ({"place": ""}, "Skriv, hvor det er.", 422),
        ({"seats": "0"}, "Tallet skal være fra 1 til 500.", 422),
        ({"day": "2026-11-16", "begins": "18:00"}, "er optaget på det tidspunkt", 409),
        ({"day": "2026-11-01"}, "Tidspunktet er passeret.", 409),
        ({"day": "2029-11-01"}, "for langt ude i fremtiden", 409),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_what_was_typed_is_kept(staff, evening, changes, says, status):
    client, way = staff
    answer = client.post(f"{way}nyt", data=whole(hosts=str(evening.host)) | changes)
    assert (answer.status_code, says in answer.text) == (status, True)
    assert "Kom.</textarea>" in answer.text
    assert lint(answer.text) == []


def test_fewer_seats_than_are_taken_is_said_beside_the_field(staff, database, evening):
    client, way = staff
    sign_up(database, evening, 3)
    answer = client.post(f"{way}{evening.event}/ret", data=EVENT | {"seats": "2"})
    assert (answer.status_code, "3 pladser er taget." in answer.text) == (422, True)
    assert client.post(f"{way}{evening.event}/ret", data=EVENT | {"seats": "4"}).status_code == 303


def test_moved_on_its_page_it_keeps_its_people(staff, database, evening):
    client, way = staff
    sign_up(database, evening)
    page = client.get(f"{way}{evening.event}/flyt").text
    assert re.search(rf'name="hosts"[^>]*value="{evening.host}"|checked[^>]*name="hosts"', page)
    moved = client.post(f"{way}{evening.event}/flyt", data=whole(hosts=str(evening.host)), follow_redirects=True)
    assert "Én tilmeldt har fået besked." in moved.text
    with leader(database, evening) as session:
        assert set(session.scalars(select(Claim.resource_id))) == {evening.resource}


def test_who_rings_up_is_written_on_the_list_and_taken_off_it(staff, database, evening):
    client, way = staff
    added = client.post(f"{way}{evening.event}/tilmeld", data={"name": "Mads Dam", "seats": "3", "key": "x"})
    assert added.status_code == 303
    sign_up(database, evening, 1)
    page = client.get(f"{way}{evening.event}").text
    number = re.search(r'name="deltager" value="(\d+)"', page)[1]
    ticked = client.post(
        f"{way}{evening.event}/doeren", data={"deltager": number, "kommet": "1"}, follow_redirects=True
    )
    assert "3 af 3 er kommet." in ticked.text
    assert lint(ticked.text) == []
    client.post(f"{way}{evening.event}/meld-fra", data={"deltager": number})
    assert [state for _wanted, state in standing(database, evening)][1] == HOLDS


def test_min_dag_and_the_week_show_it_to_who_holds_it(staff, database, evening, at):
    client, way = staff
    day = way.removesuffix("arrangementer/")
    at(datetime(2026, 11, 16, 9, tzinfo=UTC))
    with database.sessions() as session:
        as_house(session)
        session.execute(update(StaffSession).values(seen_at=now(), created_at=now()))
        session.commit()
    today_ = client.get(day).text
    assert re.search(r"17\.00.*Temaaften.*leder-", today_, re.DOTALL)
    week = client.get(f"{day}frontdesk/?uge={evening.day}").text
    link = re.search(r'href="(/til/appointment/\d+)"', week)[1]
    assert TITLE in week
    assert client.get(link).headers["Location"] == f"{way}{evening.event}"


def test_what_two_of_the_unit_hold_stands_once_on_the_leaders_day(staff, database, evening):
    client, way = staff
    with database.sessions() as session:
        other = make_staff(as_house(session), evening.unit, "paedagog", hours="")
        session.commit()
    both = whole(hosts=[str(evening.host), str(other)], day="2026-11-05")
    assert client.post(f"{way}nyt", data=both).status_code == 303
    assert client.get(way.removesuffix("arrangementer/")).text.count("5.11.2026 kl. 17.00") == 1


@pytest.mark.parametrize("kind", TO_GUESTS)
def test_each_message_to_a_guest_says_what_when_and_where_and_leads_on(app, database, evening, at, kind):
    first, second = sign_up(database, evening, 3), sign_up(database, evening, 1)
    act(database, evening, kind, first)
    at(datetime(2026, 11, 14, 16, 30, tzinfo=UTC))  # two days before
    with database.sessions() as session:
        work_as(session, "test")
        taken = [one for one in outbox.take(session, 50, timedelta(minutes=15)) if one.kind == kind]
        letter = messages.letter(session, taken[0], SECRET)
    with app.app_context():
        mail = compose(letter, app.config["SETTINGS"])
    text = mail.get_body(("plain",)).get_content()
    assert TITLE in mail["Subject"]
    assert "Troldebo, Torvet 3" in text
    assert "Trine" not in text
    assert "%(" not in text
    [way] = re.findall(r"http://127.0.0.1:8000(/\S+)", text)
    assert way in {"/arrangementer/", f"/arrangementer/plads/{first}", f"/arrangementer/plads/{second}"}
    assert app.test_client().get(way).status_code == 200
    methods = [part.get_param("method") for part in mail.walk() if part.get_content_type() == "text/calendar"]
    assert methods == [method for method in [TO_GUESTS[kind].method] if method]


def act(database, evening, kind, token):
    if kind in {"seat-freed", "seat-left"}:
        with stranger(database) as session:
            seats.leave(session, token)
    elif kind in {"seat-moved", "seat-cancelled"}:
        with leader(database, evening) as session:
            if kind == "seat-moved":
                making.move(session, evening.event, setting(evening, "18:00"))
            else:
                making.cancel(session, evening.event)


def test_pages_for_everybody_set_the_same_cookie_as_the_others(app, database, evening):
    cookies = [
        app.test_client().get(page).headers.getlist("Set-Cookie")
        for page in ("/", "/arrangementer/", f"/arrangementer/{evening.event}")
    ]
    names = {tuple(re.sub(r"=[^;]+", "", one, count=1) for one in found) for found in cookies}
    assert len(names) == 1
