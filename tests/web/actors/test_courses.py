"""A course in the browser: who reads it, what the forms keep, how it is closed by the parents, and how it ends with its referral."""

from contextlib import nullcontext
from datetime import timedelta

import pytest
from sqlalchemy import delete, func, select, text

from blueprints.messages import compose
from domain import consent, messages, outbox
from domain.access.citizens import Link, Visit
from domain.access.sessions import area_key
from domain.audit import Look as Seen
from domain.base import now, today
from domain.booking.kinds.types import FAMILY_TALK
from domain.booking.tables import BOOKED, Appointment, Claim
from domain.courses import both, forgetting, sessions, support, voices
from domain.courses.life import CourseChanged, NoSuchCourse
from domain.courses.tables import Course, CourseSession
from domain.courses.times import Order
from domain.messages.about import Overtaken
from domain.outbox import Outbox
from domain.referrals import forgetting as referrals
from domain.referrals.tables import Capacity, Referral, Standing
from domain.tovholder.followed import ENDED, Look
from tests.databases import sqlite_only
from tests.factories import SECRET, browser_of, sign_in
from tests.scenes import courses
from tests.scenes.courses import GOAL, NAME, NOTE, NOW, REASON, weekly

CANARIES = (GOAL, NAME, REASON, NOTE)
READS = {  # by hand: who, and whether the course's page opens before and after a parent's no
    "tovholder": (200, 404),
    "kollega": (200, 404),
    "leder": (200, 404),
    "fsr": (403, 403),
    "mother": (200, 200),
    "uncle": (403, 403),
}


@pytest.fixture
def house(app, database, at):
    at(NOW)
    found = courses.settle(database)
    with found.by("tovholder") as session:
        voices.add_person(session, found.course, NAME)
        voices.say(session, found.course, "Familierådgiveren", 4, REASON)
        support.arrange(session, found.course, weekly(found, courses.at(today() + timedelta(days=9), "13:00"), 3), "a")
        held = sessions.ask(session, found.course, FAMILY_TALK, [found.staff["tovholder"]])
        sessions.write(session, held.id, NOTE, [])
    return found


def staff(app, house, name):
    client = app.test_client()
    with house.home() as session:
        sign_in(session, client, house.staff[name])
    return client


def parent(app, house, guardian):
    client = app.test_client()
    key = area_key(browser_of(client), "book")
    with house.home() as session:
        link = session.scalars(select(Link.id).where(Link.guardian_id == guardian)).one()
        session.merge(Visit(key=key, link_id=link, confirmed_at=now(), seen_at=now()))
    return client


def way(house, page=""):
    return f"/familiehus/familiehuset/forloeb/{page}"


@sqlite_only
def test_who_reads_a_course_before_and_after_a_parent_takes_the_yes_back(app, house):
    uncle = courses.add_uncle(house)
    browsers = {name: staff(app, house, name) for name in ("tovholder", "kollega", "leder", "fsr")}
    browsers |= {"mother": parent(app, house, house.mother), "uncle": parent(app, house, uncle)}
    own = {"mother": house.mother, "uncle": uncle}

    def page(name):
        home = f"/book/{house.tokens[own[name]]}/forloeb/{house.course}" if name in own else ""
        return browsers[name].get(home or way(house, str(house.course)))

    before = {name: page(name) for name in READS}
    house.answer(house.father, consent.NO)
    after = {name: page(name) for name in READS}
    assert {name: (before[name].status_code, after[name].status_code) for name in READS} == READS
    assert all(one in before["tovholder"].text for one in CANARIES if one != NOTE)
    assert not [one for name in READS for one in CANARIES if one in after[name].text]
    assert "Forløbet er slut" in after["mother"].text, "a mail may lead there, long after"
    lists = [browsers["leder"].get(way(house, page)).text for page in ("", "?vis=alle", "?vis=afsluttede", "fordeling")]
    assert not [one for text in lists for one in (*CANARIES, "Elias Kanarie") if one in text]


@sqlite_only
def test_no_mail_says_whose_course_it_is_or_why(app, house):
    with house.home() as session:
        taken = outbox.take(session, 50, timedelta(minutes=5))
        assert {"course-times", "course-choose"} <= {one.kind for one in taken}
        with app.app_context():
            for one in taken:
                letter = messages.letter(session, one, SECRET)
                mail = compose(letter, app.config["SETTINGS"])
                text = f"{mail['Subject']} {mail.get_body(('plain',)).get_content()}".lower()
                assert not [word for word in (*CANARIES, "Elias", "støtte") if word.lower() in text], one.kind


@sqlite_only
def test_who_holds_no_custody_is_told_of_nothing_of_it(app, house):
    """Their own page shows nothing of a course: so no mail says when and where the family comes to Familiehuset."""
    uncle, first = courses.add_uncle(house), courses.at(today() + timedelta(days=16), "10:00")
    order = Order(type_key=FAMILY_TALK, staff_ids=(house.staff["tovholder"],), first=first, quarters=4)
    with house.by("tovholder") as session:
        made = sessions.book(session, house.course, order, "onkel")
        sessions.move(session, made.id, first + 4)
        told = f"appointment/{made.appointment_id}"
    with house.home() as session:
        whom = select(Outbox.guardian_id).where(Outbox.guardian_id.is_not(None)).distinct()
        assert set(session.scalars(whom)) == {house.mother, house.father}
        outbox.put(
            session, "confirmed", told, guardians=[house.mother, uncle], sequence=9
        )  # as whoever moves many does
        for one in outbox.take(session, 50, timedelta(minutes=5)):
            if (one.subject, one.sequence) == (told, 9):
                with nullcontext() if one.guardian_id == house.mother else pytest.raises(Overtaken):
                    messages.letter(session, one, SECRET)


@sqlite_only
def test_a_family_without_a_sundhedspleje_gets_its_lost_link(app, house):
    """Whoever came by a referral alone: the mail is from God Start, not from the house that tells why."""
    with house.home() as session:
        session.execute(delete(Outbox))
        outbox.put(session, "lost-family-link", f"family/{house.child}", guardians=[house.mother])
        (one,) = outbox.take(session, 50, timedelta(minutes=5))
        assert messages.letter(session, one, SECRET).house == "God Start"


@sqlite_only
def test_a_form_with_a_fault_comes_back_with_what_was_typed(app, house):
    client = staff(app, house, "tovholder")
    answer = client.post(
        way(house, f"{house.course}/opfoelgning"),
        data={"text": "Tekst 010203-1234", "goal": GOAL, "next_on": "2026-12-20", "version": "1"},
    )
    assert (answer.status_code, "Tekst 010203-1234" in answer.text) == (422, True)
    answer = client.post(
        way(house, f"{house.course}/tider"),
        data={
            "kind": FAMILY_TALK,
            "who": house.staff["tovholder"],
            "day": "2026-11-11",
            "begins": "13:05",
            "minutes": "60",
            "every": "1",
        },
    )
    assert answer.status_code == 422
    assert "Begynd på et helt kvarter." in answer.text
    assert "Vælg den sidste dag." in answer.text


@sqlite_only
def test_help_every_week_is_shown_first_and_booked_by_the_second_button(app, house):
    client = staff(app, house, "tovholder")
    form = {"kind": FAMILY_TALK, "who": house.staff["kollega"], "day": "2026-11-17", "begins": "09:00", "minutes": "60"}
    form |= {"every": "2", "until": "2026-12-29", "key": "f" * 32}
    shown = client.post(way(house, f"{house.course}/tider"), data=form)
    assert "4 tider kan bookes" in shown.text
    with house.home() as session:
        assert session.scalar(select(func.count(Appointment.id)).where(Appointment.type_key == FAMILY_TALK)) == 0
    assert client.post(way(house, f"{house.course}/tider"), data=form | {"trin": "gem"}).status_code == 303
    assert client.post(way(house, f"{house.course}/tider"), data=form | {"trin": "gem"}).status_code == 303
    with house.worker() as session:
        assert session.scalar(select(func.count(Appointment.id)).where(Appointment.type_key == FAMILY_TALK)) == 4


@sqlite_only
def test_parents_choose_a_time_in_their_own_language_and_a_number_in_their_own_name(app, house):
    client, home = parent(app, house, house.mother), f"/book/{house.tokens[house.mother]}/forloeb"
    page = client.get(f"{home}/{house.course}?sprog=pl")
    assert 'lang="pl"' in page.text
    assert "Wasze terminy" in page.text
    with house.by("tovholder") as session:
        held = session.scalars(select(CourseSession).where(CourseSession.appointment_id.is_(None))).one().id
    picker = client.get(f"{home}/tid/{held}").text
    slot = courses.at(today() + timedelta(days=8), "09:00")
    assert f'value="{slot}"' in client.get(f"{home}/tid/{held}?uge=2026-11-09").text, picker[:200]
    assert client.post(f"{home}/tid/{held}", data={"slot": slot, "key": "c" * 32}).status_code == 303
    assert client.post(f"{home}/{house.course}/tal", data={"value": "7", "reason": ""}).status_code == 303
    with house.by("tovholder") as session:
        assert session.scalars(select(Appointment.first).where(Appointment.type_key == FAMILY_TALK)).one() == slot
    assert "Mor <strong>7</strong>" in staff(app, house, "tovholder").get(way(house, str(house.course))).text


def test_the_course_and_its_referral_end_together_and_the_referrer_is_told(house):
    version = house.version()
    with house.by("tovholder") as session:
        both.evaluate(session, house.course, Look(decided=ENDED, outcome="naaet", learned="Ro"), version)
        with pytest.raises(CourseChanged):
            both.evaluate(session, house.course, Look(decided=ENDED, outcome="naaet", learned="Ro"), version)
    with house.home() as session:
        assert session.scalars(select(Standing.state)).all() == ["afsluttet"]
        assert session.scalars(select(Capacity.taken)).all() == [1]
        assert session.scalar(select(func.count()).select_from(Claim)) == 0
        assert house.staff["fsr"] in session.scalars(select(Outbox.staff_id)).all()
    with house.by("leder") as session:
        assert session.get_one(Course, house.course).learned == "Ro"
        assert session.scalars(select(Appointment.id).where(Appointment.state == BOOKED)).all() == []


def test_a_course_begins_once_from_a_referral_with_a_place(database, at):
    at(NOW)
    house = courses.settle(database, begun=False)
    with house.by("tovholder") as session:
        assert [one.child for one in both.waiting(session, house.unit)] == ["Elias Kanarie"]
        both.begin(session, house.referral, courses.plan(house.staff["tovholder"]))
        assert both.waiting(session, house.unit) == []
        with pytest.raises(CourseChanged):
            both.begin(session, house.referral, courses.plan(house.staff["tovholder"]))
        session.rollback()
    house.answer(house.mother, consent.NO)
    with house.by("tovholder") as session:
        with pytest.raises(NoSuchCourse):
            both.suggested(session, house.referral)
        assert session.scalars(select(Referral.id)).all() == []


def test_years_later_the_course_is_forgotten_before_its_referral(house, at):
    with house.by("tovholder") as session:
        course = session.get_one(Course, house.course)
        both.evaluate(session, house.course, Look(decided=ENDED, outcome="naaet", learned="Ro"), course.version)
    with house.worker() as session:
        assert forgetting.forget(session, timedelta(days=1825)) == 0
    at(NOW + timedelta(days=1826))
    with house.worker() as session:
        assert forgetting.forget(session, timedelta(days=1825)) == 1
        assert referrals.forget(session, timedelta(days=1825)) == 1
        for table in ("course", "course_step", "course_number", "course_session", "course_person", "referral"):
            count = text(f"SELECT count(*) FROM {table}").execution_options(unscoped="test")
            assert session.scalar(count) == 0, table


@sqlite_only
def test_the_parents_own_page_takes_the_yes_back_and_frees_the_times_in_the_same_moment(app, house):
    client = parent(app, house, house.father)
    way_ = f"/book/{house.tokens[house.father]}/henvisning/{house.referral}"
    assert client.post(way_, data={"value": consent.NO}).status_code == 303
    with house.worker() as session:
        assert session.scalar(select(func.count()).select_from(Claim)) == 0
        kinds = set(session.scalars(select(Outbox.kind)))
        assert {"course-ended", "course-stopped"} <= kinds


@sqlite_only
def test_a_look_at_a_course_is_kept_with_the_consent_it_was_by(app, house):
    staff(app, house, "kollega").get(way(house, str(house.course)))
    with house.home() as session:
        looks = session.execute(select(Seen.child_id, Seen.kind, Seen.consent), execution_options={"unscoped": "test"})
        assert (house.child, "Forløb", "referral") in [tuple(row) for row in looks]
