"""Asking the holders of custody about one matter that names their child (a task, an inquiry, a referral): by link or in a conversation.

The matter itself keeps its words and says who may read them; here are the question, the mail without names, the answers, and their end.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Label, and_, case, delete, select
from sqlalchemy.orm import Session

from domain import consent, due, outbox
from domain.access import ASKING, Viewer
from domain.access.citizens import Guardianship, Link
from domain.access.links import open_links
from domain.base import COPENHAGEN, DomainError, now, today
from domain.consent import GRANTED, MISSING, PURPOSES, REFUSED, Answer, Consent, ConsentRequest
from domain.due import Entry
from domain.outbox import Message, subject_of
from domain.people import Guardian, Start
from domain.people.reachable import Reachable, reachable

LASTS = timedelta(days=364)
"""A yes counts for a year; then the parents are asked again, or nobody reads it any longer."""
OWN_PAGE = "egen side"
RAN_OUT = "udloebet"
"""Of a question whose last day is over, whatever was said to it: shown, and never kept. To go on, the parents are asked again."""
OPEN_STATES = (None, MISSING, RAN_OUT)
"""Of a question that an answer is wanted to, where the matter is still open."""
WHY = {"unscoped": "what was asked about a matter is deleted with it, by its number", "synchronize_session": False}


class NotAsking(DomainError):
    """Only who works in the unit that asks notes what the parents have said to it."""


@dataclass(frozen=True, kw_only=True)
class Matter:
    """What the parents are asked about. `kind/number` is the subject ("inquiry/9"), `question` one of consent.PURPOSES.

    `asked_at`: when they were asked first, kept by the matter's own row. `start_id`: the start by whose links they are asked; None: the
    family's own. `drafted`: its writer waits for the answer, so that a yes stands open on their Min dag. `whole`: its writer hears of an answer
    once it settles the question, and not that somebody has answered: it may be somebody whom the writer does not know of.
    `also_unit_id`: see ConsentRequest. `needed_on`: the day on which a yes is to be in force; None: it is enough that it is so today.
    `over`: it has ended: nobody is asked any more, and a noted answer can only take back what was said while the question lasts.
    """

    kind: str
    number: int
    question: str
    child_id: int
    from_unit_id: int
    to_unit_id: int
    writer_id: int
    asked_at: datetime | None = None
    start_id: int | None = None
    drafted: bool = False
    whole: bool = False
    also_unit_id: int | None = None
    needed_on: date | None = None
    over: bool = False

    @property
    def subject(self) -> str:
        """What the question, the mail and the due rows are about."""
        return f"{self.kind}/{self.number}"

    @property
    def stands(self) -> bool:
        """Whether they are asked, and a yes would still count when it is needed."""
        day = self.needed_on or today()
        needed = day if day <= today() + LASTS else today()  # no asking gives a yes until then
        return self.asked_at is not None and lasts(self.asked_at) >= max(today(), needed)

    @property
    def mail(self) -> str:
        """The kind of the mail that asks (blueprints/messages/words.py)."""
        return f"{self.kind}-consent"


def lasts(asked_at: datetime) -> date:
    """The last day on which a yes to what was asked then counts: it was asked on a day here, which in UTC may be the one before."""
    return asked_at.astimezone(COPENHAGEN).date() + LASTS


def ask(session: Session, secret: str, matter: Matter, *, sms: bool = False) -> tuple[datetime, Reachable]:
    """By link: each holder of custody gets a mail that names nobody, and reads it all on a page of their own. Again: the mail once more.

    Returns since when they are asked, which the matter's row is to keep, and whom that reaches.
    """
    family = holders(session, matter.child_id, matter.start_id)
    asked_at = put_question(session, matter)
    known = {row.guardian_id: row.Link for row in family}
    until = max([lasts(asked_at), *(link.expires_on for link in known.values() if link)])
    open_links(session, secret, matter.start_id, matter.child_id, known, until)
    stamp = f"{now():%Y%m%d%H%M}"
    whom = [row.guardian_id for row in family]
    outbox.put_all(session, Message(kind=matter.mail, subject=matter.subject, guardians=whom, key_part=stamp))
    return asked_at, reachable(family, sms=sms)


def whom(
    session: Session, child_id: int | None, state: str | None, start_id: int | None = None, *, sms: bool
) -> Reachable | None:
    """Whom asking by link would reach while an answer is wanted, by the question's state; None of a matter that is settled or names no child."""
    if child_id is None or state not in OPEN_STATES:
        return None
    return reachable(holders(session, child_id, start_id), sms=sms)


def put_question(session: Session, matter: Matter) -> datetime:
    """Since when they are asked. One whose time has run out is put anew: an old yes is no yes to another year."""
    if matter.asked_at is not None and matter.stands:
        return matter.asked_at
    units = (matter.from_unit_id, matter.to_unit_id, matter.also_unit_id)
    first = matter.asked_at is None
    about = matter.child_id, matter.subject, matter.question
    consent.ask(session, *about, units, today() + LASTS, first=first, anew=True)
    return now()


def anew(session: Session, matter: Matter) -> bool:
    """Its words have changed: a yes to the old ones ends, and each holder of custody gets the mail again. Whether there was one."""
    if not consent.reopen(session, matter.subject):
        return False
    family = consent.holders(session, matter.child_id)
    outbox.put(session, matter.mail, matter.subject, guardians=family, key_part=f"{now():%Y%m%d%H%M%S}")
    return True


def answer(session: Session, matter: Matter, guardian_id: int, value: str) -> str:
    """One holder's answer, on their own page: it counts from this moment. The question's state after it."""
    return _given(session, matter, (guardian_id, value, OWN_PAGE))


def note(session: Session, secret: str, row: Any, matter: Matter, said: tuple[int, str, str]) -> str:
    """What a holder of custody said or wrote, noted by staff of the unit that asks; the holder is told, with a link of their own.

    `row`: the matter's own row, whose `asked_at` is kept up. `said`: guardian, value, how. Returns the question's state after it. NotAsking;
    AnsweredTooLate where the matter is over and the question's time too.
    """
    viewer: Viewer = session.info["viewer"]
    if viewer.staff is None or matter.from_unit_id not in viewer.every_unit():
        raise NotAsking
    guardian_id, *_ = said
    asked_at = matter.asked_at if matter.asked_at and matter.over else put_question(session, matter)
    way_to(session, secret, (matter.start_id, matter.child_id, guardian_id), lasts(asked_at))
    with session.no_autoflush:  # the row and the answer are written together, and so is what the log says of them
        if row.asked_at != asked_at:
            row.asked_at = asked_at
        return _given(session, matter, said, viewer.staff)


def way_to(session: Session, secret: str, whose: tuple[int | None, int, int], until: date) -> None:
    """A link that works, for who has none: (start or None, child, guardian). The links of a start that is closed stay ended."""
    start_id, child_id, guardian_id = whose
    own = Link.child_id == child_id, Link.guardian_id == guardian_id
    link = session.scalars(select(Link).where(Link.start_id.is_not_distinct_from(start_id), *own)).one_or_none()
    if link is not None and link.expires_on >= today():
        return
    if start_id is None or session.scalar(select(Start.id).where(Start.id == start_id, Start.closed == "")):
        open_links(session, secret, start_id, child_id, {guardian_id: link}, max(until, today()))


def _given(session: Session, matter: Matter, said: tuple[int, str, str], noted_by: int | None = None) -> str:
    state = consent.answer(session, matter.child_id, (matter.subject, matter.question), *said, noted_by)
    told = Entry(
        key=answered_key(matter.subject),
        unit_id=matter.from_unit_id,
        staff_id=matter.writer_id,
        kind=f"{matter.question}-{state}",
        at=now(),
        done_at=None if state == GRANTED and matter.drafted else now(),
        target=matter.subject,
    )
    if state != MISSING or not matter.whole:
        due.put(session, [told])
    return state


def over(session: Session, subject: str, mail: str, child_id: int) -> None:
    """The matter ends (withdrawn, closed): what was said yes to is in force no longer, and nobody is asked any more."""
    consent.withdraw(session, subject, child_id)
    outbox.replace(session, subject, (mail,))
    due.done(session, answered_key(subject))


def forget(session: Session, kind: str, question: str, numbers: Collection[int]) -> None:
    """What was asked about these matters and what was answered are deleted with them."""
    asked = select(ConsentRequest.id).where(ConsentRequest.subject.in_([f"{kind}/{one}" for one in numbers]))
    in_force = Consent.matter_id.in_(numbers), Consent.purpose == PURPOSES[question].full
    for gone in (
        delete(Answer).where(Answer.request_id.in_(asked)),
        delete(ConsentRequest).where(ConsentRequest.id.in_(asked)),
        delete(Consent).where(*in_force),
    ):
        session.execute(gone, execution_options=WHY)


def answered_key(subject: str) -> str:
    """Of the row that tells its writer what the parents have said."""
    return f"{subject}/answered"


def agreed(session: Session, question: str, number: int) -> bool:
    """Whether the parents' yes to this matter is in force."""
    yes = Consent.purpose == PURPOSES[question].full, Consent.until >= today()
    return session.scalar(select(Consent.id).where(Consent.matter_id == number, *yes)) is not None


def question(kind: str, number: Any, purpose: str) -> ColumnElement[bool]:
    """To join ConsentRequest to the rows of a kind of matter: the question about each; `number` is its id."""
    return and_(ConsentRequest.subject == subject_of(kind, number), ConsentRequest.purpose == purpose)


def state() -> Label[Any]:
    """The question's state, `consent`: None before it is put, and RAN_OUT once its time is over, a yes is no yes then."""
    return case((ConsentRequest.until < ASKING.today, RAN_OUT), else_=ConsentRequest.state).label("consent")


def refused(session: Session, subject: str, question: str) -> bool:
    """Whether a holder of custody says no to this matter."""
    return answered(session, subject, question) == REFUSED


def answered(session: Session, subject: str, question: str) -> str | None:
    """What the parents say to this matter, of consent.judge; None where nobody has asked them."""
    asked = ConsentRequest.subject == subject, ConsentRequest.purpose == question
    return session.scalar(select(ConsentRequest.state).where(*asked))


def holders(session: Session, child_id: int, start_id: int | None = None) -> Sequence[Any]:
    """(guardian_id, name, email, mobile, Link) of each holder of custody; no name where the viewer may not know it. `Link`: to that start, or the family's own.

    `email`: "" where mail has been refused.
    """
    leads = and_(Link.start_id.is_not_distinct_from(start_id), Link.child_id == Guardianship.child_id)
    own_link = and_(leads, Link.guardian_id == Guardianship.guardian_id)
    rows = select(Guardianship.guardian_id, Guardian.name, Guardian.mail.label("email"), Guardian.mobile, Link)
    found = rows.outerjoin(Link, own_link).outerjoin(Guardian, Guardian.id == Guardianship.guardian_id)
    return session.execute(found.where(Guardianship.child_id == child_id, Guardianship.custody)).all()


def language(session: Session, guardian_id: int) -> str:
    """The one that a parent is written to in; Danish where nobody has said."""
    return session.scalar(select(Guardian.language).where(Guardian.id == guardian_id)) or "da"
