"""Referrals of the demo, one in each state: two teams of the forvaltning's who refer beside FSR, and Familiehuset with its places."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from domain.access import Guardian, Membership, Viewer
from domain.access import Staff as StaffViewer
from domain.access import staff as rows
from domain.access.citizens import Guardianship
from domain.access.roles import SOCIAL_WORKER
from domain.access.units import Resource, Unit
from domain.base import now, today
from domain.consent import NO, YES
from domain.demo.states import Sessions, acting
from domain.people import Parent
from domain.referrals import agreeing, capacity, life, parents, writing
from domain.referrals.life import Begin
from domain.referrals.tables import ADVICE, INTENSIVE, PRACTICAL, TALKS, Standing, Step
from domain.referrals.writing import Family, Way, Words

TEAMS = (("familieteamet", "Familieteamet", "Marianne Toft"), ("handicapteamet", "Handicapteamet", "Henrik Bruun"))
"""Unit and account, its name, and who works there."""
LEADER = "familiehusleder"
PLACES = {ADVICE: 6, TALKS: 2, PRACTICAL: 3, INTENSIVE: 1}
GOALS = {
    ADVICE: "Forældrene er enige om, hvordan aftenen går, og gør det samme.",
    TALKS: "Familien kan tale om bruddet, uden at børnene bliver budbringere.",
    PRACTICAL: "Morgenen hænger sammen, så børnene når i dagtilbud inden kl. 9.",
    INTENSIVE: "Der er ro i hjemmet om aftenen, og alle ved, hvem de kan ringe til.",
}
BACKGROUND = "Familien har det svært for tiden og har selv bedt om hjælp. Vi har talt sammen tre gange og prøvet faste aftaler derhjemme."
WISH = "Vi vil gerne have en, der kommer hjem til os, og som siger tingene lige ud."


@dataclass(frozen=True)
class Story:
    """`far`: how far it has come; `weeks` ago it was received; `answers` of the two parents."""

    child: str
    service: str
    far: str
    weeks: int = 0
    answers: tuple[str, ...] = (YES, YES)
    urgency: str = ""
    who: str = "fsr"


STORIES = (
    Story("Villads Storm", TALKS, "i-gang", 20, who="familieteamet"),
    Story("Asta Lyng", PRACTICAL, "fulgt-op", 16, who="handicapteamet"),
    Story("Malik Enghave", TALKS, "afsluttet", 30),
    Story("Freja Dal", ADVICE, "i-gang", 14),
    Story("Bertil Sø", ADVICE, "i-gang", 13),
    Story("Mille Gran", ADVICE, "i-gang", 12, who="familieteamet"),
    Story("Liva Strand", TALKS, "tilbudt", 9),
    Story("Vera Holm", PRACTICAL, "takket-ja", 5, who="handicapteamet"),
    Story("Omar Skov", TALKS, "venteliste", 7),
    Story("Selma Bæk", TALKS, "ekstra", 1, urgency="Mor er alene fra på fredag, og der er ingen andre i netværket."),
    Story("Noor Vang", INTENSIVE, "sendt", 1, who="familieteamet"),
    Story("Johan Kær", ADVICE, "venter-paa-samtykke", 0, (YES,)),
    Story("Ellen Holt", ADVICE, "venter-paa-samtykke", 0, (YES, NO)),
    Story("Carl Brink", PRACTICAL, "afvist", 5),
    Story("Ida Mose", ADVICE, "trukket", 4),
    Story("Anton Lund", ADVICE, "kladde", 0),
)


def unfold(sessions: Sessions, secret: str) -> None:
    """Everybody does what they would have done themselves."""
    with acting(sessions) as session:
        house = session.scalars(select(Unit).where(Unit.actor == "familiehus")).one()
        people = _people(session, house)
        capacity.fix(session, house.id, PLACES)
    for number, story in enumerate(STORIES):
        _told(sessions, secret, house.id, people, number, story)


def _people(session: Session, house: Unit) -> dict[str, Viewer]:
    """The two teams' own, FSR's, and Familiehuset's leader, as the nets know them."""
    known = session.scalars(select(rows.Staff).where(rows.Staff.login == "fsr")).one()
    found = {"fsr": known}
    for slug, name, who in TEAMS:
        unit = Unit(actor="forvaltning", slug=slug, name=name, kind="team")
        resource = Resource(kind="medarbejder")
        session.add_all([unit, resource])
        session.flush()
        found[slug] = rows.Staff(login=slug, name=who, email=f"{slug}@demo.example", resource_id=resource.id)
        found[slug].password_hash = known.password_hash
        session.add(found[slug])
        session.flush()
        session.add(rows.Membership(staff_id=found[slug].id, unit_id=unit.id, role=SOCIAL_WORKER))
    leads = select(rows.Staff).join(rows.Membership, rows.Membership.staff_id == rows.Staff.id)
    found[LEADER] = session.scalars(
        leads.where(rows.Membership.unit_id == house.id, rows.Membership.role == "leder")
    ).one()
    found[LEADER].login = LEADER
    session.flush()
    return {name: _viewer(session, one) for name, one in found.items()}


def _viewer(session: Session, one: rows.Staff) -> Viewer:
    works = select(rows.Membership.role, Unit).join(Unit, Unit.id == rows.Membership.unit_id)
    role, unit = session.execute(works.where(rows.Membership.staff_id == one.id)).first() or ("", None)
    assert unit is not None
    at = Membership(unit_id=unit.id, actor=unit.actor, slug=unit.slug, unit_name=unit.name, role=role, kind=unit.kind)
    return StaffViewer(name=one.name, staff=one.id, memberships=(at,))


def _family(number: int, child: str) -> tuple[Parent, Parent]:
    mail, first = f"henvist{number}", child.split(maxsplit=1)[0]
    return (
        Parent(name=f"Mor til {first}", email=f"{mail}a@demo.example"),
        Parent(name=f"Far til {first}", email=f"{mail}b@demo.example"),
    )


def _words(story: Story) -> Words:
    return Words(
        service=story.service,
        background=BACKGROUND,
        goal=GOALS[story.service],
        family_view=WISH,
        urgency=story.urgency,
        wanted_from=today() + timedelta(weeks=2),
    )


def _told(sessions: Sessions, secret: str, house: int, people: Mapping[str, Viewer], number: int, story: Story) -> None:
    writer, helper = people[story.who], people[LEADER]
    family, words = _family(number, story.child), _words(story)
    with acting(sessions, writer) as session:
        way = Way(from_unit_id=writer.every_unit()[0], unit_id=house, key=f"demo {number}")
        born = date(today().year - 1 - number % 5, 1 + number % 12, 3 + number)
        row = writing.write(session, way, Family(child=story.child, born=born, parents=family), words)
        if story.far != "kladde":
            agreeing.ask(session, secret, row.id)
    for holder, value in enumerate(story.answers if story.far != "kladde" else ()):
        _answered(sessions, row.id, row.child_id or 0, holder, value)
    with acting(sessions, helper) as session:
        _back_in_time(session, row.id, story.weeks)
        HELPED.get(story.far, _nothing)(session, row.id)
    if story.far == "takket-ja":
        with acting(sessions, _holder(sessions, row.child_id or 0, 0)) as session:
            parents.accept(session, row.id, yes=True)
    if story.far == "trukket":
        with acting(sessions, writer) as session:
            writing.withdraw(session, row.id, "Familien har fundet hjælp i netværket.")


def _answered(sessions: Sessions, referral_id: int, child_id: int, holder: int, value: str) -> None:
    viewer = _holder(sessions, child_id, holder)
    with acting(sessions, viewer) as session:
        parents.answer(session, referral_id, viewer.guardian, value)


def _holder(sessions: Sessions, child_id: int, number: int) -> Guardian:
    with acting(sessions) as session:
        holds = select(Guardianship.guardian_id).where(Guardianship.child_id == child_id)
        guardian = session.scalars(holds.order_by(Guardianship.guardian_id)).all()[number]
    return Guardian(guardian=guardian, child_ids=(child_id,), custody_ids=(child_id,))


def _back_in_time(session: Session, referral_id: int, weeks: int) -> None:
    """As if it had come then."""
    at = now() - timedelta(weeks=weeks)
    session.execute(
        update(Standing)
        .where(Standing.referral_id == referral_id, Standing.received_at.is_not(None))
        .values(received_at=at)
    )
    session.execute(update(Step).where(Step.referral_id == referral_id).values(at=at))


def _nothing(_session: Session, _referral_id: int) -> None:
    """It has come no further."""


def _wait(session: Session, number: int) -> None:
    life.wait(session, number)


def _offered(session: Session, number: int) -> None:
    life.offer(session, number, Begin(on=_monday(1), text="Samtaler hver anden tirsdag kl. 15 i Familiehuset."))


def _at_home(session: Session, number: int) -> None:
    life.offer(session, number, Begin(on=_monday(0), text="To eftermiddage om ugen hjemme hos jer."))


def _further(session: Session, number: int) -> None:
    """Before the one who waits, and one more than there are places: both with their reason."""
    begin = Begin(
        on=_monday(0),
        text="En samtale om ugen, den første hjemme hos jer.",
        order="Det haster: se henvisningen.",
        beyond="Et forløb slutter om to uger; vi deler os så længe.",
    )
    life.offer(session, number, begin)


def _running(session: Session, number: int) -> None:
    days = (today() - timedelta(days=1), today() + timedelta(weeks=6))
    life.start(session, number, Begin(on=today() - timedelta(weeks=6), text="Hver anden uge.", follow_ups=days))


def _followed(session: Session, number: int) -> None:
    _running(session, number)
    life.follow_up(session, number, "Morgenen går bedre. Vi øver, at far afleverer to gange om ugen.")


def _ended(session: Session, number: int) -> None:
    _running(session, number)
    life.end(session, number, "Målet er nået: forældrene taler sammen én gang om ugen uden børnene.")


def _declined(session: Session, number: int) -> None:
    life.decline(session, number, "Det, I beder om, er aflastning. Det søges hos Handicapteamet.")


def _monday(weeks: int) -> date:
    day = today() + timedelta(weeks=weeks)
    return day + timedelta(days=7 - day.weekday())


HELPED: dict[str, Any] = {
    "venteliste": _wait,
    "tilbudt": _offered,
    "takket-ja": _at_home,
    "ekstra": _further,
    "i-gang": _running,
    "fulgt-op": _followed,
    "afsluttet": _ended,
    "afvist": _declined,
}
