"""The parents' own pages: from the link in a mail to a start conversation that is booked, and what else there is about their child."""

from blueprints.book import (
    booked,
    consent,
    courses,
    family,
    groups,
    inquiries,
    overview,
    questionnaire,
    referral,
    tasks,
    times,
    visits,
    waiting,
    way_in,
    wishes,
)
from blueprints.book.link import bp

__all__ = [
    "booked",
    "bp",
    "consent",
    "courses",
    "family",
    "groups",
    "inquiries",
    "overview",
    "questionnaire",
    "referral",
    "tasks",
    "times",
    "visits",
    "waiting",
    "way_in",
    "wishes",
]
