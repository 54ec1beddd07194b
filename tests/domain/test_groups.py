"""Mothers' groups: whom nobody has thought of, who has a seat and who waits, who is told, and what the members know of each other."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import IntegrityError

from domain import messages, outbox
from domain.access import NotAllowed
from domain.access.jobs import work_as
from domain.base import today
from domain.booking.tables import Claim
from domain.booking.taking.claims import SlotTaken
from domain.booking.verbs import Changed
from domain.due import Due
from domain.groups import excusing, keeping, making, meetings, presence, proposing, reading, seats, sharing, told
from domain.groups.came import CAME, EXCUSED, MISSED, GroupPresence
from domain.groups.excusing import HasBegun
from domain.groups.making import AlreadyProposed, NoSuchGroup, NoSuchParent
from domain.groups.meetings import NoNurse, NoSuchMeeting, NoVisitor
from domain.groups.presence import NotBegun
from domain.groups.seats import NoSuchPlace, TooFewPlaces
from domain.groups.sharing import Chosen
from domain.groups.tables import (
    DAYCARE,
    HOLDS,
    INVITED,
    LEFT,
    MULTICULTURAL,
    NO,
    TOGETHER,
    WAITS,
    YOUNG,
    GroupCard,
    GroupHall,
    GroupMeeting,
    GroupSeat,
    GroupWish,
    ParentGroup,
)
from domain.outbox import Outbox
from domain.people import Child, Guardian
from tests.factories import SECRET, as_house, make_guardian, make_unit
from tests.scenes.newborns import (
    answer,
    make_twin,
    make_ward,
    meet,
    mother,
    newborn,
    nurse_of,
    plan,
    setting,
    standing,
    visitor_of,
)

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def monday(at):
    at(NOW)


def mail(database):
    """(kind, guardian) of what has not been sent to parents."""
    with database.sessions() as session:
        rows = select(Outbox.kind, Outbox.guardian_id).where(Outbox.sent_at.is_(None), Outbox.guardian_id.is_not(None))
        return sorted(tuple(row) for row in as_house(session).execute(rows))


def letters(database):
    """What the worker would send now, by (kind, guardian)."""
    with database.sessions() as session:
        work_as(session, "test")
        found = {}
        for taken in outbox.take(session, 100, timedelta(minutes=1)):
            try:
                found[taken.kind, taken.guardian_id] = messages.letter(session, taken, SECRET)
            except messages.Overtaken:
                found[taken.kind, taken.guardian_id] = None
        return {key: one for key, one in found.items() if key[1]}


def test_first_come_has_a_seat_the_rest_wait_and_a_seat_that_is_given_back_goes_to_whoever_has_waited_longest(
    database, at
):
    ward = make_ward(database, 5, 2)
    for minutes, (n, has) in enumerate(((3, HOLDS), (0, HOLDS), (4, WAITS), (1, WAITS))):
        at(NOW + timedelta(minutes=minutes))
        assert answer(database, ward, n) == has
    assert standing(database, ward) == [HOLDS, WAITS, INVITED, HOLDS, WAITS]
    assert answer(database, ward, 3, "nej") == LEFT
    assert standing(database, ward) == [HOLDS, WAITS, INVITED, LEFT, HOLDS]
    assert answer(database, ward, 2, "nej") == NO
    assert answer(database, ward, 2, "nej") == NO
    assert (told.FREED, ward.mothers[4][0]) in mail(database)
    assert answer(database, ward, 3) == WAITS
    with nurse_of(database, ward) as session:
        with pytest.raises(TooFewPlaces):
            seats.resize(session, making.own(session, ward.group), 1)
        seats.resize(session, making.own(session, ward.group), 3)
    assert standing(database, ward) == [HOLDS, HOLDS, NO, WAITS, HOLDS]


def test_the_database_itself_gives_no_seat_twice_and_puts_nobody_in_two_groups_for_one_child(database):
    ward = make_ward(database, 1, 1)
    answer(database, ward, 0)
    with database.sessions() as session, pytest.raises(IntegrityError):
        as_house(session).execute(update(GroupHall).values(taken=2))
    with nurse_of(database, ward) as session:
        other = making.make(session, ward.unit, plan(ward), 5, "other").id
        with pytest.raises(AlreadyProposed):
            making.propose(session, other, ward.mothers)
        assert session.scalar(select(func.count()).select_from(GroupSeat)) == 1
    answer(database, ward, 0, "nej")
    with nurse_of(database, ward) as session:
        assert making.propose(session, other, ward.mothers) == 1


def test_the_same_form_twice_is_one_group(database):
    ward = make_ward(database, 0)
    with nurse_of(database, ward) as session:
        assert len({making.make(session, ward.unit, plan(ward), 5, "the same").id for _ in range(2)}) == 1


def test_whoever_is_proposed_is_asked_by_a_link_of_their_own_and_a_second_time_nobody_is(database):
    ward = make_ward(database, 2, invited=False)
    with nurse_of(database, ward) as session:
        making.propose(session, ward.group, ward.mothers)
    with mother(database, ward, 0) as session:
        assert session.scalars(select(ParentGroup)).all() == []
        with pytest.raises(NoSuchPlace):
            seats.answer(session, ward.group, "ja")
    with nurse_of(database, ward) as session:
        assert [seats.invite(session, SECRET, ward.group) for _ in range(2)] == [2, 0]
    sent = letters(database)
    assert sorted(sent) == sorted((told.INVITED, guardian) for guardian, _child in ward.mothers)
    assert all(letter.token and letter.house == "Sundhedsplejen Skovlunde" for letter in sent.values())


def test_what_a_message_would_say_is_said_only_while_it_is_so(database):
    ward = make_ward(database, 2, 2)
    meet(database, ward)
    answer(database, ward, 0)
    with nurse_of(database, ward) as session:
        seats.note(session, ward.group, session.scalars(select(GroupSeat.id).order_by(GroupSeat.id)).all()[1], "nej")
    sent = letters(database)
    first, second = (guardian for guardian, _child in ward.mothers)
    assert sent[told.SEAT, first].meeting.place == "Troldebo, Torvet 3, Dør B"
    assert {key for key in sent if key[1] == second} == set()


def test_a_newborn_is_proposed_the_group_that_suits_it_and_the_others_new_ones(database):
    ward = make_ward(database, 4, 2, invited=False)
    with database.sessions() as session:
        as_house(session)
        ward.mothers += [newborn(session, ward, n, today() - timedelta(days=40 + n), language="ar") for n in (7, 8, 9)]
        ward.mothers.append(newborn(session, ward, 20, today() - timedelta(weeks=30)))
        session.commit()
    with nurse_of(database, ward) as session:
        making.wish(session, *ward.mothers[0], YOUNG, declined=False)
        making.wish(session, *ward.mothers[1], "", declined=True)
        found = proposing.propose(proposing.newborns(session, ward.unit), reading.of_unit(session, ward.unit))
    assert {one.child_id for one in found.newborns} == {ward.mothers[n][1] for n in (0, 2, 3, 4, 5, 6)}
    assert {child: group.id for child, group in found.fits.items()} == {ward.mothers[n][1]: ward.group for n in (2, 3)}
    assert [(new.kind, new.language, len(new.members)) for new in found.new] == [(MULTICULTURAL, "ar", 3)]


def test_no_seat_is_proposed_to_more_than_there_are(database):
    ward = make_ward(database, 5, 3, invited=False)
    with nurse_of(database, ward) as session:
        making.propose(session, ward.group, ward.mothers[:1])
        found = proposing.propose(proposing.newborns(session, ward.unit), reading.of_unit(session, ward.unit))
    assert (len(found.newborns), len(found.fits)) == (4, 2)


def test_twins_have_one_parent_in_one_group_and_stand_on_the_list_as_one(database):
    ward = make_ward(database, 1, invited=False)
    with database.sessions() as session:
        twin = make_twin(as_house(session), ward, 0)
        session.commit()
    with nurse_of(database, ward) as session:
        (one,) = proposing.newborns(session, ward.unit)
        assert one.children == ("Barn 0", "Tvilling")
        making.propose(session, ward.group, [(one.guardian_id, one.child_id)])
        assert proposing.newborns(session, ward.unit) == []
        assert set(seats.children(session, session.scalars(select(GroupSeat.id)).all())) == {one.child_id, twin}


def test_the_parent_who_is_asked_need_not_hold_custody_and_is_the_one_the_family_names(database):
    ward = make_ward(database, 1, invited=False)
    father, child = ward.mothers[0]
    with database.sessions() as session:
        birth_mother = make_guardian(as_house(session), child, custody=False, name="Mor uden")
        stranger, _ = newborn(session, ward, 9)
        session.commit()
    with nurse_of(database, ward) as session:
        (one, _other) = proposing.newborns(session, ward.unit)
        assert (one.guardian_id, [parent for parent, _ in one.parents]) == (father, [father, birth_mother])
        making.wish(session, birth_mother, child, "", declined=False)
        (one, _other) = proposing.newborns(session, ward.unit)
        assert one.guardian_id == birth_mother
        with pytest.raises(NoSuchParent):
            making.propose(session, ward.group, [(stranger, child)])
        making.propose(session, ward.group, [(birth_mother, child)])
        seats.invite(session, SECRET, ward.group)
    ward.mothers = [(birth_mother, child)]
    assert answer(database, ward, 0) == HOLDS


def test_another_unit_sees_no_group_and_changes_none(database):
    ward = make_ward(database, 1)
    with database.sessions() as session:
        other = make_unit(as_house(session), "sundhedspleje", "En anden", "distrikt")
        session.commit()
    with nurse_of(database, ward, unit=other) as session:
        assert reading.of_unit(session, ward.unit) == []
        for verb in (
            lambda: reading.one(session, ward.group),
            lambda: making.end(session, ward.group),
            lambda: seats.invite(session, SECRET, ward.group),
        ):
            with pytest.raises(NoSuchGroup):
                verb()


def test_the_sundhedspleje_leads_a_meeting_and_a_house_is_there_when_daycare_is_the_matter(database):
    ward = make_ward(database, 1)
    with nurse_of(database, ward) as session:
        alone = setting(session, ward)
        visitor = tuple(one for one in setting(session, ward, visited=True).hosts if one.staff_id == ward.visitor)
        with pytest.raises(NoNurse):
            meetings.book(session, ward.group, TOGETHER, setting(session, ward, hosts=visitor), "a")
        with pytest.raises(NoVisitor):
            meetings.book(session, ward.group, DAYCARE, alone, "b")
        meetings.book(session, ward.group, DAYCARE, setting(session, ward, visited=True), "c")
        with pytest.raises(SlotTaken):
            meetings.book(session, ward.group, TOGETHER, setting(session, ward, "11:45"), "d")
        assert session.scalar(select(func.count()).select_from(Claim)) == 16


def test_joint_times_are_those_at_which_both_are_open_and_free(database):
    ward = make_ward(database, 1)
    meet(database, ward, days=2)
    with nurse_of(database, ward) as session:
        group = reading.one(session, ward.group)
        found = [offer.first for offer in meetings.joint(session, group, ward.house, 60)]
        taken = setting(session, ward, days=2).first
        assert taken - 4 in found
        assert not any(taken - 4 < first < taken + 8 for first in found)
        assert meetings.joint(session, group, ward.unit, 60) == []


def test_a_meeting_that_is_moved_or_cancelled_is_told_to_who_has_a_seat_and_to_who_holds_it(database):
    ward = make_ward(database, 3, 1)
    answer(database, ward, 0)
    answer(database, ward, 1)
    number = meet(database, ward, visited=True)
    seated = ward.mothers[0][0]
    assert [who for kind, who in mail(database) if kind == told.MEETING] == [seated]
    with nurse_of(database, ward) as session:
        assert meetings.move(session, number, setting(session, ward, "13:00", visited=True)) == 1
        assert meetings.move(session, number, setting(session, ward, "13:00", visited=True)) == 0
    assert {kind for kind, who in mail(database) if who == seated} == {told.SEAT, told.MOVED}
    with nurse_of(database, ward) as session:
        assert meetings.cancel(session, number) == 1
        assert session.scalar(select(func.count()).select_from(Claim)) == 0
        assert session.scalars(select(Due.key).where(Due.kind == TOGETHER)).all() == []
    assert {kind for kind, who in mail(database) if who == seated} == {told.SEAT, told.CANCELLED}


def test_whoever_has_a_seat_is_reminded_two_days_before_once(database, at):
    ward = make_ward(database, 3, 1)
    answer(database, ward, 0)
    answer(database, ward, 1)
    meet(database, ward)
    at(NOW + timedelta(days=12, hours=1))
    with database.sessions() as session:
        work_as(session, "test")
        told.remind(session)
        told.remind(session)
        session.commit()
    assert [who for kind, who in mail(database) if kind == told.REMINDER] == [ward.mothers[0][0]]


def test_who_visits_a_group_sees_time_place_and_number_and_no_family(database):
    ward = make_ward(database, 3, 2)
    answer(database, ward, 0)
    meet(database, ward, DAYCARE, visited=True)
    meet(database, ward, days=15)
    with visitor_of(database, ward) as session:
        (met,) = meetings.visits(session, ward.house)
        assert (met.place, met.families) == ("Troldebo, Torvet 3, Dør B", 1)
        for table in (ParentGroup, GroupCard, GroupWish, Guardian, Child):
            assert session.scalars(select(table)).all() == []
        assert reading.members(session, ward.group) == []


CANARY = {"first_name": "Kanariefugl", "mobile": "+4512345678"}


def known(database, ward, n):
    """What one parent can read of the others, by every way there is."""
    with mother(database, ward, n) as session:
        own = ward.mothers[n][0]
        cards = [card for card in reading.cards(session, ward.group) if card.guardian_id != own]
        assert session.scalars(select(Guardian.id)).all() == [own]
        assert session.scalars(select(Child.id)).all() == [ward.mothers[n][1]]
        assert session.scalars(select(GroupWish).where(GroupWish.guardian_id != own)).all() == []
        assert reading.members(session, ward.group) == [] or all(
            row.child_id == ward.mothers[n][1] for row in reading.members(session, ward.group)
        )
        everything = session.scalars(select(GroupCard).where(GroupCard.guardian_id != own)).all()
        assert {one.id for one in everything} == {one.id for one in cards}
        return [(card.first_name, card.mobile, card.born_week) for card in cards]


def test_no_parent_knows_of_another_but_what_that_one_has_chosen_while_both_have_a_seat(database):
    ward = make_ward(database, 4, 2)
    answer(database, ward, 0)
    answer(database, ward, 1)
    answer(database, ward, 2)
    assert [known(database, ward, n) for n in range(4)] == [[], [], [], []]
    with mother(database, ward, 0) as session:
        sharing.share(session, ward.group, Chosen(first_name="Kanariefugl", mobile="", age=False))
    assert [known(database, ward, n) for n in range(4)] == [[], [("Kanariefugl", "", None)], [], []]
    with mother(database, ward, 0) as session:
        sharing.share(session, ward.group, Chosen(**CANARY, age=True))
    ((name, number, week),) = known(database, ward, 1)
    assert (name, number) == tuple(CANARY.values())
    assert week.weekday() == 0
    assert week <= today() - timedelta(days=49) < week + timedelta(days=7)
    with mother(database, ward, 0) as session:
        sharing.share(session, ward.group, Chosen(first_name="", mobile="", age=False))
        assert session.scalars(select(GroupCard)).all() == []
    assert known(database, ward, 1) == []


def test_what_was_shared_is_gone_with_the_seat_and_comes_back_with_no_new_one(database):
    ward = make_ward(database, 3, 2)
    answer(database, ward, 0)
    answer(database, ward, 1)
    with mother(database, ward, 0) as session:
        sharing.share(session, ward.group, Chosen(**CANARY, age=False))
    answer(database, ward, 1, "nej")
    assert known(database, ward, 1) == []
    answer(database, ward, 1)
    assert len(known(database, ward, 1)) == 1
    answer(database, ward, 0, "nej")
    answer(database, ward, 0)
    assert known(database, ward, 1) == []
    with mother(database, ward, 2) as session, pytest.raises(NoSuchPlace):
        sharing.share(session, ward.group, Chosen(**CANARY, age=False))


def test_nobody_writes_or_reads_a_card_for_somebody_else(database):
    ward = make_ward(database, 2, 2)
    answer(database, ward, 0)
    answer(database, ward, 1)
    with mother(database, ward, 0) as session:
        session.add(GroupCard(group_id=ward.group, guardian_id=ward.mothers[1][0], **CANARY))
        with pytest.raises(NotAllowed):
            session.flush()
        session.rollback()
        sharing.share(session, ward.group, Chosen(**CANARY, age=False))
    with nurse_of(database, ward) as session:
        assert session.scalars(select(GroupCard)).all() == []


def test_the_other_parent_of_a_child_is_shown_neither_the_group_nor_when_it_meets(database):
    ward = make_ward(database, 1)
    answer(database, ward, 0)
    meet(database, ward)
    with database.sessions() as session:
        other = make_guardian(as_house(session), ward.mothers[0][1], name="Far")
        session.commit()
    ward.mothers.append((other, ward.mothers[0][1]))
    with mother(database, ward, 1) as session:
        for table in (ParentGroup, GroupMeeting):
            assert session.scalars(select(table)).all() == []
        assert reading.of_parent(session, ward.mothers[0][1]) == []
        with pytest.raises(NoSuchPlace):
            seats.answer(session, ward.group, "nej")


def test_a_newborn_that_nobody_has_thought_of_is_a_line_on_its_sundhedsplejerskes_day_until_somebody_has(database, at):
    ward = make_ward(database, 3, invited=False)

    def look():
        with database.sessions() as session:
            work_as(session, "test")
            keeping.look(session)
            session.commit()
            rows = select(Due.child_id).where(Due.kind == told.WANTED, Due.done_at.is_(None)).order_by(Due.child_id)
            return list(session.scalars(rows))

    children = [child for _mother, child in ward.mothers]
    assert look() == children == look()
    with nurse_of(database, ward) as session:
        making.propose(session, ward.group, ward.mothers[:1])
        making.wish(session, *ward.mothers[1], "", declined=True)
    assert look() == children[2:]
    at(NOW + timedelta(weeks=30))
    assert look() == []


def test_a_group_ends_when_its_children_are_a_year_old_and_half_a_year_later_nothing_is_known_of_it(database, at):
    ward = make_ward(database, 2, 2)
    answer(database, ward, 0)
    answer(database, ward, 1)
    meet(database, ward)
    with mother(database, ward, 0) as session:
        sharing.share(session, ward.group, Chosen(**CANARY, age=True))

    def forget():
        with database.sessions() as session:
            work_as(session, "test")
            keeping.forget(session)
            session.commit()
            tables = (GroupHall, GroupSeat, GroupMeeting, GroupCard)
            how_many = (select(func.count(table.group_id)).execution_options(unscoped="counted") for table in tables)
            return [session.scalar(rows) for rows in how_many]

    assert forget() == [1, 2, 1, 1]
    at(NOW + timedelta(weeks=54))
    assert forget() == [1, 2, 1, 0]
    with mother(database, ward, 0) as session, pytest.raises(NoSuchPlace):
        seats.answer(session, ward.group, "nej")
    with mother(database, ward, 0) as session, pytest.raises(NoSuchPlace):
        sharing.share(session, ward.group, Chosen(**CANARY, age=True))
    at(NOW + timedelta(weeks=82))
    assert forget() == [0, 0, 0, 0]


def test_who_came_is_noted_for_the_sundhedspleje_alone(database, at):
    ward = make_ward(database, 3, 3)
    for n in range(2):
        answer(database, ward, n)
    met, (first, second, third) = meet(database, ward), [guardian for guardian, _child in ward.mothers]
    with nurse_of(database, ward) as session:
        assert [(row.guardian, row.state) for row in presence.called(session, met)] == [(first, None), (second, None)]
        presence.note(session, met, {second: EXCUSED})
        with pytest.raises(NotBegun):
            presence.note(session, met, {first: CAME})
    at(NOW + timedelta(days=14, hours=2))
    with nurse_of(database, ward) as session:
        presence.note(session, met, {first: CAME, second: MISSED, third: CAME})
        presence.note(session, met, {second: EXCUSED})
        [meeting] = reading.meetings(session, GroupMeeting.group_id == ward.group)
        group = reading.one(session, ward.group)
    assert (meeting.came, meeting.missed, meeting.excused) == (1, 0, 1), "who has no seat is not called"
    assert (group.came, group.noted, group.attendance) == (1, 2, 50)
    assert told_of(database, ward, 1) == 1, "word that she has sent, by telephone too"
    with mother(database, ward, 0) as session:
        [theirs] = reading.meetings(session, GroupMeeting.group_id == ward.group)
        assert (theirs.noted, session.scalars(select(GroupPresence.id)).all()) == (0, [])
        with pytest.raises(NoSuchMeeting):
            presence.note(session, met, {second: CAME})
    with visitor_of(database, ward) as session:
        assert session.scalars(select(GroupPresence.id)).all() == []
    with nurse_of(database, ward, unit=make_other(database)) as session:
        assert session.scalars(select(GroupPresence.id)).all() == []
    with nurse_of(database, ward) as session:
        presence.note(session, met, {first: "", second: ""})
        assert session.scalars(select(GroupPresence.id)).all() == []


def test_a_parent_sends_word_that_she_will_not_come_to_one_meeting_and_takes_it_back(database, at):
    ward = make_ward(database, 3, 2)
    for n in range(3):
        answer(database, ward, n)
    met, (first, second, _waits) = meet(database, ward), [guardian for guardian, _child in ward.mothers]
    excused(database, ward, 0, met)
    assert excused(database, ward, 0, met) == ward.group, "twice is once"
    with mother(database, ward, 2) as session, pytest.raises(NoSuchPlace):
        excusing.excuse(session, met, planned(database, met), comes=False)
    assert absent(database, ward, met) == {first: None}
    with nurse_of(database, ward) as session:
        assert reading.meeting(session, met).excused == 1
        presence.note(session, met, {second: EXCUSED})
    assert [told_of(database, ward, n) for n in range(3)] == [1, 1, 0], "each of themselves alone"
    excused(database, ward, 1, met, comes=True)
    assert reminded(database, at) == [second]
    excused(database, ward, 0, met, comes=True)
    assert (absent(database, ward, met), reminded(database, at)) == ({}, sorted([first, second]))
    excused(database, ward, 0, met)
    assert reminded(database, at) == [second], "what has not been sent is not sent"
    at(NOW + timedelta(days=14, hours=2))
    with mother(database, ward, 0) as session, pytest.raises(HasBegun):
        excusing.excuse(session, met, planned(database, met), comes=True)
    with nurse_of(database, ward) as session:
        presence.note(session, met, {first: MISSED})
    assert told_of(database, ward, 0) == 0, "who came is not for parents"


def test_a_meeting_on_another_day_and_a_seat_given_back_are_what_nobody_has_sent_word_of(database):
    ward = make_ward(database, 3, 2)
    for n in range(2):
        answer(database, ward, n)
    met, later = meet(database, ward), meet(database, ward, days=21)
    excused(database, ward, 0, met)
    excused(database, ward, 1, later)
    with nurse_of(database, ward) as session:
        meetings.move(session, met, setting(session, ward, place="Dør C"))
    assert absent(database, ward, met) == {ward.mothers[0][0]: None}
    before = planned(database, met)
    with nurse_of(database, ward) as session:
        meetings.move(session, met, setting(session, ward, days=15))
    with mother(database, ward, 0) as session, pytest.raises(Changed):
        excusing.excuse(session, met, before, comes=False)
    assert absent(database, ward, met) == {}, "neither what was said of the old time, nor what is said of it now"
    answer(database, ward, 1, NO)
    with nurse_of(database, ward) as session:
        assert [row.guardian for row in presence.called(session, later)] == [ward.mothers[0][0]]
        meetings.cancel(session, later)
    with mother(database, ward, 0) as session, pytest.raises(NoSuchMeeting):
        excusing.excuse(session, later, planned(database, later), comes=False)


@pytest.mark.race
@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_word_that_she_will_not_come_waits_for_a_move_at_that_moment_and_is_not_taken_for_the_new_time(database):
    ward = make_ward(database, 3, 2)
    answer(database, ward, 0)
    met = meet(database, ward)
    before = planned(database, met)
    waits = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )

    def says():
        with mother(database, ward, 0) as late:
            excusing.excuse(late, met, before, comes=False)

    with nurse_of(database, ward) as session, ThreadPoolExecutor(1) as pool:
        meetings.move(session, met, setting(session, ward, days=15))
        said = pool.submit(says)
        with database.engine.connect() as looking:
            while not looking.scalar(waits) and not said.done():
                looking.rollback()
        session.commit()
        with pytest.raises(Changed):
            said.result()
    assert absent(database, ward, met) == {}


def excused(database, ward, n, met, *, comes=False):
    with mother(database, ward, n) as session:
        return excusing.excuse(session, met, planned(database, met), comes=comes)


def planned(database, met):
    """When it is to be, as every page shows it."""
    rows = select(GroupMeeting.first).where(GroupMeeting.id == met).execution_options(unscoped="the test looks")
    with database.sessions() as session:
        return as_house(session).scalar(rows)


def absent(database, ward, met):
    """Who has noted it, None for themselves, by parent: as the sundhedspleje reads it."""
    with nurse_of(database, ward) as session:
        return {row.guardian: row.noted_by for row in presence.called(session, met) if row.state == EXCUSED}


def told_of(database, ward, n):
    """What a parent's own page counts."""
    with mother(database, ward, n) as session:
        [met] = reading.meetings(session, GroupMeeting.group_id == ward.group)
        return met.noted


def reminded(database, at):
    at(NOW + timedelta(days=12, hours=1))
    with database.sessions() as session:
        work_as(session, "test")
        told.remind(session)
        session.commit()
    return [who for kind, who in mail(database) if kind == told.REMINDER]


def make_other(database):
    with database.sessions() as session:
        unit = make_unit(as_house(session), "sundhedspleje", "Sundhedsplejen Baltorp", "distrikt")
        session.commit()
        return unit


def test_of_a_long_list_of_newborns_none_is_lost_between_its_pages_and_months(database, monkeypatch):
    monkeypatch.setattr(proposing, "PAGE", 3)
    ward = make_ward(database, 0)
    days = [today() - timedelta(days=12 * n) for n in range(8)]
    with database.sessions() as session:
        every = [newborn(as_house(session), ward, n, day)[1] for n, day in enumerate(days)][::-1]
        session.commit()
    with nurse_of(database, ward) as session:
        pages = [[one.child_id for one in proposing.newborns(session, ward.unit, None, page)] for page in range(4)]
        months = proposing.months(session, ward.unit)
        in_months = [
            one.child_id
            for month, number in months
            for page in range(number)
            for one in proposing.newborns(session, ward.unit, month, page)
        ]
    assert pages == [every[:3], every[3:6], every[6:], []]
    assert (in_months, sum(number for _month, number in months)) == (every, 8)
