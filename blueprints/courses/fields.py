"""The fields of a course: as it begins, is looked at again, evaluated and handed on; who says what; and when people meet."""

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

from blueprints.conferences.after.fields import LONG, Versioned, ahead
from blueprints.conferences.after.words import GROUPS, OUTCOMES, TRACKS
from blueprints.courses.words import EVERY, TYPES
from blueprints.danish import CALENDAR, Box, Form, stripped, trimmed
from domain.base import COPENHAGEN, quarter, today
from domain.booking.tables import HELD, NO_SHOW
from domain.courses.times import Order
from domain.tovholder.followed import ADJUSTED, ENDED, GO_ON, Look, Plan

GOAL = [InputRequired(_l("Skriv, hvad familien vil opnå.")), Length(max=500)]
LENGTHS = (30, 45, 60, 90, 120, 180)
NO_JOURNAL = _l("En linje eller to. Det her er ikke en journal.")


class BeginForm(Form):
    """`fill` gives it the colleagues to choose the tovholder from."""

    goal = StringField(_l("Mål"), GOAL, filters=[stripped])
    tovholder = SelectField(_l("Tovholder"), coerce=int, description=_l("Den, der holder fast fra start til slut."))
    starts_on = DateField(_l("Begynder"), [InputRequired(_l("Vælg dagen.")), CALENDAR], default=today)
    follow_up_on = DateField(_l("Følges op"), [InputRequired(_l("Vælg dagen.")), CALENDAR, ahead])
    track = SelectField(_l("Spor"), coerce=int, description=_l("Fællesskabsmodellens spor, hvis et passer."))
    target = SelectField(_l("Målgruppe"), description=_l("Samarbejdsmodellens målgruppe, hvis en passer."))

    def fill(self, people: list[tuple[int, str]]) -> None:
        self.tovholder.choices = [SelectChoice(0, _("Vælg en")), *(SelectChoice(*one) for one in people)]
        self.track.choices = [SelectChoice(0, _("Intet spor")), *(SelectChoice(*one) for one in TRACKS.items())]
        self.target.choices = [SelectChoice("", _("Ingen særlig")), *(SelectChoice(*one) for one in GROUPS.items())]

    def validate_tovholder(self, field: Any) -> None:
        if not field.data:
            raise ValidationError(_("Et forløb skal have en tovholder."))

    def validate_follow_up_on(self, field: Any) -> None:
        if field.data and self.starts_on.data and field.data < self.starts_on.data:
            raise ValidationError(_("Opfølgningen kan ikke ligge før starten."))

    def plan(self) -> Plan:
        return Plan(
            goal=self.goal.data or "",
            tovholder_id=self.tovholder.data,
            starts_on=self.starts_on.data or today(),
            follow_up_on=self.follow_up_on.data or today(),
            track=self.track.data or None,
            target=self.target.data or "",
        )


class LookForm(Versioned):
    text = TextAreaField(
        _l("Hvordan går det?"), [InputRequired(_l("Skriv, hvordan det går.")), Length(max=1000)], filters=[trimmed]
    )
    goal = StringField(_l("Mål"), GOAL, filters=[stripped])
    next_on = DateField(_l("Følges op igen"), [InputRequired(_l("Vælg dagen.")), CALENDAR, ahead])
    to_referrer = TextAreaField(
        _l("Til henviseren"),
        [Length(max=1000)],
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


class EndForm(Versioned):
    outcome = RadioField(
        _l("Blev målet nået?"),
        [InputRequired(_l("Vælg, om målet blev nået."))],
        choices=[SelectChoice(key, words[2]) for key, words in OUTCOMES.items()],
    )
    learned = TextAreaField(
        _l("Hvad lærte vi?"),
        [InputRequired(_l("Skriv, hvad I tager med jer videre.")), LONG],
        filters=[trimmed],
        description=_l("Familien og den, der henviste, kan læse det."),
    )

    def look(self) -> Look:
        return Look(decided=ENDED, outcome=self.outcome.data or "", learned=self.learned.data or "")


class HandForm(Versioned):
    to = SelectField(_l("Ny tovholder"), coerce=int)

    def fill(self, people: list[tuple[int, str]], now: int) -> None:
        chosen = [SelectChoice(one, name) for one, name in people if one != now]
        self.to.choices = [SelectChoice(0, _("Vælg en")), *chosen]

    def validate_to(self, field: Any) -> None:
        if not field.data:
            raise ValidationError(_("Vælg, hvem der skal spørges."))


class PersonForm(Form):
    name = StringField(
        _l("Navn"),
        [InputRequired(_l("Skriv et navn.")), Length(max=80)],
        filters=[stripped],
        description=_l("Kun navnet. Det er familien, der vælger."),
    )


class OwnNumberForm(Form):
    """A parent's, on their own page."""

    value = IntegerField(_l("Hvor er vi i dag?"), [InputRequired(_l("Vælg et tal.")), NumberRange(0, 10)])
    reason = StringField(_l("Hvorfor? (kan udelades)"), [Length(max=300)], filters=[stripped])


class NumberForm(OwnNumberForm):
    voice = StringField(
        _l("Hvis tal?"), [InputRequired(_l("Skriv, hvem der siger det.")), Length(max=60)], filters=[stripped]
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
    note = TextAreaField(_l("Kort om, hvad I aftalte"), [Length(max=500)], filters=[trimmed], description=NO_JOURNAL)
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
