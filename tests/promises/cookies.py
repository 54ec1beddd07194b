"""What a browser's cookie holds, for whoever has stolen the server's own secret."""

from pathlib import Path
from typing import Any

from flask import Flask
from flask.sessions import SecureCookieSessionInterface


def loaded(folder: Path, cookie: str) -> dict[str, Any]:
    found: dict[str, Any] = _signer(folder).loads(cookie)
    return found


def dumped(folder: Path, content: dict[str, Any]) -> str:
    return str(_signer(folder).dumps(content))


def _signer(folder: Path) -> Any:
    app = Flask("reader")
    app.secret_key = (folder / "instance" / "secret-key").read_text().strip()
    return SecureCookieSessionInterface().get_signing_serializer(app)
