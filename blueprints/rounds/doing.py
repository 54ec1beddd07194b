"""What is done about a round: families are told when, visits change places, the way takes longer."""

from typing import Any

from flask import flash, g, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from blueprints.door import number
from blueprints.rounds.mount import bp, colleagues, wanted
from blueprints.rules import MEMBER, allow
from blueprints.web import db, done
from domain.booking.kinds.limits import TooFar, TooLate
from domain.booking.taking.claims import SlotTaken
from domain.booking.verbs import Changed, NotBooked
from domain.rounds import going
from domain.rounds.going import NoSuchStop, RoundChanged

OVERTAKEN = (SlotTaken, Changed, NotBooked, RoundChanged, NoSuchStop, TooLate, TooFar)


@bp.post("/tidsrum")
@allow(MEMBER)
def tell() -> AnyResponse:
    """Each family that does not know yet: between when and when."""
    day, (staff, _people) = wanted(), colleagues()
    told = going.send(db.session(), g.place.id, staff, day)
    text = ngettext("Én familie har fået et tidsrum.", "%(num)d familier har fået et tidsrum.", told)
    return done(text if told else _("Alle har fået besked i forvejen."), ".show", **_asked())


@bp.post("/raekkefoelge")
@allow(MEMBER)
def reorder() -> AnyResponse:
    """As suggested, all or nothing."""
    day, (staff, _people) = wanted(), colleagues()
    pairs = zip(request.form.getlist("besoeg", number), request.form.getlist("udgave", number), strict=False)
    try:
        told = going.reorder(db.session(), g.place.id, staff, day, dict(pairs))
    except OVERTAKEN:
        return _refused(_("Et besøg er ændret, eller en af tiderne er optaget. Intet er flyttet."))
    text = ngettext("Én familie har fået et nyt tidsrum.", "%(num)d familier har fået et nyt tidsrum.", told)
    return done(f"{_('Rækkefølgen er ændret.')} {text if told else ''}".strip(), ".show", **_asked())


@bp.post("/vej")
@allow(MEMBER)
def travel() -> AnyResponse:
    """So many minutes are kept free for the way to one visit."""
    day, (staff, _people) = wanted(), colleagues()
    minutes, visit = (request.form.get(name, -1, number) for name in ("minutter", "besoeg"))
    try:
        going.travel(db.session(), g.place.id, staff, day, visit, minutes // 15)
    except OVERTAKEN:
        return _refused(_("Der er ikke plads til så lang en vej: tiden før besøget er optaget."))
    return done(_("Gemt."), ".show", **_asked())


def _refused(text: str) -> AnyResponse:
    """Said on the round as it stands now. Nothing has been written."""
    db.session().rollback()
    flash(text, "bad")
    return redirect(url_for(".show", **_asked()), 303)


def _asked() -> dict[str, Any]:
    return {"dag": wanted().isoformat(), "hvem": request.form.get("hvem")}
