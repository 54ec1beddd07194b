"""Who is told what about a referral: rows on the two units' days, mails that name nobody and no service."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time

from sqlalchemy.orm import Session

from domain import consent, due, outbox
from domain.base import COPENHAGEN, now
from domain.due import Entry
from domain.outbox import Message
from domain.referrals.states import DECLINED, ENDED
from domain.referrals.tables import Referral

NEWS, OFFER, MAIL = "referral-news", "referral-offer", "referral-consent"
NAMED = consent.PURPOSES[consent.REFERRAL].full
MORNING = time(8)


def subject(referral_id: int) -> str:
    """What the question, the mails and the due rows are about."""
    return f"referral/{referral_id}"


def writer(session: Session, referral: Referral, state: str, news: Iterable[Entry] = ()) -> None:
    """Back to whoever referred: on Min dag, open until it has been seen where it ends there, and by mail. `news`: other rows that go along."""
    at = now()
    own = Entry(
        key=f"{subject(referral.id)}/writer",
        unit_id=referral.from_unit_id,
        staff_id=referral.writer_id,
        kind=f"henvisning-{state}",
        at=at,
        done_at=None if state in {DECLINED, ENDED} else at,
        target=subject(referral.id),
    )
    due.put(session, [own, *news])
    told = Message(
        kind=NEWS, subject=f"referred/{referral.id}", staff=[referral.writer_id], key_part=f"{at:%Y%m%d%H%M%S}"
    )
    outbox.put_all(session, told)


def parents(session: Session, referral: Referral, kind: str) -> None:
    """A mail to each holder of custody, in which nothing stands but the way to their page."""
    assert referral.child_id is not None
    whom = consent.holders(session, referral.child_id)
    outbox.put(session, kind, subject(referral.id), guardians=whom, key_part=f"{now():%Y%m%d%H%M%S}")


def entry(referral: Referral, name: str, kind: str, at: datetime, done_at: datetime | None = None) -> Entry:
    """A row of Familiehuset's about the named child: there only while the parents agree."""
    return Entry(
        key=f"{subject(referral.id)}/{name}",
        unit_id=referral.unit_id,
        kind=f"henvisning-{kind}",
        at=at,
        done_at=done_at,
        child_id=referral.child_id,
        matter_id=referral.id,
        purpose=NAMED,
        target=subject(referral.id),
    )


def gone(referral: Referral) -> Entry:
    """That one of theirs is theirs no longer: which, they may not know."""
    return Entry(
        key=f"{subject(referral.id)}/gone",
        unit_id=referral.unit_id,
        kind="henvisning-lukket",
        at=now(),
        done_at=now(),
        target=f"referrals/{referral.unit_id}",
    )


def follow_key(referral_id: int, day: date) -> str:
    """Of the row for one follow-up."""
    return f"{subject(referral_id)}/follow/{day.isoformat()}"


def follow_ups(referral: Referral, days: Sequence[date]) -> list[Entry]:
    """A row for each day on which it is to be looked at."""
    return [entry(referral, f"follow/{day.isoformat()}", "opfoelgning", morning(day)) for day in days]


def morning(day: date) -> datetime:
    return datetime.combine(day, MORNING, COPENHAGEN)
