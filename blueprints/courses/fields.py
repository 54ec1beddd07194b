"""The fields of a course: as it is looked at again; who says what; and when people meet."""

from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError
from wtforms.widgets import ListWidget

from blueprints.courses.words import EVERY, TYPES
from blueprints.danish import CALENDAR, Box, Form, stripped, trimmed
from blueprints.words.about_people import no_cpr
from blueprints.words.following import NextForm, ahead
from domain.base import COPENHAGEN, quarter, today
from domain.booking.tables import HELD, NO_SHOW
from domain.courses.times import Order
from domain.tovholder.followed import ADJUSTED, GO_ON, Look

LENGTHS = (30, 45, 60, 90, 120, 180)
NO_JOURNAL = _l("En linje eller to. Det her er ikke en journal.")


class LookForm(NextForm):
    text = TextAreaField(
        _l("Hvordan går det?"),
        [InputRequired(_l("Skriv, hvordan det går.")), Length(max=1000), no_cpr],
        filters=[trimmed],
    )
    to_referrer = TextAreaField(
        _l("Til henviseren"),
        [Length(max=1000), no_cpr],
        filters=[trimmed],
        description=_l(
            "Kun det, der står her, sendes til den, der henviste. Lad feltet være tomt, hvis intet skal videre."
        ),
    )

    def look(self, goal: str) -> Look:
        """`goal`: as it stands. Another one is an adjustment."""
        now = self.goal.data or ""
        decided = ADJUSTED if now != goal else GO_ON
        return Look(decided=decided, text=self.text.data or "", goal=now, next_on=self.next_on.data)


class PersonForm(Form):
    name = StringField(
        _l("Navn"),
        [InputRequired(_l("Skriv et navn.")), Length(max=80), no_cpr],
        filters=[stripped],
        description=_l("Kun navnet. Det er familien, der vælger."),
    )


class OwnNumberForm(Form):
    """A parent's, on their own page."""

    value = IntegerField(_l("Hvor er vi i dag?"), [InputRequired(_l("Vælg et tal.")), NumberRange(0, 10)])
    reason = StringField(_l("Hvorfor? (kan udelades)"), [Length(max=300), no_cpr], filters=[stripped])


class NumberForm(OwnNumberForm):
    voice = StringField(
        _l("Hvis tal?"), [InputRequired(_l("Skriv, hvem der siger det.")), Length(max=60), no_cpr], filters=[stripped]
    )


class TimesForm(Form):
    """Once, or week after week. `fill` gives it the colleagues; the same `key` is the same booking."""

    kind = SelectField(_l("Hvad?"), choices=[SelectChoice(*one) for one in TYPES.items()])
    who = SelectMultipleField(
        _l("Hvem kommer?"), coerce=int, option_widget=Box(), widget=ListWidget(prefix_label=False)
    )
    day = DateField(_l("Dag"), [InputRequired(_l("Vælg dagen.")), CALENDAR, ahead])
    begins = TimeField(_l("Kl."), [InputRequired(_l("Skriv, hvornår det begynder."))])
    minutes = SelectField(
        _l("Minutter"), coerce=int, choices=[SelectChoice(one, str(one)) for one in LENGTHS], default=60
    )
    every = SelectField(_l("Hvor tit?"), coerce=int, choices=[SelectChoice(*one) for one in EVERY.items()], default=0)
    until = DateField(_l("Til og med"), [Optional(), CALENDAR], description=_l("Højst et år frem."))
    key = HiddenField(validators=[Length(max=64)])

    def fill(self, people: list[tuple[int, str]]) -> None:
        self.who.choices = [SelectChoice(*one) for one in people]

    def validate_who(self, field: Any) -> None:
        if not field.data:
            raise ValidationError(_("Vælg mindst én."))

    def validate_begins(self, field: Any) -> None:
        if field.data and field.data.minute % 15:
            raise ValidationError(_("Begynd på et helt kvarter."))

    def validate_every(self, field: Any) -> None:
        """Asked here: an empty day is not asked anything itself."""
        last, first = self.until.data, self.day.data
        if field.data and (not last or (first and last < first)):
            raise ValidationError(_("Vælg den sidste dag."))

    def order(self) -> Order:
        return Order(
            type_key=self.kind.data,
            staff_ids=tuple(self.who.data or ()),
            first=quarter(datetime.combine(self.day.data, self.begins.data, COPENHAGEN)),
            quarters=self.minutes.data // 15,
            every=self.every.data or 0,
            until=self.until.data,
        )


class AskForm(Form):
    kind = SelectField(_l("Hvad?"), id="vaelg-kind", choices=[SelectChoice(*one) for one in TYPES.items()])
    who = SelectMultipleField(
        _l("Hvem kommer?"), coerce=int, option_widget=Box(), widget=ListWidget(prefix_label=False)
    )

    def fill(self, people: list[tuple[int, str]]) -> None:
        self.who.choices = [SelectChoice(*one) for one in people]

    def validate_who(self, field: Any) -> None:
        if not field.data:
            raise ValidationError(_("Vælg mindst én."))


class NoteForm(Form):
    note = TextAreaField(
        _l("Kort om, hvad I aftalte"), [Length(max=500), no_cpr], filters=[trimmed], description=NO_JOURNAL
    )
    people = SelectMultipleField(
        _l("Hvem fra netværket var med?"), coerce=int, option_widget=Box(), widget=ListWidget(prefix_label=False)
    )
    state = RadioField(
        _l("Blev det til noget?"),
        [Optional()],
        choices=[SelectChoice(HELD, _l("Ja, vi mødtes")), SelectChoice(NO_SHOW, _l("Nej, familien kom ikke"))],
    )


class WhenForm(Form):
    day = DateField(_l("Dag"), [InputRequired(_l("Vælg dagen.")), CALENDAR, ahead])
    begins = TimeField(_l("Kl."), [InputRequired(_l("Skriv, hvornår det begynder."))])

    def validate_begins(self, field: Any) -> None:
        if field.data and field.data.minute % 15:
            raise ValidationError(_("Begynd på et helt kvarter."))

    def first(self) -> int:
        return quarter(datetime.combine(self.day.data, self.begins.data, COPENHAGEN))


class LastForm(Form):
    last = DateField(_l("Sidste dag"), [InputRequired(_l("Vælg dagen.")), CALENDAR], default=today)
