"""The parents' own page for a start: what is next, the time that is booked, and who can see what."""

from collections.abc import Iterable

from flask import Response, abort, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from blueprints.book.booked import changes, people, when, where
from blueprints.book.link import arrival, bp, custody, fresh, page, stand
from blueprints.rules import CUSTODY, GUARDIAN, allow
from blueprints.web import db
from blueprints.words.looked import in_words
from blueprints.words.talks import WORDS
from domain.asking import RAN_OUT
from domain.base import today
from domain.booking.kinds.types import FOLLOW_UP
from domain.booking.showing.of_start import latest, of_start
from domain.consent import BEFOREHAND, GRANTED, MEETING, REFUSED, YES
from domain.people.looked import looks_at
from domain.starts.answers import Asked, with_tasks
from domain.starts.progress import Progress
from domain.starts.questions import KEYS

LOOKS = 20


@bp.get("/<string:token>")
@allow(GUARDIAN)
def overview(token: str) -> AnyResponse:
    """What is next. Who holds custody sees what has been said and who has looked; any guardian the time."""
    if arrival().start_id is None:
        return redirect(url_for(".family"), 303)
    found, session = stand(), db.session()
    times = of_start(session, found.start_id)
    first, after = latest(times), latest(times, FOLLOW_UP)
    questions, tasks = with_tasks(session, found.start_id, found.child_id) if custody() else ([], [])
    return page(
        "start/overview",
        stood=found,
        heading=_heading(found),
        when=when(found) if found.appointment_id else "",
        where=where(found),
        open=changes(first),
        time=first,
        people=people(found, first),
        after=after,
        **WORDS,
        ahead=_ahead(found),
        many=len(KEYS),
        sees=_sees(questions) if custody() else {},
        tasks=[(one.subject.partition("/")[2], RAN_OUT if one.ran_out else one.state) for one in tasks],
        looks=in_words(looks_at(session, found.child_id, LOOKS)) if custody() else [],
    )


@bp.get("/<string:token>/fra-sundhedsplejen")
@allow(CUSTODY)
def preparation(token: str) -> AnyResponse:
    """What the sundhedsplejerske wrote for the conversation; about health, so the second check comes first."""
    found = stand()
    if found.prepared is None:
        abort(404)
    if not fresh():
        return redirect(url_for(".confirm", videre="fra-sundhedsplejen"), 303)
    return page("start/preparation", stood=found)


@bp.get("/<string:token>/anbefalinger")
@allow(CUSTODY)
def recommendations(token: str) -> Response:
    """What the conversation led to, on a page that can be printed."""
    found = stand()
    if found.told is None:
        abort(404)
    return page("start/recommendations", stood=found, heading=_heading(found))


def _heading(found: Progress) -> str:
    names = {"name": found.name, "house": found.house}
    return (
        _("%(name)s begynder i %(house)s", **names)
        if found.starts_on > today()
        else _("%(name)s går i %(house)s", **names)
    )


def _ahead(found: Progress) -> tuple[str, str] | None:
    """The one next step: (text, address)."""
    if not found.answered_at:
        return _("Udfyld skemaet"), url_for(".questionnaire")
    if not found.consented:
        return _("Svar på samtykke"), url_for(".consent")
    return None if found.state else (_("Vælg en tid"), url_for(".times"))


def _sees(questions: Iterable[Asked]) -> dict[str, str]:
    """What the house and the sundhedsplejerske see at this moment, in words (domain.md, "Consent")."""
    by_purpose = {one.purpose: one for one in questions if not one.over}
    meeting, beforehand = by_purpose.get(MEETING), by_purpose.get(BEFOREHAND)
    house = _("At barnet begynder, tiden for samtalen, skemaet og anbefalingerne.")
    if beforehand and beforehand.state == GRANTED:
        house += " " + _("Også det, sundhedsplejersken skriver til samtalen.")
    return {"house": house, "nurse": _nurse_sees(meeting)}


def _nurse_sees(meeting: Asked | None) -> str:
    if meeting and meeting.state == GRANTED:
        return _("At barnet begynder, tiden for samtalen, skemaet og anbefalingerne.")
    if meeting and meeting.state != REFUSED and any(one.value == YES for one in meeting.given):
        return _("At barnet begynder, og tiden for samtalen. Ikke skemaet.")
    return _("Kun hvor og hvornår barnet begynder.")
