"""Anonymous counselling with something in it: a team's key, a case with its code, a browser in which it is open, times to take."""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.access.units import Unit
from domain.base import now, quarter, today
from domain.counselling.crypto import boxes, codes, slow, tree
from domain.counselling.crypto.site import Site
from domain.counselling.parent import visiting, writing
from domain.counselling.staff import vouching
from domain.counselling.tables.cases import Case, Colleague
from domain.counselling.tables.team import Epoch, ReadingKey
from domain.counselling.tables.times import Time
from tests.factories import SECRET

SITE = Site.of(SECRET)
"""Of an application that is given `counselling_secret=SECRET`."""
TEXT = "Min søn på 2 år græder hver nat. Blåbærgrød hjælper ikke."
BY_HAND = {"unscoped": "a test looks at what is kept"}


@dataclass
class Open:
    """A case as its parent has it: the code, the form's number, and the secret of a browser in which it is open."""

    case: int
    key: boxes.Key
    code: str
    nonce: str
    secret: str
    unit: int


def epoch(session: Session, unit_id: int) -> tuple[int, boxes.Key]:
    """(the current epoch of this Familiehus, its private key): a new one, in place of the one there may be."""
    for old in session.scalars(select(Epoch).where(Epoch.unit_id == unit_id, Epoch.ended_on.is_(None))):
        old.ended_on = today()
    session.flush()
    number = (session.scalar(select(func.max(Epoch.number)).where(Epoch.unit_id == unit_id)) or 0) + 1
    pair = tree.new_epoch()
    mark = vouching.of_epoch(session, unit_id, number, pair.public)
    row = Epoch(unit_id=unit_id, number=number, public=pair.public, mark=mark, begun_on=today())
    session.add(row)
    session.flush()
    return row.id, pair.private


def familiehus(session: Session) -> int:
    """The first there is: where anonymous messages go."""
    return session.scalars(select(Unit.id).where(Unit.actor == "familiehus").order_by(Unit.id)).first()


def open_case(session: Session, unit_id: int, text: str = "Min søn sover ikke.", **more: Any) -> Open:
    """Written, and open in a browser. There is an epoch already."""
    nonce, secret = codes.new_nonce(), uuid4().hex
    code = codes.code_of(SITE, nonce)
    keys = slow.code_keys(SITE, code)
    writing.open_case(session, keys, nonce, writing.Letter(text=text, **more))
    visiting.enter(session, keys, secret)
    session.flush()
    visitor = visiting.visitor(session, secret)
    return Open(visitor.viewer.case, visitor.case_key(secret), code, nonce, secret, unit_id)


def times(session: Session, unit_id: int, staff_id: int, number: int = 3) -> list[int]:
    """Free times of half an hour from tomorrow."""
    first = quarter(now() + timedelta(days=1))
    rows = [
        Time(
            unit_id=unit_id,
            staff_id=staff_id,
            first=first + 4 * at,
            quarters=2,
            appointment_id=first + at,
            published_on=today(),
        )
        for at in range(number)
    ]
    session.add_all(rows)
    session.flush()
    return [row.id for row in rows]


def ask_for(session: Session, case_id: int, staff_id: int, actor: str = "sundhedspleje") -> tuple[int, boxes.Key]:
    """(the question to the parent, the colleague's private key): somebody has been asked to read along."""
    public, private = boxes.new_pair()
    if session.get(ReadingKey, staff_id) is None:  # the demo's has one, which is left as it is
        key = ReadingKey(staff_id=staff_id, public=public, sealed=b"-", salt=slow.new_salt(), made_on=today())
        key.mark = vouching.of_person(session, staff_id, public)
        session.add(key)
    row = Colleague(id=boxes.new_id(), case_id=case_id, staff_id=staff_id, actor=actor, asked_on=today())
    session.add(row)
    session.flush()
    return row.id, private


def settle(session: Session, staff_id: int) -> dict[str, Any]:
    """Something behind each of the parents' addresses, as the values and forms that they want."""
    unit_id = familiehus(session)
    if session.scalar(select(Epoch.id).where(Epoch.unit_id == unit_id, Epoch.ended_on.is_(None))) is None:
        epoch(session, unit_id)
    one = open_case(session, unit_id)
    question, _private = ask_for(session, one.case, staff_id)
    [time, *_others] = times(session, unit_id, staff_id)
    return {
        "visit": one.secret,
        "colleague_id": question,
        "forms": {
            "anonym.receipt": {"nonce": one.nonce, "group": codes.last_group(one.code)},
            "anonym.entered": {"nonce": codes.new_nonce(), "code": one.code},
            "anonym.take": {"time": time},
        },
    }


def kept(session: Session, case_id: int) -> Any:
    """The row as the database has it, whoever may see it."""
    return session.execute(select(*Case.__table__.c).where(Case.id == case_id), execution_options=BY_HAND).one_or_none()


class Parent:
    """What a person does with a browser; each form is sent as the page has it."""

    def __init__(self, client, asked=""):
        self.client, self.asked = client, asked

    def go(self, way):
        return self.client.get(way + self.asked)

    def send(self, way, page, **typed):
        """The form of `page` that goes to `way`."""
        way += self.asked
        form = next(one for one in re.findall(r"<form.*?</form>", page.text, re.DOTALL) if f'action="{way}"' in one)
        hidden = dict(re.findall(r'name="(nonce|opened|asked|text)"[^>]*value="([^"]*)"', form))
        answer = self.client.post(way, data=hidden | typed)
        if answer.status_code == 307:  # a browser sends the same form on; this one would send an empty one
            return self.client.post(answer.headers["Location"], data=hidden | typed)
        return self.client.get(answer.headers["Location"]) if answer.status_code == 303 else answer

    def write(self, text=TEXT, **more):
        answer = self.send("/anonym/", self.go("/anonym/"), text=text, **more)
        return answer, code_in(answer)

    def in_hand(self, text=TEXT, **more):
        """Written, and the last group typed."""
        answer, code = self.write(text, **more)
        return self.send("/anonym/kvittering", answer, group=codes.last_group(code)), code

    def come_back(self, code):
        return self.send("/anonym/kode", self.go("/anonym/kode"), code=code)


def code_in(answer):
    return codes.shown("".join(re.findall(r"<span>([0-9A-Z]{4,5})</span>", answer.text)))
