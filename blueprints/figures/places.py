"""The places that figures are told for: which one is drawn, in which order they stand, and what they are called."""

from collections.abc import Sequence

from flask import abort, request
from flask_babel import gettext as _

from domain.figures.areas import EVERYWHERE, Row

NOWHERE = ""


def drawn(rows: Sequence[Row]) -> Row:
    """The one that is asked for, else the widest; a unit without houses has none."""
    wanted = request.args.get("sted", "")
    if wanted:
        return {str(row.key): row for row in rows}.get(wanted) or abort(404)
    return rows[-1] if rows else Row(NOWHERE, "")


def widest_first(rows: Sequence[Row]) -> list[Row]:
    """All, then the districts, then the houses."""
    sums = [row for row in rows if not isinstance(row.key, int)]
    return [*reversed(sums), *(row for row in rows if isinstance(row.key, int))]


def named(row: Row) -> str:
    if row.key in {EVERYWHERE, NOWHERE}:
        return str(_("I alt"))
    return row.name if isinstance(row.key, int) else str(_("%(district)s i alt", district=row.name))
