"""One item of an agenda: moved up and down, changed, postponed, taken off."""

from datetime import timedelta

from flask import Response, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from blueprints import door
from blueprints.conferences.meeting.agenda import WORDS, ItemForm, fill, named
from blueprints.conferences.mount import bp
from blueprints.rules import MEMBER, allow
from blueprints.web import db, done, render
from domain.access import NotAllowed
from domain.base import moment
from domain.conferences.before import agenda as verbs
from domain.conferences.before import changing, sending
from domain.conferences.before.agenda import DOWN, UP
from domain.conferences.meeting import items, live
from domain.conferences.meeting.door import NoSuchItem
from domain.conferences.year import table
from domain.suspicion import LooksNamed


@bp.post("/dagsorden/<int:item_id>/plads")
@allow(MEMBER)
def shift_item(item_id: int) -> AnyResponse:
    """One place."""
    conference_id = verbs.shift(db.session(), item_id, UP if request.form.get("vej") == "op" else DOWN)
    return redirect(url_for(".agenda", conference_id=conference_id), 303)


@bp.get("/<int:conference_id>/dagsorden/<int:item_id>")
@allow(MEMBER)
def change_item(conference_id: int, item_id: int) -> Response:
    """What may be said of it, and what may become of it."""
    return _page(conference_id, item_id)


@bp.post("/<int:conference_id>/dagsorden/<int:item_id>")
@allow(MEMBER)
def item_changed(conference_id: int, item_id: int) -> AnyResponse:
    """Minutes, who presents it, and a free item's title."""
    form = fill(ItemForm(), table.table_of(db.session(), conference_id))
    if not form.validate():
        return _page(conference_id, item_id, 422, form)
    try:
        verbs.change(db.session(), item_id, form.matter(), sure=form.sure.data)
    except LooksNamed as error:
        return _page(conference_id, item_id, 422, named(form, error))
    return done(_("Gemt."), ".agenda", conference_id=conference_id)


@bp.post("/dagsorden/<int:item_id>/udsaet")
@allow(MEMBER)
def postpone_item(item_id: int) -> AnyResponse:
    """To the next date, or the queue."""
    here_id = request.form.get("konference", 0, type=door.number)
    later = changing.postpone(db.session(), item_id)
    text = _("Punktet er udsat og står på næste dagsorden.") if later else _("Punktet er udsat. Det venter i køen.")
    return done(text, ".meeting" if request.form.get("moede") else ".agenda", conference_id=here_id)


@bp.post("/dagsorden/<int:item_id>/fjern")
@allow(MEMBER)
def drop_item(item_id: int) -> AnyResponse:
    """Before anybody has been sent it."""
    conference_id = verbs.drop(db.session(), item_id)
    return done(_("Punktet er taget af."), ".agenda", conference_id=conference_id)


@bp.post("/<int:conference_id>/dagsorden/<int:item_id>/foraeldre")
@allow(MEMBER)
def invite_parents(conference_id: int, item_id: int) -> AnyResponse:
    """The holders of custody are told when and where, by their own link."""
    sending.invite(db.session(), item_id)
    return done(_("Forældrene får en mail med tid, sted og et link."), ".agenda", conference_id=conference_id)


def _page(conference_id: int, item_id: int, status: int = 200, form: ItemForm | None = None) -> Response:
    session = db.session()
    conference = table.one(session, conference_id)
    if not live.leads(session.info["viewer"], conference):
        raise NotAllowed
    rows = items.listed(session, conference_id)
    item = next((one for one in rows if one.id == item_id), None)
    if item is None:
        raise NoSuchItem
    people = table.table_of(session, conference_id)
    if form is None:
        data = {"title": item.title, "minutes": item.minutes, "presenter": item.presenter_id or 0}
        form = fill(ItemForm(None, data=data), people)
    begins = moment(conference.first) + timedelta(minutes=sending.begins(rows, item_id))
    times = {"begins": begins, "invited": moment(conference.first) + timedelta(minutes=item.invited_at or 0)}
    return render(
        "conferences/meeting/item.html", status, conference=conference, item=item, form=form, **WORDS, **times
    )
