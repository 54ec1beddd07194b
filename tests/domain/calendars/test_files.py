"""Busy times from calendar files in the shapes that Outlook, Google, Apple and Nextcloud export, malformed and very long ones."""

import warnings
from datetime import date, timedelta

import icalendar
import pytest

from domain.calendars import refusals
from domain.calendars.expand import merged, spans
from domain.calendars.lines import kept
from domain.calendars.refusals import Refused
from tests.busy import HI, LO, OWN, by_the_library, clock, samples

SAMPLES = samples()
BEYOND = {"odd-lines", "odd-dates", "odd-calendar-zone", "odd-own-bookings-come-back"}
"""What the library alone refuses whole; and it cannot know which UIDs are our own."""

each = pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)


def read(body: bytes):
    icalendar.use_zoneinfo()  # one process for each calendar, but for these tests: zones that a file defines are kept
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a guess that is right
        return spans(kept(body, OWN), LO, HI)


def test_there_are_enough_of_them():
    assert len(SAMPLES) >= 40


@each
def test_the_busy_times_are_those_that_a_person_reads_in_the_file(sample):
    found, unread = read(sample.body)
    assert clock(found) == clock(sample.taken)
    assert unread == sample.unread


@pytest.mark.parametrize("sample", [one for one in SAMPLES if one.name not in BEYOND], ids=lambda sample: sample.name)
def test_they_are_those_of_the_librarys_own_expansion_in_local_time(sample):
    assert clock(read(sample.body)[0]) == clock(by_the_library(sample.body, LO, HI))


@pytest.mark.parametrize("name", sorted(BEYOND - {"odd-own-bookings-come-back"}))
def test_what_the_library_alone_refuses_whole_costs_us_only_what_is_wrong(name):
    [sample] = [one for one in SAMPLES if one.name == name]
    with pytest.raises(Exception, match=r"."):
        by_the_library(sample.body, LO, HI)
    assert read(sample.body)[0]


def test_five_million_bytes_are_read_as_the_library_reads_them():
    body = long(20_000)
    assert len(body) > 5_000_000
    assert read(body) == (by_the_library(body, LO, HI), 0)


def long(events: int) -> bytes:
    """Two years of somebody who writes much, with a series now and then."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0"]
    for number in range(events):
        day, hour = date(2026, 1, 1) + timedelta(days=number % 600), 7 + number % 9
        rule = ["RRULE:FREQ=WEEKLY;COUNT=4"] if number % 50 == 0 else []
        when = [
            f"{name};TZID=Europe/Copenhagen:{day:%Y%m%d}T{at:02}1000"
            for name, at in (("DTSTART", hour), ("DTEND", hour + 1))
        ]
        about = [f"UID:{number}", f"SUMMARY:Aftale {number}", f"DESCRIPTION:{'x' * 100}", "STATUS:CONFIRMED"]
        lines += ["BEGIN:VEVENT", *about, *when, *rule, "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def test_nothing_but_when_gets_past_the_first_reading():
    body = (
        b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nDTSTART:20261103T090000Z\nSUMMARY:Hemmelig\nLOCATION:Hemmelig\n"
        b"ATTENDEE;CN=Hemmelig:mailto:hemmelig@example.dk\nDESCRIPTION:Hem\n melig\nEND:VEVENT\nEND:VCALENDAR"
    )
    assert "emmelig" not in kept(body).text()
    assert "DTSTART:20261103T090000Z" in kept(body).text()


@pytest.mark.parametrize(
    ("body", "word"),
    [
        (b"", refusals.TYPE),
        (b"<!doctype html><title>Log ind</title>", refusals.TYPE),
        (b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nDTSTART:20261103T0900", refusals.CUT),
        (b"BEGIN:VCALENDAR\n" + b"BEGIN:VEVENT\nEND:VEVENT\n" * 50_001 + b"END:VCALENDAR", refusals.MUCH),
    ],
)
def test_what_is_no_calendar_or_half_of_one_is_refused(body, word):
    with pytest.raises(Refused) as refused:
        kept(body)
    assert refused.value.word == word


def test_more_occurrences_than_a_person_can_have_are_refused():
    event = "BEGIN:VEVENT\nUID:{0}\nDTSTART:20261019T000000Z\nDTEND:20261019T000100Z\nRRULE:FREQ=HOURLY\nEND:VEVENT\n"
    body = f"BEGIN:VCALENDAR\n{''.join(map(event.format, range(6)))}END:VCALENDAR"
    with pytest.raises(Refused) as refused:
        read(body.encode())
    assert refused.value.word == refusals.MUCH


def test_spans_that_meet_are_one_and_empty_ones_none():
    assert merged([(5, 7), (1, 3), (3, 4), (6, 6), (6, 9), (2, 3)]) == [(1, 4), (5, 9)]
