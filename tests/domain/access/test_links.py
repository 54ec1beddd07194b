"""Links: beyond guessing, only a hash kept, ended by a new version, a new secret, or one use."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from domain.access import links
from domain.access.citizens import Link, Visit
from domain.access.links import (
    LinkSpent,
    follow_secret,
    open_link,
    open_staff_link,
    renew_links,
    spend_staff_link,
    staff_of_link,
)
from domain.access.staff import StaffLink
from domain.access.tokens import staff_token, token, token_hash
from tests.scenes.meetings import NOW, SECRET, meeting, works

UNTIL = date(2027, 4, 1)


@pytest.fixture(autouse=True)
def early(at):
    at(NOW)


@pytest.fixture
def session(session):
    return works(session)


@pytest.fixture
def family(session):
    return meeting(session)


def test_a_token_is_long_lower_case_and_the_same_each_time():
    assert re.fullmatch(r"[0-9a-f]{32,}", token(SECRET, 1, 2, 3))
    assert token(SECRET, 1, 2, 3) == token(SECRET, 1, 2, 3)


def test_everything_that_goes_into_a_token_changes_it():
    found = {
        token(*parts)
        for parts in ((SECRET, 1, 2, 3), ("u" * 32, 1, 2, 3), (SECRET, 2, 2, 3), (SECRET, 1, 3, 3), (SECRET, 1, 2, 4))
    }
    found |= {token(SECRET, 12, 3, 4), token(SECRET, 1, 23, 4), staff_token(SECRET, 1, datetime.fromtimestamp(2, UTC))}
    assert len(found) == 8


def test_a_second_invitation_carries_the_same_link_and_lasts_longer(session, family):
    first = open_link(session, SECRET, family.start, family.child, family.guardians[0], UNTIL)
    again = open_link(session, SECRET, family.start, family.child, family.guardians[0], UNTIL + timedelta(days=30))
    assert (again.id, again.expires_on) == (first.id, date(2027, 5, 1))
    assert again.token_hash == token_hash(token(SECRET, family.start, family.guardians[0], 1))


def test_a_renewed_link_ends_the_old_one(session, family):
    link = open_link(session, SECRET, family.start, family.child, family.guardians[0], UNTIL)
    old = link.token_hash
    renew_links(session, SECRET, [link])
    kept = session.scalars(select(Link.token_hash)).all()
    assert old not in kept
    assert token_hash(token(SECRET, family.start, family.guardians[0], 2)) in kept


def test_the_token_itself_is_not_in_the_database(session, family):
    kept = str(session.execute(select(Link.__table__)).all())
    assert token(SECRET, family.start, family.guardians[0], 1) not in kept


def test_after_a_change_of_secret_only_the_links_of_new_messages_work(session, family):
    other = "u" * 32
    assert follow_secret(session, other) == 2
    assert set(session.scalars(select(Link.token_hash))) == {
        token_hash(token(other, family.start, one, 1)) for one in family.guardians
    }
    assert follow_secret(session, other) == 0


def test_a_staff_link_works_once(session, family):
    found = open_staff_link(session, SECRET, family.left, NOW + timedelta(days=7))
    assert staff_of_link(session, found) == staff_of_link(session, found) == family.left
    assert spend_staff_link(session, found) == family.left
    for use in (staff_of_link, spend_staff_link):
        with pytest.raises(LinkSpent):
            use(session, found)


def test_a_new_staff_link_ends_the_one_before(session, family):
    first = open_staff_link(session, SECRET, family.left, NOW + timedelta(days=7))
    second = open_staff_link(session, SECRET, family.left, NOW + timedelta(days=8))
    assert staff_of_link(session, second) == family.left
    with pytest.raises(LinkSpent):
        staff_of_link(session, first)


def test_a_staff_link_ends_with_its_time(session, family, at):
    found = open_staff_link(session, SECRET, family.left, NOW + timedelta(days=7))
    session.commit()
    at(NOW + timedelta(days=7))
    with pytest.raises(LinkSpent):
        spend_staff_link(session, found)


def test_what_has_run_out_is_forgotten_and_the_rest_is_kept(session, family, at):
    open_staff_link(session, SECRET, family.left, NOW + timedelta(hours=1))
    open_staff_link(session, SECRET, family.staff[0], NOW + timedelta(days=7))
    link = open_link(session, SECRET, family.start, family.child, family.guardians[0], UNTIL)
    for key, hours in (("old", 0), ("new", 3)):
        session.add(Visit(key=key, link_id=link.id, confirmed_at=NOW, seen_at=NOW + timedelta(hours=hours)))
    session.commit()
    at(NOW + timedelta(hours=3))
    links.prune(session)
    assert session.scalars(select(StaffLink.staff_id)).all() == family.staff[:1]
    assert session.scalars(select(Visit.key)).all() == ["new"]
