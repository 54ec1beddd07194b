"""Help from Familiehuset: the parents read what is asked for in their name, say yes or no, answer an offer, and follow how it goes."""

from flask import Response, abort
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse
from wtforms import SelectField

from blueprints.book.asked import asked, kept, said
from blueprints.book.link import bp, guardian
from blueprints.danish import Form
from blueprints.referrals.words import FOR_FAMILY, NOTES, SERVICES
from blueprints.rules import CUSTODY, allow
from blueprints.web import db, done
from domain.consent import GRANTED
from domain.courses import both
from domain.referrals import parents, reading
from domain.referrals.states import DECLINED, ENDED, OFFERED, WITHDRAWN

YES, NO = "ja", "nej"


class OfferForm(Form):
    """The button that was pressed is the answer."""

    place = SelectField(choices=[YES, NO])


@bp.get("/<string:token>/henvisning/<int:referral_id>")
@allow(CUSTODY)
def referral(token: str, referral_id: int) -> Response:
    """Who passes on what to whom, the text itself, one's answer; and from then on how it goes."""
    session = db.session()
    found = reading.whole(session, referral_id)
    if found is None or found.referral.child_id is None:
        abort(404)
    closed = {
        ENDED: _("Forløbet er afsluttet."),
        DECLINED: _("Familiehuset kan ikke hjælpe med dette. De læser ikke jeres oplysninger mere."),
        WITHDRAWN: _("Henvisningen er trukket tilbage. Familiehuset læser ikke jeres oplysninger mere."),
    }
    read = found.standing.state == ENDED and found.consent == GRANTED  # for some weeks more: so it can be taken back
    return asked(
        "referral/show",
        f"referral/{referral_id}",
        found.referral.child_id,
        "" if read else closed.get(found.standing.state, ""),
        found=found,
        it=found.referral,
        stands=found.standing,
        offered=found.standing.state == OFFERED,
        services=SERVICES,
        states=FOR_FAMILY,
        note_words=NOTES,
        notes=reading.notes(session, referral_id),
    )


@bp.post("/<string:token>/henvisning/<int:referral_id>")
@allow(CUSTODY)
def answer_referral(token: str, referral_id: int) -> AnyResponse:
    """The answer counts from this moment; a no takes back an earlier yes."""
    value = said()
    both.answer(db.session(), referral_id, guardian(), value)
    return kept(value, ".referral", referral_id=referral_id)


@bp.post("/<string:token>/henvisning/<int:referral_id>/plads")
@allow(CUSTODY)
def answer_offer(token: str, referral_id: int) -> AnyResponse:
    """Yes to the place that is offered, or no: then it is another family's."""
    form = OfferForm()
    if not form.validate():
        abort(422)
    yes = form.place.data == YES
    parents.accept(db.session(), referral_id, yes=yes)
    text = _("Tak. Familiehuset ved, at I kommer.") if yes else _("Tak for svaret. I står på ventelisten igen.")
    return done(text, ".referral", referral_id=referral_id)
