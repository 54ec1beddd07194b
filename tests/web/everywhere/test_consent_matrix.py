"""Who sees what of a start, whatever the parents have answered: domain.md's table, asked of every page that each viewer can open.

tests/rules/consent_answers.csv says what the holders' answers add up to; tests/rules/consent.csv says, for that, who sees what.
Both are written by hand. What there is to see, who there is and what can be answered is taken from the code.
"""

import csv
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import product
from pathlib import Path

import pytest

from domain.access import Guarded
from domain.access.roles import ROLES
from domain.consent import BEFOREHAND, MEETING, NO, NOT_NOW, YES
from tests.looking import Watch, of_link, of_worker, pages
from tests.scenes import answers
from tests.scenes.answers import PAIRS
from tests.scenes.canaries import Family
from tests.scenes.municipality import ELSEWHERE, Browser, Town, build

RULES = Path(__file__).parents[2] / "rules"
NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)

SHOWS = {
    "start": {"start", "child", "guardian"},
    "time": {"appointment", "waiting"},
    "interpreter": {"interpreter_order"},
    "questionnaire": {"questionnaire_section"},
    "preparation": {"preparation"},
    "recommendation": {"recommendation"},
    "state": {"consent_request", "answer"},
}
"""The kinds of information of domain.md's table, and the guarded tables that they stand in."""
OTHER = {
    **dict.fromkeys(
        ("anonymous_case", "anonymous_message", "anonymous_note"), "of a case without a name, about no start"
    ),
    **dict.fromkeys(
        ("task", "task_number", "effort", "effort_follow_up"),
        "about a conference's task, by a consent of its own: tests/web/conferences/test_matrix.py",
    ),
    **dict.fromkeys(
        (f"conference_{one}" for one in ("item", "passage", "rival", "agreement", "addition")),
        "as task, which it stands under",
    ),
    **dict.fromkeys(
        ("course", *(f"course_{one}" for one in ("step", "person", "number", "support", "session"))),
        "a family's course, by the consent to its referral: tests/domain/test_courses.py",
    ),
    **dict.fromkeys(
        ("visit_programme", "home_visit", "special_need"),
        "home visits, the sundhedspleje's own with the family: tests/web/actors/test_visits.py has who sees them",
    ),
    "child_handover": "that a colleague is away, the unit's own: tests/domain/test_caseload.py",
    "visit_window": "between when and when somebody comes, the unit's and the family's: tests/domain/visits/test_rounds.py",
    **dict.fromkeys(
        ("referral", "referral_note", "referral_parent"),
        "a referral to Familiehuset, by a consent of its own: tests/domain/referrals/test_matrix.py",
    ),
    "inquiry": "a request for advice, by a consent of its own: tests/web/actors/test_inquiries.py",
    "conference": "when and where people meet, about no child",
    "counselling_text": "what counsellors often write, about nobody",
    "absence_reason": "not about a start",
    "calendar_address": "a member of staff's own",
    "change": "what was done, never what it says",
    "event": "an evening for everybody, about no child",
    **dict.fromkeys(
        ("parent_group", "group_meeting"), "who is in a group, and when it meets: tests/web/actors/test_groups.py"
    ),
    "group_card": "what a parent lets the others of a group know, by their own choice: tests/domain/test_groups.py",
    "group_presence": "who came to a meeting, for its own sundhedspleje; what a parent has sent word of, for them: tests/domain/test_groups.py",
    "group_wish": "which group a parent would like, for their own sundhedspleje: tests/domain/test_groups.py",
    "due": "that something is to be done or was done: its time is found by the time's own canary",
    "import_batch": "the list as it was handed in, seen by the one who did",
    "import_row": "as import_batch",
    "look": "who has looked, never at what it says",
    "sign_up": "a guest of an event, who tells nothing of a child",
}
WORDS = {YES: "Ja", NO: "Nej", NOT_NOW: "Ikke nu", None: "Ikke svaret"}
WITH, WITHOUT, ANOTHER, NOBODY = "forælder med", "forælder uden", "en andens forælder", "fremmed"
CLASSES = ("ja", "et ja", "mangler", "nej")
STATE = {"ja": "ja", "et ja": "mangler", "mangler": "mangler", "nej": "nej"}
COLUMNS = [f"{first} / {second}" for first in CLASSES for second in ("ja", "mangler", "nej")]
"""What the answers to the first question add up to, and what those to the second do."""


def read(name: str) -> Iterator[list[str]]:
    for row in csv.reader((RULES / name).read_text().splitlines()):
        if row and not row[0].startswith("#"):
            yield [cell.strip() for cell in row]


ADDS_UP = dict(read("consent_answers.csv"))


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
    return answers.families(database.sessions, town)


THOROUGH = {"dagtilbud/paedagog", "sundhedspleje/sundhedsplejerske", WITH}
"""They open the pages of every family; the others those of one for each column, since they differ by role or see nothing;
those of another unit one for each answer to the first question. On a second database everybody does as the others: what the answers add up to is no matter of it."""


def column(number: int) -> str:
    first, second = PAIRS[number]
    return f"{ADDS_UP[str(first)]} / {STATE[ADDS_UP[str(second)]]}"


def those(families: list[Family], viewer: str, thorough: set[str]) -> list[Family]:
    if viewer in thorough:
        return [one for one in families if one.holders or viewer != WITH]
    each = column if ELSEWHERE not in viewer else lambda number: ADDS_UP[str(PAIRS[number][0])]
    return list({each(one.number): one for one in families if one.holders}.values())


def look_around(app, town, families, viewer: str, chosen: list[Family]) -> Watch:
    watch = Watch(families)
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


def deviations(town, chosen, viewer, watch, cells) -> Iterator[str]:
    for one in chosen:
        adds_up, answers = column(one.number), " / ".join(map(str, PAIRS[one.number]))
        for information in SHOWS:
            sees, may = information in watch.seen[one.number], cells[information, viewer, adds_up]
            if sees != may:
                yield f"{viewer} {'sees' if sees else 'does not see'} {information} after {answers} ({adds_up})"
        told = watch.states[one.number]
        if cells["state", viewer, adds_up] and told != (right := state(one, staff=viewer in town.workers)):
            yield f"{viewer} is told {sorted(told)} and not {sorted(right)} after {answers}"


def state(one: Family, *, staff: bool) -> set[tuple[str, ...]]:
    """What the consent box says to staff, and the parents' own page to the first holder. A yes that has run out says so."""
    first, second = PAIRS[one.number]
    if staff:
        return {(MEETING, STATE[ADDS_UP[str(first)]]), (BEFOREHAND, STATE[ADDS_UP[str(second)]])}
    asked = [
        (who, "Udløbet" if case.ended and said == YES else WORDS[said])
        for case in (first, second)
        for who, said in zip(("Dit svar", "Den anden forælders svar"), case.latest(), strict=False)
    ]
    return {(str(place), *one) for place, one in enumerate(asked)}


def of_actors_that_see_anything(cells: dict[tuple[str, str, str], bool]) -> list[str]:
    """Also in another unit, and those without a role. Enough for a second database: the other actors are nowhere in the policies."""
    actors = {viewer.partition("/")[0] for (_information, viewer, _column), sees in cells.items() if sees}
    return [viewer for viewer in viewers() if "/" not in viewer or viewer.partition("/")[0] in actors]


def test_everybody_sees_what_the_table_says_and_nothing_else(app, town, families):
    cells, wrong = expected(), []
    first = app.config["SETTINGS"].embedded
    for viewer in viewers() if first else of_actors_that_see_anything(cells):
        chosen = those(families, viewer, THOROUGH if first else set())
        watch = look_around(app, town, families, viewer, chosen)
        wrong += deviations(town, chosen, viewer, watch, cells)
    assert not wrong, "\n".join(wrong)
