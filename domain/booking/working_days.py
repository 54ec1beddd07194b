"""The working days that deadlines and promises are counted in: no weekend, no public holiday, and no day on which nobody works anyway."""

from datetime import date, timedelta

from domain.booking.finding.openings import public_holiday

ONE_DAY = timedelta(days=1)
SATURDAY = 5
CLOSED = frozenset({(6, 5), (12, 24), (12, 31)})
"""Days on which nobody works though the law has not made them public holidays: (month, day)."""


def day_off(day: date) -> bool:
    """Whether it is a public holiday, or one of CLOSED."""
    return public_holiday(day) is not None or (day.month, day.day) in CLOSED


def works(day: date) -> bool:
    """Whether it is a working day: no weekend, no public holiday, none of CLOSED."""
    return day.weekday() < SATURDAY and not day_off(day)


def working_day(day: date, n: int) -> date:
    """The n-th working day after `day`, or before it where n is negative; with 0 the day itself, or the next that is one."""
    step = -ONE_DAY if n < 0 else ONE_DAY
    while n == 0 and not works(day):
        day += step
    for _ in range(abs(n)):
        day += step
        while not works(day):
            day += step
    return day
