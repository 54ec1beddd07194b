"""The kinds of appointment as the administrator changes them: what is wrong is refused by name, and what is booked stands."""

from dataclasses import asdict, dataclass, field

from sqlalchemy.orm import Session

from domain import audit
from domain.access.premises import keep, slug_of
from domain.access.roles import LEADER, PAEDAGOG, SUNDHEDSPLEJERSKE
from domain.access.writes import Written
from domain.base import N_, DomainError
from domain.booking.finding.openings import MINUTES
from domain.booking.finding.places import PLACES, UNIT
from domain.booking.kinds.types import TALKS, every, one
from domain.booking.tables import AppointmentType

LONGEST, MOST_BUFFER, MOST_LEAD, MOST_HORIZON, MOST_CANCEL, LONGEST_TEXT = 480, 120, 720, 730, 60, 2000
LEAST_OFFER, MOST_OFFER = 2, 96
ATTENDING = {
    SUNDHEDSPLEJERSKE: N_("Sundhedsplejerske"),
    PAEDAGOG: N_("Pædagog eller dagplejer"),
    LEADER: N_("Leder"),
    "ppr": N_("PPR, en af rollerne"),
    "psykolog": N_("Psykolog"),
    "logopaed": N_("Logopæd"),
    "motorikvejleder": N_("Motorikvejleder"),
    "ressourcepaedagog": N_("Ressourcepædagog"),
    "paedagogisk-vejleder": N_("Pædagogisk vejleder"),
    "fsr": N_("Forebyggende socialrådgiver"),
    "familieraadgiver": N_("Familierådgiver"),
}
"""Who can be required to take part."""
AT_A_START = {SUNDHEDSPLEJERSKE, PAEDAGOG, LEADER}
"""Nobody else is told of a start: the parents are asked for consent to these alone."""
OF_THE_HOUSE = {PAEDAGOG, LEADER}


class BadType(DomainError):
    """A type of appointment that cannot be; `args[0]` is the field, `args[1]` what is wrong with it."""


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A type as somebody wants it: see `AppointmentType`."""

    name: str
    minutes: int
    roles: tuple[str, ...]
    travels: tuple[str, ...] = ()
    buffer_before: int = 0
    buffer_after: int = 0
    place: str = UNIT
    lead_hours: int = 24
    horizon_days: int = 150
    cancel_days: int = 1
    offer_hours: int = 24
    text_before: dict[str, str] = field(default_factory=dict)
    text_after: dict[str, str] = field(default_factory=dict)


def change(session: Session, key: str, draft: Draft) -> None:
    """From now on as drafted. What is booked keeps its time, its length, its place and its people."""
    row = one(session, key)
    _possible(session, draft, key)
    values = _values(draft)
    changed = sorted(name for name, value in values.items() if getattr(row, name) != value)
    for name in changed:
        setattr(row, name, values[name])
    if changed:
        keep(session, row)
        _note(session, "change", changed)


def add(session: Session, draft: Draft) -> str:
    """A new kind; returns its key, which stays when the name is changed."""
    taken = {row.key for row in _possible(session, draft)}
    wanted = slug_of(draft.name)
    key = next(slug for number in range(1, len(taken) + 2) if (slug := _numbered(wanted, number)) not in taken)
    keep(session, AppointmentType(key=key, **_values(draft)))
    _note(session, "create")
    return key


def _numbered(slug: str, number: int) -> str:
    return slug if number == 1 else f"{slug}-{number}"


def _possible(session: Session, draft: Draft, key: str = "") -> list[AppointmentType]:
    """Raise BadType; else all the types there are. One statement."""
    rows = list(every(session))
    if not draft.name.strip():
        raise BadType("name", "empty")
    if any(row.name.casefold() == draft.name.strip().casefold() and row.key != key for row in rows):
        raise BadType("name", "taken")
    _possible_numbers(draft)
    if draft.roles or not any(
        row.key == key and not row.roles for row in rows
    ):  # an event has nobody who must be there
        _possible_roles(draft, key)
    if draft.place not in PLACES:
        raise BadType("place", "unknown")
    for name in ("text_before", "text_after"):
        if any(len(text) > LONGEST_TEXT for text in getattr(draft, name).values()):
            raise BadType(name, "long")
    return rows


def _possible_numbers(draft: Draft) -> None:
    bounds = {
        "minutes": (MINUTES, LONGEST, MINUTES),
        "buffer_before": (0, MOST_BUFFER, MINUTES),
        "buffer_after": (0, MOST_BUFFER, MINUTES),
        "lead_hours": (0, MOST_LEAD, 1),
        "horizon_days": (1, MOST_HORIZON, 1),
        "cancel_days": (0, MOST_CANCEL, 1),
        "offer_hours": (LEAST_OFFER, MOST_OFFER, 1),
    }
    for name, (least, most, step) in bounds.items():
        value: int = getattr(draft, name)
        if not least <= value <= most:
            raise BadType(name, "range")
        if value % step:
            raise BadType(name, "quarter")
    if draft.lead_hours >= draft.horizon_days * 24:
        raise BadType("horizon_days", "lead")


def _possible_roles(draft: Draft, key: str) -> None:
    roles = set(draft.roles)
    if not roles or not roles <= set(ATTENDING):
        raise BadType("roles", "none")
    if len(roles) < len(draft.roles):
        raise BadType("roles", "twice")
    if key in TALKS and not (roles <= AT_A_START and roles & OF_THE_HOUSE):
        raise BadType("roles", "start")
    if not set(draft.travels) <= roles:
        raise BadType("travels", "roles")


def _values(draft: Draft) -> dict[str, object]:
    values = asdict(draft) | {"name": draft.name.strip(), "roles": list(draft.roles), "travels": list(draft.travels)}
    for name in ("text_before", "text_after"):
        values[name] = {language: text.strip() for language, text in values[name].items() if text.strip()}
    return values


def _note(session: Session, verb: str, columns: list[str] | None = None) -> None:
    """Types are not guarded, so the write net does not write them down by itself; they have a key and no number."""
    written = Written(verb=verb, kind="appointment_type", row_id=0, child_id=None, columns=tuple(columns or ()))  # type: ignore[arg-type]
    audit.changed(session, session.info["viewer"], [written])
