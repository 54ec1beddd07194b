"""The sick day over HTTP: one page for all that an absence hits, one go, each told once, and nothing lost."""

import re
from collections import Counter

import pytest
from sqlalchemy import select

from domain.access.staff import Staff
from domain.booking.tables import BOOKED, Absence, Appointment
from domain.due import Due
from domain.journey import by_hand, talk
from domain.journey.absence import sickday
from domain.journey.choosing.plan import plan
from domain.outbox import Outbox
from tests.factories import as_house, sign_in
from tests.pages import lint
from tests.scenes.bookings import at_clock
from tests.scenes.canaries import working
from tests.scenes.evenings import make_evening, sign_up
from tests.scenes.sick import NINE, NOW, SICK, book_all, booked, make_house

TOMORROW = SICK.replace(day=19)


@pytest.fixture
def sick(database, at):
    at(NOW)

    def full_day():
        with database.sessions() as session:
            sick = make_house(session)
        book_all(database.sessions, sick)
        return sick

    return database.made("a day with nine bookings", full_day)


@pytest.fixture
def leader(app, database, sick):
    client = app.test_client()
    with database.sessions() as session:
        sign_in(session, client, sick.leader)
    return client


def noted(client, sick):
    """The address of the page that the absence leads to."""
    answer = client.post(f"/dagtilbud/{sick.slug}/frontdesk/fravaer", data=sick.away)
    assert answer.status_code == 303
    return answer.headers["Location"]


def form_of(page):
    """As the page stands: the versions, and what is suggested."""
    hidden = dict(re.findall(r'name="(udgave-\d+)" value="(\d+)"', page))
    chosen = dict(re.findall(r'name="(valg-\d+)" value="([\w-]+)" required checked', page))
    assert len(hidden) == len(chosen)
    return hidden | chosen


def sent(database):
    """(kind, to a guardian) of each mail, with its number."""
    with working(database.sessions) as session:
        rows = session.execute(select(Outbox.kind, Outbox.guardian_id).where(Outbox.kind.not_like("reminder%")))
        return Counter((kind, guardian is not None) for kind, guardian in rows)


def stands(database, sick):
    with database.sessions() as session:
        return booked(as_house(session), sick)


def open_due(database):
    with database.sessions() as session:
        rows = select(Due.target).where(Due.kind == "fravaer", Due.done_at.is_(None))
        return session.scalars(rows.execution_options(unscoped="test")).all()


def test_nine_bookings_of_somebody_who_is_sick_are_solved_in_one_go_and_each_is_told_once(
    leader, sick, database, statements
):
    way = noted(leader, sick)
    [target] = open_due(database)
    assert leader.get(f"/til/{target}").headers["Location"] == way
    with statements(most=6):
        page = leader.get(way)
    assert lint(page.text) == []
    form = form_of(page.text)
    with statements(most=14 + 5 * len(NINE)):
        answer = leader.post(way, data=form)
    assert answer.status_code == 303
    found = [stands(database, sick)[start] for start in sick.starts]
    in_the_morning, at_noon, later = found[:4], found[4:6], found[6:]
    for one, clock in zip(in_the_morning, NINE, strict=False):
        assert one[1] == at_clock(SICK, clock)
        assert sick.mette in one[2]
    assert {who for _, _, staff in at_noon for who in staff} >= {sick.ida}
    assert all(first == at_clock(SICK, clock) for (_, first, _), clock in zip(at_noon, NINE[4:6], strict=True))
    assert all(sick.jonas in staff and first > at_clock(TOMORROW, "0:00") for _, first, staff in later)
    assert not any(sick.jonas in staff for _, _, staff in (*in_the_morning, *at_noon))
    told = {("substituted", True): 12, ("substituted", False): 6, ("confirmed", False): 6, ("left", False): 6}
    assert sent(database) == told | {("moved", True): 6, ("moved", False): 6}
    assert open_due(database) == []
    assert "Ingen aftaler er ramt" in leader.get(way).text


def test_sent_twice_it_changes_nothing(leader, sick, database):
    way = noted(leader, sick)
    form = form_of(leader.get(way).text)
    for name in list(form)[-3:-1]:
        form[name] = "aflys" if name.startswith("valg") else form[name]
    names = [name for name in form if name.startswith("valg")]
    form |= {names[0]: "aflys", names[1]: "spoerg"}
    assert leader.post(way, data=form).status_code == 303
    before, mails = stands(database, sick), sent(database)
    assert mails["cancelled-by-us", True] == 2 * sum(value == "aflys" for value in form.values())
    assert mails["ask-moved", True] == 2
    assert leader.post(way, data=form).status_code == 303
    assert (stands(database, sick), sent(database)) == (before, mails)
    assert "Forældrene er spurgt" in leader.get(way).text
    assert len(open_due(database)) == 1  # their time stands, and somebody must still be there


def test_a_time_that_was_taken_meanwhile_stays_on_min_dag_and_the_others_are_solved(leader, sick, database):
    way = noted(leader, sick)
    form = form_of(leader.get(way).text)
    moved = next(name for name, value in form.items() if value.startswith("tid") and value.count("-") == 1)
    first = int(form[moved].split("-")[1])
    with working(database.sessions) as session:
        resource = session.scalars(select(Staff.resource_id).where(Staff.id == sick.jonas)).one()
        session.add(Absence(resource_id=resource, first=first, last=first + 1))
    page = leader.post(way, data=form, follow_redirects=True)
    assert "8 aftaler er løst" in page.text
    assert "Én aftale mangler" in page.text
    assert len(form_of(page.text)) == 2
    assert len(open_due(database)) == 1
    assert "Fravær: aftaler mangler en løsning" in leader.get(f"/dagtilbud/{sick.slug}/").text


def test_what_the_parents_have_moved_meanwhile_is_left_as_they_wanted_it(leader, sick, database):
    way = noted(leader, sick)
    form = form_of(leader.get(way).text)
    with working(database.sessions) as session:
        appointment = talk.standing(session, sick.starts[8])
        offer = talk.times(session, plan(session, sick.starts[8]))[-1]
        talk.move(session, appointment, plan(session, sick.starts[8]), offer.first)
    assert leader.post(way, data=form).status_code == 303
    assert stands(database, sick)[sick.starts[8]][1] == offer.first
    assert sent(database)["moved", True] == 6
    assert open_due(database) == []


def test_what_has_changed_since_the_page_was_shown_is_left_for_another_look(leader, sick, database):
    way = noted(leader, sick)
    form = form_of(leader.get(way).text)
    with working(database.sessions) as session:
        one = by_hand.booked(session, talk.standing(session, sick.starts[8]).id)
        first = one.appointment.first + 1
        by_hand.move(session, one, first, [doubt.key for doubt in by_hand.against(session, one, first)])
    assert leader.post(way, data=form).status_code == 303
    assert stands(database, sick)[sick.starts[8]][1] == first
    assert len(open_due(database)) == 1


def test_what_the_parents_solve_later_leaves_min_dag_by_itself(leader, sick, database):
    way = noted(leader, sick)
    form = {name: "vent" if name.startswith("valg") else value for name, value in form_of(leader.get(way).text).items()}
    assert leader.post(way, data=form).status_code == 303
    assert sent(database) == {}
    for start in sick.starts:
        assert len(open_due(database)) == 1
        with working(database.sessions) as session:
            talk.cancel(session, talk.standing(session, start))
    with working(database.sessions) as session:
        sickday.followed(session)
    assert open_due(database) == []


def test_nobody_from_outside_the_unit_and_no_stranger_to_the_group_stands_in(leader, sick, database):
    """A form is only a form: whoever it names must be one of those who could come."""
    way = noted(leader, sick)
    form = form_of(leader.get(way).text)
    nurse = sick.nurses[0]
    with working(database.sessions) as session:
        resource = session.scalars(select(Staff.resource_id).where(Staff.id == nurse)).one()
        first = session.scalars(select(Appointment.first).execution_options(unscoped="test")).first()
    name = next(name for name in form if name.startswith("valg"))
    before = stands(database, sick)
    for value in (f"tid-{first}-{resource}", f"tid-{first + 4000}", "tid-", "x", f"tid-{first}"):
        only = {name: value, name.replace("valg", "udgave"): "0"}
        assert leader.post(way, data=only).status_code == 303
    assert stands(database, sick) == before
    assert sent(database) == {}


def test_another_unit_does_not_see_the_page(app, database, sick, leader):
    way = noted(leader, sick)
    with database.sessions() as session:
        other = make_house(session)
    stranger = app.test_client()
    with database.sessions() as session:
        sign_in(session, stranger, other.leader)
    number = way.rpartition("/")[2]
    assert stranger.get(way).status_code == 403
    assert stranger.get(f"/dagtilbud/{other.slug}/frontdesk/fravaer/{number}").status_code == 403
    assert stranger.post(f"/dagtilbud/{other.slug}/frontdesk/fravaer/{number}").status_code == 403
    assert stranger.get(f"/til/absence/{number}").status_code == 404
    assert leader.get(f"{way}0000").status_code == 404


def test_an_event_is_moved_and_cancelled_on_its_own_page_alone(app, database, at):
    """Else its guests would come to a locked door: they are told from there."""
    at(NOW)
    one = make_evening(database)
    sign_up(database, one)
    client = app.test_client()
    with database.sessions() as session:
        sign_in(session, client, one.host)
    way = client.get("/dagtilbud/").headers["Location"]
    away = {"resource": one.resource, "first": one.day.isoformat(), "last": one.day.isoformat(), "reason": ""}
    sick_day = client.post(f"{way}frontdesk/fravaer", data=away).headers["Location"]
    page = client.get(sick_day).text
    (number,) = re.findall(r"/til/appointment/(\d+)", page)
    assert f"valg-{number}" not in page
    for choice in ("aflys", "spoerg"):
        client.post(sick_day, data={f"valg-{number}": choice, f"udgave-{number}": "0"})
    moved = client.post(f"{way}frontdesk/aftaler/{number}/flyt", data={"dag": one.day.isoformat(), "kl": "20:00"})
    assert moved.status_code == 404
    with working(database.sessions) as session:
        appointment = session.get_one(Appointment, int(number))
        assert (appointment.state, appointment.sequence) == (BOOKED, 0)
        assert session.scalar(select(Due.done_at).where(Due.kind == "fravaer")) is None
