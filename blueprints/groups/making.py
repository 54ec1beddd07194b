"""A new group, from what was proposed or from nothing; other words or seats for one that stands; and its end."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from babel import Locale
from flask import Response, g, request
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse
from wtforms import DateField, HiddenField, IntegerField, SelectChoice, SelectField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, ValidationError

from blueprints import door
from blueprints.danish import CALENDAR, Box, Form, stripped
from blueprints.groups.listed import which
from blueprints.groups.mount import bp
from blueprints.groups.words import KINDS, born, weeks
from blueprints.rules import MEMBER, allow
from blueprints.web import db, done, render
from blueprints.words.about_people import no_cpr
from domain import audit
from domain.base import today
from domain.events.choices import choices
from domain.groups import making, proposing, reading, seats
from domain.groups.making import Plan
from domain.groups.proposing import New, Newborn
from domain.groups.seats import TooFewPlaces
from domain.groups.tables import ORDINARY
from domain.starts.importing.cells import LANGUAGES

USUAL = 8
MONTH = timedelta(days=27)


class GroupForm(Form):
    title = StringField(
        _l("Gruppens navn"),
        [InputRequired(_l("Skriv, hvad gruppen hedder.")), Length(max=80), no_cpr],
        filters=[stripped],
        description=_l("De inviterede kan læse det. Det står ikke i mails og SMS'er."),
    )
    kind = SelectField(_l("Slags"), choices=[SelectChoice(key, name) for key, name in KINDS.items()])
    language = SelectField(_l("Sprog i gruppen"))
    born_from = DateField(_l("Børn født fra"), [InputRequired(_l("Vælg dagen.")), CALENDAR])
    born_to = DateField(_l("Til og med"), [InputRequired(_l("Vælg dagen.")), CALENDAR])
    seats = IntegerField(_l("Pladser"), [InputRequired(_l("Skriv, hvor mange der er plads til.")), NumberRange(1, 30)])
    leader = SelectField(_l("Hvem leder de første møder?"), coerce=int)

    def fill(self) -> None:
        """What can be chosen from."""
        found = choices(db.session(), g.place.id)
        nurses = [one for one, pick in found.hosts.items() if pick.unit_id == g.place.id]
        self.leader.choices = [(0, _("Ikke valgt")), *((one, found.people[one][0]) for one in nurses)]
        self.language.choices = [(code, Locale(code).get_display_name(get_locale())) for code in LANGUAGES]

    def validate_born_to(self, field: Any) -> None:
        if field.data and self.born_from.data and field.data < self.born_from.data:
            raise ValidationError(_("Den sidste dag skal ligge efter den første."))

    def plan(self) -> Plan:
        words = {name: self[name].data for name in ("title", "kind", "language", "born_from", "born_to")}
        return Plan(leader_id=self.leader.data or None, **words)


class NewForm(GroupForm):
    members = SelectMultipleField(_l("Hvem foreslår I gruppen?"), coerce=int, option_widget=Box())
    key = HiddenField(validators=[Length(max=64)])

    def offer(self, found: list[Newborn]) -> None:
        """Whom nobody has thought of, youngest last; each by the child."""
        self.members.choices = [
            (one.child_id, f"{one.parent} · {' & '.join(one.children)}, {weeks(one.born)} · {KINDS[one.kind]}")
            for one in found
            if one.guardian_id is not None
        ]


@bp.route("/ny", methods=["GET", "POST"])
@allow(MEMBER)
def new() -> AnyResponse:
    """With ?forslag=<n> the n'th of the new groups that are proposed on that page of the list; all of it can be changed."""
    session = db.session()
    found = proposing.newborns(session, g.place.id, *which())
    form = NewForm(data=_proposed(found))
    form.fill()
    form.offer(found)
    if not form.validate_on_submit():
        form.key.data = form.key.data or uuid4().hex
        audit.seen(session, "Nyfødte uden gruppe")
        return render("groups/new.html", 422 if form.is_submitted() else 200, form=form)
    group = making.make(session, g.place.id, form.plan(), form.seats.data or USUAL, form.key.data or uuid4().hex)
    chosen = [one for one in found if one.child_id in (form.members.data or ())]
    if chosen:
        making.propose(session, group.id, [(one.guardian_id or 0, one.child_id) for one in chosen])
    return done(_("Gruppen er lavet. Læg det første møde, og invitér så."), ".show", group_id=group.id)


@bp.route("/<int:group_id>/ret", methods=["GET", "POST"])
@allow(MEMBER)
def change(group_id: int) -> AnyResponse:
    """Nobody is told; more seats go to whoever waits."""
    session = db.session()
    group = reading.one(session, group_id)
    form = GroupForm(data=None if request.method == "POST" else _typed(group))
    form.fill()
    if form.validate_on_submit():
        try:
            seats.resize(session, making.change(session, group_id, form.plan()), form.seats.data or 0)
        except TooFewPlaces as error:
            form.seats.errors = [_("%(taken)s pladser er taget. Så mange skal der mindst være.", taken=error.taken)]
        else:
            return done(_("Gemt."), ".show", group_id=group_id)
    return render("groups/change.html", 422 if form.errors else 200, group=group, form=form)


@bp.get("/<int:group_id>/afslut")
@allow(MEMBER)
def end(group_id: int) -> Response:
    """A plain page: it cannot be undone."""
    return render("groups/end.html", group=reading.one(db.session(), group_id))


@bp.post("/<int:group_id>/afslut")
@allow(MEMBER)
def ended(group_id: int) -> AnyResponse:
    """The families go on by themselves."""
    making.end(db.session(), group_id)
    return done(_("Gruppen er afsluttet her. Familierne kan mødes videre på egen hånd."), ".index")


def _proposed(found: list[Newborn]) -> dict[str, Any]:
    usual = {"seats": USUAL, "leader": current_user.found.viewer.staff, "language": "da", "kind": ORDINARY}
    usual |= {"born_from": today() - 2 * MONTH, "born_to": today() - MONTH}
    number = request.args.get("forslag", type=door.number)
    if number is None or request.method == "POST":
        return usual
    new_ = proposing.propose(found, reading.of_unit(db.session(), g.place.id)).new
    return usual | _of(new_[number]) if 0 <= number < len(new_) else usual


def _of(one: New) -> dict[str, Any]:
    return {
        "title": _("Gruppe, %(weeks)s", weeks=born(one.born_from, one.born_to)),
        "kind": one.kind,
        "language": one.language,
        "born_from": one.born_from,
        "born_to": one.born_to,
        "seats": max(USUAL, len(one.members)),
        "members": [member.child_id for member in one.members],
    }


def _typed(group: reading.Shown) -> dict[str, Any]:
    names = ("title", "kind", "language", "born_from", "born_to", "seats")
    return {name: getattr(group, name) for name in names} | {"leader": group.leader_id or 0}
