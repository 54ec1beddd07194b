"""The unit's events, and one of them with what can be done about it."""

from flask import Response, g, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from blueprints.events.mount import bp
from blueprints.events.words import KINDS
from blueprints.rules import MEMBER, allow
from blueprints.web import db, done, render
from domain import audit
from domain.booking.showing.who import who
from domain.events import making, reading
from domain.events.door import KEPT


@bp.get("/")
@allow(MEMBER)
def index() -> Response:
    """Drafts and what is to come; with ?holdt=1 what was held in the last year."""
    held = bool(request.args.get("holdt"))
    events = reading.of_unit(db.session(), g.place.id, reading.since(365 if held else 0))
    shown = [one for one in reversed(events) if one.over] if held else [one for one in events if not one.over]
    waiting = reading.waiting(db.session(), [one.id for one in shown])
    return render(
        "events/index.html", rows=[(one, state(one)) for one in shown], waiting=waiting, kinds=KINDS, held=held
    )


@bp.get("/<int:event_id>")
@allow(MEMBER)
def show(event_id: int) -> Response:
    """When, where, who holds it; who comes and who waits."""
    event = reading.one(db.session(), event_id)
    guests = reading.guests(db.session(), event_id)
    people = who(db.session(), [event.appointment_id])[event.appointment_id]
    audit.seen(db.session(), "Deltagerliste")
    return render(
        "events/show.html",
        event=event,
        state=state(event),
        kind=KINDS[event.kind],
        guests=guests,
        people=[(actor, name) for actor, name in people if name != event.room],
        ours=event.unit_id == g.place.id,
        kept=KEPT.days,
    )


@bp.post("/<int:event_id>/offentliggoer")
@allow(MEMBER)
def publish(event_id: int) -> AnyResponse:
    """Everybody can read it, and sign up."""
    making.publish(db.session(), event_id)
    return done(_("Arrangementet er offentligt. Alle kan tilmelde sig."), ".show", event_id=event_id)


def state(event: reading.Shown) -> tuple[str, str, str]:
    """(state, icon, text) for ui.state."""
    if event.cancelled_at:
        return "bad", "close", _("Aflyst")
    if event.over:
        return "none", "time", _("Holdt")
    if not event.published_at:
        return "warn", "edit", _("Kladde")
    return ("ok", "check", _("Åben for tilmelding")) if event.open else ("none", "lock", _("Tilmelding lukket"))
