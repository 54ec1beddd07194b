"""More visits by special need: between two days, with a reason and a plan."""

from typing import Any

from flask import current_app, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse
from wtforms import DateField, RadioField, SelectChoice, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from blueprints.danish import CALENDAR, Form, trimmed
from blueprints.door import number
from blueprints.rules import MEMBER, allow
from blueprints.visits.child import of_child
from blueprints.visits.mount import bp
from blueprints.web import db, done, render
from blueprints.words.about_people import no_cpr
from blueprints.words.visits import NEEDS
from domain import audit
from domain.base import today
from domain.inquiries.handing import Prefill, carried, prefill
from domain.visits import extra as special
from domain.visits.extra import AtSchool, NoSuchSpan

PLAN = 1000
"""Letters."""


class ExtraForm(Form):
    opens_on = DateField(_l("Tidligst"), [InputRequired(_l("Vælg den første dag.")), CALENDAR])
    closes_on = DateField(_l("Senest"), [InputRequired(_l("Vælg den sidste dag.")), CALENDAR])
    reason = RadioField(
        _l("Hvad handler det om?"),
        [InputRequired(_l("Vælg, hvad det handler om."))],
        choices=[SelectChoice(key, text) for key, text in NEEDS.items()],
    )
    plan = TextAreaField(
        _l("Plan for besøget"),
        [InputRequired(_l("Skriv, hvad I vil ved besøget.")), Length(max=PLAN), no_cpr],
        filters=[trimmed],
        description=_l("Kort: kun det, kollegaen skal vide for at holde besøget. Sundhedsplejen alene kan læse det."),
    )

    def validate_closes_on(self, field: Any) -> None:
        if field.data and self.opens_on.data and field.data < self.opens_on.data:
            raise ValidationError(_("Den sidste dag skal ligge efter den første."))
        if field.data and field.data < today():
            raise ValidationError(_("Den sidste dag skal ligge i fremtiden."))


@bp.route("/barn/<int:child_id>/ekstra", methods=["GET", "POST"])
@allow(MEMBER)
def extra(child_id: int) -> AnyResponse:
    """At any age until the child begins at school; with ?henvendelse=<id> what an inquiry says."""
    line, begun = of_child(child_id), prefill(db.session(), request.args.get("henvendelse", type=number))
    form = ExtraForm(data=_begun(begun))
    audit.seen(db.session(), "Besøg", [child_id])
    if not form.validate_on_submit():
        return render("visits/child/extra.html", 422 if form.is_submitted() else 200, form=form, line=line)
    secret, own = current_app.config["SECRET_KEY"], (form.opens_on.data, form.closes_on.data)
    try:
        visit = special.add(db.session(), secret, child_id, *own, form.reason.data, form.plan.data)
    except AtSchool:
        form.closes_on.errors = [_("Da er barnet begyndt i skole. Så er det skolens sundhedsplejerske, der kommer.")]
    except NoSuchSpan:
        form.closes_on.errors = [_("Der må højst være to måneder imellem. Lav flere besøg i stedet.")]
    else:
        if begun:
            carried(db.session(), begun.inquiry_id, f"visit/{visit.id}")
        return done(_("Besøget er planlagt. Find en tid til det."), ".one", visit_id=visit.id)
    return render("visits/child/extra.html", 422, form=form, line=line)


def _begun(inquiry: Prefill | None) -> dict[str, Any]:
    """From today, with the words of the inquiry that led to it, as many as there is room for."""
    if inquiry is None:
        return {}
    return {"opens_on": today(), "plan": "\n".join(filter(None, (inquiry.title, inquiry.seen, inquiry.wanted)))[:PLAN]}
