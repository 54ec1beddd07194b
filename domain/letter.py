"""What a message says, as far as any message may: no field for a child, a reason or where somebody lives, so no text can hold them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from domain.booking.finding.places import UNIT

EMAIL_CHANGED = "email-changed"
"""The one kind that goes to the address before: whoever reads mail there may know nothing of the change. It says nothing else."""


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """When and where, and until which day parents may change it. `place` is empty for a visit at home: the family knows where that is.

    `way`: one of `places.PLACES`. `texts`: what the municipality says of every appointment of this kind, by language. `answer_by`: how long it is held for a family.
    `window`: between when and when it begins, where that is what the family has been told.
    """

    appointment_id: int
    name: str
    house: str
    place: str
    start: datetime
    end: datetime
    sequence: int
    way: str = UNIT
    cancel_days: int = 1
    texts: Mapping[str, str] = field(default_factory=dict)
    answer_by: datetime | None = None
    window: tuple[datetime, datetime] | None = None


@dataclass(frozen=True, kw_only=True)
class Letter:
    """One message to one person; `token` is the secret part of their own way in, where they have one.

    `name` is what it is called outside, the same at every try; `address` is a number where the `channel` is SMS.
    """

    name: str
    kind: str
    channel: str
    subject: str
    to_staff: bool
    written_at: datetime
    expires_at: datetime | None
    address: str
    language: str
    house: str = ""
    meeting: Meeting | None = None
    token: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)
