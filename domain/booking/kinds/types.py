"""The kinds of appointment that a new municipality begins with (frontdesk.md, last table); the administrator edits them as rows."""

from collections.abc import Sequence
from typing import Any, NoReturn

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from domain.access.premises import NotThere
from domain.base import N_
from domain.booking.finding.places import HOME, UNIT, VIDEO
from domain.booking.tables import AppointmentType

START_TALK, FOLLOW_UP, HOME_VISIT = "start-samtale", "opfoelgning", "hjemmebesoeg"
CONSULTATION = "konsultation"
FAMILY_TALK, FAMILY_HOME, FAMILY_VIDEO = "familie-samtale", "familie-hjemme", "familie-video"
"""A course's times at Familiehuset, with the family at home, and on a screen. What they are called stands in mails: it tells no reason."""
TALKS = (START_TALK, FOLLOW_UP)
"""The two conversations of a start. The second is suggested with the first: its horizon is that one's, and 14 weeks more."""

INITIAL: tuple[dict[str, Any], ...] = (
    {"key": START_TALK, "name": N_("Start-samtale"), "minutes": 60, "roles": ["sundhedsplejerske", "paedagog"]},
    {
        "key": FOLLOW_UP,
        "name": N_("Opfølgning efter start"),
        "minutes": 30,
        "roles": ["paedagog", "sundhedsplejerske"],
        "horizon_days": 260,
    },
    {
        "key": HOME_VISIT,
        "name": N_("Hjemmebesøg"),
        "minutes": 60,
        "roles": ["sundhedsplejerske"],
        "travels": ["sundhedsplejerske"],
        "buffer_before": 15,
        "buffer_after": 15,
        "place": HOME,
    },
    {
        "key": CONSULTATION,
        "name": N_("Sundhedsplejerskens konsultation"),
        "minutes": 30,
        "roles": ["sundhedsplejerske"],
    },
    {
        "key": FAMILY_TALK,
        "name": N_("Samtale"),
        "minutes": 60,
        "roles": ["familieraadgiver"],
        "horizon_days": 400,
    },
    {
        "key": FAMILY_HOME,
        "name": N_("Besøg hjemme"),
        "minutes": 90,
        "roles": ["familieraadgiver"],
        "travels": ["familieraadgiver"],
        "buffer_before": 15,
        "buffer_after": 15,
        "place": HOME,
        "horizon_days": 400,
    },
    {
        "key": FAMILY_VIDEO,
        "name": N_("Samtale på video"),
        "minutes": 45,
        "roles": ["familieraadgiver"],
        "place": VIDEO,
        "horizon_days": 400,
    },
    {"key": "fsr-raadgivning", "name": N_("FSR-rådgivning"), "minutes": 45, "roles": ["fsr"]},
    {"key": "ppr-sparring", "name": N_("PPR-sparring"), "minutes": 45, "roles": ["ppr"]},
    {"key": "anonym-raadgivning", "name": N_("Åben anonym rådgivning"), "minutes": 45, "roles": ["familieraadgiver"]},
    {"key": "gruppemoede", "name": N_("Gruppe for nye forældre"), "minutes": 120, "roles": [], "horizon_days": 400},
    {"key": "arrangement", "name": N_("Arrangement"), "minutes": 120, "roles": [], "horizon_days": 400},
    {
        "key": "koordineringskonference",
        "name": N_("Koordineringskonference"),
        "minutes": 120,
        "roles": ["leder", "paedagog", "ppr", "fsr", "sundhedsplejerske"],
        "horizon_days": 650,
    },
)


DEFAULTS: dict[str, Any] = {
    "travels": [],
    "buffer_before": 0,
    "buffer_after": 0,
    "place": UNIT,
    "lead_hours": 24,
    "horizon_days": 150,
    "cancel_days": 1,
    "text_before": {},
    "text_after": {},
}


def ensure_types(session: Session) -> None:
    """Add those that are missing; what the administrator has changed stays as it is."""
    known = set(session.scalars(select(AppointmentType.key)))
    missing = [DEFAULTS | one for one in INITIAL if one["key"] not in known]
    if missing:
        session.execute(insert(AppointmentType), missing)


def every(session: Session) -> Sequence[AppointmentType]:
    """All of them, by name."""
    return session.scalars(select(AppointmentType).order_by(AppointmentType.name)).all()


def one(session: Session, key: str) -> AppointmentType:
    return session.get(AppointmentType, key) or _missing()


def names(session: Session) -> list[tuple[str, str]]:
    """(key, name) of every type, by name."""
    rows = session.execute(select(AppointmentType.key, AppointmentType.name).order_by(AppointmentType.name))
    return [(row.key, row.name) for row in rows]


def _missing() -> NoReturn:
    raise NotThere
