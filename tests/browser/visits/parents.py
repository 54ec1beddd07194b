"""The parents' own pages: the way in, the start, the questionnaire, the time."""

from datetime import timedelta

from sqlalchemy import update

from domain.access.citizens import Visit as Arrived
from domain.base import now
from tests.browser.demo_server import Municipality
from tests.browser.tabs import Tab
from tests.browser.visits.visit import Visit, press


def typed(_demo: Municipality, tab: Tab) -> None:
    """A code that no letter has."""
    tab.page.get_by_label("Koden i brevet").fill("ABCDE-FGHJK")
    tab.page.get_by_role("button", name="Gå videre").click()
    tab.page.get_by_text("Koden passer ikke").first.wait_for()


def long_ago(demo: Municipality) -> None:
    """The second check was passed so long ago that what is about health is covered."""
    with demo.session() as session:
        session.execute(update(Arrived).values(confirmed_at=now() - timedelta(minutes=30)))


def too_late(demo: Municipality, tab: Tab) -> None:
    """The page was open when the browser's confirmation ran out; then the form is sent."""
    with demo.session() as session:
        session.execute(update(Arrived).values(seen_at=now() - timedelta(hours=3)))
    press("Gem og gå videre")(demo, tab)


VISITS = (
    Visit(
        shows=("book/family/show.html", "book/group/in_family.html", "book/family/nurse.html"),
        address="/book/{link}/familien",
        of="grouped",
    ),
    Visit(shows=("book/way_in/lost.html",), address="/book/", after=typed),
    Visit(shows=("book/way_in/lost.html", "book/frame.html"), address="/book/"),
    Visit(shows=("book/way_in/gone.html",), address="/book/0123456789abcdef", status=404),
    Visit(
        shows=("book/way_in/confirm.html", "book/way_in/close.html"),
        address="/book/{link}/bekraeft",
        of="waiting",
        confirmed=False,
    ),
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
