"""Everybody goes wherever their pages lead them: nobody meets another unit's data, no link leads nowhere, and no page is without a way to it."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import update
from structlog.testing import capture_logs

from app import create_app
from blueprints.running.worker import run
from config import Settings
from domain.access.roles import ROLES
from domain.base import quarter
from domain.booking.finding.search import Candidate
from domain.booking.kinds.types import FOLLOW_UP
from domain.booking.tables import HELD, Absence, AbsenceReason, Appointment
from domain.consent import MEETING, YES
from domain.events import making, seats
from domain.events.making import Matter, Setting
from domain.events.seats import Guest
from domain.events.tables import THEME
from domain.journey import family as journey
from domain.starts import overview
from tests.conftest import dispose
from tests.crawling import Crawl
from tests.databases import sqlite_only
from tests.factories import SECRET
from tests.looking import of_link, of_worker
from tests.routes import routes
from tests.scenes import afterwards, canaries, counsellors, home_visits, inquiries, newborns, referred, tasks
from tests.scenes.answers import FIRST_DAY, early_and_late
from tests.scenes.bookings import added
from tests.scenes.canaries import working
from tests.scenes.municipality import ELSEWHERE, HERE, Browser, build
from tests.scenes.scene import handed_in, round_table, said

pytestmark = sqlite_only
RULES = Path(__file__).parents[2] / "rules"
NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
LAST_DAY = date(2026, 11, 18)
GUESTS: dict[str, str] = {}
"""The token of each guest."""
LIST = 900
REASON = 800
"""The numbers of canaries that are no family's: a list's that was handed in; an absence's reason and an event's guest, by unit."""


@pytest.fixture
def app(database, tmp_path):
    settings = Settings(instance_path=tmp_path, database_url=database.url, secret_key=SECRET, demo=True, testing=True)
    made = create_app(settings)
    yield made
    dispose(made)


@pytest.fixture
def town(database, at):
    at(NOW)
    with database.sessions() as session:
        return build(session)


@pytest.fixture
def families(database, town):
    """Four here and two elsewhere: booked, not answered, over but not noted, held; all with everything written."""
    with working(database.sessions) as session:
        places = [HERE, HERE, HERE, HERE, ELSEWHERE, ELSEWHERE]
        found = [canaries.settle(session, town, number, where=where) for number, where in enumerate(places, 1)]
        for number, unit in enumerate(town.units.values(), REASON):
            away(session, town, unit, f"Grund{number}kanarie")
            invites(session, town, unit, f"Gaest{number}kanarie")
    for one in found:
        if one.number != 2:
            canaries.answer(database.sessions, one, MEETING, (YES, YES))
    with early_and_late(database.sessions, town) as session:
        for one in (found[0], found[2], found[3]):
            canaries.book(session, one, one.number, FIRST_DAY)
        for one in (found[0], found[3]):
            canaries.follow(session, one)
    with working(database.sessions) as session:
        past = {"first": quarter(NOW) - 8}
        for one, values in ((found[2], past), (found[3], past | {"state": HELD})):
            which = update(Appointment.__table__).where(Appointment.__table__.c.id == one.appointment)
            session.execute(which.values(**values), execution_options={"unscoped": "test"})
        after = Appointment.__table__.c.start_id == found[3].start, Appointment.__table__.c.type_key == FOLLOW_UP
        session.execute(
            update(Appointment.__table__).where(*after).values(past), execution_options={"unscoped": "test"}
        )
        for one in found:
            journey.invite(session, SECRET, one.start, sms=True)
        journey.call_wanted(session, found[1].start)
        journey.interpreter(session, found[1].start, "arabisk")
    counsellors.settle(database.sessions, town)
    newborns.in_scene(database.sessions, town, *((one.mother, one.child) for one in found[:2]))
    with working(database.sessions) as session:
        table = round_table(session, town)
    said(database.sessions, town, table["conference_id"])
    afterwards.in_scene(database.sessions, town)
    tasks.in_crawl(database.sessions, town, found[0])
    home_visits.in_crawl(database.sessions, found[0].child)
    inquiries.in_crawl(database.sessions, town, found[0])
    referred.in_crawl(database.sessions, town, found[0])
    return found


def away(session, town, unit, why):
    """Somebody of the unit is, for a reason that is the unit's own affair."""
    who = next((one.resource for one in town.workers.values() if one.unit == unit), None)
    if who is not None:
        absence = added(session, Absence(resource_id=who, first=quarter(NOW), last=quarter(NOW) + 96))
        added(session, AbsenceReason(absence_id=absence.id, unit_id=unit, text=why))


def invites(session, town, unit, guest):
    """The unit has a draft, and an event that somebody has signed up for."""
    who = next((one for one in town.workers.values() if one.unit == unit), None)
    if who is not None:
        for hour, wanted in ((17, 0), (20, 1)):
            event = hold(session, who, quarter(datetime(2026, 11, 19, hour, tzinfo=UTC)))
            if wanted:
                making.publish(session, event.id)
                told = Guest(name=guest, email=f"gaest{who.staff}@example.org", mobile="", language="da", seats=wanted)
                GUESTS[guest] = seats.sign_up(session, SECRET, event.id, told, guest)


def hold(session, who, first):
    host = Candidate(who.resource, who.staff, who.unit, open=False)
    setting = Setting(first=first, quarters=8, hosts=(host,), room=None, house_id=who.unit, place="")
    matter = Matter(title="Om søvn", about="Kom.", kind=THEME, district_id=None, sign_up_until=LAST_DAY)
    return making.make(session, who.unit, matter, setting, 10, f"{who.name} {first}")


def own_numbers(town, worker):
    """The numbers of the canaries that somebody may meet."""
    families = {HERE: {1, 2, 3, 4}, ELSEWHERE: {5, 6}}[ELSEWHERE if worker.name.endswith(ELSEWHERE) else HERE]
    reasons = {number for number, unit in enumerate(town.units.values(), REASON) if unit == worker.unit}
    lists = {LIST} if worker.name == "forvaltning/administrator" else set()
    return reasons | lists | (families if worker.actor in {"dagtilbud", "sundhedspleje"} else set())


class Watch:
    """Hears every page that somebody reads, and keeps what is not theirs."""

    def __init__(self, who, own):
        self.who, self.own, self.strange = who, own, []
        self.known = {"Rum"} if "administrator" in who else set()  # who looks after the rooms of all houses

    def __call__(self, way, text):
        known = self.known | (
            {"Rum"} if "/arrangementer/" in way or "/grupper/" in way else set()
        )  # held in any house of the district
        found = {
            f"{kind}{number:03}"
            for kind, number in canaries.words(text)
            if number not in self.own and kind not in known
        }
        if found:
            self.strange.append(f"{self.who} reads {sorted(found)} on {way}")


def crawls(app, town, families):
    """Everybody of here; elsewhere those who see children, and one who does not; parents; a stranger."""
    for worker in town.workers.values():
        if worker.name.endswith(ELSEWHERE) and worker.actor not in {"dagtilbud", "sundhedspleje", "forvaltning"}:
            continue
        crawl = Crawl(app, Browser(app, worker.secret), Watch(worker.name, own_numbers(town, worker)))
        crawl.go(["/", "/konto", f"/{worker.actor}/"])
        for one in (None, *families):
            crawl.go(of_worker(app, worker.actor, worker.slug, one))
        yield crawl
    for one, guardian in (
        (families[0], families[0].mother),
        (families[0], families[0].uncle),
        (families[4], families[4].father),
        (families[3], families[3].mother),
    ):
        crawl = Crawl(app, Browser(app, one.secrets[guardian]), Watch(f"guardian {guardian}", {one.number}))
        crawl.go(["/", f"/book/{one.tokens[guardian]}"])
        for other in families:
            crawl.go(of_link(app, other.tokens[guardian] if other is one else other.tokens[other.mother]))
        yield crawl
    stranger = Crawl(app, Browser(app, "0" * 32), Watch("a stranger", set()))
    stranger.go(["/", "/login", "/book/", "/demo/post/", *(f"/arrangementer/plads/{one}" for one in GUESTS.values())])
    yield stranger


def test_nobody_meets_another_units_data_no_link_leads_nowhere_and_every_page_is_found(app, database, town, families):
    handed_in(database.sessions, town.workers["forvaltning/administrator"], Barn=f"Barn{LIST}kanarie")
    strange, dead, ends = [], set(), set()
    for crawl in crawls(app, town, families):
        strange += crawl.read.strange
        dead |= set(crawl.dead)
        ends |= crawl.ends
    assert not strange, "\n".join(strange)
    assert not dead, "\n".join(sorted(dead))
    ends = {f"{method} {plain(endpoint)}" for method, endpoint in ends}
    lonely = {f"{m} {plain(rule.endpoint)}" for rule in routes(app) for m in rule.methods - {"HEAD", "OPTIONS"}} - ends
    listed = dict(
        line.split(" | ")
        for line in (RULES / "unlisted.txt").read_text().splitlines()
        if line and not line.startswith("#")
    )
    missing, found = sorted(lonely - set(listed)), sorted(set(listed) - lonely)
    assert not missing, (
        "no page leads there: link to it, or write into tests/rules/unlisted.txt: <method> <endpoint> | <why>\n"
        + "\n".join(missing)
    )
    assert not found, "a page leads there: take these lines out of tests/rules/unlisted.txt\n" + "\n".join(found)


def plain(endpoint: str) -> str:
    """A capability's page is one page, under whichever actor it is mounted."""
    first, _, rest = endpoint.partition(".")
    return rest if first in ROLES else endpoint


def test_no_message_and_no_log_line_holds_anything_of_a_child(
    app, database, town, families, tmp_path, monkeypatch, caplog
):
    one = families[0]

    def broken(*_args):
        raise ValueError(f"{one.word('Barn')} {one.word('Skema')}")

    monkeypatch.setattr(overview, "whole", broken)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    nurse = town.workers["sundhedspleje/sundhedsplejerske"]
    with capture_logs() as events:
        run(app, once=True)
        answer = Browser(app, nurse.secret).get(f"/sundhedspleje/{nurse.slug}/starter/{one.start}")
    mails = [path.read_text() for path in (tmp_path / "mail").glob("*.eml")]
    assert "unexpected error" in {event["event"] for event in events}
    assert canaries.words(f"{events} {caplog.text} {answer.text}") == set()
    assert mails
    assert {kind for mail in mails for kind, _ in canaries.words(mail)} <= {"Rum"}  # where it is
