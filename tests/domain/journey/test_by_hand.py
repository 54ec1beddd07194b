"""Staff move an appointment to any time; what speaks against it is told first, and looked at again as it is moved."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from domain.access.jobs import work_as
from domain.booking.kinds.limits import TooFar, TooLate
from domain.booking.tables import Claim
from domain.booking.taking.claims import SlotTaken
from domain.booking.verbs import Booking, NotBooked, book, cancel
from domain.journey import by_hand
from domain.journey.by_hand import NoSuchAppointment
from domain.journey.choosing.doubts import AWAY, CLOSED, FINAL, GAP, HOLIDAY, SAME_DAY, TAKEN, Doubted
from domain.outbox import Outbox
from tests.factories import make_child, make_guardian, make_start
from tests.scenes.bookings import added, at_clock, away, busy, kind, need, person, room, unit

MONDAY = date(2026, 6, 8)
TUESDAY = MONDAY + timedelta(days=1)


@pytest.fixture(autouse=True)
def now(at):
    at(datetime(2026, 6, 1, 7, tzinfo=UTC))


class Talk:
    """A conversation on Monday at nine with a pædagog who is open from eight to three, in a room."""

    def __init__(self, session):
        session.info["writing"] = True
        self.session, self.house = session, unit(session)
        session.commit()
        work_as(session, "test")
        self.child = make_child(session)
        make_guardian(session, self.child)
        self.start = make_start(session, self.child, self.house)
        self.paedagog, self.room = person(session, self.house), room(session, self.house)
        self.type = kind(session)
        self.one = self.booked("09:00", "a")

    def booked(self, at, key, day=MONDAY):
        needs = need("paedagog", self.paedagog), need("rum", self.room)
        made = book(
            self.session,
            Booking(
                type_=self.type,
                unit_id=self.house,
                first=at_clock(day, at),
                needs=needs,
                request_key=key,
                child_id=self.child,
                start_id=self.start if key == "a" else None,
            ),
        )
        self.session.commit()
        return made.id

    def against(self, day, at):
        found = by_hand.against(self.session, by_hand.booked(self.session, self.one), at_clock(day, at))
        return [(one.kind, one.resource_id) for one in found], [one.key for one in found]

    def move(self, day, at, shown=()):
        one = by_hand.booked(self.session, self.one)
        return by_hand.move(self.session, one, at_clock(day, at), shown)

    def claims(self):
        rows = select(Claim.resource_id, Claim.quarter).order_by(Claim.resource_id, Claim.quarter)
        return [tuple(row) for row in self.session.execute(rows)]


@pytest.fixture
def talk(session):
    return Talk(session)


def test_a_time_that_everybody_has_is_moved_to_at_once_and_everybody_is_told(talk, session):
    assert talk.against(TUESDAY, "10:00") == ([], [])
    moved = talk.move(TUESDAY, "10:00")
    assert (moved.first, moved.sequence) == (at_clock(TUESDAY, "10:00"), 1)
    run = range(moved.first, moved.first + 4)
    assert talk.claims() == [(one.resource_id, q) for one in (talk.paedagog, talk.room) for q in run]
    told = session.execute(select(Outbox.kind, Outbox.guardian_id.is_not(None)).where(Outbox.kind == "moved")).all()
    assert sorted(told) == [("moved", False), ("moved", True)]


def test_each_thing_that_speaks_against_a_time_is_told(talk, session):
    who = talk.paedagog.resource_id
    away(session, talk.paedagog, at_clock(TUESDAY, "08:00"), at_clock(TUESDAY, "09:00"))
    busy(session, talk.paedagog, at_clock(TUESDAY, "12:00"), 2, talk.type)
    other = added(session, book_like(talk, at_clock(TUESDAY, "14:00")))
    assert talk.against(TUESDAY, "08:30")[0] == [(AWAY, who), (SAME_DAY, 0)]
    assert talk.against(TUESDAY, "10:45")[0] == [(GAP, who), (SAME_DAY, 0)]
    assert talk.against(TUESDAY, "11:00")[0] == [(SAME_DAY, 0)]  # next to the other one: no time is lost
    assert talk.against(TUESDAY, "12:15")[0] == [(TAKEN, who), (SAME_DAY, 0)]
    assert talk.against(TUESDAY, "12:45")[0] == [(GAP, who), (SAME_DAY, 0)]
    assert talk.against(MONDAY, "14:30")[0] == [(CLOSED, who)]
    assert talk.against(date(2026, 12, 25), "10:00")[0] == [(CLOSED, who), (HOLIDAY, 0)]
    assert other.first == at_clock(TUESDAY, "14:00")


def book_like(talk, first):
    """The child's other conversation, with somebody else."""
    elsewhere = person(talk.session, talk.house)
    made = busy(talk.session, elsewhere, first, 4, talk.type)
    made.child_id = talk.child
    return made


def test_what_has_been_shown_can_be_gone_against_and_nothing_else(talk, session):
    away(session, talk.paedagog, at_clock(TUESDAY, "10:00"), at_clock(TUESDAY, "11:00"))
    _kinds, shown = talk.against(TUESDAY, "10:00")
    with pytest.raises(Doubted) as refused:
        talk.move(TUESDAY, "10:00")
    assert [one.kind for one in refused.value.args[0]] == [AWAY]
    made = book_like(talk, at_clock(TUESDAY, "12:00"))
    with pytest.raises(Doubted) as again:
        talk.move(TUESDAY, "10:00", shown)
    assert [one.kind for one in again.value.args[0]] == [AWAY, SAME_DAY]
    shown += [again.value.args[0][-1].key]
    assert talk.move(TUESDAY, "10:00", shown).first == at_clock(TUESDAY, "10:00")
    assert made.id != talk.one


def test_nobodys_time_is_sold_twice_whatever_has_been_shown(talk, session, monkeypatch):
    busy(session, talk.room, at_clock(TUESDAY, "10:30"), 2, talk.type)
    kinds, shown = talk.against(TUESDAY, "10:00")
    assert {one for one, _who in kinds} == {TAKEN} == FINAL
    before = talk.claims()
    with pytest.raises(Doubted):
        talk.move(TUESDAY, "10:00", shown)
    monkeypatch.setattr(by_hand.doubts, "accepted", lambda *_: None)  # as if it came in between
    with pytest.raises(SlotTaken):
        talk.move(TUESDAY, "10:00", shown)
    assert talk.claims() == before


def test_the_past_and_what_is_too_far_ahead_stay_out_of_reach(talk):
    for day, why in ((date(2026, 5, 29), TooLate), (date(2027, 5, 31), TooFar)):
        _kinds, shown = talk.against(day, "10:00")
        with pytest.raises(why):
            talk.move(day, "10:00", shown)


def test_only_what_is_booked_and_can_be_seen_is_moved(talk, session):
    cancel(session, by_hand.booked(session, talk.one).appointment)
    with pytest.raises(NotBooked):
        talk.move(TUESDAY, "10:00")
    with pytest.raises(NoSuchAppointment):
        by_hand.booked(session, talk.one + 1000)


@pytest.mark.parametrize("sunday", [date(2026, 3, 29), date(2026, 10, 25)])
def test_a_time_on_the_day_on_which_the_clock_changes_is_what_the_clock_shows(talk, at, sunday):
    at(datetime(2026, 3, 1, 7, tzinfo=UTC))
    if sunday.month == 10:
        at(datetime(2026, 10, 1, 7, tzinfo=UTC))
        talk.one = talk.booked("09:00", "b", date(2026, 10, 12))
    _kinds, shown = talk.against(sunday, "10:00")
    assert talk.move(sunday, "10:00", shown).first == at_clock(sunday, "10:00")
