"""The blueprint that the public pages of events hang on."""

from typing import Any

from flask import Blueprint, has_request_context, request

from blueprints.language import CITIZENS_IN

bp = Blueprint("sign_up", __name__, url_prefix="/arrangementer")


@bp.url_defaults
def same_language(_endpoint: str, values: dict[str, Any]) -> None:
    """Ways from one page to another stay in the language that was chosen."""
    if has_request_context() and (said := request.args.get("sprog")) in CITIZENS_IN:
        values.setdefault("sprog", said)
