"""What of a start a page shows, as the log of looks and the parents are told it: each kind, and the consent that it is seen by."""

from collections.abc import Iterable
from typing import Any

from blueprints.web import db
from domain import audit
from domain.consent import BEFOREHAND, MEETING, PURPOSES, TIME

START, TALK, QUESTIONNAIRE, BEFORE, AFTER = "Start", "Tid", "Skema", "Fra sundhedsplejen", "Anbefalinger"
BY_CONSENT = {
    "sundhedspleje": {TALK: TIME, QUESTIONNAIRE: PURPOSES[MEETING].full, AFTER: PURPOSES[MEETING].full},
    "dagtilbud": {BEFORE: PURPOSES[BEFOREHAND].full},
}
"""What each side sees only with the parents' yes (domain.md, "Consent")."""


def seen(child_id: int, house_id: int, sundhedspleje_id: int | None, kinds: Iterable[str] = ()) -> None:
    """That there is a start, and `kinds` of it. Whoever works on both sides sees nothing by consent."""
    session = db.session()
    viewer = session.info["viewer"]
    sides = [house_id in viewer.units("dagtilbud"), sundhedspleje_id in viewer.units("sundhedspleje")]
    by: dict[str, str] = BY_CONSENT["dagtilbud" if sides[0] else "sundhedspleje"] if sum(sides) == 1 else {}
    for kind in (START, *kinds):
        audit.seen(session, kind, [child_id], consent=by.get(kind))


def seen_whole(row: Any, *, written: bool = False, only: tuple[str, ...] = (TALK, BEFORE, AFTER)) -> None:
    """A row of `overview.whole`: those of `only` that it holds, and the questionnaire where it is `written`."""
    holds = {TALK: row.first is not None, BEFORE: row.prepared, AFTER: row.told}
    kinds = [*(kind for kind in only if holds[kind]), *([QUESTIONNAIRE] if written else [])]
    seen(row.Start.child_id, row.Start.unit_id, row.sundhedspleje_id, kinds)
