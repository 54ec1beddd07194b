"""A visit by special need: beyond the six, at any age until the child begins at school, with a reason and a plan."""

from datetime import date, timedelta

from sqlalchemy.orm import Session

from domain import cpr
from domain.access.links import open_family_links
from domain.base import DomainError, today
from domain.people import Child
from domain.visits import told
from domain.visits.programme import LINK_LASTS, NoSundhedspleje
from domain.visits.tables import NEEDS, PLANNED, SPECIAL, HomeVisit, SpecialNeed
from domain.visits.windows import months_after

SCHOOL = 7
"""Years: a child of six has begun at school before it is seven."""
LONGEST = timedelta(days=62)
"""As long as the longest window of the programme: more visits are planned as more."""


class AtSchool(DomainError):
    """The child has begun at school by then: its visits are the school's."""


class NoSuchSpan(DomainError):
    """It ends before it begins, is over, or is longer than a window can be."""


def add(
    session: Session, secret: str, child_id: int, opens_on: date, closes_on: date, reason: str, plan: str
) -> HomeVisit:
    """Between these days. `reason`: one of NEEDS. AtSchool, NoSuchSpan, NoSundhedspleje, CprRefused."""
    cpr.refuse(plan)
    if reason not in NEEDS:
        raise ValueError(reason)
    if not opens_on <= closes_on <= opens_on + LONGEST or closes_on < today():
        raise NoSuchSpan
    child = session.get_one(Child, child_id)
    if child.sundhedspleje_id is None:
        raise NoSundhedspleje
    if closes_on >= months_after(child.birth_date, SCHOOL * 12):
        raise AtSchool
    visit = HomeVisit(child_id=child_id, unit_id=child.sundhedspleje_id, kind=SPECIAL, state=PLANNED)
    visit.opens_on, visit.closes_on = opens_on, closes_on
    session.add(visit)
    session.flush()
    session.add(SpecialNeed(visit_id=visit.id, child_id=child_id, unit_id=visit.unit_id, reason=reason, plan=plan))
    session.flush()
    told.plans(session, [(visit, child.sundhedsplejerske_id)])
    open_family_links(session, secret, child_id, closes_on + LINK_LASTS)
    return visit
