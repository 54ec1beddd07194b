"""Who is told of a handover: each guardian once, whatever becomes of how many times and children; and the colleagues, as of any change of a time."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import timedelta
from typing import NamedTuple

from sqlalchemy.orm import Session

from domain import due, outbox
from domain.access.links import open_families_links
from domain.base import today
from domain.booking.tables import GIVEN_BACK
from domain.booking.taking.seats import staff_of
from domain.caseload.planning import Ground
from domain.caseload.tables import ChildHandover
from domain.journey.absence.absent import Hit
from domain.journey.absence.sickday import along
from domain.journey.telling import News, concerned, guardians
from domain.journey.telling import tell as tell_of_times
from domain.outbox import Message

FOR_GOOD, FOR_A_WHILE, SEVERAL, HANDED = "new-nurse", "other-nurse", "times-changed", "children-handed"
"""A new sundhedsplejerske; another one for a while; more than one time is another; to the colleague: children are theirs."""
LINK_LASTS = timedelta(weeks=26)


class Before(NamedTuple):
    """When a booking was, and who took part."""

    first: int
    staff: frozenset[int]


def before(session: Session, hits: Iterable[Hit]) -> dict[int, Before]:
    """As it stands now, by appointment. No statement: who takes part has been read."""
    return {
        hit.appointment.id: Before(hit.appointment.first, frozenset(staff_of(session, hit.appointment))) for hit in hits
    }


def tell(
    session: Session,
    secret: str,
    made: ChildHandover,
    stands: Ground,
    gives: Mapping[int, int],
    were: Mapping[int, Before],
) -> None:
    """A family with one other time hears of that time; with several, that there are several; all others, whose children they are now."""
    hits = stands.day.hits
    families = guardians(session, {*gives, *(child for hit in hits for child in concerned(hit.appointment))})
    news = [_news(session, hit, were[hit.appointment.id]) for hit in hits]
    other = defaultdict[int, list[News]](list)
    for one in news:
        if one.family != "substituted":
            for guardian in {who for child in concerned(one.appointment) for who in families[child]}:
                other[guardian].append(one)
    several = {guardian for guardian, found in other.items() if len(found) > 1}
    first_child = _first_child(families, gives)
    quiet = several | first_child.keys()
    tell_of_times(session, [_only(one, families, other, quiet) for one in news])
    along(session, hits, news)
    due.drop(session, *(due.double_key(one.appointment.id, made.from_id) for one in news))
    _rest(session, secret, made, families, gives, {one: first_child[one] for one in first_child if one not in other})
    _several(session, made, families, several)


def _news(session: Session, hit: Hit, was: Before) -> News:
    appointment = hit.appointment
    if appointment.state in GIVEN_BACK:
        return News(appointment, "cancelled-by-us", {"cancelled": was.staff})
    after = staff_of(session, appointment)
    kind = "substituted" if appointment.first == was.first else "moved"
    return News(appointment, kind, {kind: was.staff & after, "confirmed": after - was.staff, "left": was.staff - after})


def _first_child(families: Mapping[int, Collection[int]], gives: Mapping[int, int]) -> dict[int, int]:
    """One child for each guardian whose children are handed over: whose page the message leads to."""
    found: dict[int, int] = {}
    for child in sorted(gives):
        for guardian in families[child]:
            found.setdefault(guardian, child)
    return found


def _only(
    one: News, families: Mapping[int, Collection[int]], other: Mapping[int, list[News]], quiet: Collection[int]
) -> News:
    """Without those who hear of it otherwise."""
    family = {who for child in concerned(one.appointment) for who in families[child]}
    if one.family == "substituted":
        told = family - set(quiet) - other.keys()
    else:
        told = {who for who in family if other[who] == [one]}
    return News(one.appointment, one.family, one.staff, told)


def _rest(
    session: Session,
    secret: str,
    made: ChildHandover,
    families: Mapping[int, Collection[int]],
    gives: Mapping[int, int],
    told: Mapping[int, int],
) -> None:
    """Whose times all stand, or who have none; and the colleagues."""
    open_families_links(session, secret, sorted(families), today() + LINK_LASTS)
    kind = FOR_A_WHILE if made.returns_on else FOR_GOOD
    by_child: dict[int, list[int]] = {}
    for guardian, child in told.items():
        by_child.setdefault(child, []).append(guardian)
    said = [_said(kind, f"family/{child}", made, found) for child, found in by_child.items()]
    colleagues = Message(
        kind=HANDED, subject=f"caseload/{made.unit_id}", staff=set(gives.values()), key_part=str(made.id)
    )
    outbox.put_all(session, *said, colleagues)


def _several(
    session: Session, made: ChildHandover, families: Mapping[int, Collection[int]], several: Collection[int]
) -> None:
    child_of = {guardian: child for child, found in sorted(families.items(), reverse=True) for guardian in found}
    outbox.put_all(session, *(_said(SEVERAL, f"family/{child_of[one]}", made, [one]) for one in sorted(several)))


def _said(kind: str, about: str, made: ChildHandover, guardians_: Collection[int]) -> Message:
    return Message(kind=kind, subject=about, guardians=guardians_, key_part=f"h{made.id}")
