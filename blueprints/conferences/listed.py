"""The conferences of a unit: a house's own, and those that the members of another unit are called in to; and one of them."""

from typing import Any

from flask import Response, g

from blueprints.conferences.mount import PLANNER, bp
from blueprints.conferences.words import COMING, state
from blueprints.rules import MEMBER, allow
from blueprints.web import db, render
from domain.access import Viewer
from domain.access.roles import role_name
from domain.conferences.tables.series import BEGUN, BUSY, COMES, PLANNED
from domain.conferences.year import conflicts, table
from domain.conferences.year.attending import excused_by, seated_by
from domain.conferences.year.choices import DISTRICT


@bp.get("/")
@allow(MEMBER)
def index() -> Response:
    """What is to come, by time, with the tasks' deadline; and whether oneself is called in."""
    shown = table.coming(db.session(), *_units())
    return _list("conferences/index.html", shown)


@bp.get("/holdt")
@allow(MEMBER)
def held() -> Response:
    """What has been, the newest first."""
    return _list("conferences/held.html", table.past(db.session(), *_units()))


@bp.get("/<int:conference_id>")
@allow(MEMBER)
def show(conference_id: int) -> Response:
    """When, where and who comes; and, while somebody is not free, what can be done."""
    one = table.one(db.session(), conference_id)
    people = table.table_of(db.session(), conference_id)
    viewer: Viewer = db.session().info["viewer"]
    planner = PLANNER.admits(viewer, g.place) and one.unit_id in viewer.leads()
    away = conflicts.away(db.session(), one, people) if not one.over else set()
    busy = [row for row in people if row.state == BUSY or row.staff_id in away]
    times = conflicts.times(db.session(), one, people) if planner and busy and not one.over else []
    return render(
        "conferences/show.html",
        one=one,
        state=state(one),
        conference_id=conference_id,
        people=[
            (row, role_name(row.actor, row.role), excused_by(viewer, one, row), seated_by(viewer, one, row))
            for row in people
        ],
        away=away,
        leads={name: _name(people, getattr(one, f"{name}_id")) for name in ("chair", "minute_taker", "timekeeper")},
        busy=busy,
        times=times,
        planner=planner and one.state == PLANNED and not one.over,
        comes=sum(row.state == COMES for row in people),
        coming=COMING,
        changeable=one.state in {PLANNED, BEGUN} and not one.over,
    )


def _units() -> tuple[int, ...]:
    """A district's are those of its houses."""
    viewer: Viewer = db.session().info["viewer"]
    return viewer.units("dagtilbud") if g.place.kind == DISTRICT else (g.place.id,)


def _list(template: str, shown: list[table.Shown]) -> Response:
    viewer: Viewer = db.session().info["viewer"]
    mine = table.mine(db.session(), [one.id for one in shown])
    own = g.place.actor == "dagtilbud"
    return render(template, rows=[(one, state(one), mine.get(one.id)) for one in shown], own=own, staff=viewer.staff)


def _name(people: Any, staff_id: int | None) -> str:
    return next((str(row.name) for row in people if row.staff_id == staff_id), "")
