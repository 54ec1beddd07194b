"""Inquiries of the demo in every state: to sundhedsplejen, FSR and PPR, from a house and from parents; and some streets."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from domain import base, consent
from domain.access import Guardian as Parent
from domain.access.citizens import Guardianship
from domain.access.units import District, Unit
from domain.base import DomainError
from domain.conferences.tables.task import Task
from domain.consent import NO, YES
from domain.demo.conferences.tasks import colleague
from domain.demo.states import acting
from domain.inquiries import answering, asking, colleagues, ending, handing, meeting, parent, streets, writing
from domain.inquiries.parent import Request
from domain.inquiries.tables import HEALTH, OTHER, OUTCOMES, SOCIAL, SPARRING, WITH_PARENTS, WITH_WRITER
from domain.inquiries.writing import Words
from domain.people import Guardian, Start

Sessions = Callable[[], Session]
SEEN = "Vi har lagt mærke til det i et par uger, mest om formiddagen."
STREETS = {"Skovlunde": "Lindevej\nAskevænget\nBirkestien 1-40", "Baltorp": "Rosenvej\nBirkestien 41-99"}


@dataclass(frozen=True, kw_only=True)
class Case:
    """One, as far as it has come: "kladde", "spurgt", "sendt", "taget", "booket", "foraeldre", "besvaret", "givet", "trukket", or an outcome."""

    kind: str
    title: str
    ends: str = "sendt"
    child: int | None = None
    answer: str = ""
    role: str = "psykolog"


UNREACHED = -1
"""The child whose parents no message finds."""
CASES = (
    Case(kind=SOCIAL, title="Et skilsmissebarn, der er ked af det", ends="kladde"),
    Case(kind=SOCIAL, title="Søvn og hverdag derhjemme", child=0, ends="spurgt"),
    Case(kind=SOCIAL, title="En familie, der mangler netværk", child=1, answer=NO, ends="spurgt"),
    Case(kind=SOCIAL, title="Vi får ikke fat i familien", child=UNREACHED, ends="spurgt"),
    Case(kind=SOCIAL, title="Mange fraværsdage", child=2, answer=YES),
    Case(kind=SOCIAL, title="Hvordan taler vi om penge med forældre?"),
    Case(kind=SOCIAL, title="Forældre, der skændes i garderoben", ends="taget"),
    Case(kind=SOCIAL, title="En far, der er blevet alene", child=3, answer=YES, ends="foraeldre"),
    Case(kind=SOCIAL, title="Uro efter en flytning", ends="henvisning"),
    Case(kind=SOCIAL, title="En dreng, der ikke vil hjem", ends="konference"),
    Case(kind=SOCIAL, title="Brug for en voksenven", ends="andet-tilbud"),
    Case(kind=HEALTH, title="Uro ved spisebordet", ends="givet"),
    Case(kind=HEALTH, title="Hænder, der klør", ends="booket"),
    Case(kind=HEALTH, title="Mad til de mindste", ends="besvaret"),
    Case(kind=HEALTH, title="Middagslur for de store", ends="raad"),
    Case(kind=SPARRING, title="Få ord hos tre på stuen", role="logopaed"),
    Case(kind=SPARRING, title="En leg, der altid ender i gråd"),
    Case(kind=SPARRING, title="Uro ved skift", ends="taget"),
    Case(kind=SPARRING, title="Stuens rytme", ends="naeste-konference"),
    Case(kind=SPARRING, title="Legen på legepladsen deler sig i to", ends="naeste-konference"),
    Case(kind=SPARRING, title="Et spørgsmål, der løste sig selv", ends="trukket"),
)
ANSWERS = {HEALTH: "sundhedsplejerske", SOCIAL: "fsr", SPARRING: "ppr"}


def ask(sessions: Sessions, secret: str) -> None:
    """Everything is done by the one it belongs to."""
    with acting(sessions) as session:
        names: dict[str, int] = {row.name: row.id for row in session.execute(select(District.id, District.name))}
        streets.keep(session, {names[name]: text for name, text in STREETS.items()})
        people = {login: colleague(session, login) for login in ("paedagog", *ANSWERS.values())}
        house = session.scalars(select(Unit.id).where(Unit.slug == "troldebo", Unit.actor == "dagtilbud")).one()
        children = _children(session, house)
    for case in CASES:
        _unfold(sessions, secret, case, people, house, children)
    for number, (title, district) in enumerate(
        (("Vores barn sover ikke", "Skovlunde"), ("Vi er blevet to", "Baltorp"))
    ):
        with acting(sessions) as session:
            parent.put(session, secret, _request(title, names[district], number))


def _unfold(sessions: Sessions, secret: str, case: Case, people: Any, house: int, children: list[int]) -> None:
    by, child = people["paedagog"], children[case.child] if case.child is not None else None
    words = Words(title=case.title, seen=SEEN, wanted="Hvad kan vi prøve først?", role=case.role, about="gruppe")
    with acting(sessions, by) as session:
        number = writing.write(session, house, case.kind, words, child).id
        if child is not None:
            asking.ask(session, secret, number)
    if case.answer and child is not None:
        _agree(sessions, number, child, case.answer)
    if case.ends in ("kladde", "spurgt"):
        return
    with acting(sessions, by) as session:
        writing.send(session, number, sure=True)
        if case.ends == "trukket":
            ending.withdraw(session, number)
    if case.ends not in ("sendt", "trukket"):
        _handle(sessions, case, number, people[ANSWERS[case.kind]])
        _carry(sessions, by, number, case.title)


def _carry(sessions: Sessions, by: Any, number: int, title: str) -> None:
    """Where its writer has put a task of that name, it has come of this one."""
    with acting(sessions, by) as session:
        task = session.scalar(select(Task).where(Task.title == title))
        if task is not None:
            handing.put_as_task(session, number, task)


def _handle(sessions: Sessions, case: Case, number: int, who: Any) -> None:
    with acting(sessions, who) as session:
        answering.take(session, number)
        if case.ends in ("booket", "foraeldre"):
            meets = WITH_PARENTS if case.ends == "foraeldre" else WITH_WRITER
            meeting.offer(session, answering.held(session, number), meets)
        if case.ends == "booket":
            with suppress(DomainError, IndexError):
                found = meeting.plan(session, writing.locked(session, number))
                meeting.book(session, found, meeting.times(session, found)[3].first, "demo")
        if case.ends == "besvaret":
            answering.answer(session, number, "Prøv at skrive ned i en uge, hvornår det sker. Så ser vi på det sammen.")
        if case.ends == "givet":
            others = colleagues.colleagues(session, writing.locked(session, number))
            colleagues.give(session, number, others[0][0])
        if case.ends in OUTCOMES[case.kind]:
            offer = "sesam" if case.ends == OTHER else ""
            answering.close(session, number, case.ends, "Godt, at I spurgte.", offer)


def _agree(sessions: Sessions, number: int, child: int, value: str) -> None:
    with acting(sessions) as session:
        holders = sorted(consent.holders(session, child))
    for one in holders:
        with acting(sessions, Parent(guardian=one, child_ids=(child,), custody_ids=(child,))) as session:
            asking.answer(session, number, one, value)


def _children(session: Session, house: int) -> list[int]:
    """Who goes there now, with somebody who can say yes for them; other children than the tasks'. Last, if there is one, whom UNREACHED says."""
    held = select(Guardianship.child_id).where(Guardianship.custody)
    rows = select(Start.child_id).where(Start.unit_id == house, Start.closed == "", Start.child_id.in_(held))
    gone = rows.where(Start.starts_on < base.today() - timedelta(weeks=10), Start.until >= base.today())
    finds = held.join(Guardian, Guardian.id == Guardianship.guardian_id)
    silent = rows.where(Start.child_id.not_in(finds.where(or_(Guardian.email != "", Guardian.mobile != ""))))
    found = session.scalars(gone.order_by(Start.starts_on).limit(4)).all()
    return [*found, *session.scalars(silent.order_by(Start.id).limit(1))]


def _request(title: str, district: int, number: int) -> Request:
    same = {"kind": SOCIAL, "wanted": "", "language": "da", "mobile": ""}
    words = {"title": title, "seen": "Vi vil gerne tale med nogen om det.", "name": "En forælder"}
    found = Request(district_id=district, key=f"demo-{number}", email="", **same, **words)
    return replace(found, email=f"foraelder{number}@example.org")
