"""Starts, and the children's own pages."""

from domain.starts import letters
from tests.browser.demo_server import Municipality
from tests.browser.visits.known import known
from tests.browser.visits.visit import HOUSE, NURSES, Visit
from tests.factories import SECRET


def printed(demo: Municipality) -> None:
    """A letter to the first parent of the family with a time."""
    ids = known(demo)
    with demo.session() as session:
        letters.write(session, SECRET, ids["booked"], ids["parent"])


VISITS = (
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
)
