"""The product, with one thing changed: a start that is far ahead is looked for over a hundred and twenty days instead of three weeks."""

from datetime import date, datetime, timedelta

from flask import Flask

import app
from benchmarks.town import FAR
from config import Settings
from domain.base import today
from domain.booking.finding.openings import midnight
from domain.journey.choosing import plan

as_it_is = plan.window


def window(starts_on: date, earliest: datetime, *kind: str) -> tuple[int, int]:
    if starts_on - today() < FAR:
        return as_it_is(starts_on, earliest, *kind)
    last = starts_on - timedelta(weeks=2)
    return midnight(last - timedelta(days=120)), midnight(last)


def create_app(settings: Settings | None = None) -> Flask:
    plan.window = window
    return app.create_app(settings)
