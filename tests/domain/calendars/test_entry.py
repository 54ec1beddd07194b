"""Calendar entries, read back as Outlook and phones read them: right hour in both halves of the year, and nobody's data."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from domain.base import COPENHAGEN
from domain.booking.showing.calendar import Entry, to_ics, uid

START = datetime(2026, 11, 18, 8, 30, tzinfo=UTC)
HOURS = st.datetimes(datetime(2024, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)).map(  # noqa: DTZ001 -- a bound of hypothesis
    lambda at: at.replace(minute=at.minute // 15 * 15, second=0, microsecond=0)
)


def entry(**changed):
    given = {
        "uid": uid(412, "https://godstart.example"),
        "sequence": 0,
        "start": START,
        "end": START + timedelta(hours=1),
        "summary": "Start-samtale, Måløv By",
        "stamp": START - timedelta(days=30),
        "location": "Måløv By, Egebjerg 3; 2750 Ballerup",
        "organizer": "post@godstart.example",
        "attendee": "forælder@mail.example",
    }
    return Entry(**given | changed)


def read(entry, method="REQUEST"):
    calendar = Calendar.from_ical(to_ics(entry, method))
    [event] = calendar.walk("VEVENT")
    return calendar, event


@pytest.mark.parametrize(
    ("start", "wall", "offset"),
    [
        (datetime(2027, 3, 27, 8, 30, tzinfo=UTC), "20270327T093000", 1),
        (datetime(2027, 3, 28, 8, 30, tzinfo=UTC), "20270328T103000", 2),
        (datetime(2027, 10, 30, 8, 30, tzinfo=UTC), "20271030T103000", 2),
        (datetime(2027, 10, 31, 8, 30, tzinfo=UTC), "20271031T093000", 1),
    ],
)
def test_the_wall_clock_is_right_on_both_sides_of_both_changes(start, wall, offset):
    data = to_ics(entry(start=start, end=start + timedelta(hours=1)), "REQUEST")
    assert f"DTSTART;TZID=Europe/Copenhagen:{wall}\r\n".encode() in data
    [event] = Calendar.from_ical(data).walk("VEVENT")
    assert event["DTSTART"].dt == start
    assert event["DTSTART"].dt.utcoffset() == timedelta(hours=offset)


@given(HOURS)
def test_the_zone_in_the_file_says_what_the_real_zone_says(at):
    calendar, _ = read(entry())
    [zone] = calendar.walk("VTIMEZONE")
    assert zone["TZID"] == "Europe/Copenhagen"
    local = at.astimezone(COPENHAGEN)
    if local.hour not in {1, 2, 3}:  # the hours that a change takes away or gives twice
        assert local.replace(tzinfo=zone.to_tz(lookup_tzid=False)).utcoffset() == local.utcoffset()


def test_a_move_keeps_the_name_and_raises_the_number():
    _, before = read(entry(sequence=0))
    _, after = read(entry(sequence=1, start=START + timedelta(days=1), end=START + timedelta(days=1, hours=1)))
    assert before["UID"] == after["UID"] == "appointment-412@godstart.example"
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 1)
    assert after["DTSTART"].dt - before["DTSTART"].dt == timedelta(days=1)


@pytest.mark.parametrize(
    ("method", "status"), [("REQUEST", "CONFIRMED"), ("CANCEL", "CANCELLED"), ("PUBLISH", "CONFIRMED")]
)
def test_the_method_says_what_to_do_and_the_status_agrees(method, status):
    calendar, event = read(entry(), method)
    assert calendar["METHOD"] == method
    assert event["STATUS"] == status
    assert event["DTSTAMP"].dt == START - timedelta(days=30)
    assert event["DTEND"].dt - event["DTSTART"].dt == timedelta(hours=1)


def test_a_cancelled_time_no_longer_blocks_the_calendar():
    assert [read(entry(), method)[1]["TRANSP"] for method in ("REQUEST", "CANCEL")] == ["OPAQUE", "TRANSPARENT"]


def test_only_the_one_it_is_sent_to_is_named():
    _, event = read(entry())
    assert event["ATTENDEE"] == "mailto:forælder@mail.example"
    assert event["ORGANIZER"] == "mailto:post@godstart.example"


def test_a_file_to_download_invites_nobody():
    _, event = read(entry(), "PUBLISH")
    assert "ATTENDEE" not in event
    assert "ORGANIZER" not in event


def test_it_holds_nothing_but_what_it_was_given():
    _, event = read(entry(description="Flyt eller aflys her", url="https://godstart.example/book/0f"))
    assert set(event) == {
        *("UID", "SEQUENCE", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "STATUS", "TRANSP"),
        *("LOCATION", "DESCRIPTION", "URL", "ORGANIZER", "ATTENDEE"),
    }
    assert event["SUMMARY"] == "Start-samtale, Måløv By"
    assert event["LOCATION"] == "Måløv By, Egebjerg 3; 2750 Ballerup"


def test_a_line_break_in_a_name_cannot_add_a_line_to_the_file():
    _, event = read(entry(summary="Start-samtale\r\nATTENDEE:mailto:fremmed@mail.example"))
    assert event["ATTENDEE"] == "mailto:forælder@mail.example"
