"""PPR's page: tasks across all houses that ask for a role, who has taken them, and how much each colleague carries."""

from typing import Any

from flask import Response, g, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from blueprints import door
from blueprints.conferences.mount import bp
from blueprints.conferences.tasks.listed import FURTHEST
from blueprints.conferences.tasks.shown import WORDS, acting_role
from blueprints.rules import actor, allow
from blueprints.web import db, done, render
from domain import audit
from domain.access.roles import LEADER
from domain.conferences.tasks import queue, support
from domain.conferences.tasks.support import ROLES_WANTED

PPR = actor("ppr")
ALL = "alle"


@bp.get("/opgaver/ppr")
@allow(PPR)
def ppr_tasks() -> Response:
    """One's own role to begin with; a leader sees all."""
    own = next((role for role in ROLES_WANTED if role in acting_role()), ALL)
    role = request.args.get("rolle", own)
    page = min(max(request.args.get("side", 0, type=door.number), 0), FURTHEST)
    rows = support.asked(db.session(), role if role in ROLES_WANTED else None, page)
    audit.seen(db.session(), "Opgaver")
    return render(
        "conferences/tasks/ppr.html",
        rows=rows[: support.PAGE],
        role=role,
        tabs=_tabs(role),
        mine=acting_role(),
        me=db.session().info["viewer"].staff,
        leader=LEADER in acting_role(),
        waited=queue.waited,
        before=(url_for(".ppr_tasks", rolle=role, side=page - 1), _("Forrige")) if page else None,
        after=(url_for(".ppr_tasks", rolle=role, side=page + 1), _("Næste")) if len(rows) > support.PAGE else None,
        **WORDS,
    )


@bp.get("/opgaver/belastning")
@allow(PPR)
def ppr_load() -> Response:
    """Drawn, with its table."""
    found = support.load(db.session(), g.place.id)
    top = max((max(one.tasks, one.efforts) for one in found), default=0)
    return render("conferences/tasks/load.html", found=found, top=top, **WORDS)


@bp.post("/opgaver/<int:task_id>/tag/<string:role>")
@allow(PPR)
def take_task(task_id: int, role: str) -> AnyResponse:
    """Whoever has the role takes it."""
    support.take(db.session(), g.place.id, task_id, role)
    return done(_("Opgaven er din."), ".ppr_tasks")


@bp.post("/opgaver/<int:task_id>/giv-tilbage/<string:role>")
@allow(PPR)
def hand_back(task_id: int, role: str) -> AnyResponse:
    """A colleague can take it then."""
    support.hand_back(db.session(), g.place.id, task_id, role)
    return done(_("Opgaven er givet tilbage. En kollega kan tage den."), ".ppr_tasks")


def _tabs(role: str) -> list[tuple[Any, ...]]:
    every = (url_for(".ppr_tasks", rolle=ALL), _("Alle roller"), role not in ROLES_WANTED)
    return [every, *((url_for(".ppr_tasks", rolle=key), _(name), role == key) for key, name in ROLES_WANTED.items())]
