"""Reminders: two days and three hours before, whatever the clocks do in between; in the family's language; replaced, dropped, never too late."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from blueprints.language import catalogue, written
from blueprints.messages import compose
from domain import messages, outbox
from domain.base import COPENHAGEN, moment, quarter
from domain.consent import YES
from domain.journey import talk
from domain.journey.choosing.plan import plan
from domain.journey.telling import News, tell
from domain.outbox import Outbox
from domain.starts.importing.cells import LANGUAGES
from tests.databases import sqlite_only
from tests.factories import SECRET, answer_consent, as_guardian, as_house, make_family
from tests.scenes.meetings import write_to

MONDAYS = {
    "winter begins": date(2026, 10, 26),
    "summer begins": date(2027, 4, 5),
    "an ordinary week": date(2026, 11, 23),
}
BEFORE = {"reminder": timedelta(hours=48), "reminder-soon": timedelta(hours=3)}


def at_nine(day):
    return quarter(datetime.combine(day, time(9), COPENHAGEN))


@pytest.fixture
def book(database, at):
    """`book(day)`: a family whose conversation is that day at nine, booked a week before."""

    def booked(day):
        at(datetime.combine(day - timedelta(days=10), time(9), UTC))
        with database.sessions() as session:
            family = make_family(session, starts_on=day + timedelta(weeks=4))
        with database.sessions() as session:
            answer_consent(as_guardian(session, family, family.mother), family, family.mother, YES)
        with database.sessions() as session:
            talk.book(as_everybody(session), plan(session, family.start), at_nine(day), "k" * 32)
            session.commit()
        return family

    return booked


def as_everybody(session):
    from domain.access.jobs import work_as

    work_as(session, "test")
    return session


def reminders(database):
    with database.sessions() as session:
        rows = select(
            Outbox.kind, Outbox.guardian_id, Outbox.due_at, Outbox.expires_at, Outbox.channel, Outbox.sequence
        )
        return as_house(session).execute(rows.where(Outbox.kind.in_(BEFORE)).order_by(Outbox.id)).all()


@pytest.mark.parametrize("day", MONDAYS.values(), ids=MONDAYS)
def test_each_guardian_is_reminded_48_and_3_hours_before_on_both_sides_of_the_change(database, book, day):
    family = book(day)
    found, starts = reminders(database), moment(at_nine(day))
    assert {(row.kind, row.guardian_id) for row in found} == {
        (kind, one) for kind in BEFORE for one in (family.mother, family.father, family.uncle)
    }
    assert {(row.kind, starts - row.due_at) for row in found} == set(BEFORE.items())
    assert {(row.kind, row.channel) for row in found} == {("reminder", "mail"), ("reminder-soon", "sms")}
    assert {row.expires_at for row in found} == {starts}
    soon = next(row for row in found if row.kind == "reminder-soon")
    assert soon.due_at.astimezone(COPENHAGEN).time() == time(6)


@pytest.mark.parametrize(("day", "hour"), [(date(2026, 10, 25), 2), (date(2027, 3, 28), 0)], ids=["winter", "summer"])
def test_across_the_hour_that_changes_three_hours_are_three_hours(database, book, day, hour):
    """A conversation on the very Sunday, at four: none is offered, and the rule is the same."""
    family = book(day + timedelta(days=2))
    starts = datetime.combine(day, time(4), COPENHAGEN)
    with database.sessions() as session:
        appointment = talk.standing(as_everybody(session), family.start)
        appointment.first = quarter(starts)
        tell(session, [News(appointment, "moved")])
        session.commit()
    due = {row.kind: row.due_at.astimezone(COPENHAGEN) for row in reminders(database)}
    assert {kind: starts.astimezone(UTC) - at.astimezone(UTC) for kind, at in due.items()} == BEFORE
    assert due["reminder-soon"].hour == hour


@pytest.mark.parametrize("day", MONDAYS.values(), ids=MONDAYS)
def test_what_is_said_is_the_clock_on_the_wall(app, database, at, book, day):
    book(day)
    at(moment(at_nine(day)) - timedelta(hours=3))
    with database.sessions() as session:
        taken = [one for one in outbox.take(as_house(session), 50, timedelta(minutes=5)) if one.kind in BEFORE]
        letters = [messages.letter(session, one, SECRET) for one in taken]
    assert len(letters) == 6
    with app.app_context():
        for letter in letters:
            text = compose(letter, app.config["SETTINGS"]).get_body(("plain",)).get_content()
            assert f"{day.day}.{day.month}.{day.year} kl. 9.00–10.00" in text


def test_a_move_replaces_both_and_a_cancellation_drops_them(database, book):
    day = MONDAYS["an ordinary week"]
    family = book(day)
    with database.sessions() as session:
        found = plan(as_everybody(session), family.start)
        talk.move(session, talk.standing(session, family.start), found, at_nine(day) + 4)
        session.commit()
    moved = reminders(database)
    assert len(moved) == 6
    assert {(row.kind, moment(at_nine(day) + 4) - row.due_at) for row in moved} == set(BEFORE.items())
    with database.sessions() as session:
        talk.cancel(as_everybody(session), talk.standing(session, family.start))
        session.commit()
    assert reminders(database) == []


@sqlite_only
def test_what_is_booked_the_day_before_is_reminded_once_and_what_is_near_not_at_all(database, at):
    day = MONDAYS["an ordinary week"]
    at(moment(at_nine(day)) - timedelta(hours=30))
    with database.sessions() as session:
        family = make_family(session, starts_on=day + timedelta(days=10))
    with database.sessions() as session:
        talk.book(as_everybody(session), plan(session, family.start), at_nine(day), "k" * 32)
        session.commit()
    assert {row.kind for row in reminders(database)} == {"reminder-soon"}


@sqlite_only
@pytest.mark.parametrize("kind", BEFORE)
def test_nobody_is_reminded_after_the_meeting_has_begun(database, at, book, kind):
    day = MONDAYS["an ordinary week"]
    book(day)
    at(moment(at_nine(day)))
    with database.sessions() as session:
        assert kind not in {one.kind for one in outbox.take(as_house(session), 50, timedelta(minutes=5))}


@sqlite_only
@pytest.mark.parametrize(
    ("language", "subject"),
    [
        ("en", "Remember today: Start meeting Monday 23.11.2026 at 9.00–10.00"),
        ("pl", "Przypomnienie na dziś: Rozmowa na początek poniedziałek 23.11.2026 godz. 9.00–10.00"),
        ("tr", "Bugün: Başlangıç görüşmesi Pazartesi 23.11.2026 saat 9.00–10.00"),
        ("uk", "Нагадування на сьогодні: Стартова бесіда понеділок 23.11.2026 о 9.00–10.00"),
    ],
)
def test_a_reminder_is_in_the_parents_language(app, database, at, book, language, subject):
    day = MONDAYS["an ordinary week"]
    family = book(day)
    with database.sessions() as session:
        write_to(as_house(session), family.mother, language=language)
    at(moment(at_nine(day)) - timedelta(hours=3))
    with database.sessions() as session:
        taken = outbox.take(as_house(session), 50, timedelta(minutes=5))
        [one] = [one for one in taken if (one.kind, one.guardian_id) == ("reminder-soon", family.mother)]
        letter = messages.letter(session, one, SECRET)
    with app.app_context():
        mail = compose(letter, app.config["SETTINGS"])
    assert (mail["Subject"], mail["Content-Language"]) == (subject, language)


def test_every_language_that_a_parent_can_have_is_written(app):
    assert {language: written(language) for language in LANGUAGES} == {language: language for language in LANGUAGES}
    assert written("../da") == "da"
    assert catalogue("en").gettext("Åbn din side") == "Open your page"
