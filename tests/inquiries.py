"""Inquiries for tests: written, asked about, agreed to, sent and taken, each by the one it belongs to."""

from typing import Any

from sqlalchemy.orm import Session, sessionmaker

from domain.access import STRANGER, sees
from domain.consent import YES
from domain.inquiries import answering, asking, meeting, parent, writing
from domain.inquiries.parent import Request
from domain.inquiries.tables import SOCIAL, WITH_PARENTS
from domain.inquiries.writing import Words
from tests.canaries import Family
from tests.factories import SECRET
from tests.municipality import Worker
from tests.tasks import opened, staff
from tests.tasks import parent as guardian

WORDS = Words(title="Om søvn", seen="Sover lidt om natten.", wanted="Et råd.")


def does(sessions: sessionmaker[Session], by: Worker, verb: Any, *args: Any, **more: Any) -> Any:
    """One verb, by one of the town, committed."""
    with opened(sessions, staff(by)) as session:
        found = verb(session, *args, **more)
        session.commit()
        return found


def answer(sessions: sessionmaker[Session], family: Family, inquiry: int, *values: str | None) -> None:
    """The holders' answers in their order; None: not this one."""
    for one, value in zip(family.holders, values, strict=False):
        if value is not None:
            with opened(sessions, guardian(family, one)) as session:
                asking.answer(session, inquiry, one, value)
                session.commit()


def put(sessions: sessionmaker[Session], by: Worker, family: Family, kind: str = SOCIAL, words: Words = WORDS) -> int:
    """One that names the family's child and has been sent, with every holder's yes."""
    inquiry: int = does(sessions, by, writing.write, by.unit, kind, words, family.child).id
    does(sessions, by, asking.ask, SECRET, inquiry)
    answer(sessions, family, inquiry, *(YES for _ in family.holders))
    does(sessions, by, writing.send, inquiry, sure=True)
    return inquiry


def taken(sessions: sessionmaker[Session], by: Worker, inquiry: int) -> None:
    """By one who is asked, and offered to the parents."""
    does(sessions, by, answering.take, inquiry)
    does(sessions, by, lambda session: meeting.offer(session, answering.held(session, inquiry), WITH_PARENTS))


def request(sessions: sessionmaker[Session], district_id: int, key: str = "a form", **words: str) -> str:
    """Parents ask by themselves; the token of their link."""
    said = {"title": "Søvn", "seen": "Vi sover ikke.", "wanted": "", "name": "Ida Dam", "email": "ida@example.org"}
    asked = Request(kind=SOCIAL, district_id=district_id, mobile="", language="da", key=key, **said | words)
    with sessions() as session:
        session.info["writing"] = True
        sees(session, STRANGER)
        token = parent.put(session, SECRET, asked)
        session.commit()
        return token
