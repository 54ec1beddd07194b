"""The parents' page for all that is about their child besides a start: one page, to which each capability adds its own part."""

from flask import Response, abort

from blueprints.book import groups
from blueprints.book.link import arrival, bp, custody
from blueprints.language import between
from blueprints.referrals.words import FOR_FAMILY, SERVICES
from blueprints.rules import GUARDIAN, allow
from blueprints.web import db, render
from blueprints.words.looked import in_words
from blueprints.words.visits import STATES, TO_PARENTS, TOLD
from domain.base import moment
from domain.caseload import reading as caseload
from domain.courses import at_home as at_home_courses
from domain.inquiries.reading import of_child
from domain.people.family import at_home
from domain.people.looked import looks_at
from domain.referrals import parents as referrals
from domain.visits import reading

LOOKS = 20


@bp.get("/<string:token>/familien")
@allow(GUARDIAN)
def family(token: str) -> Response:
    """What is agreed and what is asked of them; who holds custody sees who has looked."""
    session, child_id = db.session(), arrival().child_id
    found = at_home(session, child_id) or abort(404)
    line = reading.of_child(session, child_id)
    nurse = caseload.at_home(session, child_id)
    return render(
        "book/family/show.html",
        child=found,
        start=arrival().start_id,
        custody=custody(),
        courses=at_home_courses.of_child(session, child_id) if custody() else [],
        moment=moment,
        nurse=nurse,
        between=between(moment(nurse.first), moment(nurse.last)) if nurse and nurse.first else "",
        referrals=referrals.of_family(session, child_id) if custody() else [],
        services=SERVICES,
        referral_states=FOR_FAMILY,
        visits=line.visits if line else (),
        visit_kinds=TO_PARENTS,
        visit_states=STATES,
        visit_told=TOLD,
        inquiries=of_child(session, child_id) if custody() else (),
        looks=in_words(looks_at(session, child_id, LOOKS)) if custody() else [],
        **groups.of_family(found.birth_date),
    )
