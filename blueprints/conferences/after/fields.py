"""The fields of an effort: as it is agreed, and looked at again."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField

from blueprints.danish import trimmed
from blueprints.words.following import LONG, GoalForm, NextForm
from domain.conferences.after import Look, Plan
from domain.tovholder.followed import ADJUSTED, GO_ON


class PlanForm(GoalForm):
    """What a meeting agrees on."""

    who_does_what = TextAreaField(_l("Hvem gør hvad"), LONG, filters=[trimmed])

    def fill(self, people: Iterable[tuple[Any, ...]]) -> None:
        super().fill(people)
        self.tovholder.description = _("Den, der holder fast fra start til slut. En, der kan se opgaven.")

    def plan(self) -> Plan:
        return Plan(**self.agreed(), who_does_what=self.who_does_what.data or "")


class LookForm(NextForm):
    who_does_what = TextAreaField(_l("Hvem gør hvad"), LONG, filters=[trimmed])

    def look(self, before: tuple[str, str]) -> Look:
        """`before`: goal and who does what as they stand. Other words in them are an adjustment."""
        now = self.goal.data or "", self.who_does_what.data or ""
        same = {"text": self.text.data or "", "goal": now[0], "who_does_what": now[1], "next_on": self.next_on.data}
        return Look(decided=ADJUSTED if now != before else GO_ON, **same)
