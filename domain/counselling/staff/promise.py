"""The answer-time promise: within so many working days, and nobody counts a Sunday or Christmas among them."""

from datetime import date

from domain.base import today
from domain.booking.working_days import working_day


def answer_by(since: date, days: int) -> date:
    """The last day on which an answer to what came on `since` is in time."""
    return working_day(since, days)


def late(since: date | None, days: int) -> bool:
    """Whether it has waited for longer than promised; what does not wait is never late."""
    return since is not None and today() > answer_by(since, days)
