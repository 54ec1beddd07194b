"""Whatever stands on somebody's Min dag leads somewhere: in every role of the demo municipality, from every line. It needs the demo, and no browser."""

import re
from html import unescape

import pytest
from sqlalchemy import select

from domain.access.roles import LEADER, ROLES
from domain.access.staff import Membership, Staff
from domain.access.units import Unit
from tests.factories import make_staff
from tests.scenes.municipality import Browser, sign_in

LINE = re.compile(r'href="(/til/[^"]+)"')


@pytest.fixture
def people(demo):
    """(role, address of its Min dag, the browser's secret): everybody in each of their units, and a leader of each."""
    with demo.session() as session:
        rows = select(Membership.staff_id, Membership.role, Unit.id, Unit.actor, Unit.slug).join(Unit).join(Staff)
        found = [tuple(row) for row in session.execute(rows.where(Staff.active))]
        led = {unit for _, role, unit, _, _ in found if role == LEADER}
        found += [
            (make_staff(session, unit.id, LEADER), LEADER, unit.id, unit.actor, unit.slug)
            for unit in session.scalars(select(Unit).where(Unit.id.not_in(led)))
            if LEADER in ROLES[unit.actor]
        ]
        secrets = {staff: sign_in(session, staff) for staff in {one[0] for one in found}}
    return [(f"{actor}/{role}", f"/{actor}/{slug}/", secrets[staff]) for staff, role, _, actor, slug in found]


def test_every_line_leads_to_a_page_that_opens(demo, people):
    followed, dead = set(), []
    for role, way, secret in people:
        browser = Browser(demo.app, secret)
        for line in map(unescape, LINE.findall(browser.get(way).text)):
            if (role, line) in followed:
                continue
            followed.add((role, line))
            answer = browser.get(line)
            while answer.status_code == 303:
                answer = browser.get(answer.headers["Location"])
            if answer.status_code != 200:
                dead.append(f"{role} at {way}: {line} leads to {answer.status_code}")
    assert not dead, "\n".join(dead)
    assert {"fsr/leder", "fsr/socialraadgiver", "ppr/leder", "familiehus/leder"} <= {role for role, _ in followed}
