"""One letter as an SMS: what it is about, and the way to the rest."""

from dataclasses import dataclass

from flask_babel import force_locale

from blueprints.language import written
from blueprints.messages.mail import said
from config import Settings
from domain.base import now
from domain.messages import Letter

PLAIN = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà^{}\\[~]|€"
)
"""GSM 03.38, 160 to an SMS; anything else makes it UCS-2, 70 to an SMS."""


@dataclass(frozen=True, kw_only=True)
class Text:
    """`number` with + and country; `name` is ours for it, the same at every try; of no use after `seconds`."""

    number: str
    text: str
    name: str
    kind: str
    seconds: int | None

    @property
    def plain(self) -> bool:
        return PLAIN.issuperset(self.text)


def compose_text(letter: Letter, settings: Settings) -> Text:
    """The mail's subject, the house where the subject does not name it, and the link. Dashes are hyphens, which cost nothing."""
    with force_locale(written(letter.language)):
        found = said(letter, settings.public_url)
    title = found["title"] if letter.house in found["title"] else f"{found['title']}, {letter.house}"
    lines = [title.replace("\N{EN DASH}", "-"), found["link"]]
    return Text(
        number=letter.address,
        text="\n".join(filter(None, lines)),
        name=letter.name,
        kind=letter.kind,
        seconds=int((letter.expires_at - now()).total_seconds()) if letter.expires_at else None,
    )
