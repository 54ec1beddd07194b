"""One of the municipality's own who interprets: Min dag leads to the conversation, which tells when, where and in which language, and not whom it is about."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import update

from domain.access.staff import Staff
from domain.access.units import Unit
from domain.booking.showing.interpreters import VIDEO
from domain.journey import family as journey
from domain.journey import talk
from domain.journey.choosing.plan import plan
from domain.people import Child, Start
from tests.factories import make_family, make_staff, make_unit, sign_in
from tests.pages import lint
from tests.scenes.bookings import at_clock
from tests.scenes.canaries import working

NOW = datetime(2026, 11, 18, 7, tzinfo=UTC)
TIME = at_clock(date(2026, 11, 19), "10:00")


class Interpreted:
    """A conversation in Arabic, and whoever of the municipality's own interprets it."""

    def __init__(self, app, database, at) -> None:
        self.app, self.sessions = app, database.sessions
        at(NOW)
        with self.sessions() as session:
            self.family = make_family(session, starts_on=date(2026, 12, 14))
        with working(self.sessions) as session:
            unit = make_unit(session, "forvaltning", "Tolkene", "center")
            self.staff = make_staff(session, unit, "tolk", "Samira Haddad", "10:00-12:00")
            self.other = make_staff(session, unit, "tolk", "Nadia Aziz", "")
            session.execute(update(Staff).where(Staff.id == self.staff).values(languages="arabisk"))
            session.flush()
            journey.interpreter(session, self.family.start, "arabisk", VIDEO)
            self.id = talk.book(session, plan(session, self.family.start), TIME, "key").id
            self.way = f"/forvaltning/{session.get_one(Unit, unit).slug}"
            child = session.get_one(Child, session.get_one(Start, self.family.start).child_id)
            self.child = child.name

    @property
    def page(self) -> str:
        return f"{self.way}/frontdesk/aftaler/{self.id}/tolkning"

    def enter(self, staff: int):
        client = self.app.test_client()
        with self.sessions() as session:
            sign_in(session, client, staff)
        return client


@pytest.fixture
def interpreted(app, database, at) -> Interpreted:
    return Interpreted(app, database, at)


def test_min_dag_leads_to_when_and_where_and_to_nothing_of_the_child(interpreted, statements):
    client = interpreted.enter(interpreted.staff)
    day = client.get(f"{interpreted.way}/").text
    assert f'href="/til/appointment/{interpreted.id}"' in day
    assert client.get(f"/til/appointment/{interpreted.id}").location == interpreted.page
    with statements(most=5):
        page = client.get(interpreted.page)
    assert lint(page.text) == []
    for told in ("Torsdag 19.11.2026 kl. 10.00–11.00", "arabisk", "Tolk på video", "60 minutter"):
        assert told in page.text
    for text in (day, page.text):
        assert interpreted.child not in text
        assert "/starter/" not in text
        assert "/boern/" not in text


def test_a_time_that_is_cancelled_says_so(interpreted):
    with working(interpreted.sessions) as session:
        talk.cancel(session, talk.standing(session, interpreted.family.start))
    assert "Samtalen er aflyst." in interpreted.enter(interpreted.staff).get(interpreted.page).text


def test_whoever_does_not_interpret_it_has_no_such_page(interpreted):
    client = interpreted.enter(interpreted.other)
    assert client.get(interpreted.page).status_code == 404
    assert client.get(f"/til/appointment/{interpreted.id}").status_code == 404
    assert interpreted.enter(interpreted.staff).get(f"{interpreted.page[:-9]}flyt").status_code == 404
