"""The conversation that one of the municipality's own interprets: when, where and in which language, and nothing of the child."""

from flask import Response
from flask_babel import gettext as _

from blueprints.frontdesk.hours import PLACES
from blueprints.frontdesk.mount import bp
from blueprints.rules import allow, role
from blueprints.web import db, render
from blueprints.words.talks import BY
from blueprints.words.times import spoken
from domain import audit
from domain.access.roles import INTERPRETER
from domain.booking.finding.places import UNIT
from domain.booking.showing.interpreted import Interpreted, interpreted
from domain.journey.by_hand import NoSuchAppointment


@bp.get("/aftaler/<int:appointment_id>/tolkning")
@allow(role(INTERPRETER))
def interpreting(appointment_id: int) -> Response:
    """Where Min dag and the mails lead whoever interprets."""
    found = interpreted(db.session(), appointment_id)
    if found is None:
        raise NoSuchAppointment
    audit.seen(db.session(), "Tolkning")
    facts = [
        (_("Hvor"), _where(found)),
        (_("Varer"), _("%(minutes)s minutter", minutes=found.quarters * 15)),
        (_("Sprog"), found.language or _("ikke nævnt")),
    ]
    if found.way in BY:
        facts.append((_("Hvordan"), str(BY[found.way])))
    when = spoken(found.first, found.quarters)
    return render("frontdesk/interpreting.html", when=when, facts=facts, given_back=found.given_back)


def _where(found: Interpreted) -> str:
    """A family's own address stands nowhere: whoever visits it is told it by the house."""
    if found.place != UNIT:
        return str(PLACES[found.place])
    return ", ".join(one for one in (found.room, found.house, found.address) if one)
