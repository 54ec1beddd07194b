"""Events with seats: nobody's time is taken twice, no seat is given twice, and what is freed goes to whoever is next."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from domain import messages, outbox
from domain.access import NotAllowed
from domain.access.jobs import work_as
from domain.access.staff import Staff
from domain.access.units import District
from domain.audit import Change
from domain.base import COPENHAGEN, moment
from domain.booking.finding.search import Candidate
from domain.booking.tables import BOOKED, Appointment, Claim
from domain.booking.taking.claims import SlotTaken
from domain.due import Due
from domain.events import door, making, reading, seats
from domain.events.making import NoSuchEvent
from domain.events.seats import NoSuchSeat, SignUpClosed, TooFewSeats
from domain.events.tables import HOLDS, LEFT, WAITS, Event, Hall, Seating, SignUp
from domain.frontdesk import absences
from domain.journey.absence import sickday
from domain.outbox import Outbox
from tests.factories import SECRET, as_house, make_staff, make_unit
from tests.scenes.bookings import added, at_clock
from tests.scenes.evenings import (
    TITLE,
    guest,
    leader,
    make_evening,
    matter,
    room_of,
    setting,
    sign_up,
    standing,
    stranger,
)

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def monday(at):
    at(NOW)


def waiting_mail(session, one=None):
    """(kind, receiver's sign-up or staff) of what has not been sent."""
    rows = select(Outbox.kind, Outbox.sign_up_id, Outbox.staff_id).where(Outbox.sent_at.is_(None)).order_by(Outbox.id)
    return [(kind, who or staff) for kind, who, staff in session.execute(rows)]


def as_job(session):
    work_as(session, "test")
    return session


def test_who_holds_an_event_and_its_room_are_taken_from_the_draft_on(database):
    one = make_evening(database, published=False)
    with leader(database, one) as session:
        first = at_clock(one.day, "17:00")
        assert sorted(session.execute(select(Claim.resource_id, Claim.quarter))) == [
            (one.resource, first + n) for n in range(8)
        ]
        with pytest.raises(SlotTaken):
            making.make(session, one.unit, matter(), setting(one, "18:45"), 10, "another")
        making.make(session, one.unit, matter(), setting(one, "19:00", room=room_of(session, one)), 10, "after")
        assert session.scalar(select(func.count()).select_from(Event)) == 2


def test_the_same_form_twice_is_one_event(database):
    one = make_evening(database)
    with leader(database, one) as session:
        made = {making.make(session, one.unit, matter(), setting(one, "20:00"), 5, "the same").id for _ in range(2)}
    assert len(made) == 1


def test_a_draft_is_nobodys_but_its_makers_and_those_who_are_to_hold_it(database):
    one = make_evening(database, published=False)
    with stranger(database) as session:
        assert reading.listed(session) == []
        with pytest.raises(NoSuchEvent):
            reading.public(session, one.event)
        with pytest.raises(SignUpClosed):
            seats.sign_up(session, SECRET, one.event, guest(), "a")
    with database.sessions() as session:
        other = make_unit(as_house(session))
        session.commit()
    with leader(database, one, unit=other) as session:
        with pytest.raises(NoSuchEvent):
            reading.one(session, one.event)
        with pytest.raises(NoSuchEvent):
            making.publish(session, one.event)
    with leader(database, one) as session:
        assert reading.one(session, one.event).title == TITLE


def test_another_unit_sees_what_is_published_but_not_who_comes_and_changes_nothing(database):
    one = make_evening(database)
    sign_up(database, one, 2)
    with database.sessions() as session:
        other = make_unit(as_house(session))
        session.commit()
    with leader(database, one, unit=other) as session:
        assert [event.title for event in reading.listed(session)] == [TITLE]
        assert reading.guests(session, one.event) == []
        for verb in (
            lambda: making.cancel(session, one.event),
            lambda: reading.one(session, one.event),
        ):
            with pytest.raises(NoSuchEvent):
                verb()
        event = session.scalars(select(Event)).one()
        event.title = "Vores"
        with pytest.raises(NotAllowed):
            session.flush()
        session.rollback()


def test_the_units_of_those_who_hold_it_see_who_comes(database):
    one = make_evening(database)
    with database.sessions() as session:
        house = as_house(session)
        other = make_unit(house, "sundhedspleje", "Sundhedsplejen", "distrikt")
        session.execute(
            Event.__table__.update().values(unit_id=other), execution_options={"unscoped": "somebody else's event"}
        )
        session.commit()
    sign_up(database, one)
    with leader(database, one) as session:
        assert [guest_.name for guest_ in reading.guests(session, one.event)] == ["Trine Dam"]
        assert [event.id for event in reading.of_unit(session, one.unit, 0)] == [one.event]


def test_seats_are_taken_until_there_are_no_more_and_then_one_waits_in_order(database):
    one = make_evening(database, 5)
    for wanted in (3, 3, 2, 1):
        sign_up(database, one, wanted)
    assert standing(database, one) == [(3, HOLDS), (3, WAITS), (2, HOLDS), (1, WAITS)]


def test_the_same_form_twice_is_one_sign_up_and_the_same_link(database):
    one = make_evening(database)
    assert len({sign_up(database, one, 2, key="k") for _ in range(3)}) == 1
    assert standing(database, one) == [(2, HOLDS)]


def test_the_same_address_once_more_takes_nothing_and_gets_its_link_again_once_an_hour(database, at):
    one = make_evening(database)
    first = sign_up(database, one, 2, email="trine@mail.example")
    for _ in range(2):
        assert sign_up(database, one, 3, email="trine@mail.example") is None
    assert standing(database, one) == [(2, HOLDS)]
    with leader(database, one) as session:
        assert [kind for kind, _who in waiting_mail(session)].count("seat") == 2
    at(NOW + timedelta(hours=1))
    sign_up(database, one, 3, email="trine@mail.example")
    with leader(database, one) as session:
        assert [kind for kind, _who in waiting_mail(session)].count("seat") == 3
    with stranger(database) as session:
        seats.leave(session, first)
    assert sign_up(database, one, 3, email="trine@mail.example")  # whoever has left may come back
    for _ in range(2):
        assert sign_up(database, one, email="", mobile="+4520304050")  # no address: nothing tells them apart


def test_the_database_itself_sells_no_seat_twice(database):
    one = make_evening(database, 3)
    with leader(database, one) as session:
        hall = session.get(Hall, one.event)
        hall.taken = 4
        with pytest.raises(IntegrityError):
            session.flush()
        session.rollback()


def test_freed_seats_go_to_the_first_who_wants_so_few_then_to_the_next(database):
    one = make_evening(database, 4)
    first = sign_up(database, one, 3)
    sign_up(database, one, 1)
    for wanted in (4, 2, 2, 1):
        sign_up(database, one, wanted)
    with stranger(database) as session:
        for _ in range(2):
            seats.leave(session, first)
        with pytest.raises(NoSuchSeat):
            seats.change(session, first, 1)
    assert standing(database, one) == [(3, LEFT), (1, HOLDS), (4, WAITS), (2, HOLDS), (2, WAITS), (1, HOLDS)]


def test_who_comes_with_fewer_gives_the_rest_on_and_with_more_only_as_far_as_there_are_seats(database):
    one = make_evening(database, 4)
    first = sign_up(database, one, 4)
    second = sign_up(database, one, 2)
    with stranger(database) as session:
        with pytest.raises(TooFewSeats) as error:
            seats.change(session, first, 5)
        assert error.value.free == 4
        session.rollback()
    with stranger(database) as session:
        seats.change(session, first, 2)
    assert standing(database, one) == [(2, HOLDS), (2, HOLDS)]
    with stranger(database) as session:
        seats.change(session, second, 1)
        seats.change(session, first, 3)
    assert standing(database, one) == [(3, HOLDS), (1, HOLDS)]


def test_who_waits_and_wants_fewer_gets_what_is_free(database):
    one = make_evening(database, 4)
    sign_up(database, one, 3)
    second = sign_up(database, one, 3)
    with stranger(database) as session:
        seats.change(session, second, 2)
    assert standing(database, one) == [(3, HOLDS), (2, WAITS)]
    with stranger(database) as session:
        seats.change(session, second, 1)
    assert standing(database, one) == [(3, HOLDS), (1, HOLDS)]


def test_more_seats_go_to_those_who_wait_and_never_fewer_than_are_taken(database):
    one = make_evening(database, 2)
    sign_up(database, one, 2)
    sign_up(database, one, 3)
    with leader(database, one) as session:
        making.change(session, one.event, matter(title="Andet"), 5)
    assert standing(database, one) == [(2, HOLDS), (3, HOLDS)]
    with leader(database, one) as session:
        with pytest.raises(TooFewSeats) as error:
            making.change(session, one.event, matter(), 4)
        assert error.value.free == 5
        session.rollback()


@pytest.mark.parametrize(("day", "open_"), [(14, True), (15, False)])
def test_one_signs_up_through_the_last_day_and_staff_until_it_begins(database, at, day, open_):
    one = make_evening(database, sign_up_until=datetime(2026, 11, 14, tzinfo=UTC).date())
    at(datetime(2026, 11, day, 22, 30, tzinfo=COPENHAGEN))
    with stranger(database) as session:
        assert reading.public(session, one.event).open == open_
    if not open_:
        with pytest.raises(SignUpClosed):
            sign_up(database, one)
        with leader(database, one) as session:
            seats.sign_up(session, SECRET, one.event, guest(), "by telephone")
    at(moment(at_clock(one.day, "17:00")))
    with leader(database, one) as session, pytest.raises(SignUpClosed):
        seats.sign_up(session, SECRET, one.event, guest(), "too late")


def test_who_is_told_what(database):
    one = make_evening(database, 1)
    first = sign_up(database, one)
    sign_up(database, one)
    with as_job(database.sessions()) as session:
        ids = session.scalars(select(Seating.sign_up_id).order_by(Seating.sign_up_id)).all()
        told = waiting_mail(session)
    assert told == [
        ("confirmed", one.host),
        ("seat", ids[0]),
        ("seat-reminder", ids[0]),
        ("seat-waiting", ids[1]),
    ]
    with stranger(database) as session:
        seats.leave(session, first)
    with as_job(database.sessions()) as session:
        assert waiting_mail(session)[1:] == [("seat-left", ids[0]), ("seat-freed", ids[1]), ("seat-reminder", ids[1])]
        reminder = session.scalars(select(Outbox.due_at).where(Outbox.kind == "seat-reminder")).one()
        assert reminder == moment(at_clock(one.day, "17:00")) - timedelta(hours=48)


def test_a_move_takes_everybody_along_and_tells_them_once(database):
    one = make_evening(database, 2)
    sign_up(database, one, 2)
    sign_up(database, one, 1)
    with leader(database, one) as session:
        assert making.move(session, one.event, setting(one, "18:00")) == 2
    with leader(database, one) as session:
        assert making.move(session, one.event, setting(one, "18:00")) == 0
        first = at_clock(one.day, "18:00")
        assert sorted(session.scalars(select(Claim.quarter))) == [first + n for n in range(8)]
        assert [moment(first)] == session.scalars(select(Due.at).where(Due.kind == "temaaften")).all()
    with as_job(database.sessions()) as session:
        told = [kind for kind, _who in waiting_mail(session)]
    assert sorted(told) == ["moved", "seat-moved", "seat-reminder", "seat-waiting"]


def test_whoever_no_longer_holds_it_has_the_time_back(database):
    one = make_evening(database)
    with database.sessions() as session:
        other = make_staff(as_house(session), one.unit, "paedagog", hours="")
        session.commit()
    with leader(database, one) as session:
        resource = session.scalars(select(Staff.resource_id).where(Staff.id == other)).one()
        making.move(session, one.event, setting(one, hosts=(Candidate(resource, other, one.unit, open=False),)))
        assert set(session.scalars(select(Claim.resource_id))) == {resource}
        assert session.scalars(select(Due.staff_id).where(Due.kind == "temaaften")).all() == [other]
    with as_job(database.sessions()) as session:
        assert ("left", one.host) in waiting_mail(session)


def test_a_cancelled_event_frees_the_time_tells_all_and_takes_nobody_more(database):
    one = make_evening(database, 1)
    token = sign_up(database, one)
    sign_up(database, one)
    with leader(database, one) as session:
        assert making.cancel(session, one.event) == 2
        assert session.scalar(select(func.count()).select_from(Claim)) == 0
        assert session.scalar(select(func.count()).select_from(Due)) == 0
    with as_job(database.sessions()) as session:
        assert sorted(kind for kind, _who in waiting_mail(session)) == ["cancelled", "seat-cancelled", "seat-cancelled"]
    for verb in (lambda: sign_up(database, one), lambda: _change(database, token)):
        with pytest.raises(SignUpClosed):
            verb()
    with stranger(database) as session:
        assert reading.public(session, one.event).cancelled_at


def _change(database, token):
    with stranger(database) as session:
        seats.change(session, token, 1)


def test_a_message_says_what_is_so_when_it_is_sent(database):
    one = make_evening(database, 1)
    token = sign_up(database, one, email="trine@mail.example")
    with database.sessions() as session:
        as_job(session)
        held = {taken.kind: taken for taken in outbox.take(session, 20, timedelta(minutes=15))}
        letter = messages.letter(session, held["seat"], SECRET)
        session.commit()
    assert (letter.address, letter.token, letter.to_staff) == ("trine@mail.example", token, False)
    assert (letter.meeting.name, letter.meeting.place) == (TITLE, "Troldebo, Torvet 3")
    with stranger(database) as session:
        seats.leave(session, token)
    with database.sessions() as session, pytest.raises(messages.Overtaken):
        messages.letter(as_job(session), held["seat"], SECRET)


def test_guests_are_forgotten_fourteen_days_after_the_event_and_not_before(database, at):
    one = make_evening(database)
    token = sign_up(database, one, 2)
    ends = moment(at_clock(one.day, "19:00"))
    for moment_, left in ((ends + door.KEPT - timedelta(minutes=15), 1), (ends + door.KEPT, 0)):
        at(moment_)
        with as_job(database.sessions()) as session:
            assert door.forget(session) is False
            session.commit()
            assert session.scalar(select(func.count()).select_from(SignUp).where(SignUp.name != "")) == left
    with stranger(database) as session, pytest.raises(NoSuchSeat):
        reading.seat(session, token)
    assert sign_up(database, make_evening(database)) != token, "nobody else's seat is where their old link leads"
    with as_job(database.sessions()) as session:
        assert door.forget(session) is False
        session.commit()
        assert session.scalar(select(func.count()).select_from(SignUp)) == 1, "the newest alone, without its words"
    with as_job(database.sessions()) as session:
        rows = select(Change.verb).where(Change.kind == "sign_up").order_by(Change.id)
        verbs = session.scalars(
            rows, execution_options={"unscoped": "what nobody's unit did is nobody's to read"}
        ).all()
    assert verbs == ["create", "change", "create", "delete"]


def test_what_is_over_is_no_longer_to_be_done(database, at):
    one = make_evening(database)
    for clock, done in (("18:59", False), ("19:00", True)):
        hour, minute = clock.split(":")
        at(datetime(one.day.year, one.day.month, one.day.day, int(hour), int(minute), tzinfo=COPENHAGEN))
        with as_job(database.sessions()) as session:
            door.happen(session)
            session.commit()
            assert bool(session.scalars(select(Due.done_at).where(Due.kind == "temaaften")).one()) == done


def test_of_a_district_the_list_shows_its_own_and_everybodys(database):
    with database.sessions() as session:
        as_house(session)
        here, there = (added(session, District(slug=name, name=name)).id for name in ("her", "der"))
        session.commit()
    for title, district in (("Alle", None), ("Her", here), ("Der", there)):
        make_evening(database, title=title, district_id=district)
    with stranger(database) as session:
        assert sorted(one.title for one in reading.listed(session, "her")) == ["Alle", "Her"]
        assert len(reading.listed(session)) == 3


def test_a_sick_day_neither_moves_nor_cancels_an_event_behind_its_guests_backs(database):
    one = make_evening(database)
    sign_up(database, one)
    with leader(database, one) as session:
        first = at_clock(one.day, "17:00")
        absence, _hits = absences.add(session, one.unit, one.resource, (first, first + 8))
        appointment = session.scalars(select(Event.appointment_id)).one()
        for what in (sickday.CANCEL, sickday.TIME):
            choice = sickday.Choice(what, 0, first + 96, None)
            assert sickday.settle(session, one.unit, absence.id, {appointment: choice}).left == [appointment]
        assert session.get_one(Appointment, appointment).state == BOOKED
        assert reading.one(session, one.event).first == first
