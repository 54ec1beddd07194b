"""The fields of an effort: as it is agreed, looked at again, evaluated, and handed on."""

from datetime import date
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
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, ValidationError
from wtforms.widgets import HiddenInput

from blueprints.conferences.after.words import GROUPS, OUTCOMES, TRACKS
from blueprints.danish import CALENDAR, Form, stripped, trimmed
from domain.base import today
from domain.conferences.after import Look, Plan
from domain.tovholder.followed import ADJUSTED, ENDED, GO_ON

LONG = Length(max=4000)


def ahead(_form: Any, field: Any) -> None:
    """A validator: a day that has not passed."""
    if field.data and field.data < today():
        raise ValidationError(_l("Vælg en dag, der ikke er passeret."))


class PlanForm(Form):
    """What a meeting agrees on; `fill` gives it the people to choose the tovholder from."""

    goal = StringField(_l("Mål"), [InputRequired(_l("Skriv, hvad I vil opnå.")), Length(max=500)], filters=[stripped])
    who_does_what = TextAreaField(_l("Hvem gør hvad"), [LONG], filters=[trimmed])
    tovholder = SelectField(
        _l("Tovholder"), coerce=int, description=_l("Den, der holder fast fra start til slut. En, der kan se opgaven.")
    )
    starts_on = DateField(_l("Begynder"), [InputRequired(_l("Vælg dagen.")), CALENDAR], default=today)
    follow_up_on = DateField(_l("Følges op"), [InputRequired(_l("Vælg dagen.")), CALENDAR, ahead])
    track = SelectField(_l("Spor"), coerce=int, description=_l("Fællesskabsmodellens spor, hvis et passer."))
    target = SelectField(_l("Målgruppe"), description=_l("Samarbejdsmodellens målgruppe, hvis en passer."))

    def fill(self, people: list[tuple[int, str, str]]) -> None:
        """`people`: (id, name, unit)."""
        chosen = [SelectChoice(one, f"{name}, {unit}") for one, name, unit in people]
        self.tovholder.choices = [SelectChoice(0, _("Vælg en")), *chosen]
        self.track.choices = [SelectChoice(0, _("Intet spor")), *TRACKS.items()]
        self.target.choices = [SelectChoice("", _("Ingen særlig")), *GROUPS.items()]

    def validate_tovholder(self, field: Any) -> None:
        if not field.data:
            raise ValidationError(_("En indsats skal have en tovholder."))

    def validate_follow_up_on(self, field: Any) -> None:
        if field.data and self.starts_on.data and field.data < self.starts_on.data:
            raise ValidationError(_("Opfølgningen kan ikke ligge før starten."))

    def plan(self) -> Plan:
        return Plan(
            goal=self.goal.data or "",
            who_does_what=self.who_does_what.data or "",
            tovholder_id=self.tovholder.data,
            starts_on=self.starts_on.data or today(),
            follow_up_on=self.follow_up_on.data or today(),
            track=self.track.data or None,
            target=self.target.data or "",
        )


class Versioned(Form):
    version = IntegerField(widget=HiddenInput())


class LookForm(Versioned):
    text = TextAreaField(
        _l("Hvordan går det?"), [InputRequired(_l("Skriv, hvordan det går.")), LONG], filters=[trimmed]
    )
    goal = StringField(_l("Mål"), [InputRequired(_l("Skriv, hvad I vil opnå.")), Length(max=500)], filters=[stripped])
    who_does_what = TextAreaField(_l("Hvem gør hvad"), [LONG], filters=[trimmed])
    next_on = DateField(_l("Følges op igen"), [InputRequired(_l("Vælg dagen.")), CALENDAR, ahead])

    def look(self, before: tuple[str, str]) -> Look:
        """`before`: goal and who does what as they stand. Other words in them are an adjustment."""
        now = self.goal.data or "", self.who_does_what.data or ""
        same = {"text": self.text.data or "", "goal": now[0], "who_does_what": now[1], "next_on": self.next_on.data}
        return Look(decided=ADJUSTED if now != before else GO_ON, **same)


class EndForm(Versioned):
    outcome = RadioField(
        _l("Blev målet nået?"),
        [InputRequired(_l("Vælg, om målet blev nået."))],
        choices=[SelectChoice(key, words[2]) for key, words in OUTCOMES.items()],
    )
    learned = TextAreaField(
        _l("Hvad lærte vi?"), [InputRequired(_l("Skriv, hvad I tager med jer videre.")), LONG], filters=[trimmed]
    )

    def look(self) -> Look:
        return Look(decided=ENDED, text="", outcome=self.outcome.data or "", learned=self.learned.data or "")


class HandForm(Versioned):
    to = SelectField(_l("Ny tovholder"), coerce=int)
    key = HiddenField()

    def fill(self, people: list[tuple[int, str, str]], now: int) -> None:
        chosen = [SelectChoice(one, f"{name}, {unit}") for one, name, unit in people if one != now]
        self.to.choices = [SelectChoice(0, _("Vælg en")), *chosen]

    def validate_to(self, field: Any) -> None:
        if not field.data:
            raise ValidationError(_("Vælg, hvem der skal spørges."))


def later(day: date | None) -> bool:
    """Whether it has passed."""
    return day is not None and day < today()
