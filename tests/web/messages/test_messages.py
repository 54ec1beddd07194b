"""What each message says, to whom, and what none of them ever holds."""

from datetime import datetime, timedelta

import html5lib
import pytest
from icalendar import Calendar
from sqlalchemy import delete, select, update

from blueprints.messages import compose, download
from blueprints.messages.noted import TO_NOTED
from blueprints.messages.nurses import TO_FAMILIES
from blueprints.messages.to_staff import TO_STAFF
from blueprints.messages.words import TO_PARENTS
from domain import messages, outbox
from domain.access import STRANGER, Guardian, sees
from domain.access.citizens import Guardianship, Link
from domain.access.links import open_staff_link
from domain.access.staff import StaffLink
from domain.access.tokens import token
from domain.base import COPENHAGEN
from domain.booking.tables import BOOKED, CANCELLED, Appointment, Participant
from domain.inquiries.tables import Inquiry
from domain.letter import EMAIL_CHANGED
from domain.messages import NoAddress, Overtaken
from domain.people import Start
from tests.databases import sqlite_only
from tests.scenes.meetings import CANARIES, NOW, SECRET, meeting, works, write_to

EVERY = [(kind, False) for kind in TO_PARENTS | TO_NOTED if kind != EMAIL_CHANGED] + [(kind, True) for kind in TO_STAFF]
WITH_CALENDAR = {"confirmed": "REQUEST", "moved": "REQUEST", "cancelled": "CANCEL", "left": "CANCEL"}
ABOUT_START = {"invitation", "chase", "lost-link", "call-wanted"}


@pytest.fixture(autouse=True)
def early(at):
    at(NOW)


@pytest.fixture
def session(session):
    return works(session)


@pytest.fixture
def family(session):
    return meeting(session)


def set_(session, table, where, **values):
    session.execute(
        update(table).where(where).values(**values),
        execution_options={"unscoped": "test", "synchronize_session": False},
    )
    session.commit()


def put(session, family, kind, to_staff, **more):
    """The message as its cause would put it, and the appointment in the state that goes with it."""
    if kind == "staff-invitation":
        open_staff_link(session, SECRET, family.left, NOW + timedelta(days=7))
        outbox.put(session, kind, f"staff/{family.left}", staff=[family.left])
    else:
        about = f"start/{family.start}" if kind in ABOUT_START else family.about
        colleague = family.left if kind == "left" else family.staff[0]
        to = {"staff": [colleague]} if to_staff else {"guardians": family.guardians[:1]}
        outbox.put(session, kind, about, **to, **more)
        set_(session, Appointment, Appointment.id == family.appointment, state=messages.WANTS.get(kind, (BOOKED,))[0])
    session.commit()


def letter(session):
    [taken] = outbox.take(session, 1, timedelta(minutes=15))
    session.commit()
    return messages.letter(session, taken, SECRET)


def mail(app, session, family, kind, to_staff=False, **more):
    put(session, family, kind, to_staff, **more)
    with app.app_context():
        return compose(letter(session), app.config["SETTINGS"])


def text(message):
    return message.get_body(("plain",)).get_content()


def html(message):
    return message.get_body(("html",)).get_content()


def whole(message):
    """All that leaves: headers, and every part as a reader's program decodes it."""
    parts = (part.get_payload(decode=True).decode() for part in message.walk() if not part.is_multipart())
    return "\n".join([*(f"{name}: {value}" for name, value in message.items()), *parts])


def calendar(message):
    [part] = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    return part, Calendar.from_ical(part.get_payload(decode=True))


@sqlite_only
@pytest.mark.parametrize(("kind", "to_staff"), EVERY)
def test_every_kind_says_the_same_in_text_and_html_and_holds_nothing_of_the_family(
    app, session, family, kind, to_staff
):
    message = mail(app, session, family, kind, to_staff)
    sent = whole(message)
    assert [canary for canary in CANARIES if canary in sent] == []
    page = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html(message))
    [link] = [one.get("href") for one in page.iter("a")]
    assert link in text(message).splitlines()
    assert link.startswith("http://127.0.0.1:8000/")
    assert "%(" not in sent
    assert [str(one) for one in (message["From"].addresses[0].addr_spec, message["Auto-Submitted"])] == [
        "godstart@127.0.0.1",
        "auto-generated",
    ]


@pytest.mark.parametrize(
    ("kind", "to_staff"), [("confirmed", False), ("confirmed", True), ("invitation", False), ("staff-invitation", True)]
)
def test_a_message_is_looked_up_alike_in_both_databases(app, session, family, kind, to_staff):
    assert "Aftalt: Start-samtale" in text(mail(app, session, family, kind, to_staff)) or kind != "confirmed"


@sqlite_only
@pytest.mark.parametrize(("kind", "method"), WITH_CALENDAR.items())
def test_what_concerns_a_time_carries_a_calendar_entry_that_acts(app, session, family, kind, method):
    to_staff = kind == "left"
    message = mail(app, session, family, kind, to_staff=to_staff, sequence=3)
    part, found = calendar(message)
    assert (part.get_param("method"), part.get_param("charset"), found["METHOD"]) == (method, "utf-8", method)
    [event] = found.walk("VEVENT")
    assert event["DTSTART"].dt == datetime(2026, 11, 18, 9, 30, tzinfo=COPENHAGEN)
    assert (event["SEQUENCE"], event["UID"]) == (3, f"appointment-{family.appointment}@127.0.0.1")
    assert event["SUMMARY"] == "Start-samtale, Måløv By"
    assert event["LOCATION"] == "Måløv By, Det lille mødelokale, Torvet 3"
    assert event["ATTENDEE"] == f"mailto:{message['To'].addresses[0].addr_spec}"
    assert ("URL" in event) is (method == "REQUEST")


@sqlite_only
def test_the_parts_stand_as_outlook_and_gmail_expect_them(app, session, family):
    message = mail(app, session, family, "confirmed")
    assert message.get_content_type() == "multipart/mixed"
    alternative, attached = message.iter_parts()
    assert alternative.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in alternative.iter_parts()] == [
        "text/plain",
        "text/html",
        "text/calendar",
    ]
    assert (attached.get_content_type(), attached.get_filename()) == ("application/ics", "aftale.ics")
    assert attached.get_payload(decode=True) == calendar(message)[0].get_payload(decode=True)


@sqlite_only
@pytest.mark.parametrize("kind", ["invitation", "chase", "reminder", "lost-link"])
def test_what_changes_no_time_carries_no_calendar_entry(app, session, family, kind):
    assert mail(app, session, family, kind).get_content_type() == "multipart/alternative"


@sqlite_only
@pytest.mark.parametrize("which", [0, 1])
def test_each_guardian_gets_time_place_and_their_own_link_with_custody_or_without(app, session, family, which):
    outbox.put(session, "confirmed", family.about, guardians=[family.guardians[which]])
    session.commit()
    with app.app_context():
        message = compose(letter(session), app.config["SETTINGS"])
    assert "Tid: onsdag 18.11.2026 kl. 9.30–10.30" in text(message).splitlines()
    assert "Sted: Måløv By, Det lille mødelokale, Torvet 3" in text(message).splitlines()
    links = [token(SECRET, family.start, one, 1) in whole(message) for one in family.guardians]
    assert links == [which == 0, which == 1]
    other = f"forael{family.guardians[1 - which]}@mail.example"
    assert other not in whole(message)


@sqlite_only
def test_a_link_that_was_renewed_is_the_one_in_the_next_message(app, session, family):
    set_(session, Link, Link.guardian_id == family.guardians[0], version=2)
    assert f"/book/{token(SECRET, family.start, family.guardians[0], 2)}" in text(
        mail(app, session, family, "confirmed")
    )


@sqlite_only
def test_without_a_link_that_works_the_time_is_still_told(app, session, family):
    set_(session, Link, Link.start_id == family.start, expires_on=NOW.date() - timedelta(days=1))
    message = mail(app, session, family, "confirmed")
    assert "/book/" not in whole(message)
    assert "din side" not in whole(message)
    assert "kl. 9.30–10.30" in text(message)


@sqlite_only
def test_the_same_message_has_the_same_name_and_another_has_another(app, session, family):
    put(session, family, "confirmed", to_staff=False)
    first = letter(session)
    put(session, family, "moved", to_staff=False, sequence=1)
    second = letter(session)
    with app.app_context():
        names = [compose(one, app.config["SETTINGS"])["Message-ID"] for one in (first, first, second)]
    assert names[0] == names[1] != names[2]
    assert names[0].endswith("@127.0.0.1>")


@sqlite_only
def test_a_family_whose_language_has_no_catalogue_is_written_to_in_danish(app, session, family):
    write_to(session, family.guardians[0], language="fo")
    message = mail(app, session, family, "confirmed")
    assert message["Content-Language"] == "da"
    assert '<html lang="da" dir="ltr">' in html(message)


@sqlite_only
@pytest.mark.parametrize(
    "address",
    [
        "a@mail.example, b@mail.example",
        "a@mail.example\r\nBcc: b@mail.example",
        "A <a@mail.example>",
        "a b@mail.example",
        "@mail.example",
        "a@",
        "intet",
    ],
)
def test_an_address_can_never_become_two_or_a_header(app, session, family, address):
    write_to(session, family.guardians[0], email=address)
    put(session, family, "confirmed", to_staff=False)
    with app.app_context(), pytest.raises(NoAddress):
        compose(letter(session), app.config["SETTINGS"])


@sqlite_only
def test_danish_letters_in_a_domain_are_written_as_mail_servers_want_them(app, session, family):
    write_to(session, family.guardians[0], email="far@bøgely.example")
    assert mail(app, session, family, "confirmed")["To"] == "far@xn--bgely-vua.example"


def overtaken(session):
    with pytest.raises(Overtaken):
        letter(session)


@sqlite_only
@pytest.mark.parametrize(
    ("kind", "state"), [("confirmed", CANCELLED), ("moved", CANCELLED), ("reminder", CANCELLED), ("cancelled", BOOKED)]
)
def test_what_is_no_longer_so_is_not_said(session, family, kind, state):
    put(session, family, kind, to_staff=False)
    set_(session, Appointment, Appointment.id == family.appointment, state=state)
    overtaken(session)


@sqlite_only
def test_nothing_is_said_of_a_time_that_has_begun(session, family, at):
    put(session, family, "moved", to_staff=False)
    at(datetime(2026, 11, 18, 9, 30, tzinfo=COPENHAGEN))
    overtaken(session)


@sqlite_only
def test_whoever_is_guardian_no_longer_hears_no_more(session, family):
    put(session, family, "confirmed", to_staff=False)
    session.execute(delete(Guardianship).where(Guardianship.guardian_id == family.guardians[0]))
    session.commit()
    overtaken(session)


@sqlite_only
@pytest.mark.parametrize("kind", ["invitation", "chase"])
def test_a_start_that_was_closed_is_chased_no_longer(session, family, kind):
    put(session, family, kind, to_staff=False)
    set_(session, Start, Start.id == family.start, closed="flyttet")
    overtaken(session)


@sqlite_only
def test_a_colleague_who_takes_part_no_longer_is_not_told_of_the_new_time(session, family):
    put(session, family, "moved", to_staff=True)
    session.execute(delete(Participant).where(Participant.staff_id == family.staff[0]))
    session.commit()
    overtaken(session)


@sqlite_only
def test_a_colleague_who_is_back_is_not_told_that_she_left(session, family):
    outbox.put(session, "left", family.about, staff=family.staff[:1])
    session.commit()
    overtaken(session)


@sqlite_only
def test_a_staff_link_that_was_used_is_not_sent(session, family):
    put(session, family, "staff-invitation", to_staff=True)
    session.execute(delete(StaffLink))
    session.commit()
    overtaken(session)


@sqlite_only
def test_somebody_without_an_address_is_told_apart(session, family):
    write_to(session, family.guardians[0], email="")
    put(session, family, "confirmed", to_staff=False)
    with pytest.raises(NoAddress):
        letter(session)


@sqlite_only
def test_a_visit_at_home_has_no_place(app, session, family):
    set_(session, Appointment, Appointment.id == family.appointment, place="hjem")
    message = mail(app, session, family, "confirmed")
    assert "Sted" not in text(message)
    assert "LOCATION" not in whole(message)


@sqlite_only
def test_parents_without_an_account_are_told_of_a_visit_that_it_comes_to_them_and_of_no_office(app, session, family):
    set_(session, Appointment, Appointment.id == family.appointment, place="hjem")
    here = session.scalar(select(Appointment.unit_id).execution_options(unscoped="test"))
    theirs = {"parent_email": "ida@mail.example", "request_key": "form-1", "appointment_id": family.appointment}
    asked = Inquiry(kind="fsr", state="lukket", unit_id=here, title="Søvn", **theirs)
    session.add(asked)
    session.flush()
    outbox.put(session, "request-time", f"inquiry/{asked.id}", guests=[asked.id])
    session.commit()
    with app.app_context():
        message = compose(letter(session), app.config["SETTINGS"])
    assert "kommer hjem til jer" in text(message)
    assert "Sted" not in text(message)
    assert "LOCATION" not in whole(message)


@sqlite_only
def test_the_file_to_download_is_the_same_entry_as_the_mail(app, session, family):
    put(session, family, "confirmed", to_staff=False)
    found = letter(session).meeting
    with app.test_request_context():
        data = download(found, "http://127.0.0.1:8000", "http://127.0.0.1:8000/book/0f")
    read = Calendar.from_ical(data)
    [event] = read.walk("VEVENT")
    assert (read["METHOD"], event["UID"]) == ("PUBLISH", f"appointment-{family.appointment}@127.0.0.1")
    assert [canary for canary in CANARIES if canary in data.decode()] == []


@sqlite_only
def test_the_ways_in_mails_are_addresses_that_exist(app):
    ways = {words.way for told in (TO_PARENTS, TO_NOTED, TO_FAMILIES, TO_STAFF) for words in told.values()} - {""}
    adapter = app.url_map.bind("godstart.example")
    for way in ways:
        adapter.match(way.format(token="0f" * 16, subject="appointment/412", number=412))
    assert len(ways) == 13


@sqlite_only
def test_when_and_where_is_read_through_the_net(database, family):
    def reads(viewer):
        with database.sessions() as own:
            sees(own, viewer)
            return messages.meeting(own, family.appointment)

    assert reads(STRANGER) is None
    assert reads(Guardian(guardian=family.guardians[0], child_ids=(family.child,))).house == "Måløv By"
