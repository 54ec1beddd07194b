"""Which streets lie in which district: by it parents who ask for advice find their own."""

from typing import Any

from flask import request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from blueprints.forvaltning.people import ADMINISTRATOR, bp
from blueprints.rules import allow
from blueprints.web import db, done, render
from domain.inquiries import streets as verbs

LONGEST = 60_000


@bp.route("/veje", methods=["GET", "POST"])
@allow(ADMINISTRATOR)
def streets() -> AnyResponse:
    """One text for each district, a street a line."""
    session: Any = db.session()
    districts = verbs.districts(session)
    if request.method == "GET":
        return render("adgang/units/streets.html", districts=districts, texts=verbs.lists(session), wrong="")
    texts = {number: request.form.get(f"district-{number}", "")[:LONGEST] for number, _name in districts}
    try:
        kept = verbs.keep(session, texts)
    except verbs.BadStreet as error:
        wrong = _(
            "Linjen kan ikke læses: %(line)s. Skriv vejens navn, og numre som 1-45, hvis vejen er delt.",
            line=error.line,
        )
        return render("adgang/units/streets.html", 422, districts=districts, texts=texts, wrong=wrong)
    return done(_("Gemt: %(number)s linjer.", number=kept), ".streets")
