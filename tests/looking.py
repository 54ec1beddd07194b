"""Every page that somebody can open about a family, and what of it they have seen there."""

import re
from collections import defaultdict
from collections.abc import Iterator

from blueprints.words.questions import SAYS
from domain.base import moment
from domain.starts.questions import KEYS
from tests.scenes import canaries
from tests.scenes.canaries import Family
from tests.scenes.lists import words_of
from tests.scenes.municipality import Browser

CANARY = {
    "Barn": "start",
    "Vej": "start",
    "Mor": "start",
    "Far": "start",
    "Onkel": "start",
    "Rum": "time",
    "Tolk": "interpreter",
}
CANARY |= {"Skema": "questionnaire", "Skrev": "preparation", "Raad": "recommendation", "Dage": "recommendation"}
"""The kind of information that each canary sits in."""
WEEKS = ("2026-11-09", "2026-11-16")


class Watch:
    """What one viewer has seen of each family, page by page."""

    def __init__(self, families: list[Family]) -> None:
        self.seen: dict[int, set[str]] = defaultdict(set)
        self.states: dict[int, set[tuple[str, ...]]] = defaultdict(set)
        self.at = {moment(one.first): one.number for one in families}

    def page(self, way: str, answer, whose: int | None = None) -> str:
        assert answer.status_code in {200, 303, 403, 404}, f"{way}: {answer.status_code}"
        text = words_of(answer)
        for kind, number in canaries.words(text):
            if kind == "Rum" and "/arrangementer/" in way:
                continue  # a choice among all the rooms there are
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
        found = re.findall(r"(Dit svar|Den anden forælders svar): (Ja|Nej|Ikke nu|Ikke svaret|Udløbet)", plain)
        self.states[whose] = {(str(place), *one) for place, one in enumerate(found)}


WEEKLY = [f"?uge={week}{more}" for week in WEEKS for more in ("", "&vis=liste", "&side=2")]
VARIANTS = {
    "frontdesk.week": WEEKLY,
    "frontdesk.move": ["", "?dag=2026-11-11&kl=10:00"],
    "frontdesk.paper": [f"?dag={week}&hele=1" for week in WEEKS],
    "children.index": ["", "?q=barn"],
    "starts.times": ["", "?uge=2026-11-09", "?relax=uden-sundhedsplejerske"],
}
"""What is asked for besides the address itself."""
OF_THE_HOUSE = {
    "batch_id",
    "opening_id",
    "day",
    "staff_id",
    "unit_id",
    "part_id",
    "key",
    "membership_id",
    "word",
    "absence_id",
    "appointment_id",
    "event_id",
    "group_id",
    "meeting_id",
    "case_id",
    "colleague_id",
    "time_id",
    "text_id",
    "entry_key",
    "text_key",
    "version_number",
    "house_id",
    "counsellor_id",
    "conference_id",
    "item_id",
    "task_id",
    "effort_id",
    "agreement_id",
    "rival_id",
    "handover_id",
    "visit_id",
    "inquiry_id",
    "referral_id",
    "course_id",
    "session_id",
    "support_id",
    "nurse_id",
    "whom",
    "role",
    "about",
}


def of_worker(app, actor: str, slug: str, one: Family | None) -> Iterator[str]:
    """Every page of the actor's own mount that is about this family; or, without one, about none."""
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        takes = set(rule.arguments) - {"unit"} - OF_THE_HOUSE - set(rule.defaults or {})
        of_actor = rule.endpoint.startswith(f"{actor}.")
        if (
            "GET" not in rule.methods
            or not of_actor
            or set(rule.arguments) & OF_THE_HOUSE
            or bool(takes) != (one is not None)
        ):
            continue
        ids = {"start_id": one.start, "child_id": one.child, "guardian_id": one.mother} if one else {}
        if one is not None and one.appointment is not None:
            ids["appointment_id"] = one.appointment
        elif "appointment_id" in takes:
            continue
        assert takes <= set(ids), f"{rule.rule}: say in this test what {takes} is about"
        if None in {ids[name] for name in takes}:
            continue  # a family without a time
        values = (
            {name: ids[name] for name in takes}
            | (rule.defaults or {})
            | ({"unit": slug} if "unit" in rule.arguments else {})
        )
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
        ours = rule.endpoint.startswith("book.") and not set(rule.arguments) & OF_THE_HOUSE
        if ours and "GET" in rule.methods and "token" in rule.arguments:
            given = dict(rule.defaults or {})
            assert set(rule.arguments) - set(given) <= {"token", "section"}, f"{rule.rule}: what is it about?"
            for section in KEYS if "section" in rule.arguments else (None,):
                values = {"token": token} | given | ({"section": section} if section else {})
                yield adapter.build(rule.endpoint, values)


def pages(watch: Watch, browser: Browser, ways: Iterator[str], one: Family | None) -> None:
    for way in ways:
        answer = browser.get(way)
        text = watch.page(way, answer, one.number if one else None)
        if one and way.endswith("/samtykke") and way.startswith("/book/") and answer.status_code == 200:
            watch.answers(text, one.number)
