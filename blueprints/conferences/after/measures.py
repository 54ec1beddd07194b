"""How well the conferences work: drawn month by month, by kind, house by house, and as a workbook. For a house its own, for forvaltning all."""

from datetime import timedelta
from typing import Any

from flask import Response, current_app, g, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from blueprints.conferences.mount import HOUSE, bp, central
from blueprints.conferences.tasks.words import KINDS
from blueprints.door import number
from blueprints.figures import places
from blueprints.figures.mount import LEADS
from blueprints.figures.year import FIRST, LAST, MONTHS
from blueprints.rules import Rule, allow
from blueprints.web import db, render
from blueprints.words.following import GROUPS, TRACKS
from domain import audit
from domain.base import today
from domain.conferences.after import forgetting
from domain.conferences.tables.task import KINDS as KEYS
from domain.figures.areas import Place
from domain.figures.conferences import (
    BEGIN_DAYS,
    BEGUN,
    EFFORTS,
    LOOKED,
    TALK_DAYS,
    TALKED,
    TASKS,
    WAITING,
    WHOLE,
    Column,
    Year,
    year,
)
from domain.figures.conferences import GROUPS as GROUP_COLUMNS
from domain.figures.conferences import TRACKS as TRACK_COLUMNS
from domain.tovholder.followed import TARGETS

OWN = Rule("leder i dagtilbud med tal", lambda who, place: HOUSE.admits(who, place) and LEADS.admits(who, place))
DRAWN = (TASKS, TALKED, BEGUN)
HEADS = (
    _l("Opgaver"),
    _l("Drøftet"),
    _l("Dage til drøftet"),
    _l("Indsats"),
    _l("Dage til indsats"),
    _l("Opfølgninger"),
    _l("Til tiden, procent"),
)
NOTES = (_l("opgaver sendt ind"), _l("af dem drøftet"), _l("af dem blev til en indsats"))


@bp.get("/tal")
@allow(OWN)
def figures() -> Response:
    """The house's own."""
    return _page("conferences.figures")


@central.get("/tal", endpoint="figures")
@allow(LEADS)
def all_figures() -> Response:
    """Every house's, and the municipality's."""
    kept = timedelta(days=current_app.config["SETTINGS"].conferences_kept_days)
    return _page("conference_centre.figures", forgetting.coming(db.session(), kept))


@bp.get("/tal.xlsx", endpoint="figures_file")
@allow(OWN)
def file() -> Response:
    return _workbook()


@central.get("/tal.xlsx", endpoint="figures_file")
@allow(LEADS)
def all_in_a_file() -> Response:
    return _workbook()


def _page(endpoint: str, forgets: int | None = None) -> Response:
    """`forgets`: how many tasks will have been deleted in a month, for whoever answers for that."""
    found = _year()
    drawn = places.drawn(found.rows)
    columns = [(month, MONTHS[month - 1]) for month in range(1, 13)]
    return render(
        "conferences/after/figures.html",
        year=found.year,
        before=(url_for(".figures", aar=found.year - 1), str(found.year - 1)) if found.year > FIRST else None,
        after=(url_for(".figures", aar=found.year + 1), str(found.year + 1)) if found.year < today().year else None,
        central=endpoint.startswith("conference_centre"),
        forgets=forgets,
        heads=[(label, "n") for label in HEADS],
        name=places.named(drawn),
        told=_told(found, drawn.key),
        means=(found.mean(TALK_DAYS, drawn.key), found.mean(BEGIN_DAYS, drawn.key), found.share(drawn.key)),
        key=[("a", NOTES[0]), ("b", NOTES[1]), ("c", NOTES[2])],
        groups=[(label, [found.get(one, drawn.key, month) for one in DRAWN]) for month, label in columns],
        top=max((found.get(TASKS, drawn.key, month) or 0 for month, _label in columns), default=0),
        months=[*((label, _cells(found, drawn.key, month)) for month, label in columns), _whole(found, drawn.key)],
        kinds=[*((KINDS[one][0], _with(found, drawn.key, one)) for one in KEYS), _all_kinds(found, drawn.key)],
        rows=[
            (row, places.named(row), _with(found, row.key), row.key == drawn.key)
            for row in places.widest_first(found.rows)
        ],
        splits=_splits(found, drawn.key),
    )


def _year() -> Year:
    wanted = request.args.get("aar", today().year, number)
    audit.seen(db.session(), "Tal om konferencer")
    return year(db.session(), g.place.id, min(max(wanted, FIRST), LAST))


def _told(found: Year, place: Place) -> list[tuple[int | None, Any]]:
    counts = [(found.get(one, place), note) for one, note in zip(DRAWN, NOTES, strict=True)]
    return [*counts, (found.get(WAITING, place), _("venter nu"))]


AVERAGES = (2, 4, 6)
"""The places of days and per cent among the cells of a line."""


def _cells(found: Year, place: Place, column: Column = WHOLE) -> list[int | None]:
    return [
        found.get(TASKS, place, column),
        found.get(TALKED, place, column),
        found.mean(TALK_DAYS, place, column),
        found.get(BEGUN, place, column),
        found.mean(BEGIN_DAYS, place, column),
        found.get(LOOKED, place, column),
        found.share(place, column),
    ]


def _with(found: Year, place: Place, column: Column = WHOLE) -> list[int | None]:
    """And what waits now, which has no month."""
    return [*_cells(found, place, column), found.get(WAITING, place, column)]


def _whole(found: Year, place: Place) -> tuple[Any, list[int | None]]:
    return _("Hele året"), _cells(found, place)


def _all_kinds(found: Year, place: Place) -> tuple[Any, list[int | None]]:
    return _("Alle slags"), _with(found, place)


def _splits(found: Year, place: Place) -> list[tuple[Any, int | None]]:
    """Efforts that began, by track and by target group."""
    tracks = [*TRACKS.values(), _("Intet spor")]
    groups = [*(GROUPS[one] for one in TARGETS), _("Ingen særlig målgruppe")]
    named = [*zip(TRACK_COLUMNS, tracks, strict=True), *zip(GROUP_COLUMNS, groups, strict=True)]
    return [(label, found.get(EFFORTS, place, column)) for column, label in named]


def _workbook() -> Response:
    """The year, its months and its kinds. No names but those of places."""
    from blueprints.workbook import workbook  # noqa: PLC0415 -- 6 MiB that no other page needs

    found, heads = _year(), [str(one) for one in HEADS]
    waiting = str(_("Venter nu"))
    whole = [[places.named(row), *_written(_with(found, row.key))] for row in found.rows]
    months = [
        [places.named(row), month, *_written(_cells(found, row.key, month))]
        for row in found.rows
        for month in range(1, 13)
    ]
    kinds = [
        [places.named(row), str(KINDS[one][0]), *_written(_with(found, row.key, one))]
        for row in found.rows
        for one in KEYS
    ]
    return workbook(
        f"konferencer-{found.year}.xlsx",
        [
            (str(found.year), [[_("Sted"), *heads, waiting], *whole]),
            (_("Måneder"), [[_("Sted"), _("Måned"), *heads], *months]),
            (_("Slags"), [[_("Sted"), _("Slags"), *heads, waiting], *kinds]),
        ],
    )


def _written(cells: list[int | None]) -> list[int | str | None]:
    """What is hidden is called so; an average of nothing, or of too few to tell, is left empty."""
    hidden = str(_("skjult"))
    return [hidden if one is None and place not in AVERAGES else one for place, one in enumerate(cells)]
