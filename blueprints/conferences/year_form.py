"""The form of a year: a rule, who comes, and the dates that it makes, each of which can be moved or left out."""

import re
from collections.abc import Iterable
from datetime import date, time
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, FieldList, IntegerField, SelectChoice, SelectField, StringField, TimeField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from blueprints.conferences.fields import LENGTH, People, RolesForm, names, on_a_quarter, whole_quarters
from blueprints.danish import CALENDAR, WEEKDAYS, minutes, of_minutes, stripped
from domain.conferences.year.choices import Choices
from domain.conferences.year.reading import Known
from domain.conferences.year.rule import HOLIDAY_WEEKS, Rule, bounds

WORKDAYS = 5
MOST_TIMES, LAST_WEEK = 20, 53
WEEKS = re.compile(r"(\d{1,2})(?:\s*[-\N{EN DASH}]\s*(\d{1,2}))?")


class YearForm(RolesForm):
    times = IntegerField(
        _l("Hvor mange gange?"), [InputRequired(_l("Skriv, hvor mange.")), NumberRange(1, MOST_TIMES)], default=6
    )
    weekday = SelectField(
        _l("Ugedag"), coerce=int, choices=[SelectChoice(n, WEEKDAYS[n]) for n in range(WORKDAYS)], default=2
    )
    begins = TimeField(_l("Fra kl."), [InputRequired(_l("Skriv, hvornår den begynder."))], default=time(13))
    minutes = IntegerField(_l("Minutter"), [InputRequired(_l("Skriv, hvor længe den varer.")), LENGTH], default=120)
    avoid = StringField(_l("Undgå ugerne"), [Length(max=200)], filters=[stripped])
    deadline_days = IntegerField(
        _l("Opgaver senest, hvor mange arbejdsdage før?"),
        [InputRequired(_l("Skriv, hvor mange arbejdsdage.")), NumberRange(0, 60)],
        default=5,
    )
    people = People(_l("Faste deltagere"), coerce=int)
    days = FieldList(DateField(_l("Dato"), [Optional(), CALENDAR]), max_entries=MOST_TIMES)

    def fill(self, found: Choices) -> None:
        """With those there are to choose from."""
        super().fill(found)
        self.people.choices = names(found, found.people)
        if self.avoid.data is None:
            self.avoid.data = weeks_in_words(HOLIDAY_WEEKS)

    def validate_begins(self, field: Any) -> None:
        on_a_quarter(field.data)

    def validate_minutes(self, field: Any) -> None:
        whole_quarters(field.data)

    def validate_avoid(self, field: Any) -> None:
        weeks_of(field.data or "")

    def rule(self) -> Rule:
        """As the domain asks for it."""
        same = {name: self[name].data for name in ("times", "weekday", "minutes", "deadline_days")}
        return Rule(begins=minutes(self.begins.data), avoid=weeks_of(self.avoid.data or ""), **same)

    def put_days(self, days: Iterable[date]) -> None:
        """Instead of those that stand there."""
        while self.days.entries:
            self.days.pop_entry()
        for day in days:
            self.days.append_entry(day)

    def chosen_days(self) -> list[date]:
        """Those that are dates, each once: an empty field is a date left out."""
        return sorted({one.data for one in self.days.entries if one.data and not one.errors})

    def days_are_good(self, year: int, today: date) -> bool:
        """Say beside each date what is wrong with it, and of the list that it is empty."""
        first, last = bounds(year)
        for one in self.days.entries:
            if one.data and not first <= one.data <= last:
                one.errors = [_("Dagen ligger ikke i skoleåret.")]
            elif one.data and one.data <= today:
                one.errors = [_("Dagen er passeret.")]
        if not self.chosen_days():
            self.days.errors = [_("Der skal være mindst én dato.")]
        return not self.days.errors and not any(one.errors for one in self.days.entries)

    @staticmethod
    def typed(known: Known) -> dict[str, Any]:
        """A year that stands, for the one after it."""
        same = {name: getattr(known, name) for name in ("times", "weekday", "minutes", "deadline_days")}
        rest = {"begins": of_minutes(known.begins), "avoid": weeks_in_words(known.avoid)}
        return same | rest | RolesForm.typed_roles(known)


def weeks_of(text: str) -> list[int]:
    """`7, 27-32, 42` as the weeks it names. ValidationError."""
    found: set[int] = set()
    for part in filter(None, (one.strip() for one in text.split(","))):
        match = WEEKS.fullmatch(part)
        if match is None:
            raise ValidationError(_("Skriv ugernes numre med komma imellem: 7, 27-32, 42."))
        first, last = int(match[1]), int(match[2] or match[1])
        if not 1 <= first <= last <= LAST_WEEK:
            raise ValidationError(_("Uger har numre fra 1 til 53."))
        found.update(range(first, last + 1))
    return sorted(found)


def weeks_in_words(weeks: Iterable[int]) -> str:
    """The other way: three or more that follow each other are written with a dash."""
    runs: list[list[int]] = []
    for week in sorted(weeks):
        if runs and runs[-1][-1] == week - 1:
            runs[-1].append(week)
        else:
            runs.append([week])
    return ", ".join(
        f"{run[0]}-{run[-1]}" if len(run) > 2 else ", ".join(map(str, run))  # noqa: PLR2004 -- two are said one by one
        for run in runs
    )
