"""Tasks for a conference, and the parents' consent to them."""

from tests.browser.visits.visit import HOUSE, Visit

VISITS = (
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
)
