"""Where mails, lists and search point: from what it is about into the reader's own mount."""

from typing import Any

from flask import Blueprint, current_app, g, redirect, url_for
from flask_login import current_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from blueprints.rules import SIGNED_IN, allow
from blueprints.web import db, render
from domain.access import Membership
from domain.booking import target
from domain.booking.showing import interpreted
from domain.booking.target import Target
from domain.conferences.after import target as after
from domain.conferences.target import conference
from domain.conferences.tasks import target as tasks
from domain.courses import target as courses
from domain.events.target import event
from domain.groups import target as groups
from domain.inquiries import target as inquiries
from domain.referrals import target as referrals
from domain.visits import target as visits

bp = Blueprint("til", __name__)


def appointment(session: Session, number: int) -> Target | None:
    """An event's is shown on the event's own page, so is a conference's; whoever interprets sees no more than when and where."""
    return (
        event(session, number)
        or visits.appointment(session, number)
        or conference(session, number)
        or courses.held(session, number)
        or groups.meeting(session, number)
        or inquiries.of_appointment(session, number)
        or target.appointment(session, number)
        or interpreted.target(session, number)
    )


def news(session: Session, number: int) -> Target:
    """Something new without a name: to the inbox of that Familiehus, or for a colleague to what they read along in."""
    ours = number in session.info["viewer"].units("familiehus")
    return Target("counselling" if ours else "readalong", number, (number,))


def fordeling(_session: Session, number: int) -> Target:
    """Of that sundhedspleje, in numbers: whoever works there may see it."""
    return Target("caseload", number, (number,))


KINDS = {
    "start": target.start,
    "child": target.child,
    "appointment": appointment,
    "absence": target.absence,
    "week": target.week,
    "task": tasks.task,
    "inquiry": inquiries.inquiry,
    "inquiries": inquiries.listed,
    "referat": after.referat,
    "effort": after.effort,
    "agreement": after.agreement,
    "undated": after.undated,
    "unagreed": after.unagreed,
    "news": news,
    "course": courses.course,
    "group": groups.group,
    "newborn": groups.newborn,
    "referral": referrals.referral,
    "referrals": referrals.board,
    "referred": referrals.referral,
    "visit": visits.visit,
    "programme": visits.programme,
    "caseload": fordeling,
}
PAGES: dict[str, tuple[str, str | None]] = {
    "start": ("starts.show", "start_id"),
    "child": ("children.show", "child_id"),
    "absence": ("frontdesk.sick_day", "absence_id"),
    "event": ("events.show", "event_id"),
    "conference": ("conferences.show", "conference_id"),
    "week": ("figures.supply", None),
    "task": ("conferences.show_task", "task_id"),
    "inquiry": ("inquiries.show", "inquiry_id"),
    "inquiry-list": ("inquiries.index", None),
    "referat": ("conferences.referat", "conference_id"),
    "effort": ("conferences.effort", "effort_id"),
    "agreement": ("conferences.promises", None),
    "undated": ("conferences.undated", None),
    "unagreed": ("conferences.unagreed", "task_id"),
    "referral": ("referrals.show", "referral_id"),
    "received": ("received.show", "referral_id"),
    "board": ("received.index", None),
    "counselling": ("counselling.index", None),
    "readalong": ("readalong.index", None),
    "course": ("courses.show", "course_id"),
    "course-session": ("courses.held", "session_id"),
    "group": ("groups.show", "group_id"),
    "group-visits": ("group_visits.index", None),
    "newborn": ("groups.child", "child_id"),
    "visit": ("visits.one", "visit_id"),
    "programme": ("visits.show", "child_id"),
    "caseload": ("caseload.index", None),
    "interpreted": ("frontdesk.interpreting", "appointment_id"),
}


@bp.get(f"/til/<any({', '.join(KINDS)}):kind>/<int:number>")
@allow(SIGNED_IN)
def show(kind: str, number: int) -> AnyResponse:
    found = KINDS[kind](db.session(), number)
    way = address(found) if found else None
    if way is None:
        g.staff_frame = True
        return render("citizen/elsewhere.html", 404)
    return redirect(way, 303)


def address(found: Target) -> str | None:
    """In the unit that it belongs to, if it is one of the reader's; else in the one used last; else in any that has the page."""
    endpoint, name = PAGES.get(found.page, ("day.show", None))
    values: dict[str, Any] = {name: found.id} if name else {}
    for one in sorted(current_user.found.viewer.memberships, key=lambda one: order(one, found)):
        if f"{one.actor}.{endpoint}" in current_app.view_functions:
            return url_for(f"{one.actor}.{endpoint}", unit=one.slug, **values)
    return None


def order(one: Membership, found: Target) -> tuple[bool, bool]:
    return one.unit_id not in found.units, one.unit_id != current_user.found.unit_id
