"""Referrals and courses of Familiehuset, with the parents' pages of them."""

from sqlalchemy import select

from domain.access.staff import Membership, Staff
from domain.access.units import Unit
from domain.people import Start
from tests.browser.demo_server import Municipality
from tests.browser.tabs import Tab
from tests.browser.visits.known import known
from tests.browser.visits.visit import FAMILIES, Visit
from tests.scenes import courses, referred
from tests.scenes.canaries import working
from tests.scenes.municipality import Worker as Writer


def has_a_course(demo: Municipality) -> None:
    start = known(demo)["invited"]
    with demo.session() as session:
        child = session.scalars(select(Start.child_id).where(Start.id == start)).one()
    courses.begun_for(demo.database.sessions, child)


def has_a_referral(demo: Municipality) -> None:
    invited = known(demo)["invited"]
    with demo.session() as session:
        child = session.scalars(select(Start.child_id).where(Start.id == invited)).one()
        fsr = session.scalars(select(Staff.id).where(Staff.login == "fsr")).one()
        unit = session.scalars(select(Membership.unit_id).where(Membership.staff_id == fsr)).one()
        house = session.scalars(select(Unit.id).where(Unit.actor == "familiehus")).one()
    with working(demo.database.sessions) as session:
        writer = Writer(name="", actor="fsr", role="", unit=unit, slug="", staff=fsr, resource=0, secret="")
        referred.put(session, writer, house, child)


def to_the_times(tab: Tab) -> None:
    tab.page.locator("#forloeb .rows a").first.click()
    tab.page.locator(".alert .actions a").first.click()


VISITS = (
    Visit(shows=("referrals/index.html",), address="/fsr/skovlunde/henvisninger/", staff="fsr", main=True),
    Visit(
        shows=("referrals/new.html", "referrals/family.html", "referrals/fields.html"),
        address="/fsr/skovlunde/henvisninger/ny",
        staff="fsr",
        main=True,
    ),
    Visit(shows=("referrals/edit.html",), address="/fsr/skovlunde/henvisninger/{referred_waits}/ret", staff="fsr"),
    Visit(
        shows=("referrals/agree.html",), address="/fsr/skovlunde/henvisninger/{referred_waits}/samtykke", staff="fsr"
    ),
    Visit(shows=("referrals/child.html",), address="/fsr/skovlunde/henvisninger/{referred_waits}/barnet", staff="fsr"),
    Visit(
        shows=("referrals/withdraw.html",), address="/fsr/skovlunde/henvisninger/{referred_waits}/traek", staff="fsr"
    ),
    Visit(
        shows=("referrals/board.html", "referrals/board_waiting.html", "referrals/board_helped.html"),
        address=f"{FAMILIES}/henvisninger/",
        staff="familiehusleder",
        main=True,
    ),
    Visit(
        shows=("referrals/show.html", "referrals/consent.html", "referrals/facts.html"),
        address=f"{FAMILIES}/henvisninger/{{referred_offered}}",
        staff="familiehusleder",
        main=True,
    ),
    Visit(
        shows=("referrals/step.html",),
        address=f"{FAMILIES}/henvisninger/{{referred_queue}}/tilbud",
        staff="familiehusleder",
    ),
    Visit(
        shows=("referrals/places.html",), address=f"{FAMILIES}/henvisninger/pladser", staff="familiehusleder", main=True
    ),
    Visit(
        shows=("book/referral/in_family.html", "book/referral/show.html"),
        address="/book/{link}/familien",
        of="invited",
        before=has_a_referral,
        after=lambda _demo, tab: tab.page.locator("#henvisninger .rows a").first.click(),
        main=True,
    ),
    Visit(shows=("courses/index.html",), address=f"{FAMILIES}/forloeb/?vis=alle", staff="familieraadgiver", main=True),
    Visit(
        shows=("courses/show.html", "courses/times.html", "courses/follow_up.html", "courses/beside.html"),
        address=f"{FAMILIES}/forloeb/1",
        staff="familieraadgiver",
        main=True,
    ),
    Visit(
        shows=("courses/book.html", "courses/when.html", "courses/found.html"),
        address=f"{FAMILIES}/forloeb/1/tider",
        staff="familieraadgiver",
    ),
    Visit(shows=("courses/support.html",), address=f"{FAMILIES}/forloeb/fast/1", staff="familieraadgiver"),
    Visit(shows=("courses/session.html",), address=f"{FAMILIES}/forloeb/samtaler/1", staff="familieraadgiver"),
    Visit(shows=("courses/load.html",), address=f"{FAMILIES}/forloeb/fordeling", staff="familiehusleder"),
    Visit(
        shows=("courses/begin.html",),
        address=f"{FAMILIES}/forloeb/",
        staff="familieraadgiver",
        after=lambda _demo, tab: tab.page.locator("#begynd .rows a").first.click(),
    ),
    Visit(shows=("book/course/in_family.html",), address="/book/{link}/familien", of="invited", before=has_a_course),
    Visit(
        shows=("book/course/show.html",),
        address="/book/{link}/familien",
        of="invited",
        main=True,
        before=has_a_course,
        after=lambda _demo, tab: tab.page.locator("#forloeb .rows a").first.click(),
    ),
    Visit(
        shows=("book/course/times.html",),
        address="/book/{link}/familien",
        of="invited",
        before=has_a_course,
        after=lambda _demo, tab: to_the_times(tab),
    ),
)
