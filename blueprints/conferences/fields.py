"""Fields that the forms of the plan share: when, who leads, and who is called in."""

from collections.abc import Iterable
from datetime import datetime, time
from itertools import groupby
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, IntegerField, SelectChoice, SelectField, SelectMultipleField, TimeField, widgets
from wtforms.validators import InputRequired, NumberRange, ValidationError

from blueprints.danish import CALENDAR, Box, Form
from domain.access.roles import role_name
from domain.base import COPENHAGEN, moment, quarter
from domain.booking.finding.openings import MINUTES, local_day
from domain.conferences.year.choices import Choices
from domain.conferences.year.planning import Roles
from domain.conferences.year.table import Shown

LENGTH = NumberRange(15, 480)
LEADING = ("chair", "minute_taker", "timekeeper")


class People(SelectMultipleField):
    """Boxes to tick; the template draws them by unit (`groups`)."""

    widget = widgets.ListWidget(prefix_label=False)
    option_widget = Box()


class RolesForm(Form):
    """Who leads, and where."""

    room = SelectField(_l("Lokale"), coerce=int)
    chair = SelectField(_l("Mødeleder"), coerce=int)
    minute_taker = SelectField(_l("Referent"), coerce=int)
    timekeeper = SelectField(_l("Tidsholder"), coerce=int)

    def fill(self, found: Choices) -> None:
        """With those there are to choose from."""
        self.fill_roles(found)
        rooms = [SelectChoice(number, name) for number, (name, _where) in found.rooms.items()]
        self.room.choices = [SelectChoice(0, _("Uden lokale, der reserveres")), *rooms]

    def fill_roles(self, found: Choices) -> None:
        """The same without the room."""
        people = [SelectChoice(one.id, one.name, optgroup=one.unit) for one in found.people.values()]
        for name in LEADING:
            self[name].choices = [SelectChoice(0, _("Ikke valgt")), *people]

    def roles(self) -> Roles:
        """As the domain asks for them."""
        return Roles(**{f"{name}_id": self[name].data or None for name in LEADING})

    @staticmethod
    def typed_roles(one: Any) -> dict[str, int]:
        """Of a conference or a series, for the form."""
        return {"room": one.room_id or 0} | {name: getattr(one, f"{name}_id") or 0 for name in LEADING}


class TimeForm(Form):
    """When one is."""

    day = DateField(_l("Dag"), [InputRequired(_l("Vælg dagen.")), CALENDAR])
    begins = TimeField(_l("Fra kl."), [InputRequired(_l("Skriv, hvornår den begynder."))])
    minutes = IntegerField(_l("Minutter"), [InputRequired(_l("Skriv, hvor længe den varer.")), LENGTH], default=120)

    def validate_begins(self, field: Any) -> None:
        on_a_quarter(field.data)

    def validate_minutes(self, field: Any) -> None:
        whole_quarters(field.data)

    @property
    def first(self) -> int:
        return quarter(datetime.combine(self.day.data, self.begins.data, COPENHAGEN))

    @property
    def quarters(self) -> int:
        return int(self.minutes.data) // MINUTES

    @staticmethod
    def typed(one: Shown, first: int | None = None) -> dict[str, Any]:
        start = moment(first or one.first).astimezone(COPENHAGEN)
        return {"day": local_day(first or one.first), "begins": start.time(), "minutes": one.quarters * MINUTES}


def groups(field: Any, found: Choices) -> list[tuple[str, list[tuple[Any, str, str]]]]:
    """The boxes of a `People` field by unit: (unit, [(box, name, role)])."""
    people, boxes = found.people, {box.data: box for box in field}
    shown = [(people[one], boxes[one]) for one in people if one in boxes]
    return [
        (unit, [(box, one.name, role_name(one.actor, one.role)) for one, box in rows])
        for unit, rows in groupby(shown, key=lambda pair: pair[0].unit)
    ]


def names(found: Choices, ids: Iterable[int]) -> list[tuple[int, str]]:
    """The choices of a `People` field."""
    return [(one, found.people[one].name) for one in ids]


def on_a_quarter(at: time | None) -> None:
    if at and at.minute % MINUTES:
        raise ValidationError(_("Tidspunktet skal være på et helt kvarter."))


def whole_quarters(minutes: int | None) -> None:
    if minutes and minutes % MINUTES:
        raise ValidationError(_("Skriv et antal minutter, der er hele kvarter: 90, 105, 120."))
