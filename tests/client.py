"""A browser without a screen: sends what a browser sends by itself, so that a test says only what a person does."""

import secrets
from typing import Any

from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from werkzeug.test import TestResponse

SAFE = {"GET", "HEAD", "OPTIONS"}


class Client(FlaskClient):
    """Unsafe requests come from our own origin and carry the form's token, unless the test says otherwise."""

    def open(self, *args: Any, method: str = "GET", headers: Any = None, **kwargs: Any) -> TestResponse:
        given = dict(headers or {})
        if method.upper() not in SAFE:
            given = {"Sec-Fetch-Site": "same-origin", "X-CSRFToken": self.token()} | given
        return super().open(*args, method=method, headers=given, **kwargs)

    def token(self) -> str:
        with self.session_transaction() as session:
            raw = session.setdefault("csrf_token", secrets.token_hex(20))
        return URLSafeTimedSerializer(self.application.secret_key, salt="wtf-csrf-token").dumps(raw)
