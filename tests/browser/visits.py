"""Where each template can be seen: by whom, at which address, and what has to happen first. test_axe.py goes there."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from blueprints.running.duties import DUTIES
from blueprints.running.worker import Worker
from domain.access.citizens import Guardianship
from domain.access.citizens import Visit as Arrived
from domain.access.links import open_staff_link
from domain.access.roles import INTERPRETER
from domain.access.staff import Membership, Staff, StaffSession
from domain.access.tokens import guest_token, request_token, staff_token
from domain.access.units import Unit
from domain.base import now, quarter, today
from domain.booking.finding.openings import local_day
from domain.booking.tables import Absence, Appointment, Participant
from domain.conferences.tables.effort import Effort
from domain.conferences.tables.meeting import Item, Passage, Rival
from domain.conferences.tables.series import BUSY, Attendance, Conference
from domain.conferences.tables.series import CLOSED as WAITS
from domain.conferences.tables.task import DISCUSSED, Task
from domain.conferences.year import attending
from domain.consent import Consent
from domain.counselling.tables.cases import Visit as AnonymousVisit
from domain.demo.passphrase import PASSPHRASE
from domain.events.tables import Event, Seating
from domain.groups.tables import HOLDS, GroupMeeting, GroupSeat
from domain.inquiries.tables import Inquiry
from domain.journey.waitlist import line, waiting
from domain.people import Start
from domain.referrals.tables import Standing as Referred
from domain.starts import letters, overview
from domain.starts.tables import Preparation
from domain.tovholder.followed import RUNNING
from domain.visits import extra
from tests.browser.demo_server import WEDNESDAY, Municipality
from tests.browser.tabs import Tab, read
from tests.factories import SECRET
from tests.scenes import births, courses, referred
from tests.scenes.anonymous import ask_for
from tests.scenes.canaries import working
from tests.scenes.lists import file, row
from tests.scenes.municipality import Worker as Writer

HOUSE, NURSES, OFFICE = "/dagtilbud/troldebo", "/sundhedspleje/skovlunde", "/forvaltning/forvaltningen"
FAMILIES = "/familiehus/familiehuset"
WELCOME_ENDS = WEDNESDAY + timedelta(days=14)


INQUIRIES = {
    "draft": "Et skilsmissebarn, der er ked af det",
    "asked": "Søvn og hverdag derhjemme",
    "named": "Mange fraværsdage",
    "taken": "Forældre, der skændes i garderoben",
    "choosing": "En far, der er blevet alene",
    "on": "En dreng, der ikke vil hjem",
    "given": "Uro ved spisebordet",
}


@dataclass(frozen=True, kw_only=True)
class Visit:
    """`{booked}` in an address is a start in that state, `{child}` its child, `{link}` the first parent's link to the start `of`.

    `before` happens when the browser has opened and before the page, `after` on the page; `main`: also on a phone, and dark.
    """

    shows: tuple[str, ...]
    address: str
    staff: str = ""
    of: str = ""
    confirmed: bool = True
    status: int = 200
    before: Callable[[Municipality], None] | None = None
    after: Callable[[Municipality, Tab], None] | None = None
    main: bool = False


def known(demo: Municipality) -> dict[str, int | str]:
    """A start of Troldebo in each state, by what it is called here, and what else an address may need."""
    with demo.session() as session:
        house = session.scalars(select(Start.unit_id).where(Start.id == 1)).one()
        rows = overview.of_unit(session, house)
        nurse = session.scalars(select(Staff.id).where(Staff.login == "sundhedsplejerske")).one()
        absence = session.scalars(select(Absence.id).order_by(Absence.id)).first()
        own = select(Seating.event_id, Seating.sign_up_id).join(Event, Event.id == Seating.event_id)
        seat = session.execute(own.where(Event.unit_id == house).order_by(Seating.sign_up_id)).first()
        psykolog = session.scalars(select(Staff.id).where(Staff.login == "ppr")).one()
        dates = select(Conference.id).where(Conference.unit_id == house, Conference.first > quarter(now()))
        conference = session.scalars(dates.order_by(Conference.first)).first()
        waits = session.scalars(
            select(Conference.id).where(Conference.unit_id == house, Conference.state == WAITS)
        ).first()
        mine = select(Effort.id).join(Staff, Staff.id == Effort.tovholder_id)
        effort = session.scalars(mine.where(Staff.login == "leder", Effort.state == RUNNING)).first()
        loose = session.scalars(select(Task.id).where(Task.unit_id == house, Task.state == DISCUSSED)).first()
        points = select(Item.id).join(Task, Task.id == Item.task_id).where(Item.conference_id == conference)
        named = session.scalars(points.where(Task.child_id.is_not(None))).first()
        written = select(Passage.item_id).join(Rival, Rival.passage_id == Passage.id)
        twice = session.scalars(written.where(Rival.conference_id == conference)).first()
        mine = select(Membership.unit_id).where(Membership.staff_id == nurse).scalar_subquery()
        beside = select(Membership.staff_id).where(Membership.unit_id == mine, Membership.staff_id != nurse)
        colleague = session.scalars(beside.order_by(Membership.staff_id)).first()
        rounds = select(Appointment.first).where(Appointment.request_key.like("demo/Ege%"))
        round_ = session.scalars(rounds.execution_options(unscoped="of whoever looks")).first()
        prepared = session.scalars(select(Preparation.start_id).order_by(Preparation.start_id)).first()
        ahead = {one.state: one for one in rows if not one.call}
        own_talk = Appointment.start_id == ahead[overview.BOOKED_TIME].id
        talk = session.execute(select(Appointment.id, Appointment.first).where(own_talk)).first()
        family = ahead[overview.BOOKED_TIME].child_id
        guardian = select(Guardianship.guardian_id).where(Guardianship.child_id == family)
        parent = session.scalars(guardian.order_by(Guardianship.guardian_id)).first()
        titles = select(Task.title, Task.id, Task.start_id).execution_options(unscoped="drafts are their writers'")
        tasks = {one.title: one for one in session.execute(titles)}
        grouped = in_a_group(session)
        put = select(Inquiry.title, Inquiry.id, Inquiry.child_id).execution_options(unscoped="drafts too")
        put_by = {row.title: row for row in session.execute(put)}
        begun = select(Start.child_id, Start.id).where(Start.unit_id == house)
        starts_of = {row.child_id: row.id for row in session.execute(begun)}
        stands = {row.state: row.referral_id for row in session.execute(select(Referred.state, Referred.referral_id))}
    return {
        "referred_waits": stands["venter-paa-samtykke"],
        "referred_offered": stands["tilbudt"],
        "referred_queue": stands["venteliste"],
        "task": tasks["Få ord i samlingen"].id,
        "asker": request_token(SECRET, "demo-0"),
        **{f"inquiry_{name}": put_by[title].id for name, title in INQUIRIES.items()},
        "asked_family": starts_of[put_by[INQUIRIES["asked"]].child_id],
        "choosing_family": starts_of[put_by[INQUIRIES["choosing"]].child_id],
        "asked": tasks["Uro ved måltiderne"].id,
        "asked_start": tasks["Uro ved måltiderne"].start_id,
        "parent": parent,
        "talk": talk.id,
        "day": local_day(talk.first).isoformat(),
        "house": house,
        "nurse": nurse,
        "colleague": colleague,
        "round": local_day(round_).isoformat(),
        "welcome": staff_token(SECRET, nurse, WELCOME_ENDS),
        "child": ahead[overview.BOOKED_TIME].child_id,
        "booked": ahead[overview.BOOKED_TIME].id,
        "waiting": ahead[overview.OVERDUE].id,
        "invited": ahead[overview.INVITED].id,
        "absence": absence,
        "event": seat.event_id,
        "conference": conference,
        "named": named,
        "twice": twice,
        "psykolog": psykolog,
        "waits": waits,
        "effort": effort,
        "loose": loose,
        "seat": guest_token(SECRET, seat.sign_up_id),
        "closed": ahead[overview.CLOSED].id,
        **grouped,
        "prepared": prepared,
        "held": next(one.id for one in rows if one.state == overview.TOOK_PLACE),
    }


def in_a_group(session: Session) -> dict[str, int]:
    """A group that is full, one of its meetings, and the start of a child whose parent has a seat in it and sees what another shares."""
    rows = select(GroupSeat.group_id, GroupSeat.child_id, Start.id).join(Start, Start.child_id == GroupSeat.child_id)
    seat = session.execute(rows.where(GroupSeat.standing == HOLDS).order_by(GroupSeat.id.desc())).first()
    met = select(GroupMeeting.id).where(GroupMeeting.group_id == seat.group_id, GroupMeeting.cancelled_at.is_(None))
    return {
        "group": seat.group_id,
        "grouped": seat.id,
        "newborn": seat.child_id,
        "met": session.scalars(met.order_by(GroupMeeting.first)).first(),
    }


def press(name: str) -> Callable[[Municipality, Tab], None]:
    return lambda _demo, tab: tab.page.get_by_role("button", name=name, exact=True).first.click()


def work(demo: Municipality) -> Worker:
    return Worker(demo.app, threading.Event(), patient=False)


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


def offered(demo: Municipality) -> None:
    """The family with a time wants an earlier one, and is the first in the line."""
    start_id = known(demo)["booked"]
    with demo.session() as session:
        waiting.ask(session, start_id, range(5), 0, 24 * 60)
    line.work(demo.database.sessions)


def double_booked(demo: Municipality) -> None:
    """Somebody who is called in to the next conference is not free then."""
    ids = known(demo)
    with demo.session() as session:
        attending.apology(session, ids["conference"], ids["psykolog"])
        own = Attendance.conference_id == ids["conference"], Attendance.staff_id == ids["psykolog"]
        session.execute(update(Attendance).where(*own).values(state=BUSY))


def drawn_back(demo: Municipality) -> None:
    """The parents have taken their yes back."""
    ids = known(demo)
    with demo.session() as session:
        task = select(Item.task_id).where(Item.id == ids["named"])
        session.execute(delete(Consent).where(Consent.matter_id == task.scalar_subquery()))


def printed(demo: Municipality) -> None:
    """A letter to the first parent of the family with a time."""
    ids = known(demo)
    with demo.session() as session:
        letters.write(session, SECRET, ids["booked"], ids["parent"])


def typed(_demo: Municipality, tab: Tab) -> None:
    """A code that no letter has."""
    tab.page.get_by_label("Koden i brevet").fill("ABCDE-FGHJK")
    tab.page.get_by_role("button", name="Gå videre").click()
    tab.page.get_by_text("Koden passer ikke").first.wait_for()


def interprets(demo: Municipality) -> None:
    """The consultant speaks the language of the family with a time."""
    talk = int(known(demo)["talk"])
    with demo.session() as session:
        one = session.scalars(select(Staff).where(Staff.login == "konsulent")).one()
        unit = session.scalars(select(Membership.unit_id).where(Membership.staff_id == one.id)).one()
        session.add(Membership(staff_id=one.id, unit_id=unit, role=INTERPRETER))
        seat = {"resource_id": one.resource_id, "staff_id": one.id, "unit_id": unit, "role": INTERPRETER}
        session.add(Participant(appointment_id=talk, place=9, **seat))


def locked(demo: Municipality) -> None:
    with demo.session() as session:
        session.execute(update(StaffSession).values(locked=True))


def welcomed(demo: Municipality) -> None:
    with demo.session() as session:
        nurse = session.scalars(select(Staff.id).where(Staff.login == "sundhedsplejerske")).one()
        open_staff_link(session, SECRET, nurse, WELCOME_ENDS)


def long_ago(demo: Municipality) -> None:
    """The second check was passed so long ago that what is about health is covered."""
    with demo.session() as session:
        session.execute(update(Arrived).values(confirmed_at=now() - timedelta(minutes=30)))


def mailed(demo: Municipality) -> None:
    """The first handful of the demo's mails is written."""
    work(demo).handful()


def hand_in(_demo: Municipality, tab: Tab, **cells: str) -> None:
    """A list of one row, chosen and sent."""
    content = file(row(**cells))
    tab.page.get_by_label("Listen").set_input_files({"name": "starter.csv", "mimeType": "text/csv", "buffer": content})
    tab.page.get_by_role("button", name="Gennemse listen").click()


def checked(demo: Municipality, tab: Tab, **cells: str) -> None:
    """The same, and the worker has looked at it."""
    hand_in(demo, tab, **cells)
    look_at_lists(demo)
    tab.page.reload()


def look_at_lists(demo: Municipality) -> None:
    work(demo).attend(next(duty for duty in DUTIES if duty.name == "lists of coming starts"))


def too_late(demo: Municipality, tab: Tab) -> None:
    """The page was open when the browser's confirmation ran out; then the form is sent."""
    with demo.session() as session:
        session.execute(update(Arrived).values(seen_at=now() - timedelta(hours=3)))
    press("Gem og gå videre")(demo, tab)


def writes_anonymously(_demo: Municipality, tab: Tab) -> None:
    tab.page.fill("#text", "Min datter vil ikke spise.")
    tab.page.click("main form button")


def has_an_anonymous_case(demo: Municipality, tab: Tab) -> None:
    """With a question from a colleague, and a time."""
    writes_anonymously(demo, tab)
    tab.page.fill("#group", anonymous_code(tab)[-5:])
    tab.page.click("main form button")
    with demo.session() as session:
        newest = select(AnonymousVisit.case_id).order_by(AnonymousVisit.created_at.desc())
        nurse = session.scalars(select(Staff.id).where(Staff.login == "sundhedsplejerske")).one()
        ask_for(session, session.scalars(newest).first(), nurse)
    tab.open("/anonym/sag/tid")
    tab.page.locator("[name=time]").first.check()
    tab.page.click("main form button")


def then(way: str) -> Callable[[Municipality, Tab], None]:
    """Another page of the case."""

    def go(demo: Municipality, tab: Tab) -> None:
        has_an_anonymous_case(demo, tab)
        tab.valid(tab.open(way).text())

    return go


def comes_back_with_a_draft(demo: Municipality, tab: Tab) -> None:
    writes_anonymously(demo, tab)
    code = anonymous_code(tab)
    tab.open("/anonym/kode")
    tab.page.eval_on_selector("#text", "field => field.value = 'Det, jeg ville sige'")
    tab.page.fill("#code", code)
    tab.page.click("main form button")


def anonymous_code(tab: Tab) -> str:
    return "".join(read(tab.page.locator(".receipt-code span")))


COUNSELLORS, ADVICE = "/familiehus/familiehuset/raadgivning", f"{OFFICE}/adgang/raadgivning"


def unlocked(*names: str, button: str = "") -> Callable[[Municipality, Tab], None]:
    """The reading passphrase opens the page that was asked for; from there by these links, and by a button."""

    def act(_demo: Municipality, tab: Tab) -> None:
        tab.page.locator("main").get_by_label("Læsekode", exact=True).fill(PASSPHRASE)
        tab.page.locator("main").get_by_role("button", name="Lås op", exact=True).click()
        for name in names:
            tab.page.locator("main").get_by_role("link", name=name).first.click()
        if button:
            tab.page.locator("main").get_by_role("button", name=button).first.click()

    return act


def signed_in_and_unlocked(page: str, *names: str, button: str = "") -> Callable[[Municipality, Tab], None]:
    """The same for a page that shows itself to whoever has not unlocked as well."""

    def act(demo: Municipality, tab: Tab) -> None:
        tab.open("/laesekode/laas-op")
        unlocked()(demo, tab)
        tab.open(f"{COUNSELLORS}/{page}")
        for name in names:
            tab.page.locator("main").get_by_role("link", name=name).first.click()
        if button:
            tab.page.locator("main").get_by_role("button", name=button).first.click()

    return act


def counsellors(page: str, *shows: str, do: Callable[[Municipality, Tab], None], main: bool = False) -> Visit:
    """A page of the Familiehus' counsellors, unlocked."""
    names = tuple(f"counselling/{name}.html" for name in shows)
    return Visit(shows=names, address=f"{COUNSELLORS}/{page}", staff="familieraadgiver", after=do, main=main)


def on_list(*steps: str, row: str = "th a") -> Callable[[Municipality, Tab], None]:
    """The first row of a list of home visits (its child, or with `row` its visit), and then these links or buttons."""

    def do(_demo: Municipality, tab: Tab) -> None:
        tab.page.locator(f"tbody {row}").first.click()
        for step in steps:
            tab.page.get_by_role("link", name=step).or_(tab.page.get_by_role("button", name=step)).first.click()

    return do


def births_handed_in(_demo: Municipality, tab: Tab) -> None:
    """A birth list of one row, chosen and sent."""
    sent = {"name": "foedsler.csv", "mimeType": "text/csv", "buffer": births.file({})}
    tab.page.get_by_label("Listen").set_input_files(sent)
    tab.page.get_by_role("button", name="Gennemse listen").click()


def has_a_visit(demo: Municipality) -> None:
    """Every child that comes to Troldebo is offered one more visit."""
    with demo.session() as session:
        ours = select(Start.child_id).join(Unit, Unit.id == Start.unit_id).where(Unit.slug == "troldebo")
        span = today() + timedelta(days=1), today() + timedelta(days=30)
        for child in session.scalars(ours.distinct()).all():
            extra.add(session, SECRET, child, *span, "soevn", "Søvn om aftenen.")


def own_visit(*steps: str) -> Callable[[Municipality, Tab], None]:
    """A parent on the page of a visit."""

    def do(_demo: Municipality, tab: Tab) -> None:
        for step in ("Ekstra besøg", *steps):
            tab.page.get_by_role("link", name=step).first.click()

    return do


def nurse(page: str, *names: str, do: Callable[[Municipality, Tab], None] | None = None, main: bool = False) -> Visit:
    """Of the home visits."""
    shown = tuple(f"visits/{name}.html" for name in names)
    return Visit(shows=shown, address=f"{NURSES}/besoeg/{page}", staff="sundhedsplejerske", after=do, main=main)


VISITS = (
    nurse("", "lists/index", "lists/due", main=True),
    nurse("?vis=alle", "lists/lines", main=True),
    nurse("fordelt", "lists/shares"),
    nurse("ny", "child/new"),
    nurse("foedselsliste", "births/index"),
    nurse("foedselsliste", "births/read", do=births_handed_in),
    nurse("?vis=uden-tid", "child/show", "child/drawn", do=on_list(), main=True),
    nurse("?vis=uden-tid", "child/days", do=on_list("Ret dagene")),
    nurse("?vis=uden-tid", "child/moved", do=on_list("Ret dagene", "Regn om")),
    nurse("?vis=uden-tid", "child/extra", do=on_list("Ekstra besøg")),
    nurse("?vis=uden-tid", "visit/show", do=on_list(row="td a"), main=True),
    nurse("?vis=uden-tid", "visit/reason", do=on_list("Det kan ikke holdes", row="td a")),
    nurse("?vis=uden-tid", "visit/times", do=on_list("Find en tid", row="td a"), main=True),
    Visit(
        shows=("visits/child/without.html",),
        address=f"{NURSES}/besoeg/barn/{{child}}/dage",
        staff="sundhedsplejerske",
        of="booked",
    ),
    Visit(
        shows=("book/visit/in_family.html", "book/visit/show.html"),
        address="/book/{link}/familien",
        of="invited",
        before=has_a_visit,
        after=own_visit(),
        main=True,
    ),
    Visit(
        shows=("book/visit/times.html",),
        address="/book/{link}/familien",
        of="invited",
        before=has_a_visit,
        after=own_visit("Vælg en tid"),
    ),
    # Rådgivning
    Visit(shows=("account/passphrase.html",), address="/konto/laesekode", staff="familieraadgiver", main=True),
    Visit(shows=("account/unlock_reading.html",), address="/laesekode/laas-op", staff="familieraadgiver", main=True),
    counsellors("", "index", "head", do=unlocked(), main=True),
    counsellors("", "show", "notes", do=unlocked("Skænderier ved sengetid"), main=True),
    counsellors("", "hand_over", do=unlocked("Skænderier ved sengetid", "Giv videre")),
    counsellors("", "bring", do=unlocked("Skænderier ved sengetid", "Spørg om en kollega")),
    counsellors("tider", "times", "call_off", do=signed_in_and_unlocked("tider", "Aflys")),
    counsellors("tekster", "texts", "head", do=signed_in_and_unlocked("tekster")),
    counsellors("tekster", "text", do=signed_in_and_unlocked("tekster", "Vil du tale med nogen?")),
    counsellors("hold", "team", do=signed_in_and_unlocked("hold"), main=True),
    counsellors("hold", "paper", do=signed_in_and_unlocked("hold", button="Lav nøglen på papir")),
    counsellors("tal", "standing", do=signed_in_and_unlocked("tal")),
    Visit(
        shows=("counselling/brought.html", "counselling/along.html"),
        address=f"{NURSES}/raadgivning/",
        staff="sundhedsplejerske",
        after=unlocked("Småtspisende"),
        main=True,
    ),
    Visit(shows=("adgang/counselling/index.html",), address=ADVICE, staff="administrator", main=True),
    Visit(
        shows=("adgang/counselling/texts.html",),
        address=ADVICE,
        staff="administrator",
        after=lambda _demo, tab: tab.page.get_by_role("link", name="Teksterne på forældrenes side").click(),
    ),
    Visit(shows=("citizen/front.html", "citizen/directory.html"), address="/", main=True),
    Visit(shows=("guide/help.html",), address="/hjaelp?q=skilsmise", main=True),
    Visit(shows=("guide/help.html",), address="/hjaelp?sprog=ar", of="", staff="ppr"),
    Visit(shows=("guide/rammer.html",), address="/rammer"),
    Visit(shows=("guide/text.html",), address="/rammer/faellesskabsmodellen"),
    Visit(shows=("texts/index.html",), address=f"{OFFICE}/tekster/", staff="administrator"),
    Visit(shows=("texts/entry.html",), address=f"{OFFICE}/tekster/hjaelp/sesam", staff="administrator", main=True),
    Visit(shows=("texts/published.html",), address=f"{OFFICE}/tekster/rammer", staff="administrator"),
    Visit(shows=("texts/text.html",), address=f"{OFFICE}/tekster/udgivet/bal", staff="administrator"),
    Visit(shows=("underretning/show.html",), address="/fsr/skovlunde/underretning/", staff="fsr", main=True),
    Visit(shows=("citizen/privacy.html",), address="/privatliv"),
    Visit(shows=("citizen/privacy.html",), address="/privatliv?sprog=ar"),
    Visit(shows=("citizen/accessibility.html",), address="/was"),
    Visit(shows=("citizen/status.html",), address="/status"),
    Visit(shows=("citizen/elsewhere.html",), address="/til/child/99999", staff="leder", status=404),
    Visit(shows=("errors/page.html", "errors/texts.html"), address="/findes-ikke", status=404),
    Visit(shows=("account/login.html",), address="/login", main=True),
    Visit(shows=("account/unlock.html",), address="/laas-op", staff="leder", before=locked),
    Visit(shows=("account/welcome.html",), address="/velkommen/{welcome}", before=welcomed),
    Visit(shows=("account/own.html",), address="/konto", staff="leder"),
    Visit(shows=("account/own.html", "account/fetched.html"), address="/konto", staff="sundhedsplejerske", main=True),
    Visit(shows=("demo_mail/index.html",), address="/demo/post/", before=mailed),
    Visit(
        shows=("demo_mail/show.html",), address="/demo/post/", before=mailed, after=lambda _demo, tab: first_row(tab)
    ),
    # Min dag, Frontdesk
    Visit(shows=("day/show.html",), address=f"{HOUSE}/", staff="leder", main=True),
    Visit(shows=("day/show.html",), address=f"{NURSES}/", staff="sundhedsplejerske", main=True),
    Visit(shows=("day/gather.html",), address="/ppr/", staff="leder"),
    Visit(shows=("frontdesk/week.html",), address=f"{HOUSE}/frontdesk/", staff="leder", main=True),
    Visit(shows=("frontdesk/list.html",), address=f"{HOUSE}/frontdesk/?vis=liste", staff="leder"),
    Visit(shows=("frontdesk/openings.html",), address=f"{HOUSE}/frontdesk/aabninger", staff="paedagog"),
    Visit(
        shows=("rounds/show.html", "rounds/stop.html", "rounds/suggestion.html", "rounds/whose.html"),
        address=f"{NURSES}/runde/?dag={{round}}",
        staff="sundhedsplejerske",
        main=True,
    ),
    Visit(shows=("rounds/paper.html",), address=f"{NURSES}/runde/papir?dag={{round}}", staff="sundhedsplejerske"),
    Visit(
        shows=("caseload/index.html", "caseload/room.html"),
        address=f"{NURSES}/fordeling/",
        staff="sundhedsplejerske",
        main=True,
    ),
    Visit(shows=("caseload/targets.html",), address=f"{NURSES}/fordeling/maal", staff="sundhedsplejerske"),
    Visit(shows=("caseload/show.html",), address=f"{NURSES}/fordeling/{{nurse}}", staff="sundhedsplejerske"),
    Visit(
        shows=("caseload/hand.html", "caseload/plan.html", "caseload/line.html"),
        address=f"{NURSES}/fordeling/{{nurse}}/overdrag?to={{colleague}}&begins_on={WEDNESDAY.date()}&reason=orlov",
        staff="sundhedsplejerske",
        main=True,
    ),
    Visit(shows=("frontdesk/absences.html",), address=f"{HOUSE}/frontdesk/fravaer", staff="paedagog"),
    Visit(shows=("frontdesk/waiting.html",), address=f"{HOUSE}/frontdesk/venteliste", staff="leder", main=True),
    Visit(shows=("book/time/waiting.html",), address="/book/{link}/venteliste", of="booked", main=True),
    Visit(shows=("book/time/offer.html",), address="/book/{link}/tilbud", of="booked", main=True, before=offered),
    Visit(
        shows=("frontdesk/sickday.html",), address=f"{HOUSE}/frontdesk/fravaer/{{absence}}", staff="leder", main=True
    ),
    Visit(
        shows=("frontdesk/opening.html",),
        address=f"{HOUSE}/frontdesk/aabninger",
        staff="paedagog",
        after=lambda _demo, tab: tab.page.locator("#faste a").first.click(),
    ),
    Visit(
        shows=("frontdesk/hours.html",),
        address=f"{HOUSE}/frontdesk/aabninger",
        staff="paedagog",
        after=lambda _demo, tab: tab.page.locator("#dage a").first.click(),
    ),
    # Arrangementer
    Visit(shows=("events/index.html",), address=f"{HOUSE}/arrangementer/", staff="leder", main=True),
    Visit(shows=("events/show.html",), address=f"{HOUSE}/arrangementer/{{event}}", staff="leder", main=True),
    Visit(
        shows=("events/new.html", "events/matter.html"),
        address=f"{HOUSE}/arrangementer/nyt?kopi={{event}}",
        staff="leder",
        main=True,
    ),
    Visit(shows=("events/change.html",), address=f"{HOUSE}/arrangementer/{{event}}/ret", staff="leder"),
    Visit(shows=("events/move.html",), address=f"{HOUSE}/arrangementer/{{event}}/flyt", staff="leder"),
    Visit(shows=("events/cancel.html",), address=f"{HOUSE}/arrangementer/{{event}}/aflys", staff="leder"),
    Visit(shows=("events/add.html",), address=f"{HOUSE}/arrangementer/{{event}}/tilmeld", staff="leder"),
    Visit(shows=("events/door.html",), address=f"{HOUSE}/arrangementer/{{event}}/doeren", staff="leder", main=True),
    Visit(
        shows=("groups/index.html", "groups/newborns.html", "groups/table.html"),
        address=f"{NURSES}/grupper/",
        staff="sundhedsplejerske",
        main=True,
    ),
    Visit(shows=("groups/ended.html",), address=f"{NURSES}/grupper/?afsluttet=1", staff="sundhedsplejerske"),
    Visit(
        shows=("groups/show.html", "groups/members.html", "groups/met.html"),
        address=f"{NURSES}/grupper/{{group}}",
        staff="sundhedsplejerske",
        main=True,
    ),
    Visit(
        shows=("groups/new.html", "groups/fields.html"),
        address=f"{NURSES}/grupper/ny?forslag=0",
        staff="sundhedsplejerske",
        main=True,
    ),
    Visit(shows=("groups/change.html",), address=f"{NURSES}/grupper/{{group}}/ret", staff="sundhedsplejerske"),
    Visit(shows=("groups/end.html",), address=f"{NURSES}/grupper/{{group}}/afslut", staff="sundhedsplejerske"),
    Visit(shows=("groups/child.html",), address=f"{NURSES}/grupper/barn/{{newborn}}", staff="sundhedsplejerske"),
    Visit(shows=("groups/meeting/show.html",), address=f"{NURSES}/grupper/{{group}}/moede", staff="sundhedsplejerske"),
    Visit(
        shows=("groups/meeting/presence.html",),
        address=f"{NURSES}/grupper/moede/{{met}}/fremmoede",
        staff="sundhedsplejerske",
    ),
    Visit(
        shows=("groups/meeting/cancel.html",),
        address=f"{NURSES}/grupper/moede/{{met}}/aflys",
        staff="sundhedsplejerske",
    ),
    Visit(
        shows=("groups/meeting/joint.html",),
        address=f"{NURSES}/grupper/{{group}}/faelles-tid?hus={{house}}",
        staff="sundhedsplejerske",
    ),
    Visit(shows=("groups/visits.html",), address=f"{HOUSE}/grupper/", staff="leder"),
    Visit(
        shows=("book/group/show.html", "book/group/share.html"),
        address="/book/{link}/gruppe/{group}",
        of="grouped",
        main=True,
    ),
    Visit(shows=("book/group/wish.html",), address="/book/{link}/gruppeoenske", of="grouped"),
    Visit(
        shows=("book/family/show.html", "book/group/in_family.html", "book/family/nurse.html"),
        address="/book/{link}/familien",
        of="grouped",
    ),
    Visit(shows=("sign_up/index.html",), address="/arrangementer/", main=True),
    Visit(
        shows=("anonym/letter.html", "anonym/before.html", "anonym/urgent.html", "anonym/gate.html"),
        address="/anonym/",
        main=True,
    ),
    Visit(shows=("anonym/receipt.html", "anonym/code.html"), address="/anonym/", after=writes_anonymously, main=True),
    Visit(
        shows=("anonym/case.html", "anonym/asks.html", "anonym/meeting.html"),
        address="/anonym/",
        after=has_an_anonymous_case,
        main=True,
    ),
    Visit(shows=("anonym/times.html",), address="/anonym/", after=then("/anonym/sag/tid"), main=True),
    Visit(shows=("anonym/delete.html",), address="/anonym/", after=then("/anonym/sag/slet")),
    Visit(shows=("anonym/gone.html", "anonym/backups.html"), address="/anonym/slettet", main=True),
    Visit(shows=("anonym/enter.html",), address="/anonym/kode", main=True),
    Visit(shows=("anonym/draft.html",), address="/anonym/", after=comes_back_with_a_draft),
    Visit(shows=("anonym/tracks.html", "anonym/back.html"), address="/anonym/spor", main=True),
    Visit(shows=("anonym/protection.html",), address="/anonym/sikkerhed", main=True),
    Visit(shows=("poster/show.html",), address=f"{HOUSE}/plakat/?paa=ar", staff="leder", main=True),
    Visit(shows=("sign_up/show.html",), address="/arrangementer/{event}", main=True),
    Visit(
        shows=("sign_up/show.html",),
        address="/arrangementer/{event}",
        after=press("Tilmeld"),
    ),
    Visit(shows=("sign_up/seat.html",), address="/arrangementer/plads/{seat}", main=True),
    Visit(shows=("sign_up/leave.html",), address="/arrangementer/plads/{seat}/afmeld"),
    # Konferencer: the year plan
    Visit(
        shows=("conferences/index.html", "conferences/ways.html", "conferences/mine.html"),
        address=f"{HOUSE}/konferencer/",
        staff="leder",
        main=True,
    ),
    Visit(shows=("conferences/held.html",), address=f"{HOUSE}/konferencer/holdt", staff="leder"),
    Visit(shows=("conferences/year/plan.html",), address=f"{HOUSE}/konferencer/plan", staff="leder", main=True),
    Visit(
        shows=("conferences/year/new.html", "conferences/year/people.html"),
        address=f"{HOUSE}/konferencer/plan/ny?aar=2027",
        staff="leder",
    ),
    Visit(
        shows=("conferences/year/days.html",),
        address=f"{HOUSE}/konferencer/plan/ny?aar=2027",
        staff="leder",
        after=press("Se datoerne"),
        main=True,
    ),
    Visit(shows=("conferences/date/new.html",), address=f"{HOUSE}/konferencer/plan/dato", staff="leder"),
    Visit(shows=("conferences/year/seats.html",), address=f"{HOUSE}/konferencer/plan/deltagere", staff="leder"),
    Visit(
        shows=("conferences/show.html", "conferences/tabs.html", "conferences/date/one_comes.html"),
        address="/ppr/ppr/konferencer/{conference}",
        staff="ppr",
    ),
    Visit(
        shows=("conferences/show.html", "conferences/date/conflict.html"),
        address=f"{HOUSE}/konferencer/{{conference}}",
        staff="leder",
        before=double_booked,
        main=True,
    ),
    Visit(shows=("conferences/date/move.html",), address=f"{HOUSE}/konferencer/{{conference}}/flyt", staff="leder"),
    Visit(shows=("conferences/date/cancel.html",), address=f"{HOUSE}/konferencer/{{conference}}/aflys", staff="leder"),
    Visit(shows=("conferences/date/change.html",), address=f"{HOUSE}/konferencer/{{conference}}/ret", staff="leder"),
    Visit(
        shows=("conferences/date/call_in.html",), address=f"{HOUSE}/konferencer/{{conference}}/indkald", staff="leder"
    ),
    Visit(
        shows=("conferences/date/substitute.html",),
        address=f"{HOUSE}/konferencer/{{conference}}/vikar/{{psykolog}}",
        staff="leder",
    ),
    Visit(
        shows=("conferences/meeting/agenda.html", "conferences/meeting/line.html", "conferences/meeting/minutes.html"),
        address=f"{HOUSE}/konferencer/{{conference}}/dagsorden",
        staff="leder",
        main=True,
    ),
    Visit(
        shows=("conferences/meeting/item.html",),
        address=f"{HOUSE}/konferencer/{{conference}}/dagsorden/{{named}}",
        staff="leder",
    ),
    Visit(
        shows=(
            *(f"conferences/meeting/{name}.html" for name in ("room", "heading", "matter", "texts", "numbers")),
            *(f"conferences/meeting/{name}.html" for name in ("agreements", "away")),
        ),
        address=f"{HOUSE}/konferencer/{{conference}}/moede/{{named}}",
        staff="leder",
        main=True,
    ),
    Visit(
        shows=("conferences/meeting/texts.html",),
        address=f"{HOUSE}/konferencer/{{conference}}/moede/{{twice}}",
        staff="leder",
        main=True,
    ),
    Visit(
        shows=("conferences/meeting/shut.html",),
        address=f"{HOUSE}/konferencer/{{conference}}/moede/{{named}}",
        staff="leder",
        before=drawn_back,
    ),
    Visit(
        shows=("conferences/meeting/effort.html",),
        address=f"{HOUSE}/konferencer/{{conference}}/moede/{{named}}/indsats",
        staff="leder",
    ),
    Visit(
        shows=("conferences/centre.html", "conferences/centre_ways.html"),
        address=f"{OFFICE}/konferencer/",
        staff="administrator",
    ),
    Visit(
        shows=("conferences/year/template.html",),
        address=f"{OFFICE}/konferencer/dagsorden",
        staff="administrator",
        main=True,
    ),
    Visit(
        shows=("conferences/after/referat.html", "conferences/after/points.html"),
        address=f"{HOUSE}/konferencer/{{waits}}/referat",
        staff="leder",
        main=True,
    ),
    Visit(
        shows=("conferences/after/efforts.html",), address=f"{HOUSE}/konferencer/indsatser", staff="leder", main=True
    ),
    Visit(
        shows=("conferences/after/effort.html",),
        address=f"{HOUSE}/konferencer/indsatser/{{effort}}",
        staff="leder",
        main=True,
    ),
    Visit(
        shows=("tovholder/hand_over.html",),
        address=f"{HOUSE}/konferencer/indsatser/{{effort}}/overdrag",
        staff="leder",
    ),
    Visit(
        shows=("conferences/after/start.html",),
        address=f"{HOUSE}/konferencer/opgaver/{{loose}}/indsats",
        staff="leder",
    ),
    Visit(shows=("conferences/after/promises.html",), address=f"{HOUSE}/konferencer/aftaler", staff="leder"),
    Visit(shows=("conferences/after/undated.html",), address=f"{HOUSE}/konferencer/uden-dato", staff="leder"),
    Visit(shows=("conferences/after/figures.html",), address=f"{HOUSE}/konferencer/tal", staff="leder", main=True),
    # Konferencer, opgaver
    Visit(shows=("conferences/tasks/index.html",), address=f"{HOUSE}/konferencer/opgaver", staff="leder", main=True),
    Visit(shows=("conferences/tasks/kinds.html",), address=f"{HOUSE}/konferencer/opgaver/ny", staff="paedagog"),
    Visit(
        shows=("conferences/tasks/write.html",),
        address=f"{HOUSE}/konferencer/opgaver/ny/enkeltbarn",
        staff="paedagog",
        main=True,
    ),
    Visit(
        shows=(
            "conferences/tasks/show.html",
            "conferences/tasks/ahead.html",
            "conferences/tasks/text.html",
            "conferences/tasks/numbers.html",
            "conferences/tasks/facts.html",
        ),
        address=f"{HOUSE}/konferencer/opgaver/{{task}}",
        staff="leder",
        main=True,
    ),
    Visit(
        shows=("conferences/tasks/consent.html",), address=f"{HOUSE}/konferencer/opgaver/{{asked}}", staff="paedagog"
    ),
    Visit(
        shows=("conferences/tasks/withdraw.html",),
        address=f"{HOUSE}/konferencer/opgaver/{{asked}}/traek",
        staff="paedagog",
    ),
    Visit(
        shows=("conferences/tasks/agree.html",),
        address=f"{HOUSE}/konferencer/opgaver/{{asked}}/samtykke",
        staff="paedagog",
    ),
    Visit(shows=("conferences/tasks/ppr.html",), address="/ppr/ppr/konferencer/opgaver/ppr", staff="ppr", main=True),
    Visit(shows=("conferences/tasks/load.html",), address="/ppr/ppr/konferencer/opgaver/belastning", staff="ppr"),
    Visit(shows=("book/task/in_start.html",), address="/book/{link}", of="asked_start"),
    Visit(
        shows=("book/task/show.html", "book/task/text.html"),
        address="/book/{link}/opgave/{asked}",
        of="asked_start",
        main=True,
    ),
    # Henvendelser
    Visit(shows=("inquiries/index.html",), address=f"{HOUSE}/henvendelser/", staff="paedagog", main=True),
    Visit(shows=("inquiries/kinds.html",), address=f"{HOUSE}/henvendelser/ny", staff="paedagog"),
    Visit(shows=("inquiries/write.html",), address=f"{HOUSE}/henvendelser/ny/ppr", staff="paedagog", main=True),
    Visit(
        shows=("inquiries/show.html", "inquiries/ahead.html", "inquiries/facts.html"),
        address=f"{HOUSE}/henvendelser/{{inquiry_asked}}",
        staff="paedagog",
    ),
    Visit(
        shows=("inquiries/agree.html",),
        address=f"{HOUSE}/henvendelser/{{inquiry_asked}}/samtykke",
        staff="paedagog",
    ),
    Visit(
        shows=("inquiries/withdraw.html",), address=f"{HOUSE}/henvendelser/{{inquiry_draft}}/traek", staff="paedagog"
    ),
    Visit(
        shows=("inquiries/show.html", "inquiries/meeting.html"),
        address="/fsr/skovlunde/henvendelser/{inquiry_choosing}",
        staff="fsr",
        main=True,
    ),
    Visit(shows=("inquiries/times.html",), address="/fsr/skovlunde/henvendelser/{inquiry_choosing}/tid", staff="fsr"),
    Visit(
        shows=("inquiries/show.html", "inquiries/hands.html"),
        address=f"{NURSES}/henvendelser/{{inquiry_given}}",
        staff="sundhedsplejerske",
    ),
    Visit(shows=("inquiries/close.html",), address="/fsr/skovlunde/henvendelser/{inquiry_taken}/luk", staff="fsr"),
    Visit(shows=("inquiries/load.html",), address="/fsr/skovlunde/henvendelser/belastning", staff="fsr", main=True),
    Visit(shows=("inquire/index.html",), address="/henvendelse/", main=True),
    Visit(shows=("inquire/follow.html",), address="/henvendelse/{asker}"),
    Visit(
        shows=("book/inquiry/show.html", "book/asked.html"),
        address="/book/{link}/henvendelse/{inquiry_asked}",
        of="asked_family",
        main=True,
    ),
    Visit(
        shows=("book/inquiry/times.html",),
        address="/book/{link}/henvendelse/{inquiry_choosing}/tid",
        of="choosing_family",
    ),
    Visit(shows=("book/inquiry/in_family.html",), address="/book/{link}/familien", of="asked_family"),
    Visit(shows=("adgang/units/streets.html",), address=f"{OFFICE}/adgang/veje", staff="administrator"),
    # Starter, Børn
    Visit(shows=("starts/index.html",), address=f"{HOUSE}/starter/", staff="leder", main=True),
    Visit(
        shows=(
            "starts/show.html",
            "starts/talk/booked.html",
            "starts/family/guardians.html",
            "starts/writing/written.html",
        ),
        address=f"{HOUSE}/starter/{{booked}}",
        staff="leder",
        main=True,
    ),
    Visit(shows=("starts/talk/interpreted.html",), address=f"{HOUSE}/starter/{{booked}}", staff="leder", main=True),
    Visit(
        shows=("starts/talk/follow_up.html",),
        address=f"{HOUSE}/starter/{{booked}}/opfoelgning",
        staff="leder",
        main=True,
    ),
    Visit(shows=("starts/talk/missed.html",), address=f"{HOUSE}/starter/{{booked}}/udeblevet", staff="leder"),
    Visit(shows=("starts/talk/interpreter.html",), address=f"{HOUSE}/starter/{{booked}}/tolk", staff="leder"),
    Visit(shows=("starts/talk/times.html",), address=f"{HOUSE}/starter/{{waiting}}/tid", staff="leder", main=True),
    Visit(shows=("starts/new.html",), address=f"{HOUSE}/starter/ny", staff="leder"),
    Visit(shows=("starts/close.html",), address=f"{HOUSE}/starter/{{waiting}}/luk", staff="leder"),
    Visit(shows=("starts/family/consent.html",), address=f"{HOUSE}/starter/{{booked}}/samtykke", staff="leder"),
    Visit(shows=("starts/family/contact.html",), address=f"{HOUSE}/starter/{{booked}}/kontakt", staff="leder"),
    Visit(
        shows=("starts/family/reach.html",), address=f"{HOUSE}/starter/{{booked}}/foraeldre/{{parent}}", staff="leder"
    ),
    Visit(shows=("starts/family/messages.html",), address=f"{HOUSE}/starter/{{booked}}/beskeder", staff="leder"),
    Visit(
        shows=("starts/letters.html",),
        address=f"{HOUSE}/starter/{{booked}}/foraeldre/{{parent}}/brev",
        staff="leder",
        before=printed,
        main=True,
    ),
    Visit(shows=("book/way_in/lost.html",), address="/book/", after=typed),
    Visit(shows=("starts/writing/recommend.html",), address=f"{HOUSE}/starter/{{held}}/anbefalinger", staff="leder"),
    Visit(shows=("starts/writing/paper.html",), address=f"{HOUSE}/starter/{{held}}/anbefalinger/papir", staff="leder"),
    Visit(
        shows=("starts/writing/prepare.html",),
        address=f"{NURSES}/starter/{{booked}}/forbered",
        staff="sundhedsplejerske",
    ),
    Visit(shows=("children/index.html",), address=f"{HOUSE}/boern/", staff="leder"),
    Visit(shows=("children/show.html",), address=f"{HOUSE}/boern/{{child}}", staff="leder", main=True),
    Visit(shows=("children/looks.html",), address=f"{HOUSE}/boern/{{child}}/set", staff="leder"),
    # Tal
    Visit(shows=("figures/index.html", "figures/tabs.html"), address=f"{HOUSE}/tal/", staff="leder", main=True),
    Visit(shows=("figures/index.html",), address=f"{OFFICE}/tal/", staff="konsulent"),
    Visit(shows=("figures/supply.html",), address=f"{HOUSE}/tal/tider", staff="leder", main=True),
    Visit(shows=("figures/supply.html",), address=f"{OFFICE}/tal/tider", staff="konsulent"),
    # Adgang, Import
    Visit(
        shows=("adgang/people/index.html", "adgang/tabs.html"),
        address=f"{OFFICE}/adgang/",
        staff="administrator",
        main=True,
    ),
    Visit(
        shows=("adgang/people/add.html", "adgang/people/fields.html"),
        address=f"{OFFICE}/adgang/medarbejdere/ny",
        staff="administrator",
    ),
    Visit(
        shows=("adgang/people/show.html",),
        address=f"{OFFICE}/adgang/medarbejdere/{{nurse}}",
        staff="administrator",
        main=True,
    ),
    Visit(
        shows=("adgang/people/invited.html",),
        address=f"{OFFICE}/adgang/medarbejdere/{{nurse}}",
        staff="administrator",
        after=press("Send link til ny adgangskode"),
    ),
    Visit(
        shows=("adgang/people/join.html",),
        address=f"{OFFICE}/adgang/medarbejdere/{{nurse}}/medlemskab?enhed={{house}}",
        staff="administrator",
    ),
    Visit(shows=("adgang/units/index.html",), address=f"{OFFICE}/adgang/enheder", staff="administrator", main=True),
    Visit(
        shows=("adgang/units/add.html", "adgang/units/fields.html"),
        address=f"{OFFICE}/adgang/enheder/ny",
        staff="administrator",
    ),
    Visit(shows=("adgang/units/show.html",), address=f"{OFFICE}/adgang/enheder/{{house}}", staff="administrator"),
    Visit(
        shows=("adgang/units/part.html",),
        address=f"{OFFICE}/adgang/enheder/{{house}}",
        staff="administrator",
        after=lambda _demo, tab: tab.page.locator("#grupper a").first.click(),
    ),
    Visit(shows=("frontdesk/open_week.html",), address=f"{HOUSE}/frontdesk/aabninger/uge", staff="leder", main=True),
    Visit(shows=("frontdesk/copy.html",), address=f"{HOUSE}/frontdesk/aabninger/kopier", staff="leder"),
    Visit(
        shows=("frontdesk/move.html", "frontdesk/doubts.html"),
        address=f"{HOUSE}/frontdesk/aftaler/{{talk}}/flyt?dag=2026-12-25&kl=10:00",
        staff="leder",
        main=True,
    ),
    Visit(
        shows=("frontdesk/interpreting.html",),
        address=f"{OFFICE}/frontdesk/aftaler/{{talk}}/tolkning",
        staff="konsulent",
        before=interprets,
    ),
    Visit(shows=("frontdesk/paper.html",), address=f"{HOUSE}/frontdesk/papir?dag={{day}}&hele=1", staff="leder"),
    Visit(shows=("adgang/types/index.html",), address=f"{OFFICE}/adgang/aftaletyper", staff="administrator"),
    Visit(
        shows=("adgang/types/show.html",),
        address=f"{OFFICE}/adgang/aftaletyper/start-samtale",
        staff="administrator",
        main=True,
    ),
    Visit(shows=("adgang/trail.html",), address=f"{OFFICE}/adgang/opslag", staff="administrator"),
    Visit(shows=("starts_import/index.html",), address=f"{OFFICE}/import/", staff="administrator"),
    Visit(shows=("starts_import/show.html",), address=f"{OFFICE}/import/", staff="administrator", after=hand_in),
    Visit(
        shows=("starts_import/show.html",),
        address=f"{OFFICE}/import/",
        staff="administrator",
        after=checked,
        main=True,
    ),
    Visit(
        shows=("starts_import/show.html",),
        address=f"{OFFICE}/import/",
        staff="administrator",
        after=lambda demo, tab: checked(demo, tab, Børnehus="Findesikke", Fødselsdato="i går"),
    ),
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
    # The parents' pages
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
    Visit(shows=("book/way_in/lost.html", "book/frame.html"), address="/book/"),
    Visit(shows=("book/way_in/gone.html",), address="/book/0123456789abcdef", status=404),
    Visit(shows=("book/way_in/confirm.html",), address="/book/{link}/bekraeft", of="waiting", confirmed=False),
    Visit(
        shows=("book/start/overview.html", "book/start/steps.html", "book/start/next.html", "book/start/insight.html"),
        address="/book/{link}",
        of="invited",
        main=True,
    ),
    Visit(
        shows=("book/start/overview.html", "book/time/appointment.html", "book/time/people.html"),
        address="/book/{link}",
        of="booked",
    ),
    Visit(shows=("book/questionnaire/index.html",), address="/book/{link}/skema", of="invited", main=True),
    Visit(shows=("book/questionnaire/section.html",), address="/book/{link}/skema/vaner", of="invited", main=True),
    Visit(
        shows=("book/questionnaire/masked.html",), address="/book/{link}/skema/trivsel", of="booked", before=long_ago
    ),
    Visit(shows=("book/way_in/again.html",), address="/book/{link}/skema/vaner", of="invited", after=too_late),
    Visit(
        shows=("book/start/consent.html", "book/answer.html"), address="/book/{link}/samtykke", of="booked", main=True
    ),
    Visit(shows=("book/time/choose.html", "book/time/meant.html"), address="/book/{link}/tid", of="waiting", main=True),
    Visit(shows=("book/time/receipt.html",), address="/book/{link}/kvittering", of="booked", main=True),
    Visit(
        shows=("book/time/follow_up.html", "book/time/suggested.html"),
        address="/book/{link}/opfoelgning",
        of="booked",
        main=True,
    ),
    Visit(shows=("book/time/cancel.html",), address="/book/{link}/aflys", of="booked"),
    Visit(shows=("book/start/call.html",), address="/book/{link}/ring", of="invited"),
    Visit(shows=("book/start/interpreter.html",), address="/book/{link}/tolk", of="invited"),
    Visit(shows=("book/start/preparation.html",), address="/book/{link}/fra-sundhedsplejen", of="prepared"),
    Visit(shows=("book/start/recommendations.html",), address="/book/{link}/anbefalinger", of="held"),
)


def first_row(tab: Tab) -> None:
    tab.page.locator("main .rows a").first.click()
