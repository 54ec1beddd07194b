"""Anonymous counselling in the demo: a team with keys, a dozen cases in every state, times, and what is said in public."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date, datetime, time, timedelta
from uuid import uuid4

from nacl.utils import random
from sqlalchemy import select
from sqlalchemy.orm import Session

from domain import base, outbox
from domain.access import STRANGER, CodeHolder, Membership, Staff, Viewer, sees
from domain.access.staff import Membership as Works
from domain.access.staff import Staff as Person
from domain.access.units import Unit
from domain.base import COPENHAGEN, quarter
from domain.booking.finding.openings import monday, public_holiday
from domain.booking.taking.claims import SlotTaken
from domain.counselling.crypto import boxes, slow, tree
from domain.counselling.crypto.boxes import Key
from domain.counselling.crypto.slow import CodeKeys
from domain.counselling.parent import colleagues as answers
from domain.counselling.parent import meetings, writing
from domain.counselling.staff import bell, colleagues, desk, team, texts, times, vouching, work
from domain.counselling.staff.unlocking import Held, Opened
from domain.counselling.tables.cases import Case, Colleague
from domain.counselling.tables.desk import Desk
from domain.counselling.tables.team import Epoch, ReadingKey, Seat
from domain.counselling.tables.times import BY_PHONE, HERE
from domain.demo.letters_without_names import STANDARD, STORIES, TEXTS, Story, Turn
from domain.demo.passphrase import PASSPHRASE
from domain.demo.states import Sessions, acting

ROLE = "Familierådgiver"
READERS = {"yes": "sundhedsplejerske", "no": "fsr", "asked": "ppr"}
"""The account that is asked for, by what the parent answers."""
WAYS = (HERE, HERE, BY_PHONE)
Keys = dict[int, Key]


class House:
    """The Familiehus and those who read in it: `first` is the account that one signs in with."""

    def __init__(self, session: Session) -> None:
        self.unit = session.scalars(select(Unit).where(Unit.actor == desk.ACTOR).order_by(Unit.id)).first()
        member = select(Person.id, Person.login).join(Works, Works.staff_id == Person.id)
        assert self.unit is not None
        own = member.where(Works.unit_id == self.unit.id, Works.role == "familieraadgiver").order_by(Person.id)
        people = sorted(session.execute(own).all(), key=lambda row: row.login != "familieraadgiver")
        self.team = [row.id for row in people]
        self.first, self.second = self.team[:2]
        outside = select(Person.login, Person.id).where(Person.login.in_(READERS.values()))
        self.readers: dict[str, int] = {row.login: row.id for row in session.execute(outside)}

    @property
    def place(self) -> Unit:
        assert self.unit is not None
        return self.unit

    def viewer(self, staff_id: int) -> Staff:
        one = self.place
        place = Membership(unit_id=one.id, actor=one.actor, slug=one.slug, unit_name=one.name, role="familieraadgiver")
        return Staff(staff=staff_id, name="demo", memberships=(place,))


def fill(sessions: Sessions) -> None:
    """All of it."""
    with acting(sessions) as session:
        house = House(session)
        keys = _keys(session, [*house.team, *house.readers.values()])
        _desk(session, house)
    with _as(sessions, house.viewer(house.first)) as session:
        team.begin(session, Opened(house.first, keys[house.first], ()), house.place.id)
        team.let_in(session, _opened(session, house, house.first, keys), house.place.id, house.second)
        for title, body in STANDARD:
            texts.write(session, house.place.id, title, body)
        _publish(session, house)
    for number, story in enumerate(STORIES):
        _tell(sessions, house, keys, story, house.second if number % 3 == 1 else house.first)
    with acting(sessions) as session:  # of what came days ago the mails have long been read
        outbox.replace(session, f"news/{house.place.id}", [bell.KIND])
        bell.something_new(session, house.place.id)


@contextmanager
def _as(sessions: Sessions, viewer: Viewer) -> Iterator[Session]:
    with sessions() as session:
        session.info["writing"] = True
        sees(session, viewer)
        yield session
        session.commit()


@contextmanager
def _ago(days: int) -> Iterator[None]:
    """The house's clock stands so many days back."""
    clock = base.clock
    base.clock = lambda: clock() - timedelta(days=days)
    try:
        yield
    finally:
        base.clock = clock


def _keys(session: Session, people: list[int]) -> Keys:
    """A pair for each, all behind the passphrase that everybody may know."""
    salt = slow.new_salt()
    lock, found = slow.passphrase_key(PASSPHRASE, salt), {}
    for staff_id in people:
        public, found[staff_id] = boxes.new_pair()
        sealed = tree.protect_private(lock, found[staff_id])
        mark = vouching.of_person(session, staff_id, public)
        key = ReadingKey(staff_id=staff_id, public=public, sealed=sealed, salt=salt, mark=mark, made_on=base.today())
        session.add(key)
    session.flush()
    return found


def _desk(session: Session, house: House) -> None:
    session.add(Desk(unit_id=house.place.id, open=True, texts=TEXTS, **desk.DAYS))
    for staff_id in house.team:
        desk.add(session, house.place.id, staff_id)
    session.flush()


def _opened(session: Session, house: House, staff_id: int, keys: Keys) -> Opened:
    rows = select(Seat.epoch_id, Seat.sealed).join(Epoch, Epoch.id == Seat.epoch_id).where(Seat.staff_id == staff_id)
    seats = [Held(row.epoch_id, house.place.id, False, row.sealed) for row in session.execute(rows)]
    return Opened(staff_id, keys[staff_id], tuple(seats))


def _publish(session: Session, house: House) -> None:
    """Afternoons of next week and the one after."""
    people = {row.id: row for row in times.counsellors(session, house.place.id)}
    for number in range(6):
        day = monday(base.today()) + timedelta(weeks=1 + number // 3, days=1 + number % 3)
        if not public_holiday(day):
            who = people[house.second if number % 2 else house.first]
            with suppress(SlotTaken):
                times.publish(session, house.place.id, who, _at(day), 45, WAYS[number % 3], uuid4().hex)


def _at(day: date) -> int:
    return quarter(datetime.combine(day, time(15), COPENHAGEN))


def _tell(sessions: Sessions, house: House, keys: Keys, story: Story, counsellor: int) -> None:
    """One story, turn by turn; then what becomes of it."""
    begins, *others = story.turns
    letter = writing.Letter(begins.text, story.topic, story.age, story.wish, story.language)
    lookup = random(32)
    with _ago(begins.ago), _as(sessions, STRANGER) as session:
        code = CodeKeys(lookup=lookup, wrap=boxes.new_key())
        writing.open_case(session, code, uuid4().hex, letter, suspected=story.suspected)
    with _as(sessions, house.viewer(counsellor)) as session:
        case = session.scalars(select(Case).where(Case.lookup == lookup)).one()
        case_id, key = case.id, _opened(session, house, counsellor, keys).case(case)
    for turn in others:
        with _ago(turn.ago):
            _turn(sessions, house, keys, turn, case_id, key, counsellor)
    _end(sessions, house, keys, story, case_id, key, counsellor)


def _turn(sessions: Sessions, house: House, keys: Keys, turn: Turn, case_id: int, key: Key, counsellor: int) -> None:
    if not turn.ours:
        with _as(sessions, CodeHolder(case=case_id)) as session:
            writing.write(session, case_id, key, uuid4().hex, turn.text)
        return
    with _as(sessions, house.viewer(counsellor)) as session:
        opened, seen = _opened(session, house, counsellor, keys), work.one(session, house.place.id, case_id).sequence
        work.answer(session, opened, house.place.id, case_id, turn.text, seen, ROLE)


def _end(sessions: Sessions, house: House, keys: Keys, story: Story, case_id: int, key: Key, counsellor: int) -> None:
    unit = house.place.id
    with _as(sessions, house.viewer(counsellor)) as session:
        if story.label:
            work.label(session, _opened(session, house, counsellor, keys), unit, case_id, story.label)
        if story.note:
            work.note(session, key, case_id, counsellor, story.note)
        if story.state == "mine":
            work.take(session, unit, case_id, counsellor)
        elif story.state == "closed":
            work.close(session, unit, case_id)
        elif story.state == "aside":
            work.put_aside(session, unit, case_id, aside=True)
        elif story.state in READERS:
            colleagues.ask(session, unit, case_id, house.readers[READERS[story.state]])
    if story.state in {"yes", "no", "booked"}:
        with _as(sessions, CodeHolder(case=case_id)) as session:
            _parents_part(session, story, case_id, key)


def _parents_part(session: Session, story: Story, case_id: int, key: Key) -> None:
    """The answer about the colleague, or the time."""
    if story.state == "booked":
        meetings.take(session, case_id, key, meetings.free(session, case_id)[0].id)
        return
    asked = session.scalars(select(Colleague.id).where(Colleague.case_id == case_id)).one()
    answers.answer(session, case_id, key, asked, yes=story.state == "yes")
