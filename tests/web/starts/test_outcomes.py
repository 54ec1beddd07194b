"""What was noted wrongly about a conversation is put right by who was there, or leads them."""

import re
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from domain.access.units import Unit
from domain.booking.tables import BOOKED, EXCUSED, HELD, NO_SHOW, Appointment
from domain.due import Due
from domain.journey import outcome, talk
from domain.journey.choosing.plan import plan
from tests.factories import make_family, make_staff, sign_in
from tests.pages import lint
from tests.scenes.bookings import at_clock
from tests.scenes.canaries import working

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
AFTER = datetime(2026, 11, 18, 10, tzinfo=UTC)
TIME = at_clock(date(2026, 11, 18), "9:00")


class Meeting:
    """A conversation that is over, and that a leader has noted the family's absence from."""

    def __init__(self, app, database, at) -> None:
        self.app, self.sessions = app, database.sessions
        at(NOW)
        with self.sessions() as session:
            self.family = make_family(session, starts_on=date(2026, 12, 14))
        with working(self.sessions) as session:
            self.id = talk.book(session, plan(session, self.family.start), TIME, "key").id
            self.house = session.get_one(Unit, self.family.house).slug
        at(AFTER)
        with working(self.sessions) as session:
            outcome.finish(session, session.get_one(Appointment, self.id), NO_SHOW, "glemt")

    @property
    def start(self) -> str:
        return f"/dagtilbud/{self.house}/starter/{self.family.start}"

    @property
    def page(self) -> str:
        return f"{self.start}/udfald/{self.id}"

    def enter(self, staff: int | None = None, role: str = "leder"):
        """A browser of this member of staff, else of a new one of the house."""
        client = self.app.test_client()
        with self.sessions() as session:
            session.info["writing"] = True
            who = staff or make_staff(session, self.family.house, role, "Else Madsen")
            session.commit()
            sign_in(session, client, who)
        return client

    def state(self) -> tuple[str, str]:
        with working(self.sessions) as session:
            found = session.get_one(Appointment, self.id)
            return found.state, found.reason

    def to_do(self) -> set[str]:
        with working(self.sessions) as session:
            return set(session.scalars(select(Due.kind).where(Due.done_at.is_(None))))


@pytest.fixture
def meeting(app, database, at) -> Meeting:
    return Meeting(app, database, at)


def test_a_leader_puts_it_right_and_what_is_to_be_done_follows(meeting, statements):
    leader = meeting.enter()
    assert f'href="{meeting.page}"' in leader.get(meeting.start).text
    with statements(most=5):
        page = leader.get(meeting.page)
    assert lint(page.text) == []
    assert "Ret udfaldet" in page.text
    assert re.search(r'<input checked[^>]* value="udeblevet"', page.text)
    assert re.search(r'<input checked[^>]* value="glemt"', page.text)
    with statements(most=8):
        answer = leader.post(meeting.page, data={"state": HELD, "reason": "glemt"})
    assert answer.status_code == 303
    assert meeting.state() == (HELD, "")
    assert "anbefalinger" in meeting.to_do()
    assert "kom-ikke" not in meeting.to_do()
    assert f'href="{meeting.page}"' in leader.get(meeting.start).text
    assert leader.post(meeting.page, data={"state": EXCUSED, "reason": "transport"}).status_code == 303
    assert meeting.state() == (EXCUSED, "transport")
    assert "anbefalinger" not in meeting.to_do()
    assert "kom-ikke" in meeting.to_do()


def test_who_took_part_may_and_a_colleague_may_not(meeting):
    colleague = meeting.enter(role="paedagog")
    assert meeting.page not in colleague.get(meeting.start).text
    assert colleague.get(meeting.page).status_code == 403
    assert colleague.post(meeting.page, data={"state": HELD}).status_code == 403
    assert meeting.state() == (NO_SHOW, "glemt")
    assert meeting.enter(meeting.family.paedagog).post(meeting.page, data={"state": HELD}).status_code == 303
    assert meeting.state() == (HELD, "")


@pytest.mark.parametrize("wrong", [{}, {"state": "aflyst"}, {"state": HELD, "reason": "fordi"}])
def test_only_what_can_have_happened_is_taken(meeting, wrong):
    answer = meeting.enter().post(meeting.page, data={"reason": ""} | wrong)
    assert answer.status_code == 422
    assert lint(answer.text) == []
    assert meeting.state() == (NO_SHOW, "glemt")


def test_once_the_family_has_another_time_it_stands(meeting):
    leader = meeting.enter()
    with working(meeting.sessions) as session:
        talk.book(session, plan(session, meeting.family.start), at_clock(date(2026, 11, 20), "9:00"), "again")
    assert meeting.page not in leader.get(meeting.start).text
    assert leader.post(meeting.page, data={"state": HELD}).status_code == 409
    assert meeting.state() == (NO_SHOW, "glemt")


def test_what_is_not_over_or_not_of_this_start_has_nothing_to_put_right(meeting):
    leader = meeting.enter()
    assert leader.get(f"{meeting.start}/udfald/{meeting.id + 1000}").status_code == 404
    with working(meeting.sessions) as session:
        session.get_one(Appointment, meeting.id).state = BOOKED
    assert leader.get(meeting.page).status_code == 409
