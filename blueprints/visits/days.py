"""The days that a child's windows are counted from; changed, the page says what moved."""

from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse
from wtforms import DateField
from wtforms.validators import InputRequired, Optional, ValidationError

from blueprints.danish import CALENDAR, Form
from blueprints.rules import MEMBER, allow
from blueprints.visits.child import of_child
from blueprints.visits.mount import bp
from blueprints.web import db, render
from blueprints.words.visits import KINDS
from domain import audit
from domain.base import today
from domain.visits import programme
from domain.visits.windows import months_after


class DaysForm(Form):
    born = DateField(_l("Fødselsdato"), [InputRequired(_l("Vælg barnets fødselsdato.")), CALENDAR])
    term_on = DateField(
        _l("Termin, hvis barnet er født for tidligt"),
        [Optional(), CALENDAR],
        description=_l("Besøgene fra to måneder regnes fra terminen."),
    )
    home_on = DateField(
        _l("Hjemme fra hospitalet"),
        [Optional(), CALENDAR],
        description=_l("De første besøg regnes fra den dag, barnet kom hjem."),
    )

    def validate_born(self, field: Any) -> None:
        if field.data and field.data > today():
            raise ValidationError(_("Fødselsdatoen kan ikke ligge i fremtiden."))
        if (
            field.data and months_after(field.data, OLDEST) < today()
        ):  # who has grown is deleted: a slip in the year must not do that
            raise ValidationError(_("Et barn på over %(years)s år er begyndt i skole.", years=OLDEST // 12))

    def validate_term_on(self, field: Any) -> None:
        if field.data and self.born.data and not 0 <= (field.data - self.born.data).days <= MOST_EARLY:
            raise ValidationError(_("Terminen skal ligge efter fødslen, og højst 20 uger."))

    def validate_home_on(self, field: Any) -> None:
        if field.data and self.born.data and not 0 <= (field.data - self.born.data).days <= LONGEST_STAY:
            raise ValidationError(_("Dagen skal ligge efter fødslen, og højst et år."))


MOST_EARLY, LONGEST_STAY = 20 * 7, 366
"""Days."""
OLDEST = 7 * 12
"""Months: a child of six has begun at school before it is seven."""


@bp.route("/barn/<int:child_id>/dage", methods=["GET", "POST"])
@allow(MEMBER)
def days(child_id: int) -> AnyResponse:
    """What has been held, declined or called off stands; the others move, and a booked time stays where it is."""
    line = of_child(child_id)
    audit.seen(db.session(), "Besøg", [child_id])
    if line.programme is None:
        return render("visits/child/without.html", 409 if request.method == "POST" else 200, line=line)
    stood = {name: getattr(line.programme, name) for name in ("term_on", "home_on")}
    form = DaysForm(data=stood | {"born": line.birth_date})
    if not form.validate_on_submit():
        return render("visits/child/days.html", 422 if form.is_submitted() else 200, form=form, line=line)
    own = {"birth_date": form.born.data, "term_on": form.term_on.data, "home_on": form.home_on.data}
    moved = programme.redate(db.session(), child_id, **own)
    return render("visits/child/moved.html", line=line, moved=moved, kinds=KINDS)
