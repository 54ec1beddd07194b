"""Choosing, moving and giving back a time, by either parent; and what those see who may not do everything."""

from datetime import UTC, date, datetime

import pytest
from icalendar import Calendar
from sqlalchemy import select

from domain.access.staff import Staff
from domain.booking.tables import Absence, Appointment, Claim, Participant
from domain.consent import MEETING, NO, YES
from domain.journey.choosing.plan import RELAXATIONS
from domain.outbox import Outbox
from tests.factories import answer_consent, arrive, as_guardian, as_house, make_family, make_staff
from tests.pages import lint
from tests.scenes.bookings import at_clock, weekly

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
STARTS = date(2026, 12, 14)
KEY = "a" * 32
TIME = at_clock(date(2026, 11, 18), "9:00")
OTHER = at_clock(date(2026, 11, 19), "10:00")


@pytest.fixture
def family(database, at):
    at(NOW)
    with database.sessions() as session:
        family = make_family(session, starts_on=STARTS)
    with database.sessions() as session:
        answer_consent(as_guardian(session, family, family.mother), family, family.mother, YES)
    return family


@pytest.fixture
def book(mother, family):
    return lambda first=TIME, key=KEY: mother.post(family.way(family.mother, "tid"), data={"slot": first, "key": key})


def booked(database):
    columns = select(Appointment.first, Appointment.state, Appointment.sequence).order_by(Appointment.id)
    with database.sessions() as session:
        return session.execute(columns.execution_options(unscoped="test")).all()


def test_the_times_that_all_have_are_shown_by_day(mother, family, statements):
    with statements(most=6):
        page = mother.get(family.way(family.mother, "tid"))
    assert lint(page.text) == []
    assert "Uge 47" in page.text  # four weeks before the start
    assert f'value="{TIME}"' in page.text
    assert all(name in page.text for name in ("Karen Lindegaard", "Jonas Bech"))


def test_other_weeks_are_a_link_away(mother, family):
    page = mother.get(family.way(family.mother, "tid"))
    assert "uge=2026-11-23" in page.text
    page = mother.get(family.way(family.mother, "tid?uge=2026-11-23"))
    assert "Uge 48" in page.text


def test_a_part_of_the_page_answers_htmx(mother, family):
    headers = {"HX-Request": "true", "HX-Request-Type": "partial", "HX-Target": "tider"}
    page = mother.get(family.way(family.mother, "tid?uge=2026-11-23"), headers=headers)
    assert "<html" not in page.text
    assert lint(page.text, fragment=True) == []


def test_a_time_is_booked_for_all_who_must_be_there(database, family, book, statements):
    with statements(most=14):
        answer = book()
    assert (answer.status_code, answer.location) == (303, family.way(family.mother, "kvittering"))
    assert [(row.first, row.state) for row in booked(database)] == [(TIME, "booket")]
    with database.sessions() as session:
        claimed = session.execute(select(Claim.resource_id, Claim.quarter).execution_options(unscoped="test")).all()
    assert len(claimed) == 2 * 4


def test_the_receipt_says_when_where_and_who(mother, family, book, statements):
    book()
    with statements(most=6):  # with the time that suits the follow-up
        page = mother.get(family.way(family.mother, "kvittering"))
    assert lint(page.text) == []
    assert "Onsdag 18.11.2026 kl. 9.00–10.00" in page.text
    assert all(text in page.text for text in ("Torvet 3", "Karen Lindegaard", "Jonas Bech"))


def test_the_overview_says_what_is_booked(mother, family, book, statements):
    book()
    with statements(most=5):
        page = mother.get(family.way(family.mother))
    assert lint(page.text) == []
    assert "Onsdag 18.11.2026 kl. 9.00–10.00" in page.text


def test_a_form_sent_twice_makes_one_booking(database, family, book):
    assert [book().status_code, book().status_code] == [303, 303]
    assert len(booked(database)) == 1


def test_the_other_parent_at_the_same_moment_meets_the_booking(database, enter, family, book):
    father = enter(family.father)
    book()
    answer = father.post(family.way(family.father, "tid"), data={"slot": OTHER, "key": "b" * 32})
    assert (answer.status_code, answer.location) == (303, family.way(family.father, "kvittering"))
    assert [row.first for row in booked(database)] == [TIME]


def test_a_time_just_taken_gives_the_nearest_and_keeps_the_form(database, mother, family, book):
    with database.sessions() as session:
        resource = as_house(session).get_one(Staff, family.nurse).resource_id
        session.add(Absence(resource_id=resource, first=TIME - 4, last=TIME + 4))
        session.commit()
    answer = book()
    assert answer.status_code == 409
    assert lint(answer.text) == []
    assert "Her er de nærmeste" in answer.text
    assert f'name="key" value="{KEY}"' in answer.text
    assert f'value="{TIME}"' not in answer.text
    assert f'value="{TIME + 4}"' in answer.text
    assert booked(database) == []


@pytest.mark.parametrize("data", [{}, {"slot": "x", "key": KEY}, {"slot": TIME}, {"slot": TIME, "key": "<b>"}])
def test_without_a_choice_the_form_comes_back(mother, family, data):
    answer = mother.post(family.way(family.mother, "tid"), data=data)
    assert answer.status_code == 422
    assert lint(answer.text) == []


def test_tomorrow_morning_is_too_soon_for_parents(database, mother, family, book, at):
    at(datetime(2026, 11, 17, 9, tzinfo=UTC))
    _again(database, mother, family)
    assert book().status_code == 409
    assert booked(database) == []


def test_a_time_outside_the_window_is_not_to_be_had(database, book):
    assert book(at_clock(date(2026, 12, 16), "9:00")).status_code == 409
    assert booked(database) == []


@pytest.mark.parametrize("who", ["mother", "father", "uncle"])
def test_every_guardian_moves_it_with_everybody(database, enter, family, book, statements, who):
    book()
    guardian = getattr(family, who)
    client, way = enter(guardian), family.way(guardian, "flyt")
    with statements(most=6):
        page = client.get(way)
    assert lint(page.text) == []
    with statements(most=14):
        answer = client.post(way, data={"slot": OTHER, "key": KEY})
    assert (answer.status_code, answer.location) == (303, family.way(guardian, "kvittering"))
    assert [(row.first, row.sequence) for row in booked(database)] == [(OTHER, 1)]
    with database.sessions() as session:
        told = session.scalars(select(Outbox).where(Outbox.kind == "moved").execution_options(unscoped="test")).all()
    assert {row.guardian_id for row in told} - {None} == {family.mother, family.father, family.uncle}
    assert {row.staff_id for row in told} - {None} == {family.nurse, family.paedagog}


def test_a_move_to_when_only_another_of_the_group_has_time_takes_that_one(database, mother, family, book):
    with database.sessions() as session:
        other = make_staff(
            as_house(session), family.house, "paedagog", "Eva Holm", "13:00-15:00", group_id=family.group
        )
        weekly(session, session.get_one(Staff, family.nurse).resource_id, "13:00-15:00")
        session.commit()
    book()
    afternoon = at_clock(date(2026, 11, 19), "13:00")
    page = mother.get(family.way(family.mother, "flyt"))
    assert "Nu: Onsdag 18.11.2026 kl. 9.00–10.00" in page.text
    assert f'value="{afternoon}"' in page.text
    assert mother.post(family.way(family.mother, "flyt"), data={"slot": afternoon, "key": KEY}).status_code == 303
    assert "Eva Holm" in mother.get(family.way(family.mother)).text
    with database.sessions() as session:
        told = session.execute(
            select(Outbox.kind, Outbox.staff_id)
            .where(Outbox.staff_id.is_not(None), Outbox.sequence == 1)
            .execution_options(unscoped="test")
        )
        assert set(map(tuple, told)) == {("left", family.paedagog), ("moved", family.nurse), ("moved", other)}


def test_it_is_cancelled_and_booked_anew(database, mother, family, book, statements):
    book()
    with statements(most=5):
        assert lint(mother.get(family.way(family.mother, "aflys")).text) == []
    with statements(most=14):
        answer = mother.post(family.way(family.mother, "aflys"))
    assert (answer.status_code, answer.location) == (303, family.way(family.mother))
    assert "I kan vælge en ny tid" in mother.get(answer.location).text
    assert book(OTHER, "c" * 32).status_code == 303
    assert [(row.first, row.state) for row in booked(database)] == [(TIME, "aflyst"), (OTHER, "booket")]


def test_the_form_of_a_cancelled_booking_books_nothing(mother, family, book):
    book()
    mother.post(family.way(family.mother, "aflys"))
    answer = book()
    assert answer.status_code == 409
    assert f'name="key" value="{KEY}"' not in answer.text


def test_on_the_day_itself_nothing_can_be_changed_here(database, mother, family, book, at):
    book()
    at(datetime(2026, 11, 17, 23, 30, tzinfo=UTC))
    mother = _again(database, mother, family)
    assert "Flyt tiden" not in mother.get(family.way(family.mother)).text
    assert "Ring til børnehuset" in mother.get(family.way(family.mother, "aflys")).text
    assert mother.post(family.way(family.mother, "aflys")).status_code == 409
    assert mother.post(family.way(family.mother, "flyt"), data={"slot": OTHER, "key": KEY}).status_code == 409
    assert [row.state for row in booked(database)] == ["booket"]


def _again(database, client, family):
    with database.sessions() as session:
        arrive(session, client, family, family.mother)
    return client


def test_the_calendar_file_names_neither_child_nor_parent(mother, family, book):
    book()
    answer = mother.get(family.way(family.mother, "kalender.ics"))
    assert answer.mimetype == "text/calendar"
    event = Calendar.from_ical(answer.data).walk("VEVENT")[0]
    assert event.decoded("dtstart") == datetime(2026, 11, 18, 8, tzinfo=UTC)
    assert not any(word in answer.text for word in ("Elias", "Mor", "Karen", "Jonas"))


def test_without_a_booking_there_is_no_receipt_and_no_file(mother, family):
    for page in ("kvittering", "flyt", "aflys"):
        assert mother.get(family.way(family.mother, page)).location == family.way(family.mother)
    assert mother.get(family.way(family.mother, "kalender.ics")).status_code == 404


def test_the_guardian_without_custody_sees_the_time_and_nothing_of_the_rest(enter, family, book):
    book()
    page = enter(family.uncle).get(family.way(family.uncle)).text
    assert lint(page) == []
    assert all(text in page for text in ("Elias begynder i Troldebo", "9.00–10.00", "Jonas Bech", "Flyt tiden"))
    assert not any(text in page for text in ("Aflys", "skema", "samtykke", "Hvem har kigget"))


@pytest.mark.parametrize("relax", RELAXATIONS)
def test_who_holds_no_custody_moves_the_time_and_not_who_comes(enter, database, family, book, relax):
    book()
    uncle = enter(family.uncle)
    page = uncle.get(family.way(family.uncle, f"flyt?relax={relax}"))
    assert "relax=" not in page.text
    way = family.way(family.uncle, f"flyt?relax={relax}")
    assert uncle.post(way, data={"slot": OTHER, "key": KEY, "relax": relax}).status_code == 303
    with database.sessions() as session:
        seats = session.execute(select(Participant.staff_id, Appointment.first, Appointment.quarters).join(
            Appointment, Appointment.id == Participant.appointment_id
        ).where(Participant.staff_id.is_not(None)).execution_options(unscoped="test"))  # fmt: skip
        assert sorted(map(tuple, seats)) == [(family.nurse, OTHER, 4), (family.paedagog, OTHER, 4)]


def test_when_nobody_has_time_it_says_why_and_what_could_help(database, mother, family):
    with database.sessions() as session:
        resource = as_house(session).get_one(Staff, family.paedagog).resource_id
        session.add(Absence(resource_id=resource, first=TIME - 5000, last=TIME + 5000))
        session.commit()
    page = mother.get(family.way(family.mother, "tid"))
    assert lint(page.text) == []
    assert "ingen fælles tid" in page.text
    assert "relax=" in page.text
    assert "Bed os om at ringe" in page.text


def test_half_an_hour_is_shown_and_booked(database, mother, family):
    way = family.way(family.mother, "tid?relax=kort")
    assert "9.00–9.30" in mother.get(way).text
    assert mother.post(way, data={"slot": TIME, "key": KEY}).status_code == 303
    with database.sessions() as session:
        assert session.scalars(select(Appointment.quarters).execution_options(unscoped="test")).all() == [2]


def test_a_no_after_the_booking_lets_the_sundhedsplejerske_go(database, mother, family, book):
    book()
    mother.post(family.way(family.mother, "samtykke"), data={"purpose": MEETING, "value": NO})
    page = mother.get(family.way(family.mother)).text
    assert "Karen Lindegaard" not in page
    assert "9.00–10.00" in page
    with database.sessions() as session:
        told = session.scalars(select(Outbox).where(Outbox.kind == "left").execution_options(unscoped="test")).all()
    assert [row.staff_id for row in told] == [family.nurse]


def test_newcomers_are_not_asked_for_consent_and_meet_the_house(app, database, at):
    at(NOW)
    with database.sessions() as session:
        family = make_family(session, newcomer=True, starts_on=STARTS)
    client = app.test_client()
    with database.sessions() as session:
        arrive(session, client, family, family.mother)
    page = client.get(family.way(family.mother, "tid")).text
    assert "Karen Lindegaard" not in page
    assert "Samtykke" not in page
    assert "samtykke" not in client.get(family.way(family.mother)).text.lower()
    assert "ikke noget at svare på" in client.get(family.way(family.mother, "samtykke")).text
