"""Families whose data can be told apart wherever they turn up: every word of theirs holds its kind and the family's number."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session, sessionmaker

from domain import consent
from domain.access import Guardian as GuardianViewer
from domain.access import sees
from domain.access.jobs import work_as
from domain.access.links import open_link
from domain.access.tokens import token
from domain.base import COPENHAGEN, moment, now
from domain.booking.finding.search import Need
from domain.booking.kinds.types import FOLLOW_UP
from domain.booking.showing.interpreters import ORDERED, VIDEO
from domain.consent import BEFOREHAND, MEETING
from domain.journey import family as journey
from domain.journey import interpreters, talk
from domain.journey.choosing.plan import ROOM, Plan, plan
from domain.people import Child, Start, name_key
from domain.starts.tables import Preparation, Recommendation, Section
from tests.factories import SECRET, make_guardian, make_room
from tests.scenes.bookings import added, at_clock
from tests.scenes.municipality import HERE, Town, arrive

ENDS = "kanarie"
WORD = re.compile(r"(barn|mor|far|onkel|rum|tolk|skema|skrev|raad|dage|vej|grund|gaest)(\d{3})$")
LONGEST = 8
"""The letters of a canary before its end."""
TIME = re.compile(r"\b(\d{1,2})\.(\d{1,2})\.(\d{4}) kl\. (\d{1,2})\.(\d\d)")
STAMP = re.compile(r"DTSTART[^:]*:(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)00(Z?)")
HOURS = (4, 5, 6, 7, 16, 17, 18, 19, 20, 21)
"""When nobody else is booked, so that no time that is offered is one of these."""
MINUTES = (0, 15, 30, 45, 0)
"""By weekday: what is to be ready three days before one family's time is not at another's."""


@dataclass
class Family:
    """Ids. `mother` and `father` hold custody as far as `holders` says; `uncle` never does. `first`: the quarter booked, if any."""

    number: int
    house: int
    sundhedspleje: int
    child: int = 0
    start: int = 0
    mother: int = 0
    father: int = 0
    uncle: int = 0
    holders: tuple[int, ...] = ()
    first: int | None = None
    appointment: int | None = None
    room: int = 0
    tokens: dict[int, str] = field(default_factory=dict)
    secrets: dict[int, str] = field(default_factory=dict)

    def word(self, kind: str) -> str:
        return f"{kind}{self.number:03}kanarie"


def every_word(text: str) -> list[tuple[str, int]]:
    """(kind, family's number) of every canary in a text, in whatever case and as often as it stands there.

    Looked for from its end: to try each place of a page took a tenth of the matrix.
    """
    *before, _rest = text.lower().split(ENDS)
    found = (WORD.search(one[-LONGEST:]) for one in before)
    return [(one[1].capitalize(), int(one[2])) for one in found if one]


def words(text: str) -> set[tuple[str, int]]:
    """The same, each once."""
    return set(every_word(text))


def times(text: str) -> set[datetime]:
    """Every moment in a text that is written with its day: on a page, or in a calendar file."""
    local = {(int(y), int(m), int(d), int(hour), int(minute)) for d, m, y, hour, minute in TIME.findall(text)}
    stamped = {(tuple(map(int, found[:5])), found[5]) for found in STAMP.findall(text)}
    zoned = {datetime(*at, tzinfo=COPENHAGEN) for at in local}
    return zoned | {datetime(*at, tzinfo=moment(0).tzinfo if utc else COPENHAGEN) for at, utc in stamped}


@contextmanager
def working(sessions: sessionmaker[Session]) -> Iterator[Session]:
    with sessions() as session:
        work_as(session, "test")
        yield session
        session.commit()


def settle(
    session: Session, town: Town, number: int, *, holders: int = 2, where: str = HERE, known: Family | None = None
) -> Family:
    """A family with everything written around its start, both questions asked, a link and a browser for each guardian.

    `known`: the start is the next one of that family's child, in the house `where`.
    """
    one = Family(number, town.units["dagtilbud" + where], town.units["sundhedspleje" + where])
    nurse = town.workers["sundhedspleje/sundhedsplejerske" + where].staff
    if known:
        same = ("sundhedspleje", "child", "mother", "father", "uncle", "holders")
        one = replace(one, **{name: getattr(known, name) for name in same})
    else:
        _born(session, one, nurse, holders)
    day = now().date() + timedelta(weeks=6)
    start = Start(key=f"start {number}", child_id=one.child, unit_id=one.house, starts_on=day, invited_at=now())
    start.group_id = town.groups["dagtilbud" + where]
    one.start = added(session, start).id
    ask(session, one, day + timedelta(weeks=16))
    write(session, one, nurse)
    for guardian in (one.mother, one.father, one.uncle):
        link = open_link(session, SECRET, one.start, one.child, guardian, day + timedelta(weeks=16))
        one.tokens[guardian] = token(SECRET, one.start, guardian, link.version)
        one.secrets[guardian] = arrive(session, link.id)
    return one


def _born(session: Session, one: Family, nurse: int, holders: int) -> None:
    name, born = f"{one.word('Barn')} Holm", date(2026, 1, 20)
    child = Child(name=name, sort_name=name_key(name), birth_date=born, address=one.word("Vej"))
    child.sundhedspleje_id, child.sundhedsplejerske_id = one.sundhedspleje, nurse
    one.child = added(session, child).id
    one.mother, one.father, one.uncle = (
        make_guardian(session, one.child, name=one.word(who), custody=place < holders)
        for place, who in enumerate(("Mor", "Far", "Onkel"))
    )
    one.holders = (one.mother, one.father)[:holders]


def ask(session: Session, one: Family, until: date) -> None:
    """The two questions: what the house has to sundhedsplejen, and what sundhedsplejen has to the house."""
    for purpose, units in (
        (MEETING, (one.house, one.sundhedspleje)),
        (BEFOREHAND, (one.sundhedspleje, one.house)),
    ):
        consent.ask(session, one.child, f"start/{one.start}", purpose, units, until)


def write(session: Session, one: Family, nurse: int) -> None:
    same = {"start_id": one.start, "child_id": one.child, "at": now()}
    said = {"soevn": one.word("Skema")}
    session.add(Section(unit_id=one.house, section="vaner", answers=said, guardian_id=one.mother, **same))
    session.add(Preparation(unit_id=one.sundhedspleje, text=one.word("Skrev"), staff_id=nurse, **same))
    told = {"text": one.word("Raad"), "first_days": one.word("Dage")}
    session.add(Recommendation(unit_id=one.house, staff_id=nurse, **told, **same))
    session.flush()


def book(session: Session, one: Family, place: int, first_day: date) -> None:
    """The conversation, in a room of the family's own, at the `place`th of the times that nobody else has."""
    one.room = make_room(session, one.house, one.word("Rum"))
    found = in_its_room(plan(session, one.start), one)
    day = first_day + timedelta(days=place // len(HOURS))
    first = at_clock(day, f"{HOURS[place % len(HOURS)]:02}:{MINUTES[day.weekday()]:02}")
    booked = talk.book(session, found, first, f"key {one.number}")
    one.first, one.appointment = booked.first, booked.id
    interpreters.ask(session, booked, "arabisk", VIDEO)
    interpreters.settle(session, booked, ORDERED, VIDEO, one.word("Tolk"))


def follow(session: Session, one: Family) -> None:
    """The follow-up, at the first time there is."""
    found = in_its_room(plan(session, one.start, kind=FOLLOW_UP), one)
    booked = talk.book(session, found, talk.times(session, found)[0].first, f"follow {one.number}")
    interpreters.ask(session, booked, "arabisk", VIDEO)


def in_its_room(found: Plan, one: Family) -> Plan:
    return replace(found, needs=tuple(only(need, one.room) if need.role == ROOM else need for need in found.needs))


def only(need: Need, room_id: int) -> Need:
    return Need(need.role, tuple(pick for pick in need.candidates if pick.room_id == room_id))


def answer(sessions: sessionmaker[Session], one: Family, purpose: str, values: Sequence[str | None]) -> None:
    """Each holder's answer to a question, on their own page; None: has not answered."""
    for guardian, value in zip(one.holders, values, strict=True):
        if value is not None:
            with sessions() as session:
                session.info["writing"] = True
                own = (one.child,)
                sees(session, GuardianViewer(guardian=guardian, child_ids=own, custody_ids=own))
                journey.answer(session, one.start, purpose, value, guardian, "egen side")
                session.commit()
