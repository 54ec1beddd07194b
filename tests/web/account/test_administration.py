"""What the administrator looks after: people, what they are where, places, and the audit. Nobody else gets in."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from blueprints.forvaltning import trail
from blueprints.forvaltning.columns import COLUMNS, named
from domain import audit
from domain.access import Guarded, passwords
from domain.access.roles import ACTORS, KINDS, ROLES
from domain.access.staff import Membership, Staff, StaffLink, StaffSession
from domain.access.tokens import token_hash
from domain.access.units import District, Group, Resource, Room, Unit
from domain.audit import Change
from domain.outbox import Outbox
from domain.schema import metadata
from tests.factories import as_house, make_child, make_staff, make_start, make_unit, sign_in
from tests.pages import lint
from tests.scenes.bookings import added

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)


@pytest.fixture
def place(database, client, at):
    """The address of the administrator's pages, and the browser signed in."""
    at(NOW)
    with database.sessions() as session:
        as_house(session)
        unit = make_unit(session, "forvaltning", "Forvaltning", "center")
        boss = make_staff(session, unit, "administrator", "Agnete Boss", hours="")
        sign_in(session, client, boss)
        return f"/forvaltning/{session.get(Unit, unit).slug}/adgang"


@pytest.fixture
def house(database, place):
    with database.sessions() as session:
        unit = make_unit(as_house(session), name="Troldebo")
        session.commit()
        return unit


@pytest.fixture
def jonas(database, house):
    with database.sessions() as session:
        staff = make_staff(as_house(session), house, "paedagog", "Jonas Åberg", hours="")
        session.commit()
        return staff


def read(database, statement):
    with database.sessions() as session:
        return as_house(session).scalars(statement).all()


def changes(database):
    with database.sessions() as session:
        kept = select(Change.verb, Change.kind, Change.columns).order_by(Change.id)
        return [tuple(row) for row in session.execute(kept, execution_options={"unscoped": "a test reads the log"})]


def good(page, status=200):
    assert page.status_code == status, page.text[:400]
    assert lint(page.text) == []
    return page.text


@pytest.mark.parametrize("role", ["konsulent", "pladsanvisning", "centerchef"])
def test_nobody_but_the_administrator_gets_in(app, database, place, role):
    other = app.test_client()
    with database.sessions() as session:
        unit = as_house(session).scalars(select(Unit).where(Unit.actor == "forvaltning")).one()
        sign_in(session, other, make_staff(session, unit.id, role, hours=""))
    for page in ("", "/medarbejdere/ny", "/medarbejdere/1", "/enheder", "/enheder/ny", "/enheder/1", "/opslag"):
        assert other.get(f"{place}{page or '/'}").status_code == 403
    assert other.post(f"{place}/medarbejdere/1/inviter").status_code == 403
    assert f"{place}/" not in other.get(place.replace("/adgang", "/")).text


def test_the_menu_leads_the_administrator_there(client, place):
    assert f'href="{place}/"' in client.get(f"{place}/").text


def test_people_are_listed_with_what_they_are_and_whether_they_have_come_in(client, database, place, jonas, statements):
    with statements(most=5):
        page = good(client.get(f"{place}/"))
    assert all(word in page for word in ("Jonas Åberg", "Pædagog, Troldebo", "Har ikke valgt adgangskode"))


@pytest.mark.parametrize(("text", "found"), [("åb", True), ("ÅBERG", True), ("paedagog-", True), ("zzz", False)])
def test_people_are_found_by_a_part_of_name_login_or_email(client, place, jonas, *, text, found):
    assert ("Jonas Åberg" in good(client.get(f"{place}/", query_string={"q": text}))) is found


def test_the_list_ends_at_two_hundred_and_says_so(client, database, place):
    with database.sessions() as session:
        as_house(session)
        for number in range(201):
            resource = added(session, Resource(kind="staff")).id
            name = f"person{number:03}"
            session.add(Staff(login=name, name=name, email=f"{name}@kommune.example", resource_id=resource))
        session.commit()
    page = good(client.get(f"{place}/"))
    assert "202 medarbejdere" in page
    assert "de første 200" in page


def test_a_name_stands_on_one_line(client, database, place):
    """Else it would break the line of a mail or of a calendar that it stands in."""
    data = {"name": " Jonas\r\nBcc:  x ", "email": "jonas@kommune.example", "login": "jonas.b"}
    assert client.post(f"{place}/medarbejdere/ny", data=data).status_code == 303
    assert [row.login for row in read(database, select(Staff).where(Staff.name == "Jonas Bcc: x"))] == ["jonas.b"]


def test_somebody_is_added_and_shown(client, database, place, statements):
    data = {"name": " Mette Holm ", "email": "Mette.Holm@kommune.example", "login": "", "mobile": ""}
    good(client.get(f"{place}/medarbejdere/ny"))
    with statements(most=8):
        answer = client.post(f"{place}/medarbejdere/ny", data=data)
    (row,) = read(database, select(Staff).where(Staff.name == "Mette Holm"))
    assert (answer.status_code, answer.location) == (303, f"{place}/medarbejdere/{row.id}")
    assert (row.login, row.email, row.password_hash) == ("mette.holm@kommune.example",) * 2 + (None,)
    assert ("create", "staff", []) in changes(database)
    with statements(most=5):
        assert "Ingen enhed endnu" in good(client.get(answer.location))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"name": ""}, "Udfyld feltet."),
        ({"email": "mette"}, "Skriv en e-mailadresse"),
        ({"login": "jonas åberg!"}, "Brug bogstaver"),
        ({"mobile": "ring"}, "Skriv nummeret med otte cifre"),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_the_form_is_kept(client, place, data, said):
    typed = {"name": "Mette Holm", "email": "mette@kommune.example", "login": "", "mobile": ""} | data
    page = good(client.post(f"{place}/medarbejdere/ny", data=typed), 422)
    assert said in page
    assert all(value in page for value in typed.values() if value and value.isascii())


@pytest.mark.parametrize(("field", "said"), [("login", "Brugernavnet er taget"), ("email", "En anden medarbejder")])
def test_a_login_and_an_email_belong_to_one_person(client, database, place, jonas, field, said):
    (row,) = read(database, select(Staff).where(Staff.id == jonas))
    data = {"name": "Mette", "email": "mette@kommune.example", "login": "mette"} | {field: getattr(row, field).upper()}
    assert said in good(client.post(f"{place}/medarbejdere/ny", data=data), 422)


def test_nobodys_login_is_anothers_email(client, database, place, jonas):
    (row,) = read(database, select(Staff).where(Staff.id == jonas))
    data = {"name": "Mette", "email": "mette@kommune.example", "login": row.email}
    assert client.post(f"{place}/medarbejdere/ny", data=data).status_code == 422


def test_a_person_is_changed_and_the_audit_keeps_which_columns(client, database, place, house, jonas, statements):
    with database.sessions() as session:
        anna = make_staff(as_house(session), house, "paedagog", "Anna", hours="")
        session.commit()
    data = {"name": "Jonas Aaberg", "email": "jonas@kommune.example", "login": "jonas", "substitute": anna}
    with statements(most=8):
        assert client.post(f"{place}/medarbejdere/{jonas}", data=data | {"mobile": ""}).status_code == 303
    (row,) = read(database, select(Staff).where(Staff.id == jonas))
    assert (row.name, row.login, row.substitute_id) == ("Jonas Aaberg", "jonas", anna)
    assert changes(database)[-1] == ("change", "staff", ["email", "login", "name", "substitute_id"])


def test_a_substitute_is_somebody_of_the_same_unit(client, database, place, jonas):
    with database.sessions() as session:
        stranger = make_staff(as_house(session), make_unit(session), "paedagog", "Fremmed", hours="")
        session.commit()
    data = {"name": "J", "email": "jonas@kommune.example", "login": "jonas", "substitute": stranger}
    assert "Vælg en af mulighederne" in good(client.post(f"{place}/medarbejdere/{jonas}", data=data), 422)


def test_a_membership_offers_the_units_own_roles_and_groups(client, database, place, house, jonas, statements):
    with database.sessions() as session:
        group = added(as_house(session), Group(unit_id=house, name="Mariehønen")).id
        session.commit()
    with statements(most=5):
        page = good(client.get(f"{place}/medarbejdere/{jonas}/medlemskab?enhed={house}"))
    assert all(name in page for name in ROLES["dagtilbud"].values())
    assert "Psykolog" not in page
    data = {"role": "leder", "group": group}
    with statements(most=8):
        answer = client.post(f"{place}/medarbejdere/{jonas}/medlemskab?enhed={house}", data=data)
    assert answer.status_code == 303
    (row,) = read(database, select(Membership).where(Membership.staff_id == jonas, Membership.role == "leder"))
    assert (row.unit_id, row.group_id) == (house, group)
    shown = good(client.get(f"{place}/medarbejdere/{jonas}"))
    assert "Pædagogisk leder" in shown
    assert "Mariehønen" in shown


def test_the_same_role_twice_is_said_kindly(client, place, house, jonas):
    answer = client.post(
        f"{place}/medarbejdere/{jonas}/medlemskab?enhed={house}", data={"role": "paedagog", "group": 0}
    )
    assert "her i forvejen" in good(answer, 422)


@pytest.mark.parametrize("data", [{"role": "psykolog", "group": "0"}, {"role": "leder", "group": "999"}, {}])
def test_no_role_or_group_of_another_house(client, database, place, house, jonas, data):
    answer = client.post(f"{place}/medarbejdere/{jonas}/medlemskab?enhed={house}", data=data)
    assert answer.status_code == 422
    assert len(read(database, select(Membership).where(Membership.staff_id == jonas))) == 1


def test_a_membership_is_taken_away(client, database, place, jonas):
    (row,) = read(database, select(Membership).where(Membership.staff_id == jonas))
    assert client.post(f"{place}/medarbejdere/{jonas}/medlemskab/{row.id}/fjern").status_code == 303
    assert read(database, select(Membership).where(Membership.staff_id == jonas)) == []
    assert changes(database)[-1] == ("delete", "membership", [])
    assert client.post(f"{place}/medarbejdere/{jonas}/medlemskab/{row.id}/fjern").status_code == 404


def test_administrators_do_not_shut_themselves_out(client, database, place):
    (mine,) = read(database, select(Membership).where(Membership.role == "administrator"))
    assert client.post(f"{place}/medarbejdere/{mine.staff_id}/stop").status_code == 409
    assert client.post(f"{place}/medarbejdere/{mine.staff_id}/medlemskab/{mine.id}/fjern").status_code == 409
    good(client.get(f"{place}/"))


def test_an_invitation_is_mailed_and_its_link_shown_once(app, client, database, place, jonas, statements):
    with statements(most=8):
        answer = client.post(f"{place}/medarbejdere/{jonas}/inviter")
    page = good(answer)
    (link,) = read(database, select(StaffLink))
    (message,) = read(database, select(Outbox))
    token = page.partition("/velkommen/")[2].partition("<")[0]
    assert token_hash(token) == link.token_hash
    assert (message.kind, message.staff_id, message.expires_at) == ("staff-invitation", jonas, NOW + timedelta(days=14))
    assert app.test_client().get(f"/velkommen/{token}").status_code == 200
    assert token not in client.get(f"{place}/medarbejdere/{jonas}").text


def test_a_new_invitation_ends_the_one_before(app, client, database, place, jonas, at):
    first = client.post(f"{place}/medarbejdere/{jonas}/inviter").text.partition("/velkommen/")[2].partition("<")[0]
    at(NOW + timedelta(minutes=1))
    client.post(f"{place}/medarbejdere/{jonas}/inviter")
    assert app.test_client().get(f"/velkommen/{first}").status_code == 404
    assert len(read(database, select(Outbox))) == 1


def test_whoever_stops_is_signed_out_and_their_link_ends(app, client, database, place, jonas, statements):
    browser = app.test_client()
    with database.sessions() as session:
        sign_in(as_house(session), browser, jonas)
    client.post(f"{place}/medarbejdere/{jonas}/inviter")
    with statements(most=8):
        assert client.post(f"{place}/medarbejdere/{jonas}/stop").status_code == 303
    assert browser.get("/konto").status_code == 303
    assert read(database, select(StaffLink)) == []
    assert read(database, select(StaffSession).where(StaffSession.staff_id == jonas)) == []
    assert client.post(f"{place}/medarbejdere/{jonas}/inviter").status_code == 409
    page = good(client.get(f"{place}/medarbejdere/{jonas}"))
    assert "Stoppet" in page
    assert client.post(f"{place}/medarbejdere/{jonas}/aktiver").status_code == 303
    assert client.post(f"{place}/medarbejdere/{jonas}/inviter").status_code == 200


def test_nobody_by_that_number(client, place):
    for page in ("/medarbejdere/999", "/medarbejdere/999/medlemskab?enhed=1", "/enheder/999", "/enheder/999/grupper/1"):
        good(client.get(f"{place}{page}"), 404)
    for verb in ("stop", "inviter", "aktiver", "medlemskab/1/fjern"):
        assert client.post(f"{place}/medarbejdere/999/{verb}").status_code == 404


def unit_form(**values):
    same = {"kind": "dagtilbud/boernehus", "name": "Måløv By", "district": "0", "address": "", "vuggestue": "0"}
    return same | {"boernehave": "0"} | values


def test_a_unit_gets_an_address_of_its_name(client, database, place, statements):
    good(client.get(f"{place}/enheder/ny"))
    with statements(most=8):
        answer = client.post(f"{place}/enheder/ny", data=unit_form(address="Torvet 3", vuggestue="24"))
    (row,) = read(database, select(Unit).where(Unit.name == "Måløv By"))
    assert (row.actor, row.kind, row.slug, row.vuggestue_places) == ("dagtilbud", "boernehus", "maaloev-by", 24)
    assert answer.location == f"{place}/enheder/{row.id}"
    assert ("create", "unit", []) in changes(database)
    with statements(most=5):
        assert "/dagtilbud/maaloev-by/" in good(client.get(answer.location))


@pytest.mark.parametrize(
    ("name", "slug"),
    [("Nord- og Sydpolen", "nord-og-sydpolen"), ("Ærø Åby", "aeroe-aaby"), ("Café 7", "cafe-7"), ("!", "enhed")],
)
def test_slugs_are_what_people_expect(client, database, place, name, slug):
    client.post(f"{place}/enheder/ny", data=unit_form(name=name))
    assert [row.slug for row in read(database, select(Unit).where(Unit.name == name))] == [slug]


def test_two_of_a_name_get_two_addresses_and_another_actor_may_have_the_same(client, database, place):
    for kind in ("dagtilbud/boernehus", "dagtilbud/boernehus", "dagtilbud/skole", "ppr/center"):
        assert client.post(f"{place}/enheder/ny", data=unit_form(kind=kind)).status_code == 303
    rows = read(database, select(Unit).where(Unit.name == "Måløv By").order_by(Unit.id))
    assert [row.slug for row in rows] == ["maaloev-by", "maaloev-by-2", "maaloev-by-3", "maaloev-by"]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"name": ""}, "Udfyld feltet."),
        ({"kind": "ppr/boernehus"}, "Vælg en af mulighederne."),
        ({"district": "77"}, "Vælg en af mulighederne."),
        ({"vuggestue": "mange"}, "Skriv et helt tal."),
        ({"vuggestue": "-1"}, "Tallet skal være fra 0 til 1000."),
    ],
)
def test_a_unit_that_is_not_right_is_not_made(client, database, place, values, said):
    assert said in good(client.post(f"{place}/enheder/ny", data=unit_form(**values)), 422)
    assert len(read(database, select(Unit))) == 1


def test_a_unit_is_changed_and_keeps_its_address(client, database, place, house, statements):
    slug = read(database, select(Unit.slug).where(Unit.id == house))
    data = unit_form(name="Troldebo Ny", address="Vej 2")
    with statements(most=8):
        assert client.post(f"{place}/enheder/{house}", data=data).status_code == 303
    (row,) = read(database, select(Unit).where(Unit.id == house))
    assert (row.name, row.address, [row.slug]) == ("Troldebo Ny", "Vej 2", slug)
    assert changes(database)[-1] == ("change", "unit", ["address", "name"])
    good(client.post(f"{place}/enheder/{house}", data=unit_form(name="")), 422)


def test_a_district_is_added_once_and_units_belong_to_it(client, database, place, house):
    assert client.post(f"{place}/distrikter", data={"name": "Måløvhøj"}).status_code == 303
    assert "Der er allerede en" in good(client.post(f"{place}/distrikter", data={"name": "Måløvhøj"}), 422)
    (district,) = read(database, select(District))
    client.post(f"{place}/enheder/{house}", data=unit_form(district=district.id))
    assert "Måløvhøj" in good(client.get(f"{place}/enheder"))


@pytest.mark.parametrize(("word", "table"), [("grupper", Group), ("lokaler", Room)])
def test_groups_and_rooms_are_added_renamed_and_removed(client, database, place, house, *, word, table):
    base = f"{place}/enheder/{house}/{word}"
    data = {f"{word}-name": "Mariehønen"}
    assert client.post(base, data=data).status_code == 303
    assert "Der er allerede en" in good(client.post(base, data=data), 422)
    (row,) = read(database, select(table))
    good(client.get(f"{base}/{row.id}"))
    assert client.post(f"{base}/{row.id}", data={"name": "Solsikken"}).status_code == 303
    assert "Solsikken" in good(client.get(f"{place}/enheder/{house}"))
    assert client.post(f"{base}/{row.id}/fjern").status_code == 303
    assert read(database, select(table)) == []
    assert read(database, select(Resource).where(Resource.kind == "room")) == []
    assert [verb for verb, kind, _ in changes(database) if kind == row.__tablename__] == ["create", "change", "delete"]


def test_another_houses_group_is_not_there(client, database, place, house):
    with database.sessions() as session:
        group = added(as_house(session), Group(unit_id=make_unit(session), name="Andre")).id
        session.commit()
    assert client.get(f"{place}/enheder/{house}/grupper/{group}").status_code == 404
    assert client.post(f"{place}/enheder/{house}/grupper/{group}/fjern").status_code == 404


def test_a_group_that_a_child_begins_in_stays(client, database, place, house):
    with database.sessions() as session:
        group = added(as_house(session), Group(unit_id=house, name="Mariehønen")).id
        make_start(session, make_child(session), house, group_id=group)
        session.commit()
    page = good(client.post(f"{place}/enheder/{house}/grupper/{group}/fjern"), 409)
    assert "i brug" in page
    assert len(read(database, select(Group))) == 1


def test_the_trail_shows_looks_and_changes_with_staff_and_without_a_childs_name(
    client, database, place, house, statements
):
    with database.sessions() as session:
        as_house(session)
        child = make_child(session, "Elias Hemmelig")
        session.commit()
        audit.seen(session, "Barn", [child], "children", "start")
        audit.flush_looks(database.engine, session)
    client.post(f"{place}/enheder/{house}", data=unit_form(name="Nyt navn"))
    with statements(most=5):
        page = good(client.get(f"{place}/opslag"))
    assert "Ændrede enhed" in page
    assert "Agnete Boss" in page
    assert "Så Barn" in page
    assert "Elias" not in page


def test_what_can_have_changed_is_named_in_danish():
    columns = {column.name for kind in trail.KINDS for column in metadata.tables[kind].columns}
    assert columns - {"id"} - set(COLUMNS) == set(), "write it into blueprints/forvaltning/columns.py"
    assert named(["email", "guardian.email"]) == ["e-mail", "forælder: e-mail"]


def test_the_trail_is_filtered_by_day_and_person(client, database, place, house, jonas, at):
    client.post(f"{place}/enheder/{house}", data=unit_form(name="Nyt navn"))
    (boss,) = read(database, select(Staff.id).where(Staff.name == "Agnete Boss"))
    shown = "Ændrede enhed"
    assert shown in good(client.get(f"{place}/opslag?dag=2026-11-02&hvem={boss}"))
    assert shown not in good(client.get(f"{place}/opslag?dag=2026-11-01"))
    assert shown not in good(client.get(f"{place}/opslag?hvem={jonas}"))
    assert "Skriv en dato" in good(client.get(f"{place}/opslag?dag=i+går"))


def test_the_trail_has_pages(client, database, place, house):
    with database.sessions() as session:
        as_house(session)
        for number in range(150):
            audit.seen(session, f"liste {number}")
            audit.flush_looks(database.engine, session)
    first, second = client.get(f"{place}/opslag").text, client.get(f"{place}/opslag?side=2").text
    assert "side=2" in first
    assert "side=1" in second
    assert "Så liste 149" in first + second
    assert "Så liste 0<" not in first


def test_every_log_line_is_told_in_danish():
    written = {cls.__tablename__ for cls in Guarded.__subclasses__() if getattr(cls, "metadata", None) is metadata}
    written |= {cls.__tablename__ for cls in (Unit, Group, Room, District, Staff, Membership)}
    assert written - {"look", "change"} - trail.KINDS.keys() == set(), (
        "write its word into blueprints/forvaltning/trail.py"
    )


def test_roles_and_kinds_belong_to_the_same_actors():
    assert ACTORS.keys() == ROLES.keys() == KINDS.keys()


def test_a_weak_password_is_weak_in_any_spelling():
    assert passwords.is_weak("Agnete-Boss-12", "Agnete Boss", "agnete@kommune.example")
    assert not passwords.is_weak("hest batteri hæftet korrekt", "Agnete Boss")
