"""The form of an opening, and an opening in words: when, for what, and where."""

from collections.abc import Sequence
from datetime import date, time
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, IntegerField, SelectChoice, SelectField, SelectMultipleField, TimeField, widgets
from wtforms.validators import InputRequired, NumberRange, Optional

from blueprints import door
from blueprints.danish import CALENDAR, WEEKDAYS, Form, minutes, of_minutes
from blueprints.language import day as written
from blueprints.language import weekday
from domain.base import today
from domain.booking.finding.places import HOME, PHONE, UNIT, VIDEO
from domain.booking.tables import Opening
from domain.frontdesk.plans import MIDNIGHT, BadHours, Plan

FOR_NOW = door.LAST
PLACES = {HOME: _l("Hjemme hos familien"), VIDEO: _l("På video"), PHONE: _l("På telefon")}
SINGLE = -1
WHICH = [SelectChoice(number, text) for number, text in (*enumerate(WEEKDAYS), (SINGLE, _l("Kun en enkelt dag")))]
WRONG = {
    "hours": ("ends", _l("Sluttidspunktet skal ligge efter starttidspunktet, og begge på et helt kvarter.")),
    "dates": ("valid_to", _l("Den sidste dag skal ligge efter den første.")),
    "rule": ("weekday", _l("Vælg en ugedag.")),
    "place": ("place", _l("Vælg et sted.")),
    "same": ("begins", _l("Den tid er åben i forvejen, til det samme og det samme sted.")),
}


class HoursForm(Form):
    begins = TimeField(_l("Fra kl."), [InputRequired(_l("Skriv, hvornår tiden begynder."))], default=time(9))
    ends = TimeField(_l("Til kl."), [InputRequired(_l("Skriv, hvornår tiden slutter."))], default=time(12))

    def hours(self) -> tuple[int, int]:
        """In minutes from midnight; the day's last is written 0.00."""
        return minutes(self.begins.data), minutes(self.ends.data) or MIDNIGHT


class OpeningForm(HoursForm):
    resource = SelectField(_l("Hvem?"), coerce=int)
    weekday = SelectField(_l("Hvornår?"), coerce=int, choices=[*WHICH])
    valid_from = DateField(_l("Første dag"), [InputRequired(_l("Vælg den første dag.")), CALENDAR], default=today)
    valid_to = DateField(
        _l("Sidste dag"),
        [Optional(), CALENDAR],
    )
    every = IntegerField(_l("Hver hvor mange uger?"), [NumberRange(1, 12, _l("Skriv et tal fra 1 til 12."))], default=1)
    types = SelectMultipleField(
        _l("Til hvad?"),
        description=_l("Uden kryds kan tiden bruges til alt."),
        option_widget=widgets.CheckboxInput(),
        widget=widgets.ListWidget(prefix_label=False),
    )
    place = SelectField(_l("Hvor?"), default="")

    def offer(self, kinds: list[tuple[str, str]], spots: Sequence[Any], now: Opening | None = None) -> None:
        """What there is to choose from: kinds of appointment, and the places of the unit; and what the opening has `now`."""
        self.types.choices = [(key, _(name)) for key, name in kinds]
        known = {_code(UNIT, row.unit_id, row.id): row.name for row in spots}
        self.place.choices = [("", _("Hvor som helst")), *known.items(), *PLACES.items()]
        if now is not None and (code := code_of(now)) not in {"", *known, *PLACES}:
            self.place.choices.append((code, _("Som nu: et andet hus")))

    def plan(self) -> Plan:
        """What was typed, as the domain asks for it."""
        place, _slash, rest = (self.place.data or "").partition("/")
        unit, _slash, room = rest.partition("/")
        single = self.weekday.data == SINGLE
        return Plan(
            weekday=None if single else self.weekday.data,
            begins=self.hours()[0],
            ends=self.hours()[1],
            valid_from=self.valid_from.data,
            valid_to=self.valid_from.data if single else self.valid_to.data or FOR_NOW,
            every=self.every.data or 1,
            types=tuple(self.types.data or ()),
            place=place,
            unit_id=int(unit) if unit else None,
            room_id=int(room) if room else None,
        )


def blame(form: Form, error: BadHours) -> None:
    """Say beside the field what the domain said no to."""
    field, text = WRONG[error.args[0]]
    form[field].errors = [*form[field].errors, text]


def when(one: Opening) -> str:
    """Its days and hours: Hver mandag kl. 9.00–12.00."""
    at = clock((one.begins, one.ends))
    if one.weekday is None:
        return f"{spoken(one.valid_from)} {at}"
    every = _("Hver %(weekday)s", weekday=str(WEEKDAYS[one.weekday]).lower())
    if one.every > 1:
        every = _("%(weekday)s hver %(weeks)s. uge", weekday=WEEKDAYS[one.weekday], weeks=one.every)
    until = _(", til og med %(day)s", day=written(one.valid_to)) if one.valid_to < FOR_NOW else ""
    return f"{every} {at}{until}"


def spoken(day: date) -> str:
    return f"{weekday(day).capitalize()} {written(day)}"


def clock(hours: tuple[int, int]) -> str:
    """As it is said: kl. 9.00–12.00."""
    begins, ends = (f"{each // 60}.{each % 60:02}" for each in hours)
    return _("kl. %(begins)s–%(ends)s", begins=begins, ends=ends)


def code_of(one: Opening) -> str:
    """Where, as the form has it: "", "hjem", "enhed/5" or "enhed/5/12"."""
    return _code(one.place, one.unit_id, one.room_id)


def _code(*parts: object) -> str:
    return "/".join(str(part) for part in parts if part)


def what(one: Opening, kinds: dict[str, str], places: dict[str, str]) -> str:
    """For what, and where; both as the form calls them."""
    types = ", ".join(kinds.get(key, key) for key in one.types) or _("Til alt")
    place = places.get(code_of(one), _("Et andet hus")) if one.place else ""
    return f"{types} · {place}" if place else types


def as_typed(one: Opening, hours: tuple[int, int] | None = None) -> dict[str, Any]:
    """What the form is filled with; `hours`: those of one day."""
    begins, ends = hours or (one.begins, one.ends)
    return {
        "resource": one.resource_id,
        "weekday": SINGLE if one.weekday is None else one.weekday,
        "begins": of_minutes(begins),
        "ends": of_minutes(ends),
        "valid_from": one.valid_from,
        "valid_to": None if one.valid_to >= FOR_NOW else one.valid_to,
        "every": one.every,
        "types": one.types,
        "place": code_of(one),
    }
