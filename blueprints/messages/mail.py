"""One letter as an e-mail: text, HTML and, where there is a time, a calendar entry that updates itself."""

from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any
from urllib.parse import urlsplit

from flask import current_app
from flask_babel import force_locale, get_locale
from flask_babel import gettext as _

from blueprints.language import at, between, hours, own, until, written
from blueprints.messages.askers import ASKERS_AT_HOME, TO_ASKED, TO_ASKERS
from blueprints.messages.groups import TO_GROUPS
from blueprints.messages.guests import TO_GUESTS
from blueprints.messages.headers import WIRE
from blueprints.messages.noted import TO_NOTED
from blueprints.messages.nurses import TO_FAMILIES
from blueprints.messages.to_staff import TO_STAFF
from blueprints.messages.words import AT_HOME, NOTED, PLACES, TO_PARENTS, Words
from config import Settings
from domain.base import now
from domain.booking.finding.places import HOME
from domain.booking.showing.calendar import Entry, Method, to_ics, uid
from domain.messages import Letter, Meeting, NoAddress


def compose(letter: Letter, settings: Settings) -> EmailMessage:
    """The same letter gives the same Message-ID, so that a second copy after a crash can be recognised."""
    method = _words(letter).method
    with force_locale(written(letter.language)):
        found = said(letter, settings.public_url)
        message = EmailMessage(policy=WIRE)
        _address(message, letter, settings)
        message["Subject"] = " ".join(found["title"].split())
        render = current_app.jinja_env.get_template
        message.set_content(render("messages/letter.txt").render(found), cte="quoted-printable")
        html = render("messages/letter.html").render(found)
        message.add_alternative(html, subtype="html", cte="quoted-printable")
        if letter.meeting and method:
            _enclose(message, _calendar(letter, letter.meeting, method, found["link"], settings), method)
        message["Content-Language"] = str(get_locale())  # last: a new part takes such headers along with it
    return message


def download(meeting: Meeting, public_url: str, link: str) -> bytes:
    """The appointment as a file for the reader's own calendar; a later mail about it updates the same entry."""
    return to_ics(_entry(meeting, public_url, link), "PUBLISH")


def _words(letter: Letter) -> Words:
    if letter.to_staff:
        return TO_STAFF[letter.kind]
    at_home = AT_HOME | ASKERS_AT_HOME if letter.meeting and letter.meeting.way == HOME else {}
    return (TO_PARENTS | TO_NOTED | TO_FAMILIES | TO_GROUPS | TO_GUESTS | TO_ASKED | TO_ASKERS | at_home)[letter.kind]


def said(letter: Letter, public_url: str) -> dict[str, Any]:
    """What it says in the language of the moment: title, lines, facts, and the way on."""
    meeting, words = letter.meeting, _words(letter)
    about = {
        "house": letter.house,
        "name": _(meeting.name) if meeting else "",
        "when": when(meeting, to_staff=letter.to_staff) if meeting else "",
        "until": until(meeting.cancel_days) if meeting else "",
        "answer_by": at(meeting.answer_by) if meeting and meeting.answer_by else "",
    }
    noted = own(letter.texts) if letter.kind in NOTED and not letter.to_staff else []
    ways = letter.token or letter.to_staff
    return {
        "title": str(words.subject) % about,
        "lines": [*(str(line) % about for line in words.lines), *noted],
        "facts": [(_("Tid"), about["when"]), (_("Sted"), where(meeting))] if meeting else [],
        "by_link": str(words.by_link) % about if ways else "",
        "action": str(words.action),
        "link": public_url + words.way.format(**_ids(letter)) if ways else "",
    }


def _ids(letter: Letter) -> dict[str, str]:
    """What the address of a way on is put together from."""
    return {"token": letter.token, "subject": letter.subject, "number": letter.subject.rpartition("/")[2]}


def when(meeting: Meeting, *, to_staff: bool = False) -> str:
    """The time, or to a family that has been told between when and when, just that."""
    if meeting.window is None or to_staff:
        return hours(meeting.start, meeting.end)
    return between(*meeting.window)


def where(meeting: Meeting) -> str:
    """The address, or what there is in place of one."""
    return str(PLACES.get(meeting.way, meeting.place))


def _address(message: EmailMessage, letter: Letter, settings: Settings) -> None:
    message["From"] = Address("God Start", addr_spec=settings.mail_from)
    message["To"] = _one_address(letter.address)
    message["Date"] = format_datetime(now())
    message["Message-ID"] = f"<{letter.name}@{urlsplit(settings.public_url).hostname}>"
    message["Auto-Submitted"] = "auto-generated"
    message["X-God-Start"] = letter.kind
    message["X-Auto-Response-Suppress"] = "All"


def _one_address(text: str) -> Address:
    """Exactly one: whatever the list of starts held, a comma in it must not add a reader."""
    name, _at, domain = text.strip().rpartition("@")
    try:
        return Address(addr_spec=f"{name}@{domain.encode('idna').decode()}")
    except (HeaderParseError, IndexError, ValueError) as error:
        raise NoAddress from error


def _calendar(letter: Letter, meeting: Meeting, method: Method, link: str, settings: Settings) -> bytes:
    way = "" if method == "CANCEL" else link
    stamp, people = letter.written_at, {"organizer": settings.mail_from, "attendee": letter.address}
    return to_ics(_entry(meeting, settings.public_url, way, stamp=stamp, **people), method)


def _entry(meeting: Meeting, public_url: str, link: str, **more: Any) -> Entry:
    return Entry(
        uid=uid(meeting.appointment_id, public_url),
        sequence=meeting.sequence,
        start=meeting.start,
        end=meeting.end,
        summary=f"{_(meeting.name)}, {meeting.house}",
        location=where(meeting),
        description=_("Se, flyt eller aflys: %(link)s", link=link) if link else "",
        url=link,
        **({"stamp": now()} | more),
    )


def _enclose(message: EmailMessage, calendar: bytes, method: Method) -> None:
    """Gmail and Outlook act on the alternative part; others offer the attachment."""
    inline = {"method": method, "charset": "utf-8"}
    message.add_alternative(calendar, maintype="text", subtype="calendar", params=inline)
    message.add_attachment(calendar, maintype="application", subtype="ics", filename="aftale.ics")
