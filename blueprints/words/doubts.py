"""What speaks against a time, in words: for staff, who may book and move all the same."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from blueprints.language import clock
from domain.booking.finding.openings import local_day, public_holiday
from domain.journey.choosing.doubts import AWAY, CLOSED, FINAL, GAP, HOLIDAY, SAME_DAY, TAKEN, Doubt


@dataclass(frozen=True, kw_only=True)
class Warned:
    """For templates/frontdesk/doubts.html: the sentences, the keys that they answer to, and whether they end it."""

    texts: list[str]
    keys: list[str]
    final: bool


def warned(doubts: Iterable[Doubt], names: Mapping[int, str]) -> Warned:
    """`names` by resource."""
    found = list(doubts)
    return Warned(
        texts=[said(one, names.get(one.resource_id, _("En, der skal være med,"))) for one in found],
        keys=[one.key for one in found],
        final=any(one.kind in FINAL for one in found),
    )


def briefly(one: Doubt, people: Mapping[int, Any]) -> str:
    """Beside a time to choose; `people` as a plan has them."""
    name = people[one.resource_id].name if one.resource_id in people else ""
    words = {
        GAP: _("kort pause for %(name)s", name=name),
        SAME_DAY: _("samme slags kl. %(at)s", at=clock(one.at)),
        HOLIDAY: _("helligdag"),
    }
    return words.get(one.kind, _("ikke ledig"))


def said(one: Doubt, name: str) -> str:
    """One doubt as a sentence."""
    words = {
        TAKEN: _("%(name)s har en anden aftale kl. %(at)s.", name=name, at=clock(one.at)),
        AWAY: _("%(name)s er væk eller optaget i sin egen kalender.", name=name),
        CLOSED: _("%(name)s har ikke åbnet den tid.", name=name),
        GAP: _("%(name)s får kun lidt tid mellem denne og aftalen omkring kl. %(at)s.", name=name, at=clock(one.at)),
        SAME_DAY: _("Barnet har en anden aftale af samme slags den dag, kl. %(at)s.", at=clock(one.at)),
        HOLIDAY: _("Det er %(day)s.", day=public_holiday(local_day(one.at)) or ""),
    }
    return words[one.kind]
