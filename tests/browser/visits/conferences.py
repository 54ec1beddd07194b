"""Conferences: the year, the meeting, what comes after."""

from sqlalchemy import delete, select, update

from domain.conferences.tables.meeting import Item
from domain.conferences.tables.series import BUSY, Attendance
from domain.conferences.year import attending
from domain.consent import Consent
from tests.browser.demo_server import Municipality
from tests.browser.tabs import Tab
from tests.browser.visits.known import known
from tests.browser.visits.visit import HOUSE, OFFICE, Visit, press


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


def unfolded(_demo: Municipality, tab: Tab) -> None:
    """The list of a meeting's items: folded, axe passes it by."""
    tab.asks("document.querySelector('details:has(#dagsorden)').open = true")


VISITS = (
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
        shows=("conferences/meeting/agenda.html", "conferences/meeting/lines.html", "conferences/meeting/minutes.html"),
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
        after=unfolded,
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
    Visit(
        shows=("conferences/after/unagreed.html",),
        address=f"{HOUSE}/konferencer/opgaver/{{unread}}/uden-ja",
        staff="leder",
    ),
    Visit(shows=("conferences/after/figures.html",), address=f"{HOUSE}/konferencer/tal", staff="leder", main=True),
)
