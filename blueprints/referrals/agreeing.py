"""The parents' yes to one referral: asked for by mail, put in a conversation, or noted from one; and the referral taken back."""

from typing import Any

from flask import current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse

from blueprints.danish import Form
from blueprints.messages.sms import has_sms
from blueprints.referrals.mount import REFERRERS, bp
from blueprints.referrals.shown import looked_at
from blueprints.referrals.steps import words
from blueprints.rules import allow
from blueprints.web import db, done, render
from blueprints.words.agreeing import SaidForm, mailed
from domain.courses import both
from domain.referrals import agreeing, writing
from domain.referrals.steps import NoSuchReferral


class TakeBackForm(Form):
    """Why, for who has it."""

    reason = words(_l("Hvorfor? (hvis du vil)"))


@bp.post("/<int:referral_id>/spoerg")
@allow(REFERRERS)
def ask_parents(referral_id: int) -> AnyResponse:
    """A mail with a link of their own to each holder of custody; again: the mail once more."""
    reach = agreeing.ask(db.session(), str(current_app.secret_key), referral_id, sms=has_sms())
    return mailed(reach, ".show", referral_id=referral_id)


@bp.post("/<int:referral_id>/samtale")
@allow(REFERRERS)
def put(referral_id: int) -> AnyResponse:
    """Asked in a conversation: on to what they said."""
    agreeing.put(db.session(), referral_id)
    return done(_("Skriv nu, hvad hver af forældrene har svaret."), ".note_answer", "info", referral_id=referral_id)


@bp.route("/<int:referral_id>/samtykke", methods=["GET", "POST"])
@allow(REFERRERS)
def note_answer(referral_id: int) -> AnyResponse:
    """An answer that was given in a conversation or on paper."""
    session: Any = db.session()
    found = looked_at(referral_id)
    if found.referral.child_id is None:
        raise NoSuchReferral
    form = SaidForm()
    whom = agreeing.to_answer(session, found.referral, found.parents)
    form.guardian.choices = [(one.number, one.name) for one in whom]
    if form.validate_on_submit():
        said = form.guardian.data, form.value.data, form.how.data
        both.said(session, str(current_app.secret_key), referral_id, *said)
        return done(_("Svaret er noteret."), ".show", referral_id=referral_id)
    return render("referrals/agree.html", 422 if form.is_submitted() else 200, form=form, it=found.referral)


@bp.route("/<int:referral_id>/traek", methods=["GET", "POST"])
@allow(REFERRERS)
def withdraw(referral_id: int) -> AnyResponse:
    """Taken back: whoever has received it reads it no longer."""
    form = TakeBackForm()
    if form.validate_on_submit():
        both.withdraw(db.session(), referral_id, form.reason.data or "")
        return done(_("Henvisningen er trukket tilbage."), ".show", referral_id=referral_id)
    found = looked_at(referral_id)
    return render("referrals/withdraw.html", 422 if form.errors else 200, form=form, it=found.referral)


@bp.post("/<int:referral_id>/set")
@allow(REFERRERS)
def seen(referral_id: int) -> AnyResponse:
    """How it ended has been read."""
    writing.seen(db.session(), referral_id)
    return done(_("Den er væk fra Min dag."), ".show", referral_id=referral_id)
