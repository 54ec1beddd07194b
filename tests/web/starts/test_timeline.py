"""The child's line of time holds all that the viewer may see, a page at a time; Min dag has room for today however long the queue is."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from domain import due
from domain.access.staff import Membership
from tests.databases import sqlite_only
from tests.factories import as_house, make_child, make_staff, make_start, make_unit, sign_in

NOW = datetime(2026, 11, 18, 9, 40, tzinfo=UTC)
EVENTS = 200


def row(key, unit, child=None, **more):
    values = {"kind": "opgave", "at": NOW, "target": f"child/{child}"} | more
    return due.Entry(key=key, unit_id=unit, child_id=child, **values)


@pytest.fixture
def place(session, client, at):
    """A house with a child that has had two hundred events; one more is the sundhedspleje's alone."""
    at(NOW)
    house = make_unit(as_house(session))
    nurses = make_unit(session, "sundhedspleje", "Sundhedsplejen")
    child = make_child(session)
    make_start(session, child, house)
    leader = make_staff(session, house, "leder", hours="")
    for number in range(EVENTS):
        at_ = NOW - timedelta(days=number)
        due.put(session, [row(f"x/{number}", house, child, at=at_, done_at=at_)])
    due.put(session, [row("theirs", nurses, child)])
    sign_in(session, client, leader)
    session.commit()
    return client.get("/dagtilbud/").location, child, house, leader, nurses


def titles(page):
    return re.findall(r'<p class="eyebrow"><time', page)


@sqlite_only
def test_two_hundred_events_are_five_pages_and_nobody_elses_is_among_them(client, place, statements):
    way, child, *_ids = place
    shown = []
    for side in range(1, 6):
        with statements(most=5):
            page = client.get(f"{way}boern/{child}?side={side}").text
        shown.append(len(titles(page)))
        assert ("Ældre</a>" in re.sub("<svg.*?</svg>", "", page)) is (side < 5)
    assert shown == [40] * 5
    assert "Sundhedsplejen" not in page
    assert len(titles(client.get(f"{way}boern/{child}?side=99&hvem=ukendt").text)) == 40


@sqlite_only
def test_what_several_hold_together_is_one_entry_and_one_can_see_one_actors(session, client, place):
    way, child, house, leader, nurses = place
    meeting = {"kind": "start-samtale", "at": NOW + timedelta(days=3), "until": NOW + timedelta(days=3, hours=1)}
    both = [row(f"appointment/7/{unit}", unit, child, target="appointment/7", **meeting) for unit in (house, nurses)]
    due.put(as_house(session), both)
    session.commit()
    assert "Sundhedsplejen" not in client.get(f"{way}boern/{child}").text  # each part only to those who may
    session.add(Membership(staff_id=leader, unit_id=nurses, role="leder"))
    session.commit()
    page = client.get(f"{way}boern/{child}").text
    assert page.count("Start-samtale</a>") == 1
    assert " og Sundhedsplejen</p>" in page
    assert len(titles(page)) == 40
    theirs = client.get(f"{way}boern/{child}?hvem=sundhedspleje").text
    assert len(titles(theirs)) == 2


def test_what_has_its_hour_today_is_never_crowded_out(session, client, place):
    """A long queue is shown as far as there is room, the oldest first; and the day's appointments with it."""
    way, child, house, _leader, _nurses = place
    late = [row(f"late/{n}", house, at=NOW - timedelta(days=300 + n)) for n in range(due.MOST + 20)]
    hour = {"kind": "start-samtale", "at": NOW, "until": NOW + timedelta(hours=1), "target": "appointment/9"}
    due.put(as_house(session), [*late, row("appointment/9/1", house, child, **hour)])
    session.commit()
    page = client.get(way).text
    assert 'href="/til/appointment/9"' in page
    queue = re.findall(r'<time datetime="([^"]+)"', page.partition('id="venter"')[2].partition("</section>")[0])
    assert len(queue) == due.MOST - 1
    assert queue == sorted(queue)
