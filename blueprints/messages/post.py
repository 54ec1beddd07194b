"""Who delivers mail: the server of MAIL_URL, or, without one, a folder that the demo shows in the browser."""

import re
import smtplib
import ssl
from contextlib import suppress
from email.message import EmailMessage
from functools import partial
from pathlib import Path
from secrets import token_hex
from typing import Protocol
from urllib.parse import urlsplit

from config import MailServer, Settings
from domain.base import now

PATIENCE = 20.0
"""Seconds that the mail server gets for each of its answers."""
PERMANENT = 500
ENHANCED = re.compile(r"5\.(\d{1,3})\.\d{1,3}\b")


class Undelivered(Exception):
    """It was not taken. `text` names no person; `final`: never will be; `server`: nor will any other message now; `address`: there is nobody there."""

    def __init__(self, text: str, *, final: bool = False, server: bool = False, address: bool = False) -> None:
        super().__init__(text)
        self.text, self.final, self.server, self.address = text, final, server, address


class Sender(Protocol):
    """Takes one message, and says what it is called there, or raises `Undelivered`."""

    def send(self, message: EmailMessage) -> str: ...


class SmtpSender:
    """One connection per message: slower by some milliseconds, and nothing that has to be kept alive."""

    def __init__(self, server: MailServer, own_name: str) -> None:
        self._server, self._own_name = server, own_name

    def send(self, message: EmailMessage) -> str:
        try:
            smtp = self._connect()
        except (smtplib.SMTPException, OSError) as error:
            raise Undelivered(named(error), server=True) from error
        try:
            smtp.send_message(message)
        except (smtplib.SMTPException, OSError, UnicodeError) as error:
            raise judge(error) from error
        finally:
            with suppress(smtplib.SMTPException, OSError):  # it has been taken by now, or not: QUIT changes nothing
                smtp.quit()
        return ""

    def _connect(self) -> smtplib.SMTP:
        server = self._server
        kind = partial(smtplib.SMTP_SSL, context=ssl.create_default_context()) if server.tls else smtplib.SMTP
        smtp = kind(server.host, server.port, local_hostname=self._own_name, timeout=PATIENCE)
        try:
            if server.starttls:
                smtp.starttls(context=ssl.create_default_context())
            if server.user:
                smtp.login(server.user, server.password)
        except BaseException:
            smtp.close()
            raise
        return smtp


def judge(error: Exception) -> Undelivered:
    """Only what is wrong with this very message or its reader is final; what may be our settings is tried again."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, told = max(error.recipients.values())
        final = code >= PERMANENT
        return Undelivered(named(error, code), final=final, address=final and nobody(told.decode("ascii", "replace")))
    if isinstance(error, smtplib.SMTPDataError):
        return Undelivered(named(error, error.smtp_code), final=error.smtp_code >= PERMANENT)
    final = isinstance(error, smtplib.SMTPNotSupportedError | UnicodeError)
    return Undelivered(named(error), final=final, server=not final)


def nobody(told: str) -> bool:
    """Whether a lasting refusal is about the address: its enhanced code (RFC 3463) says 5.1 or 5.2. Without one it is."""
    found = ENHANCED.match(told.strip())
    return found is None or found[1] in {"1", "2"}


def named(error: Exception, code: int | None = None) -> str:
    """The kind and the server's number: its text may repeat the address."""
    return f"{type(error).__name__} {code or getattr(error, 'smtp_code', '')}".strip()


class FolderSender:
    """A file per message, whole or not there at all, named so that sorting by name sorts by time."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, message: EmailMessage) -> str:
        name = f"{now():%Y%m%d-%H%M%S-%f}-{token_hex(4)}"
        draft = self._folder / f".{name}"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            draft.touch(mode=0o600)
            draft.write_bytes(bytes(message))
            draft.replace(self._folder / f"{name}.eml")
        except OSError as error:
            raise Undelivered(named(error), server=True) from error
        return ""


def sender(settings: Settings) -> Sender:
    server = settings.mail_server()
    own_name = urlsplit(settings.public_url).hostname or ""
    return SmtpSender(server, own_name) if server else FolderSender(settings.mail_folder)
