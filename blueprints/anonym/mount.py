"""The anonymous pages: their blueprint. A chosen language goes along in the address, as no cookie may tell of it."""

from typing import Any

from flask import Blueprint, request

from blueprints.headers import ANONYMOUS
from blueprints.language import ANONYMOUS_IN

bp = Blueprint("anonym", __name__, url_prefix=f"/{ANONYMOUS}")


@bp.url_defaults
def _same_language(_endpoint: str, values: dict[str, Any]) -> None:
    wanted = request.args.get("sprog", "") if request else ""
    if wanted in ANONYMOUS_IN:
        values.setdefault("sprog", wanted)
