"""When and where a group meets, and who holds it: booked, moved, called off; and the times at which a house has somebody free as well."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from flask import Response, g, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse
from wtforms import HiddenField, SelectChoice, SelectField
from wtforms.validators import Length

from blueprints import door
from blueprints.events.moving import SettingForm, blame, offer
from blueprints.groups.mount import bp
from blueprints.groups.words import THEMES
from blueprints.language import clock, day, weekday
from blueprints.rules import MEMBER, allow
from blueprints.web import db, done, render
from blueprints.words.times import few
from domain.base import COPENHAGEN, DomainError, moment
from domain.booking.finding.openings import local_day
from domain.booking.finding.search import Offer
from domain.booking.kinds.limits import TooFar, TooLate
from domain.booking.taking.claims import SlotTaken
from domain.events.choices import Choices, choices
from domain.events.reading import held_by_staff
from domain.groups import meetings, reading
from domain.groups.meetings import NoNurse, NoVisitor
from domain.groups.reading import Met
from domain.groups.tables import DAYCARE, TOGETHER, GroupMeeting

LENGTH = 90
NOT_TO_BE_HAD = (SlotTaken, TooLate, TooFar)
WRONG = {
    NoNurse: _l("Vælg mindst én fra sundhedsplejen, der holder mødet."),
    NoVisitor: _l("Vælg en pædagog fra et børnehus, når mødet handler om starten i dagtilbud."),
}
WEEK = timedelta(weeks=1)
SHOWN_DAYS = 10


class MeetingForm(SettingForm):
    theme = SelectField(_l("Hvad er det?"), choices=[SelectChoice(key, name) for key, name in THEMES.items()])
    key = HiddenField(validators=[Length(max=64)])


@bp.route("/<int:group_id>/moede", methods=["GET", "POST"])
@allow(MEMBER)
def new_meeting(group_id: int) -> AnyResponse:
    """With ?kopi=<id> as that one, a week later; with ?tid=<quarter>&af=<staff>.<staff> a joint time that was chosen."""
    session, found = db.session(), choices(db.session(), g.place.id)
    group = reading.one(session, group_id)
    form = MeetingForm(data=None if request.method == "POST" else _suggested(group, found))
    offer(form, found)
    form.key.data = form.key.data or uuid4().hex
    if not form.validate_on_submit():
        return render("groups/meeting/show.html", 422 if form.is_submitted() else 200, group=group, form=form, met=None)
    try:
        meetings.book(session, group_id, form.theme.data, form.setting(found), form.key.data)
    except DomainError as error:
        _say(form, error)
        return render("groups/meeting/show.html", 409, group=group, form=form, met=None)
    return done(_("Mødet er lagt. De, der har plads, får besked."), ".show", group_id=group_id)


@bp.route("/moede/<int:meeting_id>/flyt", methods=["GET", "POST"])
@allow(MEMBER)
def move_meeting(meeting_id: int) -> AnyResponse:
    """Another day, place, or somebody else who holds it."""
    session, found = db.session(), choices(db.session(), g.place.id)
    met = reading.meeting(session, meeting_id)
    form = SettingForm(data=None if request.method == "POST" else SettingForm.typed(met) | _hosts(met, found))
    offer(form, found)
    if not form.validate_on_submit():
        return render("groups/meeting/show.html", 422 if form.is_submitted() else 200, group=None, form=form, met=met)
    try:
        told = meetings.move(session, meeting_id, form.setting(found))
    except DomainError as error:
        _say(form, error)
        return render("groups/meeting/show.html", 409, group=None, form=form, met=met)
    text = ngettext("Flyttet. Én familie får besked.", "Flyttet. %(num)d familier får besked.", told)
    return done(text if told else _("Gemt."), ".show", group_id=met.group_id)


@bp.get("/moede/<int:meeting_id>/aflys")
@allow(MEMBER)
def cancel_meeting(meeting_id: int) -> Response:
    """A plain page: it cannot be undone."""
    return render("groups/meeting/cancel.html", met=reading.meeting(db.session(), meeting_id), themes=THEMES)


@bp.post("/moede/<int:meeting_id>/aflys")
@allow(MEMBER)
def cancelled_meeting(meeting_id: int) -> AnyResponse:
    """Everybody is told, and everybody's time is free."""
    met = reading.meeting(db.session(), meeting_id)
    told = meetings.cancel(db.session(), meeting_id)
    text = ngettext("Aflyst. Én familie får besked.", "Aflyst. %(num)d familier får besked.", told)
    return done(text if told else _("Aflyst."), ".show", group_id=met.group_id)


@bp.get("/<int:group_id>/faelles-tid")
@allow(MEMBER)
def joint(group_id: int) -> Response:
    """With ?hus=<id>: when the sundhedsplejerske and a pædagog of that house are both free."""
    session, house = db.session(), request.args.get("hus", None, door.number)
    found = choices(session, g.place.id)
    group = reading.one(session, group_id)
    offers = few(meetings.joint(session, group, house, LENGTH)) if house in found.houses else []
    days: dict[str, list[tuple[str, str, str]]] = {}
    for one in offers:
        on = local_day(one.first)
        days.setdefault(f"{weekday(on).capitalize()} {day(on)}", []).append(_way(group_id, one, found, house or 0))
    shown = list(days.items())[:SHOWN_DAYS]
    return render("groups/meeting/joint.html", group=group, houses=found.houses, house=house, days=shown)


def _way(group_id: int, one: Offer, found: Choices, house: int) -> tuple[str, str, str]:
    """(when, with whom, the form filled with it)"""
    staff = [pick.staff_id for pick in one.picks if pick.staff_id in found.people]
    people = ", ".join(found.people[number][0] for number in staff)
    by = ".".join(str(number) for number in staff)
    return clock(one.first), people, url_for(".new_meeting", group_id=group_id, tid=one.first, af=by, hus=house)


def _suggested(group: reading.Shown, found: Choices) -> dict[str, Any]:
    """Copied, chosen among joint times, or the usual: the group's own sundhedsplejerske in the morning."""
    copy, first = request.args.get("kopi", type=door.number), request.args.get("tid", type=door.slot)
    if copy:
        met = next(iter(reading.meetings(db.session(), GroupMeeting.id == copy)), None)
        if met is not None:
            again = {"day": local_day(met.first) + WEEK, "theme": met.theme}
            return SettingForm.typed(met) | _hosts(met, found) | again
    if first:
        begins = moment(first).astimezone(COPENHAGEN)
        times = {"day": local_day(first), "begins": begins.time(), "ends": (begins + timedelta(minutes=LENGTH)).time()}
        chosen = door.numbers(request.args.get("af", "").split("."))
        where = {"where": f"hus-{request.args.get('hus', 0, door.number)}", "theme": DAYCARE}
        return times | where | _split(chosen, found)
    return {"theme": TOGETHER, "hosts": [group.leader_id] if group.leader_id else [], "other": 0, "second": 0}


def _hosts(met: Met, found: Choices) -> dict[str, Any]:
    return _split(held_by_staff(db.session(), met.appointment_id), found)


def _split(staff: Any, found: Choices) -> dict[str, Any]:
    """Those of the unit are ticked, the others chosen."""
    known = [one for one in staff if one in found.hosts]
    others = [one for one in known if found.hosts[one].unit_id != g.place.id]
    both = [*others, 0, 0]
    return {"hosts": [one for one in known if one not in others], "other": both[0], "second": both[1]}


def _say(form: Any, error: DomainError) -> None:
    """Say beside the field what the domain said no to; what is not about a field goes on as it was."""
    if isinstance(error, NOT_TO_BE_HAD):
        blame(form, error)
    elif type(error) in WRONG:
        form.hosts.errors = [*form.hosts.errors, WRONG[type(error)]]
    else:
        raise error
