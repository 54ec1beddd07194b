"""How the starts of a year went: drawn month by month, house by house in a table, and as a workbook."""

from collections.abc import Sequence
from typing import Any

from flask import Response, g, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from blueprints.door import number
from blueprints.figures import places
from blueprints.figures.mount import LEADS, bp
from blueprints.rules import allow
from blueprints.web import db, render
from domain import audit
from domain.base import today
from domain.figures import load
from domain.figures.areas import Place, Row
from domain.figures.year import (
    ALONE,
    ANSWERED,
    IN_TIME,
    INVITED,
    MEASURES,
    NO_SHOWS,
    STARTS,
    TIME,
    UNDER_ONE,
    WHOLE,
    WITHOUT_CONSENT,
    Year,
    year,
)

FIRST, LAST = 2000, 2099
LABELS = {
    STARTS: _l("Starter"),
    UNDER_ONE: _l("Under 1 år"),
    INVITED: _l("Inviteret"),
    ANSWERED: _l("Svaret"),
    TIME: _l("Tid booket"),
    IN_TIME: _l("Afholdt i tide"),
    NO_SHOWS: _l("Udeblevet"),
    ALONE: _l("Uden sundhedsplejerske"),
}
DAYS = _l("Dage før start")
DRAWN = (STARTS, UNDER_ONE, IN_TIME)
OWN_STAFF = ("dagtilbud", "sundhedspleje")
"""Whose leaders share the conversations out."""
NOTES = {STARTS: _l("starter"), UNDER_ONE: _l("af dem under 1 år"), IN_TIME: _l("samtaler afholdt før start")}
"""The year in a few numbers."""
MONTHS = [
    *(_l("jan."), _l("feb."), _l("marts"), _l("april"), _l("maj"), _l("juni")),
    *(_l("juli"), _l("aug."), _l("sep."), _l("okt."), _l("nov."), _l("dec.")),
]


@bp.get("/")
@allow(LEADS)
def index() -> Response:
    """One year; the months of one house, or of all that are the unit's."""
    found = _year()
    drawn = places.drawn(found.rows)
    months = [(MONTHS[month - 1], _cells(found, drawn.key, month)) for month in range(1, 13)]
    return render(
        "figures/index.html",
        year=found.year,
        before=(url_for(".index", aar=found.year - 1), str(found.year - 1)) if found.year > FIRST else None,
        after=(url_for(".index", aar=found.year + 1), str(found.year + 1)) if found.year <= today().year else None,
        heads=[(label, "n") for label in _heads()],
        told=_told(found, drawn),
        widest=max([found.get(STARTS, row.key) or 0 for row in found.rows if isinstance(row.key, int)], default=1) or 1,
        key=[(name, LABELS[measure]) for name, measure in zip("abc", _of(DRAWN), strict=False)],
        drawn=(drawn, places.named(drawn), _cells(found, drawn.key)),
        groups=[
            (label, [found.get(one, drawn.key, at) for one in _of(DRAWN)]) for at, (label, _c) in enumerate(months, 1)
        ],
        top=max((found.get(STARTS, drawn.key, month) or 0 for month in range(1, 13)), default=0),
        months=[*months, (_("Hele året"), _cells(found, drawn.key))],
        rows=[
            (row, places.named(row), _cells(found, row.key), row.key == drawn.key)
            for row in places.widest_first(found.rows)
        ],
        shares=load.shares(db.session(), g.place.id, found.year) if g.place.actor in OWN_STAFF else [],
        alone=ALONE in _of(MEASURES),
    )


@bp.get("/tal.xlsx")
@allow(LEADS)
def download() -> Response:
    """The same figures: one sheet of the year, one of its months. No names but those of places."""
    from blueprints.workbook import workbook  # noqa: PLC0415 -- 6 MiB that no other page needs

    found = _year()
    heading = [str(one) for one in _heads()]
    whole = [[places.named(row), *_written(found, row.key)] for row in found.rows]
    months = [
        [places.named(row), month, *_written(found, row.key, month)] for row in found.rows for month in range(1, 13)
    ]
    return workbook(
        f"god-start-{found.year}.xlsx",
        [
            (str(found.year), [[_("Sted"), *heading], *whole]),
            (_("Måneder"), [[_("Sted"), _("Måned"), *heading], *months]),
        ],
    )


def _year() -> Year:
    wanted = request.args.get("aar", today().year, number)
    audit.seen(db.session(), "Tal")
    return year(db.session(), g.place.id, min(max(wanted, FIRST), LAST))


def _told(found: Year, row: Row) -> list[tuple[int | None, Any]]:
    counts = [(found.get(one, row.key), NOTES[one]) for one in _of([*NOTES])]
    return [*counts, (found.ahead(row.key), _("dage før start i gennemsnit"))] if TIME in _of(MEASURES) else counts


def _of(measures: Sequence[str]) -> list[str]:
    """Those of them that the unit knows without anybody's consent, or all."""
    return [one for one in measures if g.place.actor != "sundhedspleje" or one in WITHOUT_CONSENT]


def _heads() -> list[Any]:
    own = [LABELS[one] for one in _of(MEASURES)]
    return [*own, DAYS] if TIME in _of(MEASURES) else own


def _cells(found: Year, place: Place, month: int = WHOLE) -> list[int | None]:
    """Every measure in its order, and the days; what is hidden is None."""
    own = [found.get(one, place, month) for one in _of(MEASURES)]
    return [*own, found.ahead(place, month)] if TIME in _of(MEASURES) else own


def _written(found: Year, place: Place, month: int = WHOLE) -> list[Any]:
    """Days that there are too few families to tell of are left empty."""
    counts = [found.get(one, place, month) for one in _of(MEASURES)]
    days = [found.ahead(place, month)] if TIME in _of(MEASURES) else []
    return [*(_("skjult") if one is None else one for one in counts), *days]
