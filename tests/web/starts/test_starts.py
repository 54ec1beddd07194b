"""What staff do with a start: find it, book for the family, move, cancel, write, note an answer, close it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from domain import due
from domain.access.citizens import Link
from domain.access.staff import Membership
from domain.access.units import Unit
from domain.audit import Look
from domain.booking.tables import Appointment, Claim
from domain.consent import MEETING, NO, YES, ConsentRequest
from domain.due import Due
from domain.outbox import Outbox
from domain.people import Child, Guardian, Start
from domain.starts.tables import Preparation, Recommendation
from tests.factories import (
    answer_consent,
    as_guardian,
    as_house,
    make_child,
    make_family,
    make_staff,
    make_start,
    make_unit,
    sign_in,
)
from tests.pages import lint
from tests.scenes.bookings import at_clock

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
STARTS = date(2026, 12, 14)
SOON = (NOW + timedelta(weeks=5)).date()
KEY = "a" * 32
TIME, OTHER = at_clock(date(2026, 11, 18), "9:00"), at_clock(date(2026, 11, 19), "10:00")


@pytest.fixture
def family(database, at):
    at(NOW)
    with database.sessions() as session:
        return make_family(session, starts_on=STARTS)


@pytest.fixture
def enter(app, database, family):
    """`enter(unit, role)`: a browser of somebody with that role there, and the beginning of the unit's addresses."""

    def one(unit_id, role):
        client = app.test_client()
        with database.sessions() as session:
            unit = as_house(session).get(Unit, unit_id)
            way = f"/{unit.actor}/{unit.slug}/starter"
            staff_id = make_staff(session, unit_id, role, hours="")
            session.commit()
        with database.sessions() as session:
            sign_in(session, client, staff_id)
        return client, way

    return one


@pytest.fixture
def leader(enter, family):
    return enter(family.house, "leder")


@pytest.fixture
def nurse(enter, family):
    return enter(family.sundhedspleje, "sundhedsplejerske")


@pytest.fixture
def consented(database, family):
    for guardian in (family.mother, family.father):
        with database.sessions() as session:
            answer_consent(as_guardian(session, family, guardian), family, guardian, YES)


@pytest.fixture
def soon(database, family):
    """The start is so near that a time must be booked by now."""
    with database.sessions() as session:
        near = Start.__table__.update().where(Start.id == family.start).values(starts_on=SOON)
        session.connection().execute(near.execution_options(unscoped="test"))
        session.commit()


def read(database, *columns):
    with database.sessions() as session:
        return session.execute(select(*columns).execution_options(unscoped="test")).all()


def kinds(database):
    return sorted({(kind, sequence) for kind, sequence in read(database, Outbox.kind, Outbox.sequence)})


def book(leader, family, first=TIME):
    client, way = leader
    return client.post(f"{way}/{family.start}/tid", data={"slot": first, "key": KEY})


def test_the_list_tells_how_far_each_start_has_come(leader, family):
    client, way = leader
    page = client.get(f"{way}/")
    assert lint(page.text) == []
    assert "Elias" in page.text
    assert "Inviteret" in page.text
    book(leader, family)
    assert "Tid booket" in client.get(f"{way}/").text


def test_without_a_yes_the_sundhedsplejerske_is_not_told_that_a_time_is_missing(leader, nurse, family, soon):
    book(leader, family)
    client, way = nurse
    listed, shown = client.get(f"{way}/").text, client.get(f"{way}/{family.start}").text
    for page in (listed, shown):
        assert "Elias" in page
        assert "Mangler tid" not in page
        assert f"{family.start}/tid" not in page
    assert "Der er ikke booket en tid endnu" not in shown


def test_a_yes_lets_the_sundhedsplejerske_see_that_a_time_is_missing_and_find_one(nurse, family, consented, soon):
    client, way = nurse
    assert "Mangler tid" in client.get(f"{way}/").text
    assert f"{family.start}/tid" in client.get(f"{way}/{family.start}").text


def test_staff_book_move_and_cancel_for_the_family(leader, family, consented, database, statements):
    client, way = leader
    with statements(most=14):
        assert book(leader, family).status_code == 303
    assert read(database, Appointment.first, Appointment.state) == [(TIME, "booket")]
    assert len(read(database, Claim.quarter)) == 2 * 4  # the sundhedsplejerske and the pædagog, an hour each
    with statements(most=14):
        moved = client.post(f"{way}/{family.start}/tid", data={"slot": OTHER, "key": "b" * 32})
    assert moved.status_code == 303
    assert read(database, Appointment.first, Appointment.sequence) == [(OTHER, 1)]
    assert client.post(f"{way}/{family.start}/aflys").status_code == 303
    assert read(database, Appointment.state) == [("aflyst",)]
    assert read(database, Claim.quarter) == []
    assert ("cancelled", 2) in kinds(database)


def test_a_time_that_is_taken_keeps_the_form_and_shows_the_nearest(leader, family, consented, database):
    client, way = leader
    book(leader, family)
    taken = client.post(f"{way}/{family.start}/tid", data={"slot": at_clock(date(2026, 11, 18), "3:00"), "key": KEY})
    assert taken.status_code == 409
    assert "Her er de nærmeste" in taken.text
    assert f'value="{KEY}"' in taken.text
    assert f'value="{OTHER}"' in client.get(f"{way}/{family.start}/tid?alle=1&uge=2026-11-16").text


def test_a_picker_without_a_choice_says_so(leader, family):
    client, way = leader
    page = client.post(f"{way}/{family.start}/tid", data={"key": KEY})
    assert page.status_code == 422
    assert "Vælg en tid" in page.text


def test_what_the_sundhedsplejerske_writes_waits_for_the_yes(leader, nurse, family, database):
    client, way = nurse
    assert client.post(f"{way}/{family.start}/forbered", data={"text": "Hun sover bedst ude."}).status_code == 303
    assert "Hun sover bedst ude." in client.get(f"{way}/{family.start}").text
    house, there = leader
    assert "Hun sover bedst ude." not in house.get(f"{there}/{family.start}").text
    for guardian in (family.mother, family.father):
        with database.sessions() as session:
            answer_consent(as_guardian(session, family, guardian), family, guardian, YES, "start-inden")
    assert "Hun sover bedst ude." in house.get(f"{there}/{family.start}").text
    assert len(read(database, Preparation.start_id)) == 1


def test_after_the_conversation_the_house_writes_the_recommendations(leader, enter, family, consented, database, at):
    client, way = leader
    book(leader, family)
    assert client.post(f"{way}/{family.start}/afholdt").status_code == 409  # it has not begun
    at(datetime(2026, 11, 18, 12, tzinfo=UTC))
    assert client.get(f"{way}/{family.start}").status_code == 303  # the shared computer has locked meanwhile
    client, way = enter(family.house, "leder")
    assert client.post(f"{way}/{family.start}/afholdt").status_code == 303
    told = {"text": "Kom på besøg først.", "first_days": "En time den første dag."}
    assert client.post(f"{way}/{family.start}/anbefalinger", data=told).status_code == 303
    assert read(database, Recommendation.text, Recommendation.first_days) == [tuple(told.values())]
    paper = client.get(f"{way}/{family.start}/anbefalinger/papir")
    assert lint(paper.text) == []
    assert told["text"] in paper.text


def test_an_answer_heard_in_a_conversation_is_noted_with_who_heard_it(leader, family, consented, database):
    client, way = leader
    book(leader, family)
    said = {"guardian": family.father, "question": MEETING, "value": NO, "how": "mundtligt"}
    assert client.post(f"{way}/{family.start}/samtykke", data=said).status_code == 303
    assert ("nej",) in read(database, ConsentRequest.state)
    assert len(read(database, Claim.quarter)) == 4  # she has left; the time stands with the pædagog
    assert read(database, Appointment.state) == [("booket",)]
    assert any(kind == "left" for kind, _sequence in kinds(database))


def test_the_leader_names_the_contact_and_others_may_not(leader, enter, family, database):
    client, way = leader
    chosen = {"group": family.group, "contact": family.paedagog}
    assert client.post(f"{way}/{family.start}/kontakt", data=chosen).status_code == 303
    assert read(database, Start.contact_id) == [(family.paedagog,)]
    other, there = enter(family.house, "paedagog")
    assert other.get(f"{there}/{family.start}/kontakt").status_code == 403


def test_a_start_that_is_closed_ends_the_chase_the_links_and_the_time(leader, family, consented, database, app):
    client, way = leader
    book(leader, family)
    assert client.post(f"{way}/{family.start}/luk", data={}).status_code == 422
    assert client.post(f"{way}/{family.start}/luk", data={"reason": "flyttet"}).status_code == 303
    assert read(database, Appointment.state) == [("aflyst",)]
    assert app.test_client().get(family.way(family.mother)).status_code == 404
    assert client.post(f"{way}/{family.start}/tid", data={"slot": TIME, "key": "e" * 32}).status_code == 409


def test_a_start_is_added_by_hand_with_its_questions(leader, family, database):
    client, way = leader
    form = client.get(f"{way}/ny")
    assert lint(form.text) == []
    told = {
        "child": "Åse Ny",
        "born": "2026-02-01",
        "starts_on": (STARTS + timedelta(weeks=4)).isoformat(),
        "group": family.group,
        "name_1": "Mor Ny",
        "email_1": "ny@mail.example",
        "language_1": "da",
        "custody_1": "y",
        "language_2": "da",
    }
    assert client.post(f"{way}/ny", data=told | {"born": "2099-01-01"}).status_code == 422
    assert client.post(f"{way}/ny", data=told).status_code == 303
    assert len(read(database, Start.id)) == 2


@pytest.mark.parametrize("page", ["samtykke", "luk", "kontakt", "anbefalinger", "tid"])
def test_a_form_that_comes_back_with_its_faults_is_a_look_as_well(leader, family, database, page):
    client, way = leader
    answer = client.post(f"{way}/{family.start}/{page}", data={"group": "x"})
    assert answer.status_code == 422
    assert (family.child,) in read(database, Look.child_id)


def test_what_is_refused_shows_nothing_and_is_no_look(leader, family, database):
    client, way = leader
    assert client.get(f"{way}/{family.start + 1}").status_code == 404
    assert client.post(f"{way}/{family.start}/afholdt").status_code == 404
    assert read(database, Look.child_id) == []


def test_the_form_of_a_booking_that_was_cancelled_books_nothing(leader, family, consented, database):
    client, way = leader
    book(leader, family)
    client.post(f"{way}/{family.start}/aflys")
    again = book(leader, family)
    assert again.status_code == 409
    assert lint(again.text) == []
    assert KEY not in again.text  # or the next click would meet the same booking
    assert [state for (state,) in read(database, Appointment.state)] == ["aflyst"]
    assert [kind for kind, done in read(database, Due.kind, Due.done_at) if kind == "start-samtale" and not done] == []


def test_the_key_of_another_start_is_another_key(leader, family, consented, database):
    client, way = leader
    book(leader, family)
    with database.sessions() as session:
        other = make_start(
            as_house(session), make_child(session, "Sigrid"), family.house, STARTS, group_id=family.group
        )
        session.commit()
    assert client.post(f"{way}/{other}/tid", data={"slot": OTHER, "key": KEY}).status_code == 303


def test_what_is_closed_is_not_opened_again(leader, family, database, app):
    client, way = leader
    client.post(f"{way}/{family.start}/luk", data={"reason": "flyttet"})
    ended = read(database, Link.expires_on)
    for verb, data in (("inviter", {}), ("luk", {"reason": "andet"}), ("tid", {"slot": TIME, "key": KEY})):
        assert client.post(f"{way}/{family.start}/{verb}", data=data).status_code == 409
    assert read(database, Link.expires_on) == ended
    assert read(database, Start.closed) == [("flyttet",)]
    assert app.test_client().get(family.way(family.mother)).status_code == 404
    assert [kind for kind, done in read(database, Due.kind, Due.done_at) if not done] == []


TOLD = {"child": "Åse Ny", "born": "2026-02-01", "starts_on": "2027-01-11", "group": 0, "name_1": "Mor Ny"}
TOLD |= {"language_1": "da", "language_2": "da", "custody_1": "y"}


@pytest.mark.parametrize(
    "odd",
    [
        {"child": "Åse\r\nBcc: alle@mail.example"},
        {"child": "Åse\u202eyN"},
        {"name_1": "M" * 201},
        {"name_2": "12"},
        {"email_1": "ny@mail.example\r\nBcc: alle@mail.example"},
        {"mobile_1": "ring til mig"},
        {"born": "0001-01-01"},
        {"born": "2018-01-01"},
        {"starts_on": "9999-12-31"},
        {"starts_on": "2035-01-01"},
    ],
    ids=str,
)
def test_by_hand_the_rules_are_those_of_the_list(leader, family, database, odd):
    client, way = leader
    answer = client.post(f"{way}/ny", data=TOLD | odd)
    assert (answer.status_code == 303) == (odd.get("child", "").startswith("Åse\r")), answer.text
    assert [name for (name,) in read(database, Child.name) if not name.isprintable()] == []


def test_by_hand_an_address_is_written_as_on_the_list(leader, family, database):
    client, way = leader
    assert (
        client.post(f"{way}/ny", data=TOLD | {"email_1": "Ny@Mail.Example", "mobile_1": "20 30 40 50"}).status_code
        == 303
    )
    assert ("ny@mail.example", "+4520304050") in read(database, Guardian.email, Guardian.mobile)


def test_a_start_is_added_in_a_house(enter, database):
    with database.sessions() as session:
        district = make_unit(as_house(session), "dagtilbud", "Skovlunde", "distrikt")
        session.commit()
    client, way = enter(district, "distriktsleder")
    assert client.get(f"{way}/ny").status_code == 403
    assert client.post(f"{way}/ny", data=TOLD).status_code == 403


def test_the_leader_of_one_house_is_no_leader_of_another(app, database, family):
    """Both houses are theirs, and the address names the one in which they lead."""
    client = app.test_client()
    with database.sessions() as session:
        other = make_unit(as_house(session), "dagtilbud", "Globen")
        staff_id = make_staff(session, other, "leder", hours="")
        session.add(Membership(staff_id=staff_id, unit_id=family.house, role="paedagog"))
        way = f"/dagtilbud/{session.get(Unit, other).slug}/starter/{family.start}"
        session.commit()
    with database.sessions() as session:
        sign_in(session, client, staff_id)
    assert client.get(way).status_code == 200
    assert client.get(f"{way}/kontakt").status_code == 403
    assert client.post(f"{way}/kontakt", data={"group": family.group, "contact": 0}).status_code == 403


def test_only_who_works_in_the_house_closes_its_start(app, database, family):
    client = app.test_client()
    with database.sessions() as session:
        other = make_unit(as_house(session), "dagtilbud", "Globen")
        staff_id = make_staff(session, other, "leder", hours="")
        session.add(Membership(staff_id=staff_id, unit_id=family.sundhedspleje, role="sundhedsplejerske"))
        way = f"/dagtilbud/{session.get(Unit, other).slug}/starter/{family.start}"
        session.commit()
    with database.sessions() as session:
        sign_in(session, client, staff_id)
    assert client.post(f"{way}/luk", data={"reason": "flyttet"}).status_code == 403
    assert read(database, Start.closed) == [("",)]


def test_a_yes_for_one_start_tells_nothing_of_the_next(nurse, family, consented, database):
    client, way = nurse
    with database.sessions() as session:
        as_house(session)
        later = make_start(session, family.child, family.house, STARTS + timedelta(weeks=40))
        at = datetime(2026, 11, 2, 8, tzinfo=UTC)
        same = {
            "unit_id": family.house,
            "kind": "skema",
            "at": at,
            "done_at": at,
            "child_id": family.child,
            "purpose": "start",
        }
        due.put(session, [due.Entry(key="skema/later", start_id=later, target=f"start/{later}", **same)])
        session.commit()
    page = client.get(way.replace("/starter", f"/boern/{family.child}")).text
    assert "Startskema udfyldt" not in page
    with database.sessions() as session:
        as_house(session)
        due.put(session, [due.Entry(key="skema/now", start_id=family.start, target=f"start/{family.start}", **same)])
        session.commit()
    assert "Startskema udfyldt" in client.get(way.replace("/starter", f"/boern/{family.child}")).text
