"""The demo's mailbox: without a mail server, whoever tries God Start reads here what parents and staff would get."""

from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

from flask import Blueprint, abort, current_app, request, url_for
from flask_babel import gettext as _
from icalendar import Calendar
from werkzeug.wrappers import Response

from blueprints import door
from blueprints.language import hours
from blueprints.messages.sms import NOWHERE
from blueprints.rules import PUBLIC, allow
from blueprints.web import db, render
from config import Settings
from domain.demo.post import birthdays, receivers

bp = Blueprint("demo_mail", __name__, url_prefix="/demo/post")
PER_PAGE, FIRST = 25, 6
"""Mails on a page; and invitations, which the way in begins with, before all else."""


@dataclass(frozen=True)
class Mail:
    """One message in the folder; its file's name is its name in the address."""

    name: str
    message: EmailMessage

    @classmethod
    def read(cls, file: Path) -> "Mail":
        message = message_from_bytes(file.read_bytes(), policy=policy.default)
        assert isinstance(message, EmailMessage)
        return cls(file.stem, message)

    @property
    def subject(self) -> str:
        return str(self.message["Subject"])

    @property
    def to(self) -> str:
        """The address, or the number that an SMS went to."""
        return str(self.message["To"]).removesuffix(f"@{NOWHERE}")

    @property
    def sms(self) -> bool:
        return str(self.message["To"]).endswith(f"@{NOWHERE}")

    @property
    def invites(self) -> bool:
        return self.message["X-God-Start"] == "invitation"

    @property
    def at(self):
        return self.message["Date"].datetime

    @property
    def paragraphs(self) -> list[list[str]]:
        body = self.message.get_body(("plain",))
        text = body.get_content() if body else ""
        return [block.splitlines() for block in text.strip().split("\n\n")]

    @property
    def calendar(self) -> list[tuple[str, str]]:
        """What a calendar would make of it."""
        part = next((part for part in self.message.walk() if part.get_content_type() == "text/calendar"), None)
        return told(part.get_payload(decode=True)) if part else []


def told(data: Any) -> list[tuple[str, str]]:
    calendar: Any = Calendar.from_ical(data)
    [event] = calendar.events
    does = {"REQUEST": _("Aftalen lægges ind eller rettes"), "CANCEL": _("Aftalen fjernes")}[calendar.method]
    facts = [(_("Kalenderen"), does), (_("Hvad"), event.summary), (_("Hvornår"), hours(event.start, event.end))]
    return [*facts, (_("Hvor"), event.location or "–"), (_("Udgave"), str(event.sequence))]


def applies(settings: Settings) -> bool:
    """Everywhere else the address does not exist."""
    return bool(settings.demo) and not settings.mail_url


@bp.get("/")
@allow(PUBLIC)
def index() -> Response:
    """The newest mail to each, and how many there are; with ?til= all to one."""
    to, page = request.args.get("til"), max(1, request.args.get("side", 1, type=door.number))
    boxes: dict[str, list[Path]] = {}
    for file in folder():
        boxes.setdefault(receiver(file), []).append(file)
    files = boxes.get(to, []) if to else [box[0] for box in boxes.values()]
    start = (page - 1) * PER_PAGE
    mails = [Mail.read(file) for file in files[start : start + PER_PAGE]]
    first = page == 1 and not to
    invitations = list(islice((mail for mail in map(Mail.read, folder()) if mail.invites), FIRST)) if first else []
    return render(
        "demo_mail/index.html",
        mails=mails,
        to=to,
        more={} if to else {address: len(box) - 1 for address, box in boxes.items()},
        invitations=invitations,
        names=receivers(db.session(), {mail.to for mail in (*mails, *invitations)}),
        newer=url_for(".index", til=to, side=page - 1) if page > 1 else None,
        older=url_for(".index", til=to, side=page + 1) if start + PER_PAGE < len(files) else None,
    )


@bp.get("/<slug:name>")
@allow(PUBLIC)
def show(name: str) -> Response:
    found = next((file for file in folder() if file.stem == name), None)
    if found is None:
        abort(404)
    mail = Mail.read(found)
    session = db.session()
    return render(
        "demo_mail/show.html", mail=mail, names=receivers(session, {mail.to}), born=birthdays(session, mail.to)
    )


@lru_cache(maxsize=4096)
def receiver(file: Path) -> str:
    """Whom the message in a file is to: it never changes."""
    with file.open("rb") as head:
        return str(BytesHeaderParser(policy=policy.default).parse(head)["To"]).removesuffix(f"@{NOWHERE}")


def folder() -> list[Path]:
    """Newest first: the names begin with the time."""
    return sorted(current_app.config["SETTINGS"].mail_folder.glob("[!.]*.eml"), reverse=True)
