"""The answer-time promise: within so many working days, and nobody counts a Sunday or Christmas among them."""

from datetime import date, timedelta

from domain.base import today
from domain.booking.openings import public_holiday

ONE_DAY = timedelta(days=1)
SATURDAY = 5


def answer_by(since: date, days: int) -> date:
    """The last day on which an answer to what came on `since` is in time."""
    day = since
    while days > 0:
        day += ONE_DAY
        days -= works(day)
    return day


def works(day: date) -> bool:
    return day.weekday() < SATURDAY and not public_holiday(day)


def late(since: date | None, days: int) -> bool:
    """Whether it has waited for longer than promised; what does not wait is never late."""
    return since is not None and today() > answer_by(since, days)
