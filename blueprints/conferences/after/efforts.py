"""Efforts: those that run in the house and one's own, one of them with its history, looked at again and evaluated; a new one for a task."""

from typing import Any

from flask import Response, g, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from blueprints.conferences.after.fields import LookForm, PlanForm
from blueprints.conferences.after.words import LOOKS
from blueprints.conferences.mount import bp
from blueprints.door import number
from blueprints.rules import MEMBER, allow
from blueprints.web import db, done, render
from blueprints.words.following import GROUPS, OUTCOMES, TRACKS, EndForm, overdue
from domain import audit
from domain.conferences import after
from domain.conferences.after import handing, listed
from domain.conferences.after.efforts import EffortChanged, NoTovholder, close_task
from domain.conferences.tasks import queue
from domain.conferences.tasks.life import NoSuchTask

LATE = 409
"""Somebody was quicker."""
BOTH_WRITE = ("goal", "who_does_what")
"""The fields that show what stands, for whoever looks at it again to change."""


@bp.get("/indsatser")
@allow(MEMBER)
def efforts() -> Response:
    """What runs, what is to be looked at first at the top; with ?afsluttet=1 what has been evaluated."""
    ended = bool(request.args.get("afsluttet"))
    found = listed.efforts(db.session(), g.place.id, ended=ended)
    audit.seen(db.session(), "Indsatser")
    return render("conferences/after/efforts.html", rows=found, ended=ended, late=overdue, outcomes=OUTCOMES)


@bp.get("/indsatser/<int:effort_id>")
@allow(MEMBER)
def effort(effort_id: int) -> Response:
    """Its goal, what has become of it, and the numbers over time."""
    return _page(effort_id)


@bp.post("/indsatser/<int:effort_id>/opfoelgning")
@allow(MEMBER)
def follow_up(effort_id: int) -> AnyResponse:
    """It goes on, as it was or adjusted."""
    form, before = LookForm(), listed.head(db.session(), effort_id)
    if form.validate_on_submit():
        look = form.look((before.goal, before.who_does_what))
        try:
            after.follow_up(db.session(), effort_id, look, form.version.data or 0, _meeting())
        except EffortChanged:
            return _page(effort_id, LATE, look=form)
        return done(_("Opfølgningen er gemt."), ".effort", effort_id=effort_id, konference=_meeting())
    return _page(effort_id, 422, look=form)


@bp.post("/indsatser/<int:effort_id>/evaluering")
@allow(MEMBER)
def evaluate(effort_id: int) -> AnyResponse:
    """It ends."""
    form = EndForm()
    if form.validate_on_submit():
        try:
            after.follow_up(db.session(), effort_id, form.look(), form.version.data or 0, _meeting())
        except EffortChanged:
            return _page(effort_id, LATE, end=form)
        return done(_("Indsatsen er evalueret og afsluttet."), ".effort", effort_id=effort_id, konference=_meeting())
    return _page(effort_id, 422, end=form)


@bp.route("/opgaver/<int:task_id>/indsats", methods=["GET", "POST"])
@allow(MEMBER)
def start_effort(task_id: int) -> AnyResponse:
    """For a task that has been discussed, also outside the meeting."""
    task = queue.whole(db.session(), task_id)
    if task is None:
        raise NoSuchTask
    form = PlanForm()
    form.fill(handing.candidates(db.session(), task_id))
    if form.validate_on_submit():
        try:
            made = after.start_effort(db.session(), task_id, form.plan())
        except NoTovholder:
            form.tovholder.errors = [_("Vælg en, der kan se opgaven.")]
        else:
            return done(_("Indsatsen er sat i gang. Den står på tovholderens Min dag."), ".effort", effort_id=made.id)
    title = task.task.title
    return render("conferences/after/start.html", 422 if form.errors else 200, form=form, title=title, task_id=task_id)


@bp.post("/opgaver/<int:task_id>/luk")
@allow(MEMBER)
def settle(task_id: int) -> AnyResponse:
    """What was decided is enough."""
    close_task(db.session(), task_id)
    return done(_("Opgaven er lukket."), ".undated")


def _page(effort_id: int, status: int = 200, **typed: Any) -> Response:
    found = listed.one(db.session(), effort_id)
    row = found.row
    audit.seen(db.session(), "Indsats", [row.child_id] if row.child_id else [])
    lost: list[str] = []
    if status == LATE:
        (form,) = typed.values()
        lost = _lost(form, found)
        _anew(form, row)
    usual = {"goal": row.goal, "who_does_what": row.who_does_what, "version": row.version}
    return render(
        "conferences/after/effort.html",
        status,
        found=found,
        one=row,
        late=overdue(row.follow_up_on),
        look=typed.get("look") or LookForm(formdata=None, data=usual),
        end=typed.get("end") or EndForm(formdata=None, data={"version": row.version}),
        looks=LOOKS,
        outcome=OUTCOMES.get(row.outcome),
        track=TRACKS.get(row.track),
        group=GROUPS.get(row.target),
        meeting=_meeting(),
        lost=lost,
    )


def _lost(form: Any, found: Any) -> list[str]:
    """What was typed and will not stand in the form any longer; all of it, where the effort is over and the form is gone."""
    both = [form[name] for name in BOTH_WRITE if name in form]
    typed = [f"{field.label.text}: {field.data}" for field in both if field.data != getattr(found.row, field.name)]
    if not found.follows:
        typed.append(form.text.data if "text" in form else form.learned.data)
    return typed


def _anew(form: Any, row: Any) -> None:
    """The form as it can be sent again, with what stands now."""
    form.form_errors = [_("En anden har lige fulgt op. Det, du skrev, er ikke gemt: læs det nye, og gem igen.")]
    for name in ("version", *BOTH_WRITE):
        if name in form:
            form[name].raw_data, form[name].data = None, getattr(row, name)


def _meeting() -> int | None:
    """The conference at whose table it is looked at, where one came from there."""
    return request.args.get("konference", type=number)
