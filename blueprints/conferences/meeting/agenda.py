"""The agenda of one conference: made by itself, put in order, sent."""

from typing import Any

from flask import Response, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse
from wtforms import BooleanField, IntegerField, SelectChoice, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange

from blueprints.conferences.meeting import drawing, words
from blueprints.conferences.mount import bp
from blueprints.danish import Form, stripped
from blueprints.door import number, numbers
from blueprints.rules import MEMBER, allow
from blueprints.web import db, done, render
from domain import audit
from domain.conferences.before import agenda as verbs
from domain.conferences.before import sending
from domain.conferences.before.agenda import LONGEST, Matter
from domain.conferences.meeting import items, live
from domain.conferences.meeting.door import OPEN
from domain.conferences.meeting.live import NotAtTheTable
from domain.conferences.tables.meeting import POSTPONED, TASK, WAITS
from domain.conferences.tables.series import APOLOGY, BEGUN, PLANNED
from domain.conferences.tasks import queue
from domain.conferences.year import table
from domain.suspicion import LooksNamed

SEEN = "Dagsorden"
LINE = 120


class ItemForm(Form):
    """`asks`: whether the title names nobody after all."""

    asks = False
    title = StringField(_l("Hvad hedder punktet?"), [Length(max=LINE)], filters=[stripped])
    minutes = IntegerField(
        _l("Minutter"), [InputRequired(_l("Skriv, hvor mange minutter.")), NumberRange(1, LONGEST)], default=10
    )
    presenter = SelectField(_l("Fremlægges af"), coerce=number, default=0)
    sure = BooleanField(_l("Ingen er nævnt ved navn"))

    def matter(self) -> Matter:
        return Matter(self.minutes.data, self.title.data or "", self.presenter.data or None)


@bp.get("/<int:conference_id>/dagsorden")
@allow(MEMBER)
def agenda(conference_id: int) -> Response:
    """As it stands, with what may be changed by those who lead."""
    return page(conference_id)


def page(conference_id: int, status: int = 200, form: ItemForm | None = None) -> Response:
    """Four statements, and what the queue holds is one of them."""
    session = db.session()
    conference = table.one(session, conference_id)
    rows = items.listed(session, conference_id)
    people = table.table_of(session, conference_id)
    viewer = session.info["viewer"]
    leads = live.leads(viewer, conference) and conference.state in {PLANNED, BEGUN}
    waiting = queue.backlog(session, conference.unit_id, queue.OPEN) if leads else []
    stands = {one.task_id for one in rows if one.state != POSTPONED}
    audit.seen(session, SEEN)
    return render(
        "conferences/meeting/agenda.html",
        status,
        conference=conference,
        conference_id=conference_id,
        items=rows,
        people=people,
        names={one.staff_id: one.name for one in people},
        waiting=[one for one in waiting if one.id not in stands],
        leads=leads,
        seated=conference.unit_id in viewer.every_unit() or viewer.staff in {one.staff_id for one in people},
        fresh=conference.state == PLANNED and conference.sent_at is None,
        drawn=drawing.draw(rows, conference.first, conference.quarters, None),
        made=verbs.made(rows),
        form=fill(form or ItemForm(None), people),
        **WORDS,
    )


WORDS: dict[str, Any] = {
    "title": words.title,
    "about": words.about,
    "states": words.STATES,
    "waits": WAITS,
    "task_kind": TASK,
    "planned_state": PLANNED,
    "open_door": OPEN,
    "kinds": words.TASKS,
}


def fill(form: ItemForm, people: Any) -> ItemForm:
    """Who can present something: whoever comes."""
    coming = [SelectChoice(one.staff_id, one.name) for one in people if one.state != APOLOGY]
    form.presenter.choices = [SelectChoice(0, _("Ingen bestemt")), *coming]
    return form


def named(form: ItemForm, error: LooksNamed) -> ItemForm:
    """Its title looks as if it named somebody: whoever writes it may know better."""
    text = _("Alle i huset læser overskriften, og den ser ud til at nævne: %(words)s.", words=", ".join(error.words))
    form.title.errors = [text]
    form.asks = True
    return form


@bp.post("/<int:conference_id>/dagsorden/forslag")
@allow(MEMBER)
def propose(conference_id: int) -> AnyResponse:
    """Made, or made good."""
    came = verbs.propose(db.session(), conference_id)
    text = ngettext("Ét punkt er kommet på.", "%(num)d punkter er kommet på.", came)
    return done(text if came else _("Alt, hvad der er tid til, er på."), ".agenda", conference_id=conference_id)


@bp.post("/<int:conference_id>/dagsorden/punkt")
@allow(MEMBER)
def add_item(conference_id: int) -> AnyResponse:
    """A free item."""
    form = ItemForm()
    fill(form, ())
    form.presenter.validate_choice = False  # whether they come is asked with the conference itself
    if not form.validate():
        return page(conference_id, 422, form)
    if not form.title.data:
        form.title.errors = [_("Skriv, hvad punktet hedder.")]
        return page(conference_id, 422, form)
    try:
        verbs.add(db.session(), conference_id, form.matter(), sure=form.sure.data)
    except LooksNamed as error:
        return page(conference_id, 422, named(form, error))
    except NotAtTheTable:
        form.presenter.errors = [_("Vælg en, der er kaldt ind og kommer.")]
        return page(conference_id, 422, form)
    return done(_("Punktet er kommet på."), ".agenda", conference_id=conference_id)


@bp.post("/<int:conference_id>/dagsorden/opgave/<int:task_id>")
@allow(MEMBER)
def put_task(conference_id: int, task_id: int) -> AnyResponse:
    """From the queue."""
    verbs.put(db.session(), conference_id, task_id)
    return done(_("Opgaven er kommet på."), ".agenda", conference_id=conference_id)


@bp.post("/<int:conference_id>/dagsorden/send")
@allow(MEMBER)
def send_agenda(conference_id: int) -> AnyResponse:
    """Link and time only; what is changed later is marked."""
    told = sending.send(db.session(), conference_id)
    text = ngettext("Dagsordenen er sendt til én.", "Dagsordenen er sendt til %(num)d.", told)
    return done(text if told else _("Dagsordenen er sendt."), ".agenda", conference_id=conference_id)


@bp.post("/<int:conference_id>/dagsorden/raekkefoelge")
@allow(MEMBER)
def reorder(conference_id: int) -> AnyResponse:
    """As it was dragged: all items in order, and the one that was moved. The same without script: the buttons of each item."""
    ids = numbers(request.form.get("punkter", "").split(","))
    verbs.order(db.session(), conference_id, ids, request.form.get("flyttet", type=number))
    return redirect(url_for(".agenda", conference_id=conference_id), 303)
