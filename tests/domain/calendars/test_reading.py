"""One calendar fetched and read in a process of its own: from a real server, within its limits, and from nowhere it may not go."""

import socket

import pytest

from domain.calendars import reach, reading, refusals
from domain.calendars.reach import Limits, fetch
from domain.calendars.reading import Asked, Found, read
from domain.calendars.refusals import Refused
from tests.busy import HI, LO, at
from tests.machines.calendar_server import calendar, certificate, dripping, endless, serving

HERE = ("127.0.0.0/8",)
OPEN = Limits(http=True, networks=HERE)
NINE = "UID:1|DTSTART;TZID=Europe/Copenhagen:20261103T090000|DTEND;TZID=Europe/Copenhagen:20261103T100000"
TAKEN = ((at("2026-11-03 09:00"), at("2026-11-03 10:00")),)
FOR_EVER = "UID:1|DTSTART:20200101T000000Z|DTEND:20200101T000001Z|RRULE:FREQ=SECONDLY"


@pytest.fixture
def server():
    with serving() as found:
        yield found


def asked(address, **more):
    return Asked(address=address, lo=LO, hi=HI, http=True, networks=HERE, **more)


def trouble(address, limits=OPEN):
    with pytest.raises(Refused) as refused:
        fetch(address, limits)
    return refused.value.word


def test_a_calendar_becomes_busy_times_and_nothing_else(server):
    address = server.put("/k.ics", calendar(NINE + "|SUMMARY:Hemmelig"), etag='"1"')
    assert read(asked(address)) == Found(spans=TAKEN, etag='"1"')


def test_what_has_not_changed_is_not_sent_again(server):
    address = server.put("/k.ics", calendar(NINE), etag='"1"')
    assert read(asked(address, etag='"1"')) == Found()
    server.put("/k.ics", calendar(NINE), etag='"2"')
    assert read(asked(address, etag='"1"')).etag == '"2"'
    assert [match for _, match in server.asked] == ['"1"', '"1"']


def test_over_https_from_a_server_that_is_who_it_says(tmp_path, monkeypatch):
    own = certificate(tmp_path)
    with serving(own) as server:
        address = server.put("/k.ics", calendar(NINE)).replace("127.0.0.1", "localhost")
        assert read(asked(address)).trouble == refusals.CERTIFICATE
        monkeypatch.setenv("SSL_CERT_FILE", str(own))
        assert read(asked(address)).spans == TAKEN
        assert read(asked(server.at("/k.ics"))).trouble == refusals.CERTIFICATE  # it is nobody's address of that number


@pytest.mark.parametrize("every", ["SECONDLY", "MINUTELY"])
def test_something_every_second_for_ever_ends_at_its_limits(server, every):
    address = server.put("/k.ics", calendar(FOR_EVER.replace("SECONDLY", every)))
    assert read(asked(address), work=2) == Found(trouble=refusals.MUCH)


def test_so_does_what_would_fill_the_memory(server):
    wide = "RDATE:" + ",".join(f"2027{month:02}{day:02}T{hour:02}{minute:02}00Z" for month in (1, 2) for day in range(1, 29)
                               for hour in range(24) for minute in (0, 30))  # fmt: skip
    events = (f"{NINE.replace('UID:1', f'UID:{number}')}|{wide}" for number in range(100))
    assert read(asked(server.put("/k.ics", calendar(*events)))) == Found(trouble=refusals.MUCH)


def test_a_hundred_million_bytes_are_not_taken(server):
    server.pages["/k.ics"] = endless
    assert read(asked(server.at("/k.ics"))) == Found(trouble=refusals.BIG)
    server.pages["/k.ics"] = (200, {"Content-Type": "text/calendar", "Content-Length": "100000000"}, b"")
    assert trouble(server.at("/k.ics")) == refusals.BIG


def test_a_server_that_sends_a_line_now_and_then_is_left(server):
    server.pages["/k.ics"] = dripping
    assert read(asked(server.at("/k.ics")), whole=2) == Found(trouble=refusals.SILENT)


def test_a_server_that_is_not_there_is_no_fault_of_the_calendar():
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    assert trouble(f"http://127.0.0.1:{port}/k.ics") == refusals.SILENT
    assert trouble("https://kalender.invalid/k.ics") == refusals.NAME


@pytest.mark.parametrize(
    ("kind", "body", "word"),
    [
        ("text/html", b"<!doctype html>", refusals.TYPE),
        ("application/json", calendar(NINE), refusals.TYPE),
        ("text/calendar", b"<!doctype html>", refusals.TYPE),
        ("text/calendar", calendar(NINE)[:-20], refusals.CUT),
        ("text/calendar", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR", ""),
        ("application/octet-stream", calendar(NINE), ""),
    ],
)
def test_only_a_whole_calendar_is_one(server, kind, body, word):
    assert read(asked(server.put("/k.ics", body, kind=kind))).trouble == word


@pytest.mark.parametrize(
    ("status", "word"),
    [
        (404, refusals.GONE),
        (410, refusals.GONE),
        (403, refusals.STATUS),
        (500, refusals.STATUS),
        (304, refusals.STATUS),
    ],
)
def test_what_the_server_refuses_is_told_apart(server, status, word):
    server.pages["/k.ics"] = (status, {}, b"")
    assert trouble(server.at("/k.ics")) == word


def test_packed_files_are_not_unpacked(server):
    server.pages["/k.ics"] = (200, {"Content-Type": "text/calendar", "Content-Encoding": "gzip"}, b"x")
    assert trouble(server.at("/k.ics")) == refusals.TYPE


def test_it_is_sent_on_a_few_times_and_no_more(server):
    last = server.put("/5", calendar(NINE))
    for number in range(4, -1, -1):
        server.send_on(f"/{number}", server.at(f"/{number + 1}") if number % 2 else f"/{number + 1}")
    assert fetch(server.at("/0"), OPEN).body == calendar(NINE)
    server.send_on("/once-more", server.at("/0"))
    assert trouble(server.at("/once-more")) == refusals.REDIRECTS
    assert last


@pytest.mark.parametrize(
    ("to", "word"),
    [
        ("http://10.0.0.7/k.ics", refusals.PRIVATE),
        ("http://169.254.169.254/latest/meta-data/", refusals.PRIVATE),
        ("http://[::1]/k.ics", refusals.PRIVATE),
        ("file:///etc/passwd", refusals.ADDRESS),
        ("ftp://127.0.0.1/k.ics", refusals.ADDRESS),
        ("http://user:secret@127.0.0.1/k.ics", refusals.ADDRESS),
    ],
)
def test_each_address_that_it_is_sent_on_to_is_looked_at(server, to, word):
    assert trouble(server.send_on("/k.ics", to)) == word


def test_it_is_not_sent_on_from_https_to_http(tmp_path, monkeypatch):
    own = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(own))
    with serving(own) as server:
        address = server.send_on("/k.ics", "http://127.0.0.1/k.ics").replace("127.0.0.1", "localhost", 1)
        assert trouble(address, Limits(networks=HERE)) == refusals.INSECURE


@pytest.mark.parametrize(
    "found",
    [
        *(
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "224.0.0.1",
            "240.0.0.1",
        ),
        *(
            "::1",
            "::",
            "fe80::1",
            "fc00::1",
            "fec0::1",
            "ff02::1",
            "::ffff:127.0.0.1",
            "64:ff9b::a00:1",
            "2002:7f00:1::1",
        ),
    ],
)
def test_nothing_inside_the_house_is_reached_unless_it_is_named(found):
    address = reach.ip_address(found)
    assert not Limits().admits(address)
    assert Limits(networks=(found,)).admits(address)


def test_the_open_internet_is_reached():
    assert all(Limits().admits(reach.ip_address(found)) for found in ("52.97.146.162", "2603:1026:c03::2"))


def test_a_name_is_looked_up_once_and_the_connection_made_to_what_was_looked_at(server, monkeypatch):
    answers = iter([["10.0.0.7", "127.0.0.1"], ["10.0.0.8"]])
    real, lookups = socket.getaddrinfo, []

    def turning(host, port, *args, **kwargs):
        if host != "kalender.example":
            return real(host, port, *args, **kwargs)
        lookups.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in next(answers)]

    monkeypatch.setattr(socket, "getaddrinfo", turning)
    server.put("/k.ics", calendar(NINE))
    assert fetch(server.at("/k.ics", "kalender.example"), OPEN).body == calendar(NINE)
    assert lookups == ["kalender.example"]
    assert trouble(server.at("/k.ics", "kalender.example")) == refusals.PRIVATE


def test_the_child_knows_nothing_of_ours(monkeypatch, server):
    monkeypatch.setenv("DATABASE_URL", "postgresql://hemmelig")
    monkeypatch.setenv("SECRET_KEY", "hemmelig" * 8)
    seen = {}
    run = reading.subprocess.run
    monkeypatch.setattr(reading.subprocess, "run", lambda *args, **how: seen.update(how["env"]) or run(*args, **how))
    read(asked(server.put("/k.ics", calendar(NINE))))
    assert seen.keys() <= set(reading.KEPT)
