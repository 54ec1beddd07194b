"""Parents who all answer at the same moment, over HTTP: no seat of a group is given twice, and none is empty while somebody waits."""

from collections import Counter

import pytest
from sqlalchemy import select

from domain.access.citizens import Link
from domain.groups.tables import HOLDS, LEFT, WAITS
from tests.factories import as_house
from tests.scenes.municipality import Browser, arrive
from tests.scenes.newborns import answer, make_ward, standing, way
from tests.scenes.street import SIGNER, Answer, at_once

pytestmark = pytest.mark.race

PARENTS = 24


def test_yes_and_no_at_once_sell_no_seat_twice_and_leave_none_empty_that_somebody_waits_for(house):
    database = house.database
    ward = make_ward(database, PARENTS, 5)
    for number in range(5):
        answer(database, ward, number)
    ways = [came(database, ward, number) for number in range(PARENTS)]

    def send(number: int, value: str) -> Answer:
        token, browser = ways[number]
        way = f"/book/{token}/gruppe/{ward.group}"
        return house.send(browser.cookie, browser.token, way, network=number, value=value)

    tasks = [lambda n=n: send(n, "ja") for n in range(5, PARENTS)] + [lambda n=n: send(n, "nej") for n in range(3)]
    assert {one.status for one in at_once(tasks)} == {303}
    assert Counter(standing(database, ward)) == {HOLDS: 5, LEFT: 3, WAITS: PARENTS - 8}


def came(database, ward, number) -> tuple[str, Browser]:
    """The token of a parent's link, and a browser that has passed the second check."""
    token = way(database, ward, number)
    with database.sessions() as session:
        mine = select(Link.id).where(Link.guardian_id == ward.mothers[number][0], Link.start_id.is_(None))
        browser = Browser(SIGNER, arrive(as_house(session), session.scalars(mine).one()))
        session.commit()
    return token, browser
