"""When and where an event is, and who holds it; changed, all are told. And calling it off."""

from datetime import datetime, time
from typing import Any

from flask import Response, g, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse
from wtforms import DateField, SelectChoice, SelectField, SelectMultipleField, StringField, TimeField, widgets
from wtforms.validators import InputRequired, Length, ValidationError

from blueprints.danish import CALENDAR, Form, stripped
from blueprints.events.mount import bp
from blueprints.rules import MEMBER, allow
from blueprints.web import db, done, render
from domain.base import COPENHAGEN, DomainError, moment, quarter
from domain.booking.finding.openings import local_day
from domain.booking.kinds.limits import TooFar, TooLate
from domain.booking.taking.claims import SlotTaken
from domain.events import making, reading
from domain.events.choices import Choices, choices
from domain.events.making import Setting

ELSEWHERE = "andet"
WRONG = {
    SlotTaken: ("hosts", _l("Lokalet eller en af dem, der skal holde det, er optaget på det tidspunkt.")),
    TooLate: ("day", _l("Tidspunktet er passeret.")),
    TooFar: ("day", _l("Dagen ligger for langt ude i fremtiden.")),
}


class SettingForm(Form):
    day = DateField(_l("Dag"), [InputRequired(_l("Vælg dagen.")), CALENDAR])
    begins = TimeField(_l("Fra kl."), [InputRequired(_l("Skriv, hvornår det begynder."))], default=time(17))
    ends = TimeField(_l("Til kl."), [InputRequired(_l("Skriv, hvornår det slutter."))], default=time(19))
    where = SelectField(_l("Hvor?"))
    place = StringField(
        _l("Sted eller vejvisning"),
        [Length(max=200)],
        filters=[stripped],
        description=_l("Det, deltagerne skal vide: en anden adresse, hvilken dør."),
    )
    hosts = SelectMultipleField(
        _l("Hvem i enheden holder det?"),
        coerce=int,
        option_widget=widgets.CheckboxInput(),
        widget=widgets.ListWidget(prefix_label=False),
    )
    other = SelectField(_l("En kollega fra en anden enhed"), coerce=int)
    second = SelectField(_l("Endnu en kollega"), coerce=int)

    def validate_ends(self, field: Any) -> None:
        if field.data and self.begins.data and field.data <= self.begins.data:
            raise ValidationError(_("Sluttidspunktet skal ligge efter starttidspunktet."))
        if any(one.data and one.data.minute % 15 for one in (field, self.begins)):
            raise ValidationError(_("Begge tidspunkter skal være på et helt kvarter."))

    def validate_hosts(self, _field: Any) -> None:
        if not self.chosen():
            raise ValidationError(_("Vælg mindst én, der holder det."))

    def validate_place(self, field: Any) -> None:
        if self.where.data == ELSEWHERE and not field.data:
            raise ValidationError(_("Skriv, hvor det er."))

    def chosen(self) -> list[int]:
        """Staff ids, each once."""
        picked = [*(self.hosts.data or ()), self.other.data, self.second.data]
        return [*dict.fromkeys(one for one in picked if one)]

    def setting(self, found: Choices) -> Setting:
        """What was typed, as the domain asks for it."""
        first, last = (self._at(one.data) for one in (self.begins, self.ends))
        kind, _dash, number = self.where.data.partition("-")
        return Setting(
            first=first,
            quarters=last - first,
            hosts=tuple(found.hosts[one] for one in self.chosen()),
            room=found.rooms[int(number)] if kind == "rum" else None,
            house_id=int(number) if kind == "hus" else None,
            place=self.place.data or "",
        )

    def _at(self, clock: time) -> int:
        return quarter(datetime.combine(self.day.data, clock, COPENHAGEN))

    @staticmethod
    def typed(event: Any) -> dict[str, Any]:
        begins, ends = (moment(one).astimezone(COPENHAGEN) for one in (event.first, event.first + event.quarters))
        room, house = event.room_id, event.house_id
        where = f"rum-{room}" if room else f"hus-{house}" if house else ELSEWHERE
        clocks = {"begins": begins.time(), "ends": ends.time()}
        return {"day": local_day(event.first), "where": where, "place": event.text} | clocks


def offer(form: Any, found: Choices) -> None:
    """What can be chosen from: the own unit's people as boxes to tick, the others' by unit."""
    form.hosts.choices = [
        (one, found.people[one][0]) for one, pick in found.hosts.items() if pick.unit_id == g.place.id
    ]
    others = [one for one, pick in found.hosts.items() if pick.unit_id != g.place.id]
    colleagues = [SelectChoice(one, found.people[one][0], optgroup=found.people[one][1]) for one in others]
    form.other.choices = form.second.choices = [SelectChoice(0, _("Ingen")), *colleagues]
    houses = [SelectChoice(f"hus-{one}", name, optgroup=_("Hele huset")) for one, name in found.houses.items()]
    rooms = [
        SelectChoice(f"rum-{one}", f"{house}, {name}", optgroup=_("Et lokale, som reserveres"))
        for one, (name, house) in found.places.items()
    ]
    form.where.choices = [SelectChoice(ELSEWHERE, _("Et andet sted")), *rooms, *houses]


def blame(form: Any, error: DomainError) -> None:
    """Say beside the field what the domain said no to."""
    name, text = WRONG[type(error)]
    form[name].errors = [*form[name].errors, text]


@bp.route("/<int:event_id>/flyt", methods=["GET", "POST"])
@allow(MEMBER)
def move(event_id: int) -> AnyResponse:
    """Another day, place, or somebody else who holds it."""
    event, found = reading.one(db.session(), event_id), choices(db.session(), g.place.id)
    form = SettingForm(data=None if request.method == "POST" else SettingForm.typed(event) | _hosts(event, found))
    offer(form, found)
    if not form.validate_on_submit():
        return _page(event, form, 422 if form.is_submitted() else 200)
    try:
        told = making.move(db.session(), event_id, form.setting(found))
    except (SlotTaken, TooLate, TooFar) as error:
        blame(form, error)
        return _page(event, form, 409)
    text = ngettext("Gemt. Én tilmeldt har fået besked.", "Gemt. %(num)d tilmeldte har fået besked.", told)
    return done(text if told else _("Gemt."), ".show", event_id=event_id)


@bp.get("/<int:event_id>/aflys")
@allow(MEMBER)
def cancel(event_id: int) -> Response:
    """A plain page: it cannot be undone."""
    return render("events/cancel.html", event=reading.one(db.session(), event_id))


@bp.post("/<int:event_id>/aflys")
@allow(MEMBER)
def cancelled(event_id: int) -> AnyResponse:
    """Everybody is told, and everybody's time is free."""
    told = making.cancel(db.session(), event_id)
    text = ngettext("Aflyst. Én tilmeldt har fået besked.", "Aflyst. %(num)d tilmeldte har fået besked.", told)
    return done(text if told else _("Aflyst."), ".show", event_id=event_id)


def _page(event: reading.Shown, form: SettingForm, status: int) -> Response:
    return render("events/move.html", status, event=event, form=form)


def _hosts(event: reading.Shown, found: Choices) -> dict[str, Any]:
    """Who holds it now: those of the unit are ticked, the others chosen."""
    now_ = reading.held_by_staff(db.session(), event.appointment_id)
    others = [one for one in now_ if one in found.hosts and found.hosts[one].unit_id != g.place.id]
    own = [one for one in now_ if one in found.hosts and one not in others]
    second = others[1] if len(others) > 1 else 0
    return {"hosts": own, "other": others[0] if others else 0, "second": second}
