"""The administrator's page of appointment types, and what parents, mails and the search make of what is written there."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select, update

from domain.access.jobs import work_as
from domain.access.units import Unit
from domain.booking.tables import Appointment, AppointmentType
from domain.consent import YES
from domain.journey.choosing.plan import plan
from tests.factories import (
    answer_consent,
    arrive,
    as_guardian,
    as_house,
    make_family,
    make_staff,
    make_unit,
    sign_in,
)
from tests.pages import lint
from tests.scenes.bookings import at_clock
from tests.writes import TYPE

NOW = datetime(2026, 11, 16, 7, tzinfo=UTC)
STARTS = date(2026, 12, 14)
TIME = at_clock(date(2026, 11, 18), "9:00")
START = TYPE | {"name": "Start-samtale", "minutes": "45", "role_1": "sundhedsplejerske", "role_2": "paedagog"}


@pytest.fixture
def family(database, at):
    at(NOW)
    with database.sessions() as session:
        family = make_family(session, starts_on=STARTS)
    for guardian in (family.mother, family.father):
        with database.sessions() as session:
            answer_consent(as_guardian(session, family, guardian), family, guardian, YES)
    return family


@pytest.fixture
def office(app, database, family):
    """The administrator's browser, and the address of the types."""
    client = app.test_client()
    with database.sessions() as session:
        unit = make_unit(as_house(session), "forvaltning", "Forvaltning", "center")
        boss = make_staff(session, unit, "administrator", hours="")
        sign_in(session, client, boss)
        slug = session.execute(select(Unit.slug).where(Unit.id == unit)).scalar_one()
    return client, f"/forvaltning/{slug}/adgang/aftaletyper"


@pytest.fixture
def mother(app, database, family):
    client = app.test_client()
    with database.sessions() as session:
        arrive(session, client, family, family.mother)
    return client


def row(database, key="start-samtale"):
    with database.sessions() as session:
        return as_house(session).get_one(AppointmentType, key)


def test_the_types_are_listed_changed_and_added(office, database, statements):
    client, way = office
    with statements(most=5):
        page = client.get(way)
    assert lint(page.text) == []
    assert "Koordineringskonference" in page.text
    assert lint(client.get(f"{way}/start-samtale").text) == []
    assert client.post(f"{way}/start-samtale", data=START).status_code == 303
    found = row(database)
    assert (found.minutes, found.buffer_after, found.roles) == (45, 15, ["sundhedsplejerske", "paedagog"])
    assert (found.travels, found.text_before) == (["paedagog"], {"da": "Ring på."})
    assert client.post(f"{way}/ny", data=TYPE).status_code == 303
    assert row(database, "rundvisning").minutes == 30
    assert client.get(f"{way}/findes-ikke").status_code == 404


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"minutes": "50"}, "Skriv et tal, der går op i 15."),
        ({"minutes": "en time"}, "Skriv et helt tal."),
        ({"cancel_days": "61"}, "Skriv et tal fra 0 til 60."),
        ({"offer_hours": "1"}, "Skriv et tal fra 2 til 96."),
        ({"name": "Hjemmebesøg"}, "Der er allerede en aftaletype med det navn."),
        ({"role_2": "fsr"}, "kun sundhedsplejersken kan være med"),
        ({"role_1": "", "role_2": ""}, "Vælg mindst én, der skal være med."),
        ({"travels": "leder"}, "Kun den, der skal være med"),
        ({"text_after_da": "x" * 2001}, "Skriv lidt kortere."),
    ],
)
def test_a_wrong_value_is_named_and_what_was_typed_is_kept(office, database, wrong, said):
    client, way = office
    answer = client.post(f"{way}/start-samtale", data=START | {"lead_hours": "37"} | wrong)
    assert answer.status_code == 422
    assert lint(answer.text) == []
    assert said in answer.text
    assert 'value="37"' in answer.text
    assert row(database).lead_hours == 24


def test_what_is_booked_stands_when_its_type_is_changed(office, mother, family, database):
    client, way = office
    mother.post(family.way(family.mother, "tid"), data={"slot": TIME, "key": "a" * 32})
    client.post(f"{way}/start-samtale", data=START | {"place": "video", "role_1": "paedagog", "role_2": ""})
    assert "kl. 9.00–10.00" in mother.get(family.way(family.mother)).text
    with database.sessions() as session:
        work_as(session, "test")
        booked = session.scalars(select(Appointment)).one()
        found = plan(session, family.start)
        assert (booked.quarters, booked.place) == (4, "enhed")
        assert (found.quarters, found.where.kind) == (4, "enhed")


def test_a_new_length_and_place_and_new_roles_count_for_the_next_booking(office, family, database):
    client, way = office
    client.post(f"{way}/start-samtale", data=START | {"place": "video", "role_1": "leder", "role_2": "paedagog"})
    with database.sessions() as session:
        make_staff(as_house(session), family.house, "leder", "Else Madsen")
        session.commit()
    with database.sessions() as session:
        work_as(session, "test")
        found = plan(session, family.start)
        assert (found.quarters, found.where.kind, [one.role for one in found.needs]) == (
            3,
            "video",
            ["leder", "paedagog"],
        )


def test_parents_read_what_is_written_before_and_after_they_book(office, mother, family):
    client, way = office
    texts = {"text_before_da": "Tal sammen hjemme først.", "text_after_da": "Ring på ved den blå dør."}
    client.post(f"{way}/start-samtale", data=START | {"minutes": "60", "buffer_after": "0"} | texts)
    page = mother.get(family.way(family.mother, "tid")).text
    assert "Tal sammen hjemme først." in page
    assert "blå dør" not in page
    mother.post(family.way(family.mother, "tid"), data={"slot": TIME, "key": "a" * 32})
    for page in ("kvittering", ""):
        assert "Ring på ved den blå dør." in mother.get(family.way(family.mother, page)).text


def test_parents_move_and_cancel_as_late_as_the_type_says(mother, family, database):
    mother.post(family.way(family.mother, "tid"), data={"slot": TIME, "key": "a" * 32})
    assert "senest dagen før" in mother.get(family.way(family.mother, "kvittering")).text
    with database.sessions() as session:
        as_house(session).execute(update(AppointmentType).values(cancel_days=3))  # it is in two days
        session.commit()
    assert "Tiden kan ikke længere ændres her." in mother.get(family.way(family.mother)).text
    assert "senest 3 dage før" in mother.get(family.way(family.mother, "aflys")).text
    assert mother.post(family.way(family.mother, "aflys")).status_code == 409
