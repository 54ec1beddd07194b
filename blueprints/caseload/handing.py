"""Handing over: first who, when and until when; then what becomes of each child and each booking, to be changed and sent in one go."""

import re
from datetime import date
from typing import Any

from flask import Response, current_app, g, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from werkzeug.datastructures import CombinedMultiDict
from werkzeug.wrappers import Response as AnyResponse
from wtforms import DateField, SelectChoice, SelectField, SelectMultipleField, widgets
from wtforms.validators import InputRequired, Optional, ValidationError

from blueprints import door
from blueprints.caseload.mount import REASONS, bp, people
from blueprints.caseload.proposed import away, lines, shape
from blueprints.danish import CALENDAR, Box, Form
from blueprints.language import day
from blueprints.rules import MEMBER, allow
from blueprints.web import db, done, render
from domain import audit
from domain.base import today
from domain.booking.kinds.limits import TooFar, TooLate
from domain.booking.taking.claims import SlotTaken
from domain.booking.verbs import Changed, NotBooked
from domain.caseload import handing
from domain.caseload.handing import Choice, PlanChanged
from domain.caseload.load import Load
from domain.caseload.planning import Wanted, propose
from domain.caseload.tables import END

OVERTAKEN = (SlotTaken, Changed, NotBooked, PlanChanged, TooLate, TooFar)
CHILD, CHOSEN = re.compile(r"barn-(\d{1,9})"), re.compile(r"valg-(\d{1,9})")


class WhoForm(Form):
    """Sent by GET first, so that the plan has an address; then by POST along with what was chosen."""

    to = SelectMultipleField(
        _l("Hvem skal have børnene?"), coerce=int, option_widget=Box(), widget=widgets.ListWidget(prefix_label=False)
    )
    begins_on = DateField(_l("Fra og med"), [InputRequired(_l("Vælg dagen.")), CALENDAR], default=today)
    returns_on = DateField(
        _l("Tilbage igen"),
        [Optional(), CALENDAR],
        description=_l("Tomt, hvis det er for altid. Den dag kommer børnene tilbage af sig selv."),
    )
    reason = SelectField(
        _l("Hvorfor?"),
        choices=[SelectChoice(*one) for one in REASONS.items()],
        description=_l("Ses kun af jer i enheden."),
    )

    class Meta(Form.Meta):
        """Nothing is done by asking."""

        csrf = False

    def validate_to(self, field: Any) -> None:
        if not field.data:
            raise ValidationError(_("Vælg mindst én."))

    def validate_begins_on(self, field: Any) -> None:
        if field.data and field.data < today():
            raise ValidationError(_("Vælg i dag eller senere."))

    def validate_returns_on(self, field: Any) -> None:
        if field.data and self.begins_on.data and field.data <= self.begins_on.data:
            raise ValidationError(_("Vælg en dag efter den første."))
        if field.data and self.reason.data == END:
            raise ValidationError(
                _("Den, der fratræder, kommer ikke tilbage. Lad feltet være tomt, eller vælg en anden grund.")
            )


@bp.get("/<int:nurse_id>/overdrag")
@allow(MEMBER)
def hand(nurse_id: int) -> Response:
    """Who and when; once that is said, what would become of everything."""
    own, others = people(nurse_id)
    asked = "begins_on" in request.args
    form = _form(others, request.args if asked else None)
    if not asked or not form.validate():
        return _page(own, form, 422 if asked else 200)
    return _page(own, form, wanted=_wanted(nurse_id, form))


@bp.post("/<int:nurse_id>/overdrag")
@allow(MEMBER)
def hand_over(nurse_id: int) -> AnyResponse:
    """All of it, or nothing: then the page comes again with how it stands now."""
    own, others = people(nurse_id)
    form = _form(others, request.form)
    if not form.validate():
        return _page(own, form, 422)
    wanted = _wanted(nurse_id, form)
    gives = {int(found[1]): to for name in request.form if (found := CHILD.fullmatch(name)) and (to := _number(name))}
    secret = current_app.config["SETTINGS"].secret_key
    try:
        handing.hand_over(db.session(), secret, wanted, gives, _choices())
    except OVERTAKEN:
        return _page(own, form, 409, wanted=wanted, overtaken=True)
    return done(f"{_said(len(gives), wanted.begins_on)} " + _("Hver familie får én besked."), ".index")


def _said(children: int, begins_on: date) -> str:
    """They change hands on their day, and not before."""
    if begins_on > today():
        text = ngettext("Ét barn overdrages %(day)s.", "%(num)d børn overdrages %(day)s.", children, day=day(begins_on))
        return str(text)
    return str(ngettext("Ét barn er overdraget.", "%(num)d børn er overdraget.", children))


def _form(others: list[Load], sent: Any) -> Any:
    form = WhoForm(formdata=sent)
    form.to.choices = [
        SelectChoice(
            one.staff_id, ngettext("%(name)s (ét barn)", "%(name)s (%(num)d børn)", one.children, name=one.name)
        )
        for one in others
    ]
    return form


def _wanted(nurse_id: int, form: Any) -> Wanted:
    """`barn`: the children who are meant; none named are all."""
    chosen = frozenset(request.values.getlist("barn", type=door.number))
    return Wanted(
        unit_id=g.place.id,
        from_id=nurse_id,
        to_ids=tuple(dict.fromkeys(form.to.data)),
        begins_on=form.begins_on.data,
        returns_on=form.returns_on.data,
        reason=form.reason.data,
        child_ids=chosen or None,
    )


def _choices() -> dict[int, Choice]:
    """By appointment; what has another shape than the page's own is no choice, and then the plan does not fit."""
    found = {}
    for name, value in request.form.items():
        asked, chosen = CHOSEN.fullmatch(name), shape(value)
        if asked and chosen:
            sequence = request.form.get(f"udgave-{asked[1]}", -1, door.number)
            found[int(asked[1])] = Choice(sequence, *chosen)
    return found


def _number(name: str) -> int:
    return request.form.get(name, 0, door.number)


def _page(
    own: Load, form: Any, status: int = 200, *, wanted: Wanted | None = None, overtaken: bool = False
) -> Response:
    values = CombinedMultiDict([request.args, request.form])
    plan = propose(db.session(), wanted) if wanted else None
    audit.seen(db.session(), "Fordeling")
    return render(
        "caseload/hand.html",
        status,
        own=own,
        form=form,
        chosen=values.getlist("barn", type=door.number),
        plan=plan,
        lines=lines(plan) if plan else [],
        away=away(plan) if plan else {},
        overtaken=overtaken,
    )
