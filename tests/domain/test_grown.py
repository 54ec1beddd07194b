from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, inspect, select, text, update

from domain.access.citizens import Guardianship
from domain.access.links import open_family_links
from domain.audit import Change
from domain.base import Base, now
from domain.booking.tables import HELD, Appointment
from domain.conferences.tables import effort, task
from domain.courses import tables as courses
from domain.due import Due
from domain.figures.year import year
from domain.groups import keeping as groups
from domain.grown import leaving, telling, who
from domain.inquiries import tables as inquiries
from domain.people import Child, Guardian, Parent
from domain.referrals import agreeing, states
from domain.referrals import tables as referrals
from domain.referrals.steps import close
from domain.visits import newborn
from domain.visits.newborn import Newborn
from tests.conftest import count_statements
from tests.factories import SECRET, make_child, make_guardian, make_start, make_unit
from tests.scenes import canaries
from tests.scenes.bookings import added
from tests.scenes.canaries import working
from tests.scenes.municipality import build
from tests.scenes.referrals import make_bench
from tests.scenes.scene import set_up

NOW = datetime(2026, 11, 2, 8, tzinfo=UTC)
LATER = datetime(2034, 8, 1, 8, tzinfo=UTC)
"""Born in January 2026 the scene's children turn seven in 2033, and a year has gone since that school year ended."""
HAND = {"unscoped": "a test", "synchronize_session": False}
OPEN = {"task", "inquiry", "referral", "course"}
DAY = timedelta(days=1)


@pytest.fixture
def scene(database, at):
    """Everything that can be about a child, of family 1; family 2 has less, and nothing of it is open."""
    at(NOW)

    def make():
        with database.sessions() as session:
            town = build(session)
        return set_up(database.sessions, town)

    return database.made("a family with everything", make)


def every_word(database):
    """(kind, family's number) of every canary in any column of any table, as often as it stands there."""
    with database.engine.connect() as connection:
        names = inspect(connection).get_table_names()
        every = [connection.execute(text(f'SELECT * FROM "{name}"'), execution_options=HAND).all() for name in names]
    return canaries.every_word(str(every))


def lines(session):
    rows = select(Due.key).where(Due.kind.in_((telling.GROWN, telling.UNANSWERED))).order_by(Due.key)
    return {key.split("/")[1] for key in session.scalars(rows, execution_options=HAND)}


def close_all(session):
    """Whatever is open about anybody is over."""
    over = {"ended_at": now()}
    for of, values in (
        (task.Task, {"state": task.CLOSED, **over}),
        (effort.Effort, {"state": effort.CLOSED}),
        (inquiries.Inquiry, {"state": inquiries.CLOSED, **over}),
        (courses.Course, {"state": courses.CLOSED}),
        (referrals.Standing, {"state": states.ENDED, "seated": 0, **over}),
    ):
        session.execute(update(of.__table__).values(values), execution_options=HAND)


def together(session, old, young, house):
    """One conversation of the past, held for two children; the older one's row has the people."""
    rows = []
    starts = [make_start(session, child, house, date(2026, 12, 1)) for child in (old, young)]
    for child, start in zip((old, young), starts, strict=True):
        row = Appointment(type_key="start-samtale", unit_id=house, child_id=child, start_id=start, first=1, quarters=4)
        row.state, row.request_key, row.booked_at = HELD, f"together {child}", now()
        row.start_ids, row.child_ids = starts, [old, young]
        rows.append(added(session, row))
        row.with_id = rows[0].id
    session.flush()
    return rows[0].id, rows[1].id


def test_what_is_open_is_told_to_whoever_can_close_it_and_then_nothing_of_the_family_is_left(database, scene, at):
    family = scene.family
    with working(database.sessions) as session:
        little = make_child(session, "Barn003kanarie", date(2032, 5, 1), sundhedspleje_id=family.sundhedspleje)
        session.add(Guardianship(child_id=little, guardian_id=family.mother, custody=True))
        lead, follower = together(session, family.child, little, family.house)
        open_family_links(session, SECRET, little, date(2035, 1, 1))
    before = every_word(database)
    at(LATER)
    with working(database.sessions) as session:
        telling.look(session)
        telling.look(session)
        assert leaving.forget(session) == 1, "family 2 has nothing open"
        assert leaving.forget(session) == 0
        assert lines(session) == OPEN
        assert who.count(session, who.KEPT, LATER.date()) == (2, 2), "told beforehand"
        close_all(session)
        assert who.count(session, who.KEPT, LATER.date()) == (2, 0)
        telling.look(session)
        assert lines(session) == set()
        assert leaving.forget(session) == 1, "a group that the parents are in has not ended"
        groups.forget(session)
        assert leaving.forget(session) == 1
        assert leaving.forget(session) == 0
    left = every_word(database)
    assert set(left) - {("Rum", 1)} == {("Mor", 1), ("Barn", 3)}, "whom the little one needs"
    assert before.count(("Barn", 3)) == left.count(("Barn", 3))
    with working(database.sessions) as session:
        assert session.scalars(select(Child.name)).all() == ["Barn003kanarie"]
        assert len(session.scalars(select(Guardian.id)).all()) == 1, "their mother"
        rows = select(Appointment.id, Appointment.child_id, Appointment.child_ids).where(
            Appointment.id.in_((lead, follower))
        )
        times = session.execute(rows.order_by(Appointment.id), execution_options=HAND).all()
        assert times == [(lead, None, [little]), (follower, little, [little])]
        noted = select(Change.kind, func.count()).where(Change.verb == "delete", Change.kind.in_(("child", "guardian")))
        gone = dict(session.execute(noted.group_by(Change.kind), execution_options=HAND).all())
        assert gone == {"child": 3, "guardian": 5}, "the newest guardian stays until there is another"
        make_child(session, "Den yngste", date(2040, 1, 1))
    at(datetime(2042, 8, 1, 8, tzinfo=UTC))
    with working(database.sessions) as session:
        assert leaving.forget(session) == 1
        assert session.execute(rows, execution_options=HAND).all() == [], "nobody is left whom it was held for"


def test_many_cost_as_many_statements_as_one(database, at):
    at(NOW)
    sent = []
    for number in (1, 6):
        with working(database.sessions) as session:
            unit, house = make_unit(session, "sundhedspleje", "Sundhedsplejen"), make_unit(session)
            for one in range(number):
                child = make_child(session, f"Barn {number} {one}", date(2019, 3, one + 1), sundhedspleje_id=unit)
                make_guardian(session, child)
                make_start(session, child, house, date(2020, 1, 1))
            make_guardian(session, make_child(session, "Den yngste", sundhedspleje_id=unit))
        at(datetime(2027, 8, 1, tzinfo=UTC))
        with working(database.sessions) as session, count_statements() as found:
            assert leaving.forget(session) == number
        sent.append(len(found))
        at(NOW)
    assert sent[0] == sent[1]


def test_the_figures_of_a_year_stay_what_they_were(database, at):
    at(NOW)
    with working(database.sessions) as session:
        house = make_unit(session)
        for number in range(7):
            child = make_child(session, f"Barn {number}", date(2019, 3, 1))
            make_start(session, child, house, date(2020, 2 + number // 6, 1), invited_at=now())
        make_child(session, "Den yngste")
        before = _figures(session, house)
    at(datetime(2027, 8, 1, tzinfo=UTC))
    with working(database.sessions) as session:
        assert _figures(session, house) == before
        assert before["starts"][house, 2] == 6
        assert leaving.forget(session) == 7
        assert _figures(session, house) == before


def _figures(session, house):
    return {
        name: {one: number for one, number in cells.items() if number}
        for name, cells in year(session, house, 2020).numbers.items()
    }


@pytest.mark.parametrize(
    ("day", "before"),
    [
        (date(2026, 7, 31), date(2019, 1, 1)),
        (date(2026, 8, 1), date(2020, 1, 1)),
        (date(2026, 12, 31), date(2020, 1, 1)),
        (date(2027, 7, 31), date(2020, 1, 1)),
        (date(2028, 2, 29), date(2021, 1, 1)),
    ],
)
def test_a_child_has_grown_when_its_first_year_of_school_has_ended(day, before):
    """Born on 31 December 2019 a child turns seven in 2026, born the day after in 2027."""
    assert who.born_before(day) == before


@pytest.fixture
def bench(database, at):
    at(NOW)
    return make_bench(database)


def _names(session):
    rows = select(Child.name).order_by(Child.id), select(Guardian.name).order_by(Guardian.id)
    return [session.scalars(one, execution_options=HAND).all() for one in rows]


def test_a_family_that_a_referral_made_known_goes_when_nobody_said_yes_and_it_is_over(bench, at):
    asked, withdrawn, agreed = bench.asked(child="Spurgt"), bench.asked(child="Trukket"), bench.sent(child="Fulgt")
    with bench.as_("fsr") as session:
        for number, state in ((withdrawn, states.WITHDRAWN), (agreed, states.WITHDRAWN)):
            row, standing = agreeing.own(session, number)
            close(session, row, standing, state)
    with working(bench.database.sessions) as session:
        make_guardian(session, make_child(session, "Den yngste"), name="Sidst")
    at(NOW + who.UNUSED - DAY)
    with working(bench.database.sessions) as session:
        telling.look(session)
        assert (leaving.forget(session), lines(session)) == (0, set())
    at(NOW + who.UNUSED + DAY)
    with working(bench.database.sessions) as session:
        telling.look(session)
        rows = select(Due.target).where(Due.kind == telling.UNANSWERED)
        assert session.scalars(rows, execution_options=HAND).all() == [f"referral/{asked}"]
        assert leaving.forget(session) == 1
        assert leaving.strays(session) == 0, "their guardians went along"
        children, adults = _names(session)
        assert children == ["Spurgt", "Fulgt", "Den yngste"]
        assert len(adults) == 5


def test_a_newborn_stays_until_it_has_grown_or_its_sundhedspleje_says_that_the_family_has_moved(database, at):
    at(NOW)
    with working(database.sessions) as session:
        unit, born = make_unit(session, "sundhedspleje", "Sundhedsplejen"), {}
        for name in ("Bliver", "Skifter hus", "Flytter"):
            parents = (Parent(name=f"Forælder til {name}", email=f"{name}@example.org"),)
            new = Newborn(child=name, born=date(2026, 10, 30), unit_id=unit, parents=parents)
            born[name] = newborn.add(session, SECRET, new).id
        make_start(session, born["Skifter hus"], make_unit(session), closed=who.MOVED)
        visits = Base.metadata.tables["home_visit"]
        for name, become in (
            ("Skifter hus", {"state": "afslaaet"}),
            ("Flytter", {"state": "aflyst", "reason": "flyttet"}),
        ):
            session.execute(
                update(visits).where(visits.c.child_id == born[name]).values(become), execution_options=HAND
            )
        make_guardian(session, make_child(session, "Den yngste", sundhedspleje_id=unit))
    at(NOW + who.UNUSED + DAY)
    with working(database.sessions) as session:
        assert leaving.forget(session) == 1
        assert _names(session)[0] == ["Bliver", "Skifter hus", "Den yngste"]


def test_whoever_is_to_come_to_something_stays_until_that_has_been(database, at):
    at(NOW)
    with working(database.sessions) as session:
        house = make_unit(session)
        child = make_child(session, "Begynder i klub", date(2018, 3, 1))
        make_start(session, child, house, date(2027, 8, 2))
        make_child(session, "Den yngste")
    at(datetime(2027, 8, 1, tzinfo=UTC))
    with working(database.sessions) as session:
        assert leaving.forget(session) == 0
    at(datetime(2028, 8, 10, tzinfo=UTC))
    with working(database.sessions) as session:
        assert leaving.forget(session) == 1


OWN = {"effort", "course", "inquiry", "referral", "task", "conference"}
"""How the tables begin whose rows their own forgetting deletes."""
LEFT = {"appointment", "child", "guardian", "guardianship", "link", "outbox", "start", "group_card", "group_presence"}
"""Deleted one by one, in `leaving._forget`."""


def test_every_table_that_leads_to_a_family_is_thought_of():
    roots = {"child", "guardian", "start"}
    leads = {
        table.name
        for table in Base.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name in roots
    }
    known = {*leaving.PARTS, *LEFT}
    unknown = {name for name in leads - known if name.split("_")[0] not in OWN}
    assert not unknown, "say in domain/grown/leaving.py PARTS when its rows go"
