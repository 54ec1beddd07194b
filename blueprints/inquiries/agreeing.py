"""The parents' yes to an inquiry that names their child: asked for by link, or noted from a conversation."""

from flask import current_app
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from blueprints.inquiries.mount import WRITERS, bp
from blueprints.inquiries.shown import seen
from blueprints.messages.sms import has_sms
from blueprints.rules import allow
from blueprints.web import db, done, render
from blueprints.words.agreeing import SaidForm, mailed
from domain.asking import holders
from domain.inquiries import asking, reading
from domain.inquiries.writing import NoSuchInquiry


@bp.post("/<int:inquiry_id>/spoerg")
@allow(WRITERS)
def ask_parents(inquiry_id: int) -> AnyResponse:
    """A mail with a link of their own to each holder of custody; again: the mail once more."""
    reach = asking.ask(db.session(), str(current_app.secret_key), inquiry_id, sms=has_sms())
    return mailed(reach, ".show", inquiry_id=inquiry_id)


@bp.route("/<int:inquiry_id>/samtykke", methods=["GET", "POST"])
@allow(WRITERS)
def note_answer(inquiry_id: int) -> AnyResponse:
    """An answer that was given in a conversation or on paper."""
    session = db.session()
    found = reading.whole(session, inquiry_id)
    if found is None or found.inquiry.child_id is None:
        raise NoSuchInquiry
    form = SaidForm()
    form.fill(holders(session, found.inquiry.child_id))
    if form.validate_on_submit():
        said = form.guardian.data, form.value.data, form.how.data
        asking.note(session, str(current_app.secret_key), inquiry_id, *said)
        return done(_("Svaret er noteret."), ".show", inquiry_id=inquiry_id)
    seen(found)
    status = 422 if form.is_submitted() else 200
    return render("inquiries/agree.html", status, form=form, inquiry=found.inquiry, found=found)
