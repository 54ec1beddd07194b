"""What is said at an item besides its texts: agreements, numbers, an effort, who is not there; and texts that lost are settled."""

from datetime import timedelta
from typing import Any

from flask import request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.utils import redirect
from werkzeug.wrappers import Response as AnyResponse
from wtforms import IntegerField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange

from blueprints import door
from blueprints.conferences.after.fields import PlanForm
from blueprints.conferences.meeting import words
from blueprints.conferences.meeting.room import page
from blueprints.conferences.mount import bp
from blueprints.conferences.tasks.shown import NumberForm
from blueprints.danish import Form, stripped
from blueprints.rules import MEMBER, allow
from blueprints.web import db, done, render
from blueprints.words.about_people import no_cpr
from domain.base import today
from domain.booking.working_days import working_day
from domain.conferences.after.efforts import NoTovholder
from domain.conferences.meeting import agreements, items, running, said, writing
from domain.conferences.meeting.agreements import LONGEST
from domain.conferences.meeting.door import OPEN, ItemShut, NoSuchItem
from domain.conferences.meeting.live import NotAtTheTable
from domain.conferences.meeting.said import Voice
from domain.conferences.meeting.writing import WAYS
from domain.conferences.tables.series import APOLOGY
from domain.conferences.year import table

LATE = {
    writing.Settled: _l("En anden har lige taget stilling til den tekst. Se, hvordan der står nu."),
    writing.Overtaken: _l("Der er skrevet nyt siden, du så det. Se det nye, og vælg igen. Begge tekster er gemt."),
}
"""Of two who decide at once the later one is led to what stands."""
SOON, LATER = timedelta(days=7), timedelta(weeks=6)
"""When an effort usually begins, and when it is looked at again: the next working day from then."""


class AgreementForm(Form):
    text = StringField(
        _l("Ny aftale"), [InputRequired(_l("Skriv, hvad der er aftalt.")), Length(max=500), no_cpr], filters=[stripped]
    )
    responsible = SelectField(_l("Ansvarlig"), coerce=door.number, choices=[], validate_choice=False)
    days = IntegerField(
        _l("Arbejdsdage"), [InputRequired(_l("Skriv, hvor mange arbejdsdage.")), NumberRange(1, LONGEST)], default=5
    )


class StepForm(NumberForm):
    """A voice's number, as under a task; here the table talks about the next step."""

    reason = StringField(_l("Hvad ville ét trin op være?"), [Length(max=500), no_cpr], filters=[stripped])


@bp.post("/<int:conference_id>/moede/<int:item_id>/aftale")
@allow(MEMBER)
def agree(conference_id: int, item_id: int) -> AnyResponse:
    """One person, one deadline."""
    form = AgreementForm()
    if not form.validate():
        return page(conference_id, item_id, 422, agreement=form)
    try:
        agreements.agree(db.session(), item_id, form.text.data, form.responsible.data, form.days.data)
    except NotAtTheTable:
        form.responsible.errors = [_("Vælg en, der er kaldt ind og kan læse punktet.")]
        return page(conference_id, item_id, 422, agreement=form)
    return _back(conference_id, item_id, _("Aftalen er gemt og står på den ansvarliges Min dag."), "ok", "aftaler")


@bp.post("/<int:conference_id>/moede/<int:item_id>/aftale/<int:agreement_id>")
@allow(MEMBER)
def agreement_done(conference_id: int, item_id: int, agreement_id: int) -> AnyResponse:
    """By whoever was to do it, or those who lead."""
    agreements.done(db.session(), agreement_id)
    return _back(conference_id, item_id, _("Aftalen er gjort."), "ok", "aftaler")


@bp.post("/<int:conference_id>/moede/<int:item_id>/tal")
@allow(MEMBER)
def enter_number(conference_id: int, item_id: int) -> AnyResponse:
    """One voice's, or those of several that the minute-taker was told."""
    form = StepForm()
    if not form.validate():
        return page(conference_id, item_id, 422, number=form)
    voice = Voice(form.voice.data or "", form.value.data or 0, form.reason.data or "")
    said.numbers(db.session(), item_id, [voice])
    return _back(conference_id, item_id, _("Tallet er gemt."), "ok", "tal")


@bp.route("/<int:conference_id>/moede/<int:item_id>/indsats", methods=["GET", "POST"])
@allow(MEMBER)
def new_effort(conference_id: int, item_id: int) -> AnyResponse:
    """The table agrees on an effort."""
    form = PlanForm(data={"starts_on": working_day(today() + SOON, 0), "follow_up_on": working_day(today() + LATER, 0)})
    form.fill([(one.staff_id, one.name, one.unit) for one in _coming(conference_id)])
    if form.validate_on_submit():
        try:
            said.effort(db.session(), item_id, form.plan())
        except NoTovholder:
            form.tovholder.errors = [_("Tovholderen skal kunne læse opgaven. Vælg en, der er med ved punktet.")]
        else:
            return _back(conference_id, item_id, _("Indsatsen er aftalt. Tovholderen har den på sin Min dag."), "ok")
    item = next((one for one in items.listed(db.session(), conference_id) if one.id == item_id), None)
    if item is None:
        raise NoSuchItem
    if item.door != OPEN or item.task_id is None:
        raise ItemShut
    status = 422 if form.errors else 200
    same = {"title": words.title(item), "conference_id": conference_id, "item_id": item_id}
    return render("conferences/meeting/effort.html", status, form=form, **same)


@bp.post("/<int:conference_id>/moede/<int:item_id>/til-stede")
@allow(MEMBER)
def absent_at(conference_id: int, item_id: int) -> AnyResponse:
    """Who is not there at this item."""
    away = {one.staff_id for one in _coming(conference_id)} & set(request.form.getlist("ude", type=door.number))
    running.absent(db.session(), item_id, away)
    return _back(conference_id, item_id, _("Gemt. Den, der ikke er med ved punktet, kan ikke læse det."), "ok")


@bp.post("/<int:conference_id>/moede/samtidig/<int:rival_id>")
@allow(MEMBER)
def settle_texts(conference_id: int, rival_id: int) -> AnyResponse:
    """What becomes of a text that lost."""
    way = request.form.get("maade", "")
    version = request.form.get("version", 0, type=door.number)
    try:
        item_id = writing.settle(db.session(), rival_id, way if way in WAYS else "efter", version)
    except writing.Settled as error:  # six people look at the same two texts
        return _back(conference_id, error.item_id, str(LATE[type(error)]), "warn", "samtidig")
    return redirect(url_for(".meeting", conference_id=conference_id, item_id=item_id), 303)


def _coming(conference_id: int) -> list[Any]:
    return [one for one in table.table_of(db.session(), conference_id) if one.state != APOLOGY]


def _back(conference_id: int, item_id: int, text: str, state: str, anchor: str | None = None) -> AnyResponse:
    return done(text, ".meeting", state, conference_id=conference_id, item_id=item_id, _anchor=anchor)
