"""What goes back: a page, the part of it that htmx asks for, or the way on."""

from typing import Any
from urllib.parse import quote

from flask import Response, current_app, flash, g, redirect, request, session, url_for
from flask_htmx import HTMX
from jinja2_fragments.flask import render_block
from werkzeug.wrappers import Response as AnyResponse

htmx = HTMX()


def render(template: str, status: int = 200, /, **context: Any) -> Response:
    """A page; or, when htmx asks for one element of it, its title and the block of that name (id "aftale-412": block aftale)."""
    if request.headers.get("HX-Request-Type") != "partial":
        return Response(current_app.jinja_env.get_template(template).render(_context(context)), status)
    block = _block(template)
    if block is None:
        return Response(status=status, headers={"HX-Redirect": _again()})
    told = current_app.jinja_env.globals["parts"].told() if "_flashes" in session else ""  # type: ignore[attr-defined]
    title, part = (render_block(template, name, **context) for name in ("title", block))
    return Response(f"<title>{title} · God Start</title>{part}{told}", status)


def _again() -> str:
    """The address that was asked for, as a header can hold it: what stood encoded in it stays so."""
    query = request.query_string.decode("ascii", "ignore")
    return quote(request.path) + ("?" + query if query else "")


def _context(context: dict[str, Any]) -> dict[str, Any]:
    full = dict(context)
    current_app.update_template_context(full)
    return full


def _block(template: str) -> str | None:
    wanted = (htmx.target or "").rpartition("#")[2].rstrip("0123456789-").replace("-", "_")
    blocks = current_app.jinja_env.get_template(template).blocks
    return wanted if wanted in blocks else None


def done(text: str, endpoint: str, state: str = "ok", **values: Any) -> AnyResponse:
    """The way on after a success: say it once on the next page."""
    flash(text, state)
    return redirect(url_for(endpoint, **values), 303)


def here(endpoint: str, **values: Any) -> str:
    """An address inside the acting mount: `here("frontdesk.week")` is /dagtilbud/globen/frontdesk/ for whoever acts there."""
    return url_for(f"{g.actor}.{endpoint}", **values)
