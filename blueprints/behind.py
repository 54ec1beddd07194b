"""Whose own calendar has not been fetched lately, said on the pages on which a time is chosen: one of them may turn out to be taken."""

from datetime import datetime, timedelta

from flask_babel import gettext as _

from blueprints.language import day
from blueprints.words.ways import GROUPS
from domain.base import COPENHAGEN, today
from domain.journey.choosing.plan import Plan


def behind(plan: Plan, *, everybody: bool) -> list[str]:
    """A sentence for each; without `everybody` only of those whom the page names."""
    wanted = [one.candidates for one in plan.needs if one.role in GROUPS and (everybody or len(one.candidates) == 1)]
    people = {plan.people[one.resource_id] for some in wanted for one in some}
    return sorted(_not_since(one.name, one.behind) for one in people if one.behind is not None)


def _not_since(name: str, at: datetime) -> str:
    yesterday = at.astimezone(COPENHAGEN).date() == today() - timedelta(days=1)
    since = _("i går") if yesterday else day(at)
    whose = f"{name}'" if name[-1:] in {"s", "x", "z"} else f"{name}s"
    return _("%(whose)s kalender er ikke hentet siden %(since)s.", whose=whose, since=since)
