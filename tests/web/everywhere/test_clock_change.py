"""Openings are wall time: the same hours on both sides of each change of the clock, on the page, in the booking and in the mail."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import select

from blueprints.messages import compose
from domain import messages, outbox
from domain.access import Job, sees
from domain.base import COPENHAGEN, moment, quarter
from domain.booking.tables import Appointment
from domain.consent import YES
from tests.factories import SECRET, answer_consent, arrive, as_guardian, make_family

CHANGES = {
    "winter begins": (date(2026, 10, 23), date(2026, 10, 26)),
    "summer begins": (date(2027, 3, 24), date(2027, 3, 30)),  # Easter is between
    "before and after Sunday in October": (date(2026, 10, 22), date(2026, 10, 27)),
}
HOLIDAY = date(2027, 3, 26)  # Good Friday
NINE = time(9)


def at_nine(day):
    return quarter(datetime.combine(day, NINE, COPENHAGEN))


@pytest.mark.parametrize("days", CHANGES.values(), ids=CHANGES)
def test_nine_o_clock_is_nine_o_clock_on_both_sides_of_the_change(app, database, at, days):
    starts_on = days[1] + timedelta(weeks=4)
    at(datetime.combine(starts_on - timedelta(weeks=6), NINE, UTC))
    with database.sessions() as session:
        family = make_family(session, starts_on=starts_on)
    with database.sessions() as session:
        answer_consent(as_guardian(session, family, family.mother), family, family.mother, YES)
    mother = app.test_client()
    with database.sessions() as session:
        arrive(session, mother, family, family.mother)
    for number, day in enumerate(days):
        page = mother.get(family.way(family.mother, f"{'flyt' if number else 'tid'}?alle=1&uge={day.isoformat()}"))
        assert f'value="{at_nine(day)}"' in page.text
        assert page.text.split(f'value="{at_nine(day)}"')[1].split("</label>")[0].count("9.00–10.00") == 1
        data = {"slot": at_nine(day), "key": "c" * 32}
        assert mother.post(family.way(family.mother, "flyt" if number else "tid"), data=data).status_code == 303
        receipt = mother.get(family.way(family.mother, "kvittering")).text
        assert f"{day.day}.{day.month}.{day.year} kl. 9.00–10.00" in receipt
        entry = _entry(mother.get(family.way(family.mother, "kalender.ics")).data)
        assert entry.replace(tzinfo=None) == datetime.combine(day, NINE)
        assert entry.utcoffset() == datetime.combine(day, NINE, COPENHAGEN).utcoffset()
        _mails_agree(app, database, day)


def test_nothing_is_offered_on_a_public_holiday(app, database, at):
    starts_on = HOLIDAY + timedelta(weeks=4)
    at(datetime.combine(starts_on - timedelta(weeks=6), NINE, UTC))
    with database.sessions() as session:
        family = make_family(session, starts_on=starts_on)
    mother = app.test_client()
    with database.sessions() as session:
        arrive(session, mother, family, family.mother)
    page = mother.get(family.way(family.mother, f"tid?alle=1&uge={HOLIDAY.isoformat()}")).text
    assert f'value="{at_nine(HOLIDAY)}"' not in page
    assert f'value="{at_nine(HOLIDAY - timedelta(days=2))}"' in page
    taken = mother.post(family.way(family.mother, "tid"), data={"slot": at_nine(HOLIDAY), "key": "d" * 32})
    assert taken.status_code == 409


def _entry(content):
    calendar = Calendar.from_ical(content)
    assert [zone["TZID"] for zone in calendar.walk("VTIMEZONE")] == ["Europe/Copenhagen"]
    return calendar.walk("VEVENT")[0]["DTSTART"].dt


def _mails_agree(app, database, day):
    """Every mail that waits says nine o'clock in words and in its calendar entry."""
    with database.sessions() as session:
        sees(session, Job(name="test"))
        session.info["writing"] = True
        taken = outbox.take(session, 50, timedelta(minutes=5))
        letters = [messages.letter(session, one, SECRET) for one in taken]
        assert moment(_first(session)).astimezone(COPENHAGEN) == datetime.combine(day, NINE, COPENHAGEN)
        for one in taken:
            outbox.sent(session, one)
        session.commit()
    assert len(letters) == 5  # three guardians, the sundhedsplejerske and the pædagog
    with app.app_context():
        mails = [compose(letter, app.config["SETTINGS"]) for letter in letters]
    for mail in mails:
        assert "9.00" in mail.get_body(("plain",)).get_content()
        entries = [part.get_content() for part in mail.walk() if part.get_content_type() == "text/calendar"]
        assert entries
        assert {_entry(one).replace(tzinfo=None) for one in entries} == {datetime.combine(day, NINE)}


def _first(session):
    return session.scalar(select(Appointment.first).execution_options(unscoped="test"))
