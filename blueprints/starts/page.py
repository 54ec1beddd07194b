"""One start's page: what each side may see before the conversation, and what the house does for the family."""

from typing import Any

from flask import Response, abort, current_app, g
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse
from wtforms import RadioField, SelectChoice, SelectField
from wtforms.validators import InputRequired

from blueprints.danish import Form
from blueprints.messages import has_sms
from blueprints.messages.told import told as told_of
from blueprints.rules import MEMBER, Rule, actor, allow, role
from blueprints.starts.looks import seen_whole
from blueprints.starts.mount import bp
from blueprints.starts.overview import STATES
from blueprints.web import db, done, render
from blueprints.words.agreeing import SaidForm
from blueprints.words.questions import ASKS, consent_items
from blueprints.words.talks import TALKS, WORDS
from domain import consent
from domain.access import houses
from domain.base import today
from domain.booking.showing.of_start import latest, missed, of_start
from domain.journey import family, outcome
from domain.journey.choosing.plan import NoSuchStart
from domain.starts import overview, writing
from domain.starts.questionnaire import sections
from domain.starts.questions import PARTS

LEADERS = ("leder", "distriktsleder")
LEADS, DAGTILBUD = role(*LEADERS), actor("dagtilbud")
LEADER = Rule("leder i dagtilbud", lambda who, place: LEADS.admits(who, place) and DAGTILBUD.admits(who, place))
REASONS = {
    "privat": _l("Privat pasning"),
    "anden-kommune": _l("Plads i en anden kommune"),
    "flyttet": _l("Familien er flyttet"),
    "udskudt": _l("Starten er udskudt"),
    "andet": _l("Andet"),
}


class CloseForm(Form):
    reason = RadioField(
        _l("Hvorfor?"),
        choices=[SelectChoice(*one) for one in REASONS.items()],
        validators=[InputRequired(_l("Vælg en grund."))],
    )


class ContactForm(Form):
    group = SelectField(_l("Gruppe"), coerce=int)
    contact = SelectField(_l("Kontaktpædagog"), coerce=int)


class SpokenForm(SaidForm):
    """To one of the start's questions."""

    question = RadioField(
        _l("På hvilket spørgsmål?"),
        choices=[SelectChoice(*one) for one in ASKS.items()],
        validators=[InputRequired(_l("Vælg et spørgsmål."))],
    )


@bp.get("/<int:start_id>")
@allow(MEMBER)
def show(start_id: int) -> Response:
    """All that this viewer's unit may see of the start."""
    session = db.session()
    rows = overview.whole(session, start_id) or missing()
    row = rows[0]
    written = sections(session, start_id)
    told = overview.is_told(row, g.place.id)
    times = of_start(session, start_id)
    seen_whole(row, written=bool(written))
    return render(
        "starts/show.html",
        row=row,
        start=row.Start,
        guardians=[(one, one.Outbox and told_of(one.Outbox, one.guardian)) for one in rows if one.guardian_id],
        state=STATES[overview.state(row.Start, row, told)],
        consents=consent_items(consent.of_child(session, row.Start.child_id, f"start/{start_id}")),
        written=[(part, written[part.key]) for part in PARTS if part.key in written],
        talks=[(TALKS[kind], latest(times, kind)) for kind in TALKS],
        missed=missed(times),
        correctable=outcome.correctable(session, times),
        **WORDS,
        own=overview.is_theirs(row, g.place.id),
        told=told,
    )


@bp.post("/<int:start_id>/inviter")
@allow(MEMBER)
def invite(start_id: int) -> AnyResponse:
    """Send the invitation now, or once more."""
    family.invite(db.session(), current_app.config["SECRET_KEY"], start_id, sms=has_sms())
    return done(_("Invitationen er på vej til forældrene."), ".show", start_id=start_id)


@bp.post("/<int:start_id>/ringet")
@allow(MEMBER)
def called(start_id: int) -> AnyResponse:
    """The family has been rung up."""
    family.called(db.session(), start_id)
    return done(_("Noteret, at der er talt med familien."), ".show", start_id=start_id)


@bp.route("/<int:start_id>/luk", methods=["GET", "POST"])
@allow(DAGTILBUD)
def close(start_id: int) -> AnyResponse:
    """The child does not start here: one plain page, since it cannot be undone by the same hand."""
    form, row = CloseForm(), (overview.whole(db.session(), start_id) or missing())[0]
    of_the_house(row)
    if form.validate_on_submit():
        family.close(db.session(), start_id, form.reason.data)
        return done(_("Starten er lukket. Der sendes ikke mere til familien."), ".index")
    seen_whole(row, only=())
    return render("starts/close.html", 422 if form.is_submitted() else 200, form=form, row=row)


@bp.route("/<int:start_id>/kontakt", methods=["GET", "POST"])
@allow(LEADER)
def contact(start_id: int) -> AnyResponse:
    """The leader places the child in a group and names its contact."""
    session = db.session()
    row = (overview.whole(session, start_id) or missing())[0]
    of_the_house(row, *LEADERS)
    form = ContactForm(group=row.Start.group_id or 0, contact=row.Start.contact_id or 0)
    groups, staff = houses.groups_and_staff(session, row.Start.unit_id)
    form.group.choices = [(0, _("Ingen endnu")), *groups]
    form.contact.choices = [(0, _("Hvem som helst fra gruppen")), *staff]
    if form.validate_on_submit():
        writing.name_contact(session, start_id, form.group.data or None, form.contact.data or None)
        return done(_("Gemt."), ".show", start_id=start_id)
    seen_whole(row, only=())
    return render("starts/family/contact.html", 422 if form.is_submitted() else 200, form=form, row=row)


@bp.route("/<int:start_id>/samtykke", methods=["GET", "POST"])
@allow(MEMBER)
def spoken_consent(start_id: int) -> AnyResponse:
    """Note what a holder of custody has said yes or no to."""
    session, form = db.session(), SpokenForm()
    rows = overview.whole(session, start_id) or missing()
    form.guardian.choices = [(one.guardian_id, one.guardian) for one in rows if one.guardian_id and one.custody]
    put = consent.of_child(session, rows[0].Start.child_id, f"start/{start_id}")
    open_ = {one.purpose for one in put if one.until >= today()}
    form.question.choices = [SelectChoice(*one) for one in ASKS.items() if one[0] in open_]
    if form.validate_on_submit():
        said = form.guardian.data, form.question.data, form.value.data
        family.note(session, str(current_app.secret_key), start_id, said, form.how.data)
        return done(_("Svaret er noteret."), ".show", start_id=start_id)
    seen_whole(rows[0], only=())
    status = 422 if form.is_submitted() else 200
    over = bool(put) and not open_
    return render("starts/family/consent.html", status, form=form, row=rows[0], asked=open_, over=over)


def of_the_house(row: Any, *wanted: str) -> None:
    """The rule under the route asks what one is in the unit of the address; the start may be another unit's where one is something else."""
    roles = db.session().info["viewer"].roles(row.Start.unit_id)
    if roles.isdisjoint(wanted or roles):
        abort(403, _("Du er logget ind, men har ikke adgang hertil med dine roller."))


def missing() -> Any:
    """The same answer whether it is not there or not for this viewer."""
    raise NoSuchStart
