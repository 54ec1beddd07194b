"""One course: its goal, who is with the family, the scale over time, what comes and what has been; followed up and evaluated."""

from typing import Any

from flask import Response, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from blueprints.courses.fields import LookForm, NumberForm, PersonForm
from blueprints.courses.mount import bp, seen
from blueprints.courses.words import ENDS, STEPS, TIMES, TYPES
from blueprints.referrals.words import SERVICES
from blueprints.rules import MEMBER, allow
from blueprints.web import db, done, render
from blueprints.words.following import GROUPS, OUTCOMES, TRACKS, EndForm, overdue
from blueprints.words.times import spoken
from domain.courses import both, listed, voices
from domain.courses.voices import TooMany
from domain.tovholder import handing
from domain.tovholder.followed import RUNNING


@bp.get("/<int:course_id>")
@allow(MEMBER)
def show(course_id: int) -> Response:
    return page(course_id)


@bp.post("/<int:course_id>/opfoelgning")
@allow(MEMBER)
def follow_up(course_id: int) -> AnyResponse:
    """It goes on, as it was or with another goal."""
    form, before = LookForm(), listed.head(db.session(), course_id)
    if form.validate_on_submit():
        look, version = form.look(before.goal), form.version.data or 0
        both.follow_up(db.session(), course_id, look, version, form.to_referrer.data or "")
        return done(_("Opfølgningen er gemt."), ".show", course_id=course_id)
    return page(course_id, 422, look=form)


@bp.post("/<int:course_id>/evaluering")
@allow(MEMBER)
def evaluate(course_id: int) -> AnyResponse:
    """It ends, and its referral; the referrer is told."""
    form = EndForm()
    if form.validate_on_submit():
        both.evaluate(db.session(), course_id, form.look(), form.version.data or 0)
        text = _("Forløbet er evalueret og afsluttet, og den, der henviste, har fået besked.")
        return done(text, ".show", course_id=course_id)
    return page(course_id, 422, end=form)


@bp.post("/<int:course_id>/netvaerk")
@allow(MEMBER)
def add_person(course_id: int) -> AnyResponse:
    """On the family's word."""
    form = PersonForm()
    if form.validate_on_submit():
        try:
            voices.add_person(db.session(), course_id, form.name.data or "")
        except TooMany:
            form.name.errors = [_("Der er plads til tyve navne.")]
        else:
            return done(_("Navnet er skrevet på."), ".show", course_id=course_id)
    return page(course_id, 422, person=form)


@bp.post("/netvaerk/<int:person_id>/fjern")
@allow(MEMBER)
def remove_person(person_id: int) -> AnyResponse:
    course_id = voices.remove_person(db.session(), person_id)
    return done(_("Navnet er fjernet."), ".show", course_id=course_id)


@bp.post("/<int:course_id>/tal")
@allow(MEMBER)
def say(course_id: int) -> AnyResponse:
    """One voice's number today."""
    form = NumberForm()
    if form.validate_on_submit():
        voices.say(db.session(), course_id, form.voice.data or "", form.value.data or 0, form.reason.data or "")
        return done(_("Tallet er gemt."), ".show", course_id=course_id)
    return page(course_id, 422, number=form)


def page(course_id: int, status: int = 200, **typed: Any) -> Response:
    """`typed`: the form that came back with its faults."""
    session = db.session()
    found = listed.whole(session, course_id)
    row, viewer = found.row, session.info["viewer"]
    seen(row.child_id)
    return render(
        "courses/show.html",
        status,
        found=found,
        one=row,
        runs=row.state == RUNNING,
        late=overdue(row.follow_up_on),
        look=typed.get("look") or LookForm(formdata=None, data={"goal": row.goal, "version": row.version}),
        end=typed.get("end") or EndForm(formdata=None, data={"version": row.version}),
        person=typed.get("person") or PersonForm(formdata=None),
        number=typed.get("number") or NumberForm(formdata=None, data={"voice": request.args.get("stemme", "")}),
        steps=STEPS,
        types=TYPES,
        states=TIMES,
        ends=ENDS,
        service=SERVICES[row.service],
        outcome=OUTCOMES.get(row.outcome),
        track=TRACKS.get(row.track),
        group=GROUPS.get(row.target),
        mine=found.offered is not None and found.offered.number == viewer.staff,
        hands=handing.hands_on(viewer, row),
        names={one.id: one.a for one in found.people},
        spoken=spoken,
    )
