"""One start by hand: the same rules as for the list, and only for those who may."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from domain import bulk, consent
from domain.access import STRANGER, Job, Membership, NotAllowed, Staff, sees
from domain.access.citizens import Guardianship
from domain.audit import Change
from domain.consent import ConsentRequest
from domain.journey import family
from domain.people import Child, Guardian, Parent, Start
from domain.starts.adding import AlreadyComing, KnownElsewhere, add_start, house
from domain.starts.coming import Coming
from tests.scenes.lists import TODAY, town

TRINE = Parent(name="Trine Dam", email="trine@example.org", custody=True, language="en")
IB = Parent(name="Ib Dam", mobile="+4522334455", custody=False)


class Town:
    """Houses, and a session for one who works in one of them."""

    def __init__(self, database, at) -> None:
        at(TODAY)
        self.sessions = database.sessions
        with self.sessions() as session:
            session.info["writing"] = True
            sees(session, Job(name="test"))
            self.units = town(session)
            session.commit()

    def session(self, unit: str = "Globen"):
        session = self.sessions()
        session.info["writing"] = True
        at = Membership(unit_id=self.units[unit], actor="dagtilbud", slug="u", unit_name=unit, role="leder")
        sees(session, Staff(name="Pia", staff=None, memberships=(at,)))
        return session

    def coming(self, session, unit: str = "Globen", **told) -> Coming:
        usual = {"child": "Alma Dam", "born": date(2026, 2, 3), "starts_on": date(2027, 1, 4), "parents": (TRINE, IB)}
        return Coming(house=house(session, self.units[unit]), **usual | told)

    def add(self, unit: str = "Globen", **told) -> int:
        with self.session(unit) as session:
            found = add_start(session, self.coming(session, unit, **told))
            session.commit()
            return found.id

    def everything(self, *columns):
        with self.sessions() as session:
            sees(session, Job(name="test"))
            return [
                tuple(row) for row in session.execute(select(*columns).order_by(*columns).execution_options(**bulk.WHY))
            ]


@pytest.fixture
def places(database, at) -> Town:
    return Town(database, at)


def test_a_start_by_hand_is_child_guardians_start_and_questions(places):
    number = places.add(interpreter="engelsk")
    care, home = places.units["Sundhedsplejen Hedegården"], places.units["Globen"]
    assert places.everything(Child.name, Child.sundhedspleje_id) == [("Alma Dam", care)]
    assert set(places.everything(Guardian.name, Guardian.language)) == {("Trine Dam", "en"), ("Ib Dam", "da")}
    assert set(places.everything(Guardianship.custody)) == {(True,), (False,)}
    assert places.everything(Start.id, Start.key, Start.interpreter) == [(number, "2026-02-03/globen/1", "engelsk")]
    until = date(2027, 1, 4) + timedelta(weeks=16)
    columns = (
        ConsentRequest.purpose,
        ConsentRequest.subject,
        ConsentRequest.from_unit_id,
        ConsentRequest.to_unit_id,
        ConsentRequest.until,
    )
    assert set(places.everything(*columns)) == {
        (consent.MEETING, f"start/{number}", home, care, until),
        (consent.BEFOREHAND, f"start/{number}", care, home, until),
    }
    assert {kind for (kind,) in places.everything(Change.kind)} == {"child", "guardian", "start"}


def test_newcomers_are_not_asked(places):
    places.add(newcomer=True)
    assert places.everything(ConsentRequest.id) == []


def test_the_same_start_twice_is_told_apart_from_a_twin(places):
    number = places.add()
    with pytest.raises(AlreadyComing) as caught:
        places.add()
    assert caught.value.start_id == number
    places.add(child="Bo Dam")
    assert places.everything(Start.key) == [("2026-02-03/globen/1",), ("2026-02-03/globen/2",)]
    assert len(places.everything(Guardian.id)) == 2


def test_a_child_that_the_house_has_had_before_keeps_what_is_known_of_it(places, at):
    number = places.add()
    with places.session() as session:
        family.close(session, number, "flyttet")
        session.commit()
    at(TODAY + timedelta(days=100))
    places.add(address="Vej 9", parents=(TRINE,), starts_on=date(2027, 8, 1))
    assert places.everything(Child.name, Child.address) == [("Alma Dam", "")]
    assert len(places.everything(Guardianship.guardian_id)) == 2
    assert len(places.everything(Start.id)) == 2


def test_a_child_that_another_house_knows_is_not_to_be_had_for_its_name(places):
    places.add()
    with pytest.raises(KnownElsewhere):
        places.add("Fregatten", parents=(TRINE,), starts_on=date(2027, 8, 1))
    assert len(places.everything(Start.id)) == 1


def test_a_parent_whom_another_house_knows_is_not_to_be_had_for_their_address(places):
    places.add()
    places.add("Fregatten", child="Bo Dam", born=date(2022, 2, 2), parents=(TRINE,))
    found = [row for row in places.everything(Guardian.id, Guardian.name) if row[1] == "Trine Dam"]
    assert len(found) == 2


def test_a_stranger_adds_nothing(places):
    with places.sessions() as session:
        session.info["writing"] = True
        sees(session, STRANGER)
        with pytest.raises(NotAllowed):
            add_start(session, places.coming(session))
    assert places.everything(Start.id) == []
