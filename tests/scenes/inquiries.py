"""Inquiries for tests: written, asked about, agreed to, sent and taken, each by the one it belongs to."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from domain import consent
from domain.access import STRANGER, Guardian, sees
from domain.access.tokens import token_hash
from domain.access.units import Unit
from domain.consent import YES
from domain.inquiries import answering, asking, meeting, parent, writing
from domain.inquiries.parent import Request
from domain.inquiries.tables import SOCIAL, WITH_PARENTS, WITH_WRITER, Inquiry
from domain.inquiries.writing import Words
from tests.factories import SECRET, make_staff
from tests.scenes.canaries import Family, working
from tests.scenes.municipality import Town, Worker
from tests.scenes.tasks import opened, staff
from tests.scenes.tasks import parent as guardian

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


def in_demo(database: Any, town: Any) -> None:
    """For the demo's accounts: one in each state that something can be done in, about the child of the family "booked" where one is named."""
    sessions, leader, adviser, home = (
        database.sessions,
        town.places["dagtilbud"],
        town.places["fsr"],
        town.homes["booked"],
    )

    def by(worker: Worker, verb: Any, *args: Any, **more: Any) -> Any:
        return does(sessions, worker, verb, *args, **more)

    def fresh(child: int | None = None) -> int:
        found: int = by(leader, writing.write, leader.unit, SOCIAL, WORDS, child).id
        return found

    def sent(meets: str = "", child: int | None = None) -> int:
        one = fresh(child)
        if child is not None:
            by(leader, asking.ask, SECRET, one)
            agree(sessions, one, child)
        by(leader, writing.send, one, sure=True)
        if meets:
            by(adviser, answering.take, one)
        if meets not in ("", "taget"):
            by(adviser, lambda session: meeting.offer(session, answering.held(session, one), meets))
        return one

    def book(session: Session, one: int) -> None:
        found = meeting.plan(session, writing.locked(session, one))
        meeting.book(session, found, meeting.times(session, found)[0].first, "demo")

    draft, named, taken_, booked = fresh(), fresh(home.child), sent("taget"), sent(WITH_WRITER)
    by(adviser, book, booked)
    own = {"send": draft, "edit": draft, "withdraw": booked, "again": named, "ask_parents": named, "note_answer": named}
    with working(sessions) as session:
        colleague = make_staff(session, adviser.unit, "socialraadgiver", "Birgit Holm")
    given, over = sent("taget"), sent("taget")
    by(adviser, answering.close, over, "konference")
    own |= {"leave": over}
    mine = {
        "give": given,
        "take": sent(),
        "hand_back": taken_,
        "answer": taken_,
        "close": taken_,
        "meet": taken_,
        "cancel": booked,
    }
    ways = {f"inquiries.{page}": {"inquiry_id": one} for page, one in (own | mine).items()}
    with working(sessions) as session:
        district = session.scalars(select(Unit.district_id).where(Unit.id == adviser.unit)).one()
    asker = request(sessions, district or 0)
    theirs = _asked_by(sessions, asker)
    by(adviser, answering.take, theirs)
    by(adviser, lambda session: meeting.offer(session, answering.held(session, theirs), WITH_PARENTS))
    with opened(sessions, staff(adviser)) as session:
        found = meeting.plan(session, writing.locked(session, theirs))
        slot = meeting.times(session, found)[1].first
    town.values |= {"inquiry_id": sent(WITH_PARENTS, home.child), "whom": "fsr", "asker": asker}
    town.values["ways"] |= ways
    town.values["forms"] |= {"inquire.choose": {"slot": slot, "key": "a"}, "inquiries.give": {"staff": colleague}}


def in_crawl(sessions: sessionmaker[Session], town: Town, family: Family) -> None:
    """A pædagog's: drafts, one of which the family is asked about, one that waits, one taken and one to be talked about; and parents' own."""
    writer, adviser = town.workers["dagtilbud/paedagog"], town.workers["fsr/socialraadgiver"]

    def sent(*meets: str) -> int:
        one: int = does(sessions, writer, writing.write, writer.unit, SOCIAL, WORDS, None).id
        does(sessions, writer, writing.send, one, sure=True)
        for how in meets:
            does(sessions, adviser, answering.take, one)
            if how:
                does(sessions, adviser, _offer, one, how)
        return one

    does(sessions, writer, writing.write, writer.unit, SOCIAL, WORDS, None)
    asked = does(sessions, writer, writing.write, writer.unit, SOCIAL, WORDS, family.child).id
    does(sessions, writer, asking.ask, SECRET, asked)
    for meets in ((), ("",), (WITH_WRITER,)):
        sent(*meets)
    does(sessions, adviser, answering.close, sent(""), "konference")
    with working(sessions) as session:
        district = session.scalars(select(Unit.district_id).where(Unit.id == adviser.unit)).one()
    request(sessions, district or 0)


def _offer(session: Session, inquiry: int, how: str) -> None:
    meeting.offer(session, answering.held(session, inquiry), how)


def agree(sessions: sessionmaker[Session], inquiry: int, child: int) -> None:
    """Every holder of custody says yes."""
    with working(sessions) as session:
        holders = sorted(consent.holders(session, child))
    for one in holders:
        with opened(sessions, Guardian(guardian=one, child_ids=(child,), custody_ids=(child,))) as session:
            asking.answer(session, inquiry, one, YES)
            session.commit()


def _asked_by(sessions: sessionmaker[Session], token: str) -> int:
    with working(sessions) as session:
        return session.scalars(select(Inquiry.id).where(Inquiry.token_hash == token_hash(token))).one()
