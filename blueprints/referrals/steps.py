"""What Familiehuset does with a referral, each step on a page of its own with what it needs said."""

from datetime import timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse
from wtforms import DateField, TextAreaField
from wtforms.validators import InputRequired, Optional

from blueprints.danish import CALENDAR, Form
from blueprints.referrals.mount import HELPERS, received_bp
from blueprints.referrals.shown import looked_at
from blueprints.referrals.words import SERVICES
from blueprints.rules import allow
from blueprints.web import db, done, render
from blueprints.words.about_people import several
from domain.base import today
from domain.referrals import life
from domain.referrals.capacity import NoPlace
from domain.referrals.life import Begin, OrderBroken
from domain.referrals.states import QUEUE

FOLLOW_UP_AFTER = timedelta(weeks=6)


def words(label: Any, needed: Any = None, hint: Any = "") -> TextAreaField:
    """A text about a family."""
    return several(label, hint, InputRequired(needed) if needed else Optional())


class BeginForm(Form):
    on = DateField(_l("Fra hvilken dag?"), [InputRequired(_l("Vælg den dag, hjælpen begynder.")), CALENDAR])
    text = words(_l("Det tilbyder vi"), hint=_l("Familien og henviseren læser det."))
    follow_1 = DateField(_l("Første opfølgning"), [Optional(), CALENDAR])
    follow_2 = DateField(_l("Anden opfølgning"), [Optional(), CALENDAR])
    order = words(
        _l("Hvorfor før andre, der har ventet længere?"),
        hint=_l("Kun hvis der er nogen. For eksempel at det haster, og hvorfor. Skriv ikke om de andre familier."),
    )
    beyond = words(
        _l("Hvorfor én mere, end der er pladser til?"), hint=_l("Kun hvis alle pladser er taget. Det bliver stående.")
    )

    def begin(self) -> Begin:
        days = {day for day in (self.follow_1.data, self.follow_2.data) if day}
        said = {name: self[name].data or "" for name in ("text", "order", "beyond")}
        return Begin(on=self.on.data, follow_ups=tuple(sorted(days)), **said)


class FollowForm(Form):
    text = words(_l("Hvordan går det?"), _l("Skriv, hvordan det går."), _l("Familien og henviseren læser det."))
    next_on = DateField(_l("Næste opfølgning"), [Optional(), CALENDAR])


class EndForm(Form):
    text = words(
        _l("Evaluering"),
        _l("Skriv, hvad der kom ud af det."),
        _l("Er målet nået? Hvad hjalp? Familien og henviseren læser det."),
    )


class DeclineForm(Form):
    text = words(
        _l("Hvorfor kan I ikke hjælpe?"),
        _l("Skriv hvorfor: henviseren og familien skal kunne komme videre."),
        _l("Familien og henviseren læser det. Derefter kan I ikke se henvisningen mere."),
    )


@received_bp.post("/<int:referral_id>/venteliste")
@allow(HELPERS)
def wait(referral_id: int) -> AnyResponse:
    """Received, and there is no place yet; or the offer is taken back."""
    life.wait(db.session(), referral_id)
    return done(_("Familien står på ventelisten, og henviseren har fået besked."), ".show", referral_id=referral_id)


@received_bp.route("/<int:referral_id>/tilbud", methods=["GET", "POST"])
@allow(HELPERS)
def offer(referral_id: int) -> AnyResponse:
    """A place from a day; the parents say yes or no on their page."""
    return _begin(referral_id, life.offer, _("Tilbyd en plads"), _("Pladsen er tilbudt. Familien har fået en mail."))


@received_bp.route("/<int:referral_id>/begynd", methods=["GET", "POST"])
@allow(HELPERS)
def start(referral_id: int) -> AnyResponse:
    """Help has begun."""
    return _begin(referral_id, life.start, _("Hjælpen begynder"), _("Forløbet er i gang."))


@received_bp.route("/<int:referral_id>/opfoelgning", methods=["GET", "POST"])
@allow(HELPERS)
def follow_up(referral_id: int) -> AnyResponse:
    """How it goes, and when it is looked at again."""
    form = FollowForm()
    if form.validate_on_submit():
        life.follow_up(db.session(), referral_id, form.text.data, form.next_on.data)
        return done(_("Opfølgningen er gemt."), ".show", referral_id=referral_id)
    return _step(referral_id, form, _("Følg op"))


@received_bp.route("/<int:referral_id>/afslut", methods=["GET", "POST"])
@allow(HELPERS)
def end(referral_id: int) -> AnyResponse:
    """With an evaluation."""
    form = EndForm()
    if form.validate_on_submit():
        life.end(db.session(), referral_id, form.text.data)
        return done(_("Forløbet er afsluttet, og pladsen er fri."), ".show", referral_id=referral_id)
    return _step(referral_id, form, _("Afslut med en evaluering"))


@received_bp.route("/<int:referral_id>/afvis", methods=["GET", "POST"])
@allow(HELPERS)
def decline(referral_id: int) -> AnyResponse:
    """With the reason; after that it is theirs to read no longer."""
    form = DeclineForm()
    if form.validate_on_submit():
        life.decline(db.session(), referral_id, form.text.data)
        return done(_("Henvisningen er afvist, og henviseren har fået besked."), ".index")
    return _step(referral_id, form, _("Afvis henvisningen"))


def _begin(referral_id: int, verb: Any, title: str, said: str) -> AnyResponse:
    form = BeginForm()
    if form.validate_on_submit():
        try:
            verb(db.session(), referral_id, form.begin())
        except OrderBroken:
            form.order.errors = [_("En anden familie har ventet længere på det samme. Skriv hvorfor.")]
        except NoPlace:
            form.beyond.errors = [_("Alle pladser er taget. Skriv hvorfor, hvis I alligevel tager én mere.")]
        else:
            return done(said, ".show", referral_id=referral_id)
        db.session().rollback()
        return _step(referral_id, form, title, 409)
    return _step(referral_id, form, title)


def _step(referral_id: int, form: Form, title: str, status: int = 0) -> AnyResponse:
    found = looked_at(referral_id)
    if not form.is_submitted() and isinstance(form, BeginForm):
        form.on.data = found.standing.starts_on or found.referral.wanted_from
        form.follow_1.data = max(form.on.data or today(), today()) + FOLLOW_UP_AFTER
    broken = found.standing.state in QUEUE and found.first not in {None, referral_id}
    return render(
        "referrals/step.html",
        status or (422 if form.errors else 200),
        form=form,
        title=title,
        it=found.referral,
        service=SERVICES[found.referral.service],
        broken=broken,
    )
