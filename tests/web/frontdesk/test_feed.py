"""A member of staff's own bookings as a calendar to subscribe to: what kind, where and when, behind a secret address."""

import os
import subprocess
import sys
from datetime import date, datetime, timedelta
from pathlib import Path

import icalendar
import pytest
from sqlalchemy import delete, select, update

from domain.access.staff import FeedLink, Membership, Staff
from domain.base import COPENHAGEN, quarter
from domain.booking.finding.places import HOME, PHONE, VIDEO
from domain.booking.tables import GIVEN_BACK, LAPSED, RESERVED, Appointment, Participant
from domain.calendars import own
from tests.databases import sqlite_only
from tests.factories import feed_of
from tests.scenes.meetings import CANARIES, NOW, Meeting, meeting, works


@pytest.fixture(autouse=True)
def now(at):
    at(NOW)


@pytest.fixture
def booked(database):
    """A start conversation, and the address of its pædagog's feed."""
    with database.sessions() as session:
        found = meeting(works(session))
        house = session.scalars(select(Participant.unit_id)).first()
        for staff in (*found.staff, found.left):
            session.add(Membership(staff_id=staff, unit_id=house, role="paedagog"))
        way = f"/kalender/{feed_of(session, found.staff[0])}.ics"
        session.commit()
    return found, way


def change(database, found: Meeting, **values):
    with database.sessions() as session:
        changed = update(Appointment).where(Appointment.id == found.appointment).values(**values)
        works(session).execute(changed, execution_options={"unscoped": "test", "synchronize_session": False})
        session.commit()


def events(answer):
    assert answer.status_code == 200
    assert answer.mimetype == "text/calendar"
    return icalendar.Calendar.from_ical(answer.data).walk("VEVENT")


def test_it_says_what_where_and_when_and_leads_to_the_appointment(client, booked):
    found, way = booked
    [event] = events(client.get(way))
    assert (str(event["SUMMARY"]), str(event["LOCATION"])) == (
        "Start-samtale, Måløv By",
        "Måløv By, Det lille mødelokale, Torvet 3",
    )
    assert f"{event['DTSTART'].dt:%d.%m.%Y %H:%M} {event['DTEND'].dt:%H:%M %Z}" == "18.11.2026 09:30 10:30 CET"
    assert str(event["URL"]).endswith(f"/til/appointment/{found.appointment}")


def test_it_holds_nothing_of_the_family(client, booked):
    _found, way = booked
    text = client.get(way).text
    assert [canary for canary in CANARIES if canary in text] == []
    assert "ATTENDEE" not in text


@pytest.mark.parametrize("place", [HOME, VIDEO, PHONE])
def test_a_visit_at_home_has_no_place(client, booked, database, place):
    found, way = booked
    change(database, found, place=place)
    assert "LOCATION" not in client.get(way).text


def test_unchanged_it_is_not_sent_again(client, booked, database):
    found, way = booked
    first = client.get(way)
    tag = {"If-None-Match": first.headers["ETag"]}
    again = client.get(way, headers=tag)
    assert (again.status_code, again.data) == (304, b"")
    assert "no-store" not in first.headers["Cache-Control"]
    assert "Set-Cookie" not in first.headers
    change(database, found, first=quarter(NOW) + 400, sequence=1)
    moved = client.get(way, headers=tag)
    assert moved.headers["ETag"] != first.headers["ETag"]
    assert [event["SEQUENCE"] for event in events(moved)] == [1]


def test_what_is_cancelled_or_no_longer_theirs_is_not_in_it(client, booked, database):
    found, way = booked
    with database.sessions() as session:
        left = feed_of(works(session), found.left)
        session.commit()
    assert events(client.get(f"/kalender/{left}.ics")) == []
    for state in (*GIVEN_BACK, RESERVED, LAPSED):
        change(database, found, state=state)
        assert events(client.get(way)) == []


def test_it_goes_a_month_back(client, booked, at):
    _found, way = booked
    at(NOW + timedelta(days=40))
    assert len(events(client.get(way))) == 1
    at(NOW + timedelta(days=60))
    assert events(client.get(way)) == []


def test_whoever_loses_the_membership_or_stops_sees_nothing_in_it(client, booked, database):
    found, way = booked
    with database.sessions() as session:
        works(session).execute(delete(Membership))
        session.commit()
    assert events(client.get(way)) == []
    with database.sessions() as session:
        works(session).get_one(Staff, found.staff[0]).active = False
        session.commit()
    assert client.get(way).status_code == 404


@pytest.mark.parametrize("way", ["/kalender/0123456789abcdef0123456789abcdef.ics", "/kalender/x.ics"])
def test_without_the_secret_there_is_nothing(client, booked, way):
    assert client.get(way).status_code == 404


def test_another_address_ends_the_one_before_and_only_hashes_are_kept(client, booked, database):
    found, way = booked
    with database.sessions() as session:
        new = feed_of(works(session), found.staff[0])
        session.commit()
        kept = str(session.execute(select(*FeedLink.__table__.columns)).all())
    assert client.get(way).status_code == 404
    assert len(events(client.get(f"/kalender/{new}.ics"))) == 1
    assert new not in kept
    with database.sessions() as session:
        own.end(works(session), found.staff[0])
        session.commit()
    assert client.get(f"/kalender/{new}.ics").status_code == 404


@pytest.mark.parametrize(("day", "offset"), [(date(2026, 10, 25), 1), (date(2027, 3, 28), 2)])
def test_on_the_days_on_which_the_clock_changes_the_hours_are_those_on_the_wall(
    client, booked, database, at, day, offset
):
    found, way = booked
    at(datetime(day.year, day.month, day.day, tzinfo=COPENHAGEN) - timedelta(days=1))
    nine = datetime(day.year, day.month, day.day, 9, tzinfo=COPENHAGEN)
    change(database, found, first=quarter(nine))
    answer = client.get(way)
    assert f"DTSTART;TZID=Europe/Copenhagen:{day:%Y%m%d}T090000" in answer.text
    assert "BEGIN:VTIMEZONE" in answer.text
    zone = icalendar.Calendar.from_ical(answer.data).walk("VTIMEZONE")[0].to_tz(lookup_tzid=False)
    assert nine.replace(tzinfo=zone).utcoffset() == timedelta(hours=offset)


def test_it_costs_few_statements(client, booked, statements):
    _found, way = booked
    client.get(way)
    with statements(most=2):
        client.get(way)


KHAL = """
[calendars]
[[god-start]]
path = {folder}/calendar
type = calendar
[locale]
local_timezone = Europe/Copenhagen
default_timezone = Europe/Copenhagen
timeformat = %H.%M
dateformat = %d.%m.%Y
longdateformat = %d.%m.%Y
datetimeformat = %d.%m.%Y %H.%M
longdatetimeformat = %d.%m.%Y %H.%M
[sqlite]
path = {folder}/khal.db
"""


@sqlite_only
def test_a_real_calendar_program_reads_it(client, booked, tmp_path):
    _found, way = booked
    (tmp_path / "calendar").mkdir()
    (tmp_path / "feed.ics").write_bytes(client.get(way).data)
    (tmp_path / "khal.conf").write_text(KHAL.format(folder=tmp_path))
    khal(tmp_path, "import", "--batch", "feed.ics")
    listed = khal(tmp_path, "list", "--format", "{start}|{end}|{title}|{location}", "18.11.2026", "1d")
    assert listed[1:] == [
        "18.11.2026 09.30|18.11.2026 10.30|Start-samtale, Måløv By|Måløv By, Det lille mødelokale, Torvet 3"
    ]


def khal(folder, *arguments):
    """What it says; it warns of nothing."""
    run = subprocess.run(
        [Path(sys.executable).with_name("khal"), "-c", folder / "khal.conf", *arguments],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "HOME": str(folder), "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "arning" not in run.stderr
    return run.stdout.splitlines()
