"""Who sees what of a start, whatever the parents have answered: domain.md's table, asked of every page that each viewer can open.

tests/rules/consent_answers.csv says what the holders' answers add up to; tests/rules/consent.csv says, for that, who sees what.
Both are written by hand. What there is to see, who there is and what can be answered is taken from the code.
"""

import csv
import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import combinations_with_replacement, product
from pathlib import Path
from typing import NamedTuple

import pytest
from sqlalchemy import delete, update

from blueprints.questions import SAYS
from domain.access import Guarded
from domain.access.roles import ROLES
from domain.access.units import Room
from domain.base import moment
from domain.booking.tables import Opening
from domain.consent import BEFOREHAND, MEETING, NO, NOT_NOW, YES
from domain.starts.questions import KEYS
from tests import canaries
from tests.bookings import weekly
from tests.canaries import Family, working
from tests.municipality import ELSEWHERE, Browser, Town, build

RULES = Path(__file__).parents[1] / "rules"
NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
FIRST_DAY = date(2026, 11, 9)
WEEKS = ("2026-11-09", "2026-11-16")

SHOWS = {
    "start": {"start", "child", "guardian"},
    "time": {"appointment"},
    "questionnaire": {"questionnaire_section"},
    "preparation": {"preparation"},
    "recommendation": {"recommendation"},
    "state": {"consent_request", "answer"},
}
"""The kinds of information of domain.md's table, and the guarded tables that they stand in."""
OTHER = {
    "absence_reason": "not about a start",
    "change": "what was done, never what it says",
    "due": "that something is to be done or was done: its time is found by the time's own canary",
    "import_batch": "the list as it was handed in, seen by the one who did",
    "import_row": "as import_batch",
    "look": "who has looked, never at what it says",
}
CANARY = {"Barn": "start", "Vej": "start", "Mor": "start", "Far": "start", "Onkel": "start", "Rum": "time"}
CANARY |= {"Skema": "questionnaire", "Skrev": "preparation", "Raad": "recommendation", "Dage": "recommendation"}

WORDS = {YES: "Ja", NO: "Nej", NOT_NOW: "Ikke nu", None: "Ikke svaret"}
SAID = (YES, NO, NOT_NOW, None)
WITH, WITHOUT, ANOTHER, NOBODY = "forælder med", "forælder uden", "en andens forælder", "fremmed"
CLASSES = ("ja", "et ja", "mangler", "nej")
STATE = {"ja": "ja", "et ja": "mangler", "mangler": "mangler", "nej": "nej"}
COLUMNS = [f"{first} / {second}" for first in CLASSES for second in ("ja", "mangler", "nej")]
"""What the answers to the first question add up to, and what those to the second do."""


class Case(NamedTuple):
    """What the holders answered, round by round; the conversation is booked after the first. `ended`: the time of a yes has run out."""

    rounds: tuple[tuple[str | None, ...], ...]
    ended: bool = False

    def latest(self) -> list[str | None]:
        """Each holder's."""
        return [next((value for value in reversed(values) if value), None) for values in zip(*self.rounds, strict=True)]

    def __str__(self) -> str:
        said = [" + ".join(value or "intet" for value in values) or "ingen" for values in self.rounds]
        return " så ".join([*said, *(["udløbet"] if self.ended else [])])


ONE = [Case(((value,),)) for value in SAID]
TWO = [Case((values,)) for values in combinations_with_replacement(SAID, 2)]
CROSSED = [Case((values,)) for values in ((YES, YES), (YES, None), (None, None), (YES, NO))]
LATER = [
    Case(((YES,), (NO,))),
    Case(((YES,), (NOT_NOW,))),
    Case(((NO,), (YES,))),
    Case(((YES, YES), (None, NO))),
    Case(((YES, YES), (NOT_NOW, None))),
    Case(((YES,),), ended=True),
    Case(((YES, YES),), ended=True),
    Case(((),)),
]
REST = [case for case in TWO if case not in CROSSED]
PAIRS = [
    *product(ONE, ONE),
    *product(CROSSED, CROSSED),
    *zip(REST, reversed(REST), strict=True),
    *zip(LATER, LATER, strict=True),
]


def read(name: str) -> Iterator[list[str]]:
    for row in csv.reader((RULES / name).read_text().splitlines()):
        if row and not row[0].startswith("#"):
            yield [cell.strip() for cell in row]


ADDS_UP = {said: adds_up for said, adds_up in read("consent_answers.csv")}


def expected() -> dict[tuple[str, str, str], bool]:
    """(information, viewer, column): whether it is seen."""
    head, *rows = read("consent.csv")
    assert head == ["information", "viewer", *COLUMNS]
    cells = {(row[0], row[1], column): cell for row in rows for column, cell in zip(COLUMNS, row[2:], strict=True)}
    assert len(cells) == len(rows) * len(COLUMNS), "a row of tests/rules/consent.csv stands there twice"
    assert set(cells.values()) <= {"ja", "-"}
    return {key: cell == "ja" for key, cell in cells.items()}


def viewers() -> list[str]:
    """Every role; those of houses and sundhedspleje once more in another unit; and those who have no role at all."""
    here = [f"{actor}/{role}" for actor, roles in ROLES.items() for role in roles]
    there = [name + ELSEWHERE for name in here if name.startswith(("dagtilbud/", "sundhedspleje/"))]
    return [*here, *there, WITH, WITHOUT, ANOTHER, NOBODY]


def test_every_guarded_table_is_a_kind_of_information_in_the_matrix():
    tables = {cls.__tablename__ for cls in guarded()}
    named = set().union(*SHOWS.values())
    assert tables - named - set(OTHER) == set(), (
        "give it a row in SHOWS and in tests/rules/consent.csv, or say in OTHER why not"
    )
    assert (named | set(OTHER)) - tables == set(), "there is no such table any longer"


def guarded(root=Guarded):
    for cls in root.__subclasses__():
        if hasattr(cls, "__table__") and cls.__module__.startswith("domain."):
            yield cls
        yield from guarded(cls)


def test_every_kind_of_information_and_every_viewer_has_a_row():
    rows = {key[:2] for key in expected()}
    wanted = set(product(SHOWS, viewers()))
    assert wanted - rows == set(), (
        "write into tests/rules/consent.csv: <information>, <viewer>, and ja or - for each column"
    )
    assert rows - wanted == set(), "take these rows out of tests/rules/consent.csv"


def test_what_any_answers_add_up_to_is_written_down():
    cases = {str(case) for pair in PAIRS for case in pair}
    assert cases - set(ADDS_UP) == set(), f"write into tests/rules/consent_answers.csv: <answers>, one of {CLASSES}"
    assert set(ADDS_UP) - cases == set(), "take these rows out of tests/rules/consent_answers.csv"


@pytest.fixture
def town(database, at) -> Town:
    at(NOW)
    with database.sessions() as session:
        return build(session)


@pytest.fixture
def families(database, town) -> list[Family]:
    """One for each pair of answers."""
    with working(database.sessions) as session:
        staff = [town.workers[name].resource for name in ("sundhedspleje/sundhedsplejerske", "dagtilbud/paedagog")]
        for resource, hours in product(staff, ("4:00-9:00", "16:00-23:00")):
            weekly(session, resource, hours)
        found = [
            canaries.settle(session, town, number, holders=len(first.rounds[0]))
            for number, (first, _) in enumerate(PAIRS)
        ]
    for one, (first, second) in zip(found, PAIRS, strict=True):
        said(database.sessions, one, first.rounds[0], second.rounds[0])
    with working(database.sessions) as session:
        for place, one in enumerate(found):
            canaries.book(session, one, place, FIRST_DAY)
        session.execute(update(Room).values(unit_id=town.units["distrikt"]))
        session.execute(delete(Opening))
        for resource in staff:
            weekly(session, resource, "9:00-11:00")
    for one, (first, second) in zip(found, PAIRS, strict=True):
        for values in zip(first.rounds[1:], second.rounds[1:], strict=True):
            said(database.sessions, one, *values)
    with working(database.sessions) as session:
        for one, (first, _) in zip(found, PAIRS, strict=True):
            if first.ended:
                canaries.ask(session, one, date(2026, 11, 1))
    return found


def said(sessions, one, first, second):
    canaries.answer(sessions, one, MEETING, first)
    canaries.answer(sessions, one, BEFOREHAND, second)


class Watch:
    """What one viewer has seen of each family, page by page."""

    def __init__(self, families: list[Family]) -> None:
        self.seen: dict[int, set[str]] = defaultdict(set)
        self.states: dict[int, set[tuple[str, str]]] = defaultdict(set)
        self.at = {moment(one.first): one.number for one in families}

    def page(self, way: str, answer, whose: int | None = None) -> str:
        assert answer.status_code in {200, 303, 403, 404}, f"{way}: {answer.status_code}"
        text = answer.text
        for kind, number in canaries.words(text):
            self.seen[number].add(CANARY[kind])
            if "/frontdesk/" in way:
                self.seen[number].add("time")
        for at in canaries.times(text):
            if at in self.at:
                self.seen[self.at[at]].add("time")
        if whose is not None:
            self._state(text, whose)
        return text

    def _state(self, text: str, whose: int) -> None:
        for box in re.findall(r'<section class="panel consent".*?</section>', text, re.DOTALL):
            found = {key for key, words in SAYS.items() if str(words) in box}
            self.states[whose] |= found
        if self.states[whose]:
            self.seen[whose].add("state")

    def answers(self, text: str, whose: int) -> None:
        """On the parents' own page the state of the questions is their answers."""
        self.seen[whose].add("state")
        plain = " ".join(re.sub(r"<[^>]*>", " ", text).split())
        self.states[whose] = set(
            re.findall(r"(Dit svar|Den anden forælders svar): (Ja|Nej|Ikke nu|Ikke svaret)", plain)
        )


WEEKLY = [f"?uge={week}{more}" for week in WEEKS for more in ("", "&vis=liste", "&side=2")]
VARIANTS = {
    "frontdesk.week": WEEKLY,
    "children.index": ["", "?q=barn"],
    "starts.times": ["", "?uge=2026-11-09", "?relax=uden-sundhedsplejerske"],
}
"""What is asked for besides the address itself."""
OF_THE_HOUSE = {"batch_id", "staff_id", "unit_id", "part_id", "membership_id", "word"}


def of_worker(app, actor: str, slug: str, one: Family | None) -> Iterator[str]:
    """Every page of the actor's own mount that is about this family; or, without one, about none."""
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        takes = set(rule.arguments) - {"unit"} - OF_THE_HOUSE
        of_actor = rule.endpoint.startswith(f"{actor}.")
        if (
            "GET" not in rule.methods
            or not of_actor
            or set(rule.arguments) & OF_THE_HOUSE
            or bool(takes) != (one is not None)
        ):
            continue
        ids = {"start_id": one.start, "child_id": one.child} if one else {}
        assert takes <= set(ids), f"{rule.rule}: say in this test what {takes} is about"
        values = {name: ids[name] for name in takes} | ({"unit": slug} if "unit" in rule.arguments else {})
        way = adapter.build(rule.endpoint, values)
        yield from (way + more for more in VARIANTS.get(rule.endpoint.partition(".")[2], [""]))
    if one is not None:
        yield from (
            f"/til/{kind}/{number}"
            for kind, number in (("start", one.start), ("child", one.child), ("appointment", one.appointment))
        )


def of_link(app, token: str) -> Iterator[str]:
    """Every page of a parent's link."""
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith("book.") and "GET" in rule.methods and "token" in rule.arguments:
            assert set(rule.arguments) <= {"token", "section"}, f"{rule.rule}: what is it about?"
            for section in KEYS if "section" in rule.arguments else (None,):
                values = {"token": token} | ({"section": section} if section else {})
                yield adapter.build(rule.endpoint, values)


THOROUGH = {"dagtilbud/paedagog", "sundhedspleje/sundhedsplejerske", WITH, WITHOUT}
"""They open the pages of every family; the others those of one for each column, since they differ by role or see nothing."""


def column(number: int) -> str:
    first, second = PAIRS[number]
    return f"{ADDS_UP[str(first)]} / {STATE[ADDS_UP[str(second)]]}"


def those(families: list[Family], viewer: str) -> list[Family]:
    if viewer in THOROUGH:
        return [one for one in families if one.holders or viewer != WITH]
    return list({column(one.number): one for one in families if one.holders}.values())


def look_around(app, town, families, viewer: str) -> Watch:
    watch, chosen = Watch(families), those(families, viewer)
    if viewer in town.workers:
        worker = town.workers[viewer]
        for one in (None, *chosen):
            pages(watch, Browser(app, worker.secret), of_worker(app, worker.actor, worker.slug, one), one)
        return watch
    for one, next_ in zip(chosen, [*chosen[1:], chosen[0]], strict=True):
        guardian = one.uncle if viewer == WITHOUT else one.mother
        secret = {NOBODY: "0" * 32, ANOTHER: next_.secrets[next_.mother]}.get(viewer, one.secrets[guardian])
        pages(watch, Browser(app, secret), of_link(app, one.tokens[guardian]), one)
        if viewer not in {WITH, WITHOUT}:
            pages(watch, Browser(app, secret), of_worker(app, "dagtilbud", town.slugs["dagtilbud"], one), one)
    return watch


def pages(watch: Watch, browser: Browser, ways: Iterator[str], one: Family | None) -> None:
    for way in ways:
        answer = browser.get(way)
        text = watch.page(way, answer, one.number if one else None)
        if one and way.endswith("/samtykke") and way.startswith("/book/") and answer.status_code == 200:
            watch.answers(text, one.number)


def deviations(town, families, viewer, watch, cells) -> Iterator[str]:
    for one in those(families, viewer):
        adds_up, answers = column(one.number), " / ".join(map(str, PAIRS[one.number]))
        for information in SHOWS:
            sees, may = information in watch.seen[one.number], cells[information, viewer, adds_up]
            if sees != may:
                yield f"{viewer} {'sees' if sees else 'does not see'} {information} after {answers} ({adds_up})"
        told = watch.states[one.number]
        if cells["state", viewer, adds_up] and told != (right := state(one, staff=viewer in town.workers)):
            yield f"{viewer} is told {sorted(told)} and not {sorted(right)} after {answers}"


def state(one: Family, *, staff: bool) -> set[tuple[str, str]]:
    """What the consent box says to staff, and the parents' own page to the first holder."""
    first, second = PAIRS[one.number]
    if staff:
        return {(MEETING, STATE[ADDS_UP[str(first)]]), (BEFOREHAND, STATE[ADDS_UP[str(second)]])}
    return {
        (who, WORDS[said])
        for case in (first, second)
        for who, said in zip(("Dit svar", "Den anden forælders svar"), case.latest(), strict=False)
    }


def test_everybody_sees_what_the_table_says_and_nothing_else(app, town, families):
    cells = expected()
    wrong = []
    for viewer in viewers():
        watch = look_around(app, town, families, viewer)
        wrong += deviations(town, families, viewer, watch, cells)
    assert not wrong, "\n".join(wrong)
