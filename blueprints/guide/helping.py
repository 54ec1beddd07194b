"""Hvem kan hjælpe? For everybody: each actor and offer, how to reach it, and which of them fits what worries somebody."""

from itertools import groupby

from flask import Response, g, request, url_for
from flask_login import current_user

from blueprints.guide.mount import bp
from blueprints.guide.words import helper
from blueprints.rules import PUBLIC, allow
from blueprints.web import db, render
from domain.access import directory
from domain.guide import entries, finding

LONGEST = 100


@bp.get("/hjaelp")
@allow(PUBLIC)
def help_page() -> Response:
    """What is asked for first, then all of them, then the houses."""
    text = request.args.get("q", "").strip()[:LONGEST]
    every = entries.shown(db.session())
    by_district = groupby(directory.houses(db.session()), key=lambda row: row.district)
    return render(
        "guide/help.html",
        text=text,
        found=[helper(one) for one in finding.find(every, text)],
        helpers=[helper(one) for one in every],
        districts=[(district, [(None, row.name, row.address) for row in rows]) for district, rows in by_district],
        duty=_for_staff(),
    )


def _for_staff() -> str | None:
    """Whoever is signed in reads it inside their own frame, and is shown the help with an underretning."""
    if not current_user.is_authenticated or g.locked:
        return None
    g.staff_frame = True
    first = next(iter(current_user.found.viewer.memberships), None)
    return url_for(f"{first.actor}.underretning.show", unit=first.slug) if first else None
