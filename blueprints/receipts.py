"""Where GatewayAPI tells what became of an SMS: signed with the secret that we share, and answered with nothing."""

from datetime import UTC, datetime
from typing import Any

import jwt
from flask import Blueprint, Response, abort, current_app, request

from blueprints.messages.sms import CALLBACK
from blueprints.rules import MACHINE, allow
from blueprints.web import csrf, db
from domain import receipts
from domain.base import now

bp = Blueprint("receipts", __name__)
HEADER = "X-Gwapi-Signature"
LONGEST = 4096


@bp.post(CALLBACK)
@csrf.exempt
@allow(MACHINE)
def delivered() -> Response:
    """A delivery status notification. All that it says stands in the signed header; the body may be anybody's."""
    found = _signed(request.headers.get(HEADER, ""))
    name, status = found.get("userref"), found.get("status")
    if isinstance(name, str) and isinstance(status, str) and status.isascii():
        secret: str = current_app.config["SECRET_KEY"]
        receipts.delivered(db.session(), secret, name, status[:20], _at(found.get("time")))
    return Response(status=204)


def _signed(token: str) -> dict[str, Any]:
    secret = current_app.config["SETTINGS"].sms_secret
    if not secret:
        abort(404)
    try:
        found: dict[str, Any] = jwt.decode(token[:LONGEST], secret, algorithms=["HS256"], options={"verify_aud": False})
    except jwt.InvalidTokenError:
        abort(403)
    return found


def _at(seconds: Any) -> datetime:
    """When it happened, which is never later than now."""
    try:
        return min(datetime.fromtimestamp(int(seconds), UTC), now())
    except (TypeError, ValueError, OverflowError, OSError):
        return now()
