"""The demo's coordination conferences: three houses' past year and what is to come, and a school that begins."""

from domain.demo.conferences import years
from domain.demo.states import Sessions, acting


def unfold(sessions: Sessions) -> None:
    """The dates first, then what was put to them; at last what has been is closed, and then it is locked."""
    with acting(sessions) as session:
        years.plan(session)
    with acting(sessions) as session:
        years.settle(session)
