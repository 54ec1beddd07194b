"""Home visits, the day's round, the caseload."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import select

from domain.access.units import Unit
from domain.base import today
from domain.people import Start
from domain.visits import extra
from tests.browser.demo_server import WEDNESDAY, Municipality
from tests.browser.tabs import Tab
from tests.browser.visits.visit import NURSES, Visit
from tests.factories import SECRET
from tests.scenes import births


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
)
