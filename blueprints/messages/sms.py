"""Who delivers SMS: GatewayAPI over its REST interface, or the folder that the demo shows in the browser; else nobody."""

import json
import ssl
from base64 import b64encode
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import Any
from urllib.parse import urlsplit

from flask import current_app

from blueprints.messages.post import FolderSender, Undelivered, named
from blueprints.messages.text import Text
from config import Settings
from domain.base import now

PATIENCE = 15.0
"""Seconds that GatewayAPI gets for its answer."""
LONGEST = 64 * 1024
CALLBACK = "/sms/kvittering"
NOWHERE = "sms.invalid"
OK = 200
OURS = frozenset({400, 422})
"""It is this very SMS that they do not take; everything else may be better later."""


class Gateway:
    """POST /rest/mtsms (gatewayapi.com/docs/apis/rest): one SMS to one number, the API token as the user of basic authentication."""

    def __init__(self, settings: Settings) -> None:
        self._url, self._sender = urlsplit(settings.sms_url), settings.sms_sender
        key = b64encode(f"{settings.sms_token}:".encode()).decode()
        self._headers = {
            "Authorization": f"Basic {key}",
            "Content-Type": "application/json",
            "Accept": "application/json",
        }
        self._callback = settings.public_url + CALLBACK if settings.sms_secret else ""

    def send(self, text: Text) -> str:
        """GatewayAPI's own number for it. Their rate limit, and whatever is wrong with the account, ends this round for all."""
        try:
            status, found = self._post(self._body(text))
        except (OSError, HTTPException) as error:
            raise Undelivered(named(error), server=True) from error
        if status != OK:
            final = status in OURS
            raise Undelivered(f"GatewayAPI {status} {found.get('code', '')}".strip(), final=final, server=not final)
        return str(next(iter(found.get("ids") or []), ""))

    def _body(self, text: Text) -> dict[str, Any]:
        body: dict[str, Any] = {
            "sender": self._sender,
            "message": text.text,
            "recipients": [{"msisdn": int("".join(filter(str.isdecimal, text.number)))}],
            "userref": text.name,
        }
        if not text.plain:
            body["encoding"] = "UCS2"
        if text.seconds is not None:
            body["validity_period"] = max(text.seconds, 60)
        if self._callback:
            body["callback_url"] = self._callback
        return body

    def _post(self, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        connection = self._connection()
        try:
            connection.request("POST", f"{self._url.path.rstrip('/')}/rest/mtsms", json.dumps(body), self._headers)
            answer = connection.getresponse()
            return answer.status, _read(answer)
        finally:
            connection.close()

    def _connection(self) -> HTTPConnection:
        host, port = self._url.hostname or "", self._url.port
        if self._url.scheme == "http":
            return HTTPConnection(host, port, timeout=PATIENCE)
        return HTTPSConnection(host, port, timeout=PATIENCE, context=ssl.create_default_context())


def _read(answer: HTTPResponse) -> dict[str, Any]:
    """Taken is taken, whatever it says about it: an answer that nobody can read is an empty one."""
    try:
        found = json.loads(answer.read(LONGEST))
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


class FolderTexts:
    """Beside the demo's mails."""

    def __init__(self, settings: Settings) -> None:
        self._folder = FolderSender(settings.mail_folder)

    def send(self, text: Text) -> str:
        message = EmailMessage(policy=SMTP)
        message["To"] = f"{text.number.replace(' ', '')}@{NOWHERE}"
        message["Date"] = format_datetime(now())
        message["Subject"] = text.text.splitlines()[0]
        message["X-God-Start"] = text.kind
        message.set_content(text.text, cte="quoted-printable")
        return self._folder.send(message)


def texter(settings: Settings) -> Gateway | FolderTexts | None:
    if settings.sms_token:
        return Gateway(settings)
    return FolderTexts(settings) if settings.demo and not settings.mail_url else None


def has_sms() -> bool:
    """Whether anybody delivers SMS here."""
    settings: Settings = current_app.config["SETTINGS"]
    return texter(settings) is not None
