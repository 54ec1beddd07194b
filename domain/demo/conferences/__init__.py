"""The demo's coordination conferences: three houses' past year and what is to come, a school that begins, and the tasks."""

from domain.demo.conferences import agendas, past, tasks, years
from domain.demo.states import Sessions, acting


def unfold(sessions: Sessions, secret: str) -> None:
    """The dates first, then what was put to them; at last what has been is closed, and then it is locked."""
    with acting(sessions) as session:
        years.plan(session)
    tasks.put(sessions, secret)
    with acting(sessions) as session:
        past.remember(session)
    agendas.coming(sessions)
    with acting(sessions) as session:
        years.settle(session)
    with acting(sessions) as session:
        past.leave(session)
