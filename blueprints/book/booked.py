"""The time that is booked: the receipt, the calendar file, and giving it back."""

from flask import Response, abort, current_app, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from blueprints.book.link import arrival, bp, page, stand
from blueprints.messages import download
from blueprints.messages.words import PLACES
from blueprints.rules import CUSTODY, GUARDIAN, allow
from blueprints.times import spoken
from blueprints.web import db, done
from domain import messages
from domain.booking.limits import TooLate, changeable
from domain.booking.verbs import Changed, NotBooked
from domain.booking.who import who
from domain.journey import talk
from domain.starts.progress import Progress


@bp.get("/<string:token>/kvittering")
@allow(GUARDIAN)
def receipt(token: str) -> AnyResponse:
    """What was booked: when, where, who comes, and what is left to do."""
    found = stand()
    if not found.booked:
        return done(_("Der er ingen tid endnu."), ".overview", "info")
    return page("receipt", stood=found, step="receipt", when=when(found), where=where(found), people=people(found))


@bp.get("/<string:token>/kalender.ics")
@allow(GUARDIAN)
def calendar(token: str) -> Response:
    """One entry for the own calendar; it names neither child nor reason."""
    found = stand()
    meeting = messages.meeting(db.session(), found.appointment_id or 0) if found.booked else None
    if meeting is None:
        abort(404)
    public = current_app.config["SETTINGS"].public_url
    data = download(meeting, public, public + url_for(".overview"))
    name = {"Content-Disposition": 'attachment; filename="start-samtale.ics"'}
    return Response(data, mimetype="text/calendar", headers=name)


@bp.get("/<string:token>/aflys")
@allow(CUSTODY)
def cancel(token: str) -> AnyResponse:
    """A plain page, and the way to move it instead."""
    found = stand()
    if not found.booked:
        return done(_("Der er ingen tid at aflyse."), ".overview", "info")
    return page("cancel", stood=found, when=when(found), late=not open_still(found))


@bp.post("/<string:token>/aflys")
@allow(CUSTODY)
def cancelled(token: str) -> AnyResponse:
    """Everybody is told; another time can be booked at once."""
    appointment = talk.standing(db.session(), arrival().start_id)
    if appointment is None:
        return done(_("Der er ingen tid at aflyse."), ".overview", "info")
    try:
        talk.cancel(db.session(), appointment)
    except (Changed, NotBooked):
        return done(_("En anden har lige ændret tiden. Se, hvad den er nu."), ".overview", "warn")
    except TooLate:
        found = stand()
        return page("cancel", 409, stood=found, when=when(found), late=True)
    return done(_("Tiden er aflyst, og alle har fået besked. I kan vælge en ny tid her."), ".overview")


def people(found: Progress) -> list[tuple[str, str]]:
    """(actor, name) of the staff who come, without the room."""
    if found.appointment_id is None:
        return []
    seats = who(db.session(), [found.appointment_id])[found.appointment_id]
    return [(actor, name) for actor, name in seats if name != found.room]


def open_still(found: Progress) -> bool:
    """Whether there is a time, and it may still be moved or cancelled here."""
    return found.booked and found.first is not None and changeable(db.session(), found.first, found.cancel_days)


def where(found: Progress) -> str:
    """House, room and address; or what there is in place of them."""
    there = ", ".join(filter(None, (found.house, found.room, found.address)))
    return str(PLACES.get(found.place, there)) or _("Hjemme hos jer")


def when(found: Progress) -> str:
    """Tirsdag 17.11.2026 kl. 10.15–11.15."""
    assert found.first is not None
    assert found.quarters is not None
    text = spoken(found.first, found.quarters)
    return text[:1].upper() + text[1:]
