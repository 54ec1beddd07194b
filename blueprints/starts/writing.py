"""What is written: by the sundhedsplejerske before the conversation, by the house after it."""

from typing import Any

from flask import Response, g
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from blueprints.danish import Form
from blueprints.rules import actor, allow
from blueprints.starts.looks import AFTER, BEFORE, seen_whole
from blueprints.starts.mount import bp
from blueprints.starts.page import missing
from blueprints.web import db, done, render
from domain.starts import overview, writing

LONGEST = 8000
SUNDHEDSPLEJE, DAGTILBUD, TOGETHER = actor("sundhedspleje"), actor("dagtilbud"), actor("dagtilbud", "sundhedspleje")


class PrepareForm(Form):
    text = TextAreaField(
        _l("Til start-samtalen"),
        validators=[
            InputRequired(_l("Skriv noget, eller gå tilbage.")),
            Length(max=LONGEST, message=_l("Skriv lidt kortere.")),
        ],
    )


class RecommendForm(Form):
    text = TextAreaField(
        _l("Anbefalinger til forældrene"),
        validators=[
            InputRequired(_l("Skriv mindst én anbefaling.")),
            Length(max=LONGEST, message=_l("Skriv lidt kortere.")),
        ],
    )
    first_days = TextAreaField(
        _l("Aftale om de første dage"), validators=[Length(max=LONGEST, message=_l("Skriv lidt kortere."))]
    )


@bp.route("/<int:start_id>/forbered", methods=["GET", "POST"])
@allow(SUNDHEDSPLEJE)
def prepare(start_id: int) -> AnyResponse:
    """The sundhedsplejerske writes for the conversation."""
    row = _row(start_id, BEFORE)
    form = PrepareForm(text=row.prepared)
    if form.validate_on_submit():
        writing.prepare(db.session(), start_id, form.text.data)
        return done(_("Gemt."), ".show", start_id=start_id)
    return render("starts/writing/prepare.html", 422 if form.is_submitted() else 200, form=form, row=row)


@bp.route("/<int:start_id>/anbefalinger", methods=["GET", "POST"])
@allow(DAGTILBUD)
def recommend(start_id: int) -> AnyResponse:
    """What the conversation led to."""
    row = _row(start_id, AFTER)
    form = RecommendForm(text=row.told, first_days=row.first_days)
    if form.validate_on_submit():
        writing.recommend(db.session(), start_id, form.text.data, form.first_days.data or "")
        return done(_("Gemt. Forældrene kan læse det på deres side."), ".show", start_id=start_id)
    return render("starts/writing/recommend.html", 422 if form.is_submitted() else 200, form=form, row=row)


@bp.get("/<int:start_id>/anbefalinger/papir")
@allow(TOGETHER)
def paper(start_id: int) -> Response:
    """The recommendations as the parents take them home."""
    return render("starts/writing/paper.html", row=_row(start_id, AFTER), unit=g.place)


def _row(start_id: int, kind: str) -> Any:
    row = (overview.whole(db.session(), start_id) or missing())[0]
    seen_whole(row, only=(kind,))
    return row
