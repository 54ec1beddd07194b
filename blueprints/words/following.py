"""What is followed by a tovholder (an effort, a family's course): what it is called, and the fields it is agreed, evaluated and handed on with."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, IntegerField, RadioField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError
from wtforms.widgets import HiddenInput

from blueprints.danish import CALENDAR, Form, stripped, trimmed
from blueprints.words.about_people import no_cpr
from domain.base import today
from domain.tovholder.followed import ADJUSTED, ENDED, GO_ON, NOT_REACHED, PARTLY, REACHED, TARGETS, Look

LOOKS = {
    GO_ON: _l("Fulgt op: fortsætter"),
    ADJUSTED: _l("Fulgt op: justeret"),
    ENDED: _l("Evalueret og afsluttet"),
}
OUTCOMES = {
    REACHED: ("ok", "check", _l("Nået")),
    PARTLY: ("info", "analytics", _l("Delvist nået")),
    NOT_REACHED: ("warn", "close", _l("Ikke nået")),
}
TRACKS = {
    1: _l("Spor 1: tidlig koordineret opsporing"),
    2: _l("Spor 2: familie og netværk med fra start"),
    3: _l("Spor 3: særlige tilbud"),
}
GROUPS = dict(
    zip(
        TARGETS,
        (_l("Forældre på uddannelseshjælp, aktivitetsparate"), _l("Revalidender med børn på 0-5 år")),
        strict=True,
    )
)
LONG = [Length(max=4000), no_cpr]


def ahead(_form: Any, field: Any) -> None:
    """A validator: a day that has not passed."""
    if field.data and field.data < today():
        raise ValidationError(_l("Vælg en dag, der ikke er passeret."))


def overdue(day: date | None) -> bool:
    """Whether it has passed."""
    return day is not None and day < today()


class GoalForm(Form):
    """What is agreed, with the people to choose the tovholder from: `fill`."""

    goal = StringField(
        _l("Mål"), [InputRequired(_l("Skriv, hvad I vil opnå.")), Length(max=500), no_cpr], filters=[stripped]
    )
    tovholder = SelectField(_l("Tovholder"), coerce=int, description=_l("Den, der holder fast fra start til slut."))
    starts_on = DateField(_l("Begynder"), [InputRequired(_l("Vælg dagen.")), CALENDAR], default=today)
    follow_up_on = DateField(_l("Følges op"), [InputRequired(_l("Vælg dagen.")), CALENDAR, ahead])
    track = SelectField(_l("Spor"), coerce=int, description=_l("Fællesskabsmodellens spor, hvis et passer."))
    target = SelectField(_l("Målgruppe"), description=_l("Samarbejdsmodellens målgruppe, hvis en passer."))

    def fill(self, people: Iterable[tuple[Any, ...]]) -> None:
        """`people`: (id, name) or (id, name, unit)."""
        self.tovholder.choices = chosen(people)
        self.track.choices = [SelectChoice(0, _("Intet spor")), *(SelectChoice(*one) for one in TRACKS.items())]
        self.target.choices = [SelectChoice("", _("Ingen særlig")), *(SelectChoice(*one) for one in GROUPS.items())]

    def validate_tovholder(self, field: Any) -> None:
        if not field.data:
            raise ValidationError(_("Vælg en tovholder."))

    def validate_follow_up_on(self, field: Any) -> None:
        if field.data and self.starts_on.data and field.data < self.starts_on.data:
            raise ValidationError(_("Opfølgningen kan ikke ligge før starten."))

    def agreed(self) -> dict[str, Any]:
        """For a Plan."""
        return {
            "goal": self.goal.data or "",
            "tovholder_id": self.tovholder.data,
            "starts_on": self.starts_on.data or today(),
            "follow_up_on": self.follow_up_on.data or today(),
            "track": self.track.data or None,
            "target": self.target.data or "",
        }


class Versioned(Form):
    version = IntegerField(widget=HiddenInput())


class NextForm(Versioned):
    """How it goes, and until when it goes on."""

    text = TextAreaField(
        _l("Hvordan går det?"), [InputRequired(_l("Skriv, hvordan det går.")), *LONG], filters=[trimmed]
    )
    goal = StringField(
        _l("Mål"), [InputRequired(_l("Skriv, hvad I vil opnå.")), Length(max=500), no_cpr], filters=[stripped]
    )
    next_on = DateField(_l("Følges op igen"), [InputRequired(_l("Vælg dagen.")), CALENDAR, ahead])


class EndForm(Versioned):
    outcome = RadioField(
        _l("Blev målet nået?"),
        [InputRequired(_l("Vælg, om målet blev nået."))],
        choices=[SelectChoice(key, words[2]) for key, words in OUTCOMES.items()],
    )
    learned = TextAreaField(
        _l("Hvad lærte vi?"), [InputRequired(_l("Skriv, hvad I tager med jer videre.")), *LONG], filters=[trimmed]
    )

    def look(self) -> Look:
        return Look(decided=ENDED, outcome=self.outcome.data or "", learned=self.learned.data or "")


class HandForm(Versioned):
    to = SelectField(_l("Ny tovholder"), coerce=int)

    def fill(self, people: Iterable[tuple[Any, ...]], now: int) -> None:
        """`people` as in GoalForm; `now`: who has the role."""
        self.to.choices = chosen(one for one in people if one[0] != now)

    def validate_to(self, field: Any) -> None:
        if not field.data:
            raise ValidationError(_("Vælg, hvem der skal spørges."))


def chosen(people: Iterable[tuple[Any, ...]]) -> list[SelectChoice]:
    return [SelectChoice(0, _("Vælg en")), *(SelectChoice(one, ", ".join(words)) for one, *words in people)]
