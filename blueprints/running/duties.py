"""What the house does by itself, and how often: the worker goes through this list. A duty done twice does no harm."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from blueprints.logs import log
from domain import bounces, due, outbox, store
from domain.access import links, throttle
from domain.access.jobs import only_one, work_as
from domain.base import now, quarter
from domain.booking.taking import claims
from domain.calendars import doubles, sync
from domain.caseload import moving
from domain.conferences.after import forgetting, undated
from domain.conferences.before import agenda
from domain.conferences.tasks import asking, lapsing
from domain.conferences.year import telling
from domain.counselling import keeping
from domain.counselling.staff import bell, unlocking
from domain.courses import forgetting as courses
from domain.courses import stopping
from domain.events import door
from domain.figures import notice
from domain.groups import keeping as groups
from domain.groups import told
from domain.grown import leaving, who
from domain.grown import telling as grown
from domain.inquiries import forgetting as inquiries
from domain.inquiries import meeting
from domain.inquiries import stopping as inquiries_stopping
from domain.journey import family, listed
from domain.journey.absence import sickday
from domain.journey.waitlist import line
from domain.referrals import forgetting as referrals
from domain.starts import importing

T = TypeVar("T")
SECOND, MINUTE, HOUR, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True)
class House:
    """What a duty has at hand."""

    sessions: Callable[[], Session]
    secret: str
    sms: bool = False  # there is a way to send some
    calendars: sync.Rules = field(default_factory=sync.Rules)
    kept: timedelta = forgetting.KEPT  # of a conference's tasks, after they have ended
    referred: timedelta = referrals.KEPT  # of a referral and the course that came of it, likewise
    inquired: timedelta = inquiries.KEPT  # of an inquiry, likewise
    grown: timedelta = who.KEPT  # of a child, after its first year of school


@dataclass(frozen=True)
class Duty:
    """`do` returns something true while there is more of it: then it goes on in the next round, else after `every`."""

    name: str
    every: timedelta
    do: Callable[[House], object]


def step(name: str, every: timedelta, verb: Callable[[Session, House], object]) -> Duty:
    """`verb(session, house)` in one transaction, as a job that has every unit, in one worker at a time."""
    return Duty(name, every, partial(_in_one, name, verb))


def _in_one(name: str, verb: Callable[[Session, House], T], house: House) -> T | None:
    with house.sessions() as session:
        work_as(session, name)
        more = verb(session, house) if only_one(session, name) else None
        session.commit()
    return more


def _lists(house: House) -> object:
    """Each step has transactions of its own, so that nobody waits for the whole list."""
    return importing.work(house.sessions, partial(listed.follow, secret=house.secret, sms=house.sms))


def _calendars(house: House) -> object:
    """A handful in a round, so that no message waits for more than one slow server."""
    return sync.work(house.sessions, house.calendars)


def _anonymous(house: House) -> None:
    """Cases whose time is over, also at every start. How many is all that is told."""
    name = "anonymous cases end"
    with house.sessions() as session:
        work_as(session, name)
        gone = keeping.expire(session) if only_one(session, name) else keeping.Gone()
        session.commit()
        engine = session.get_bind().engine
    if gone:
        log.info("counselling.ended", **vars(gone))
    store.wipe(engine, *keeping.WORDS)


def _forgets(what: str, forget: Callable[[Session, timedelta], int], kept: Callable[[House], timedelta]) -> Any:
    """For `step`; told as of conferences."""

    def verb(session: Session, house: House) -> bool:
        gone = forget(session, kept(house))
        if gone:
            log.info("forgotten", **{what: gone})
        return bool(gone)

    return verb


def _forget_conferences(session: Session, house: House) -> bool:
    """Told in the operations log: how many, and nothing of what."""
    gone = forgetting.forget(session, house.kept)
    if gone.tasks or gone.conferences:
        log.info("forgotten", tasks=gone.tasks, conferences=gone.conferences)
    return bool(gone.tasks or gone.conferences)


def _forget_children(house: House) -> bool:
    """Each child in a transaction of its own, so that those that cannot be deleted hold back no other: what was wrong is raised when none could go."""
    name, gone, trouble, last = "forget children", 0, None, 0
    while not gone and (found := _in_one(name, partial(_leaving, last), house)):
        last = found[-1]
        for child in found:
            try:
                gone += _in_one(name, partial(_leaves, child), house) or 0
            except Exception as error:  # noqa: BLE001 -- whatever it is, it is raised below
                trouble = error
    if gone:
        log.info("forgotten", children=gone)
    elif trouble is not None:
        raise trouble
    return bool(gone)


def _leaving(after: int, session: Session, house: House) -> list[int]:
    return who.gone(session, house.grown, leaving.AT_ONCE, after=after)


def _leaves(child: int, session: Session, house: House) -> int:
    return leaving.forget(session, house.grown, (child,))


DUTIES = (
    Duty("lists of coming starts", SECOND, _lists),
    step("links follow the secret", DAY, lambda session, house: links.follow_secret(session, house.secret)),
    step("invitations", 10 * SECOND, lambda session, house: family.invite_due(session, house.secret, sms=house.sms)),
    step("absences settle", MINUTE, lambda session, _: sickday.followed(session)),
    Duty("waiting list", MINUTE, lambda house: line.work(house.sessions)),
    step("times run short", HOUR, lambda session, _: notice.look_ahead(session)),
    step("starts begin", HOUR, lambda session, _: due.happen(session, "start")),
    step("addresses that work again", 10 * MINUTE, lambda session, _: bounces.settle(session)),
    step("forget addresses of before", HOUR, lambda session, _: bounces.forget(session)),
    step("messages after a clock that was wrong", 10 * MINUTE, lambda session, _: outbox.mend(session)),
    Duty("calendars of staff", 10 * SECOND, _calendars),
    step("double bookings that are shown", MINUTE, lambda session, _: doubles.look_again(session)),
    step("double bookings", HOUR, lambda session, _: doubles.find_all(session)),
    step("conferences begin", HOUR, lambda session, _: telling.happen(session)),
    step("conferences' loose ends", HOUR, lambda session, _: undated.look(session)),
    step("tasks that the parents' yes runs out for", HOUR, lambda session, _: lapsing.look(session)),
    step("parents whose yes has run out are not expected", HOUR, lambda session, _: asking.run_out(session)),
    step("agendas are made", HOUR, lambda session, _: agenda.propose_due(session)),
    step("courses that the parents have closed", MINUTE, lambda session, _: stopping.sweep(session)),
    step("inquiries that the parents have closed", MINUTE, lambda session, _: inquiries_stopping.sweep(session)),
    step("children change hands", HOUR, lambda session, _: moving.follow_days(session)),
    step("events begin", HOUR, lambda session, _: door.happen(session)),
    step("talks about inquiries begin", HOUR, lambda session, _: meeting.happen(session)),
    step("groups meet", HOUR, lambda session, _: groups.happen(session)),
    step("newborns without a group", HOUR, lambda session, _: groups.look(session)),
    step("groups are reminded", 10 * MINUTE, lambda session, _: told.remind(session)),
    Duty("anonymous cases end", HOUR, _anonymous),
    step("forget anonymous visits", 5 * MINUTE, lambda session, _: keeping.forget(session)),
    step("forget conferences", DAY, _forget_conferences),
    step("forget courses", DAY, _forgets("courses", courses.forget, lambda house: house.referred)),
    step("forget referrals", DAY, _forgets("referrals", referrals.forget, lambda house: house.referred)),
    step("forget inquiries", DAY, _forgets("inquiries", inquiries.forget, lambda house: house.inquired)),
    step("children who have grown are told of", HOUR, lambda session, house: grown.look(session, house.grown)),
    Duty("forget children", DAY, _forget_children),
    step(
        "forget guardians",
        DAY,
        _forgets("guardians", lambda session, _: leaving.strays(session), lambda house: house.grown),
    ),
    step("referrals that have ended are closed", HOUR, lambda session, _: referrals.close_ended(session)),
    step("forget groups", DAY, lambda session, _: groups.forget(session)),
    step("forget guests", DAY, lambda session, _: door.forget(session)),
    step("forget messages", DAY, lambda session, _: outbox.prune(session)),
    step("forget claims", DAY, lambda session, _: claims.prune(session, quarter(now() - DAY))),
    step("the counsellors' bell", MINUTE, lambda session, _: bell.settle(session)),
    step("forget who has unlocked", HOUR, lambda session, _: unlocking.forget(session)),
    step("forget links", HOUR, lambda session, _: links.prune(session)),
    step("forget tries to sign in", HOUR, lambda session, _: throttle.prune(session)),
)
