"""The time that is booked: the receipt, the calendar file, and giving it back."""

from secrets import token_hex
from typing import Any

from flask import Response, abort, current_app, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from blueprints.book.link import bp, custody, page, stand, start
from blueprints.messages import download
from blueprints.messages.words import PLACES
from blueprints.rules import CUSTODY, GUARDIAN, allow
from blueprints.web import db, done
from blueprints.words.talks import AFTER, FIRST, FOLLOW, TALKS, WORDS, suggestion
from blueprints.words.times import spoken
from blueprints.words.ways import NURSES
from domain import messages
from domain.access.roles import INTERPRETER, SUNDHEDSPLEJERSKE
from domain.booking.kinds.limits import TooLate, changeable
from domain.booking.kinds.types import FOLLOW_UP
from domain.booking.showing.of_start import Seat, Time, latest, of_start
from domain.booking.verbs import Changed, NotBooked
from domain.journey import outcome, talk
from domain.journey.choosing.people import ANY, NAMED, OWN
from domain.journey.follow_up import suggest
from domain.starts.progress import Progress


@bp.get("/<string:token>/kvittering")
@allow(GUARDIAN)
def receipt(token: str) -> AnyResponse:
    """What was booked: when, where, who comes, what is left to do; and with it the time that suits the follow-up."""
    found = stand()
    if not found.booked:
        return done(_("Der er ingen tid endnu."), ".overview", "info")
    times = of_start(db.session(), found.start_id)
    first, after = latest(times), latest(times, FOLLOW_UP)
    return page(
        "time/receipt",
        stood=found,
        step="receipt",
        when=when(found),
        where=where(found),
        time=first,
        people=people(found, first),
        after=after,
        suggested=suggested(found, first) if after is None and custody() else None,
        key=token_hex(16),
        **WORDS,
    )


@bp.get("/<string:token>/opfoelgning")
@allow(GUARDIAN)
def follow_up(token: str) -> Response:
    """The follow-up, booked or suggested; and what the first conversation led to, for who holds custody."""
    found = stand()
    times = of_start(db.session(), found.start_id)
    first, after = latest(times), latest(times, FOLLOW_UP)
    wanted = after is None and custody() and not found.closed
    return page(
        "time/follow_up",
        stood=found,
        time=after,
        people=people(found, after),
        where=where(found, after) if after else "",
        open=changes(after),
        suggested=suggested(found, first) if wanted else None,
        key=token_hex(16),
        **WORDS,
    )


def suggested(found: Progress, first: Time | None) -> Any:
    """For book/time/suggested.html: (quarter, when, who would come)."""
    together = first.start_ids if first else ()
    return suggestion(suggest(db.session(), found.start_id, first.first if first else None, together))


@bp.post("/<string:token>/her", defaults=FIRST)
@bp.post("/<string:token>/opfoelgning/her", endpoint=f"{FOLLOW}arrived", defaults=AFTER)
@allow(GUARDIAN)
def arrived(token: str, which: str) -> AnyResponse:
    """At the door, on the day: whoever meets the family sees it at once."""
    appointment = talk.standing(db.session(), start(), which)
    if appointment is None:
        return done(_("Der er ingen tid i dag."), ".overview", "info")
    try:
        outcome.arrive(db.session(), appointment)
    except NotBooked:
        return done(_("I kan først melde jer på selve dagen."), ".overview", "info")
    return done(_("Velkommen. Børnehuset kan se, at I er her."), ".overview")


@bp.get("/<string:token>/kalender.ics", defaults=FIRST)
@bp.get("/<string:token>/opfoelgning/kalender.ics", endpoint=f"{FOLLOW}calendar", defaults=AFTER)
@allow(GUARDIAN)
def calendar(token: str, which: str) -> Response:
    """One entry for the own calendar; it names neither child nor reason."""
    found = latest(of_start(db.session(), start()), which)
    meeting = messages.meeting(db.session(), found.id) if found and found.booked else None
    if meeting is None:
        abort(404)
    public = current_app.config["SETTINGS"].public_url
    data = download(meeting, public, public + url_for(".overview"))
    name = {"Content-Disposition": f'attachment; filename="{which}.ics"'}
    return Response(data, mimetype="text/calendar", headers=name)


@bp.get("/<string:token>/aflys", defaults=FIRST)
@bp.get("/<string:token>/opfoelgning/aflys", endpoint=f"{FOLLOW}cancel", defaults=AFTER)
@allow(CUSTODY)
def cancel(token: str, which: str) -> AnyResponse:
    """A plain page, and the way to move it instead."""
    found, time = stand(), _booked(which)
    if time is None:
        return done(_("Der er ingen tid at aflyse."), ".overview", "info")
    return _cancelling(found, time, late=not changes(time))


@bp.post("/<string:token>/aflys", defaults=FIRST)
@bp.post("/<string:token>/opfoelgning/aflys", endpoint=f"{FOLLOW}cancelled", defaults=AFTER)
@allow(CUSTODY)
def cancelled(token: str, which: str) -> AnyResponse:
    """Everybody is told; another time can be booked at once."""
    appointment = talk.standing(db.session(), start(), which)
    if appointment is None:
        return done(_("Der er ingen tid at aflyse."), ".overview", "info")
    try:
        talk.cancel(db.session(), appointment)
    except (Changed, NotBooked):
        return done(_("En anden har lige ændret tiden. Se, hvad den er nu."), ".overview", "warn")
    except TooLate:
        found, time = stand(), _booked(which)
        return _cancelling(found, time, 409, late=True) if time else done(_("Der er ingen tid."), ".overview", "info")
    return done(_("Tiden er aflyst, og alle har fået besked. I kan vælge en ny tid her."), ".overview")


def _booked(which: str) -> Time | None:
    time = latest(of_start(db.session(), start()), which)
    return time if time and time.booked else None


def _cancelling(found: Progress, time: Time, status: int = 200, *, late: bool) -> Response:
    return page(
        "time/cancel",
        status,
        stood=found,
        when=when(time),
        late=late,
        talk=TALKS[time.kind],
        cancel_days=time.cancel_days,
    )


def people(found: Progress, time: Time | None) -> list[tuple[str, str, str]]:
    """(actor, name, how well the family knows them) of the staff who come."""
    return [(seat.actor, seat.name, _known(found, seat)) for seat in (time.staff if time else ())]


def _known(found: Progress, seat: Seat) -> str:
    if seat.role == INTERPRETER:
        return _("Tolker på %(language)s", language=found.interpreter)
    if seat.role != SUNDHEDSPLEJERSKE:
        return ""
    known = {found.nurse_id: OWN, found.substitute_id: NAMED}.get(seat.staff_id, ANY)
    return str(NURSES[known])


def changes(time: Time | None) -> bool:
    """Whether there is a time, and it may still be moved or cancelled here."""
    return time is not None and time.booked and changeable(db.session(), time.first, time.cancel_days)


def where(found: Progress, time: Time | None = None) -> str:
    """House, room and address of the first conversation, or of `time`; or what there is in place of them."""
    at = time or found
    there = ", ".join(filter(None, (found.house, at.room, found.address)))
    return str(PLACES.get(at.place, there)) or _("Hjemme hos jer")


def when(at: Progress | Time) -> str:
    """Tirsdag 17.11.2026 kl. 10.15–11.15."""
    assert at.first is not None
    assert at.quarters is not None
    text = spoken(at.first, at.quarters)
    return text[:1].upper() + text[1:]
