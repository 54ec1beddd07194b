"""Forvaltningen's way in: the agenda that every conference begins with, which the administrator writes."""

from collections.abc import Sequence
from typing import Any

from flask import Response
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse
from wtforms import FieldList, FormField, IntegerField, SelectChoice, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange

from blueprints.conferences.mount import central
from blueprints.conferences.words import LINES
from blueprints.danish import Form, stripped
from blueprints.forvaltning.people import ADMINISTRATOR
from blueprints.rules import MEMBER, allow
from blueprints.web import db, done, render
from domain.conferences.before import template
from domain.conferences.before.proposing import Line
from domain.conferences.before.template import BadTemplate
from domain.conferences.tables import meeting

MOST, SPARE = 20, 2


class LineForm(Form):
    """One line. Without words it is left out."""

    class Meta:
        """The form around it has the token."""

        csrf = False

    place = IntegerField(_l("Plads"), [InputRequired(_l("Skriv et tal.")), NumberRange(1, 99)])
    kind = SelectField(_l("Slags"), choices=[SelectChoice(*one) for one in LINES.items()])
    title = StringField(_l("Overskrift"), [Length(max=120)], filters=[stripped])
    minutes = IntegerField(_l("Minutter"), [InputRequired(_l("Skriv et tal.")), NumberRange(1, 120)])


class AgendaForm(Form):
    """The lines in their order."""

    lines = FieldList(FormField(LineForm), max_entries=MOST)

    def written(self) -> list[Line]:
        """By their place; what has no words is left out."""
        rows: list[Any] = [entry.form for entry in self.lines.entries if entry.form.title.data]
        return [Line(one.kind.data, one.minutes.data, one.title.data) for one in sorted(rows, key=_place)]


@central.get("/")
@allow(MEMBER)
def index() -> Response:
    """The agenda as it is; whoever may write it finds the way."""
    return render("conferences/centre.html", lines=template.lines(db.session()), kinds=LINES)


@central.route("/dagsorden", methods=["GET", "POST"])
@allow(ADMINISTRATOR)
def agenda() -> AnyResponse:
    """For the agendas that are proposed from now on."""
    form = AgendaForm(data=None)
    if form.validate_on_submit():
        try:
            template.write(db.session(), form.written())
        except BadTemplate as error:
            text = _("Der skal være præcis én linje af slagsen: %(kind)s.", kind=LINES[error.kind])
            form.form_errors.append(text)
        else:
            return done(_("Dagsordenen er gemt. Den gælder for de dagsordener, der laves fra nu af."), ".index")
    if not form.is_submitted():
        _put(form, template.lines(db.session()))
    return render("conferences/year/template.html", 422 if form.errors else 200, form=form)


def _put(form: AgendaForm, lines: Sequence[Line]) -> None:
    spare = [Line(meeting.OWN, 5)] * min(SPARE, MOST - len(lines))
    for place, one in enumerate([*lines, *spare], 1):
        form.lines.append_entry({"place": place, "kind": one.kind, "title": one.title, "minutes": one.minutes})


def _place(one: Any) -> int:
    return int(one.place.data)
