"""Events, their poster, and signing up for them."""

from tests.browser.visits.visit import HOUSE, Visit, press

VISITS = (
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
    Visit(shows=("sign_up/index.html",), address="/arrangementer/", main=True),
    Visit(shows=("poster/show.html",), address=f"{HOUSE}/plakat/?paa=ar", staff="leder", main=True),
    Visit(shows=("sign_up/show.html",), address="/arrangementer/{event}", main=True),
    Visit(
        shows=("sign_up/show.html",),
        address="/arrangementer/{event}",
        after=press("Tilmeld"),
    ),
    Visit(shows=("sign_up/seat.html",), address="/arrangementer/plads/{seat}", main=True),
    Visit(shows=("sign_up/leave.html",), address="/arrangementer/plads/{seat}/afmeld"),
)
