"""The one way through: who asks, what is allowed, one domain verb, one page or fragment, one commit."""

import secrets
from datetime import timedelta
from typing import Any

from flask import Flask, Response, abort, current_app, g, redirect, request, session, url_for
from flask_babel import gettext as _
from flask_login import LoginManager, UserMixin, current_user
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from flask_wtf.csrf import generate_csrf
from werkzeug.routing import BaseConverter
from werkzeug.wrappers import Response as AnyResponse

from blueprints.answers import done as done
from blueprints.answers import here as here
from blueprints.answers import htmx as htmx
from blueprints.answers import render as render
from blueprints.headers import ANONYMOUS
from blueprints.rules import CODE_HOLDER, CUSTODY, GUARDIAN, MACHINE, Place
from domain import audit, store
from domain.access import STRANGER, Acting, Viewer, install, sees
from domain.access.sessions import Arrival, SignedIn, area_key, arrived, signed_in, subscribed, touch
from domain.access.tokens import token_hash
from domain.base import Base, now
from domain.counselling.parent import visiting

db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False}, engine_options={"hide_parameters": True})
csrf, login_manager = CSRFProtect(), LoginManager()

SAFE = {"GET", "HEAD", "OPTIONS"}
TOUCHED = timedelta(minutes=1)


class SlugConverter(BaseConverter):
    """A unit's name in the address: `maaloev-by`."""

    regex = "[a-z0-9]+(?:-[a-z0-9]+)*"


class User(UserMixin):
    """What flask-login knows of a member of staff: the session row that the browser's secret leads to."""

    def __init__(self, found: SignedIn) -> None:
        self.found = found

    def get_id(self) -> str:
        return self.found.viewer.session_id


def secret() -> str:
    """The browser's one random secret. Every page sets it, and what forms are signed with, in the same way: having it says nothing."""
    if "s" not in session:
        session["s"] = secrets.token_urlsafe(24)
        generate_csrf()
    return str(session["s"])


@login_manager.request_loader
def load_user(_request: Any) -> User | None:
    if request.blueprint in {"book", "feed", ANONYMOUS}:
        return None  # there one is known by the link or the code, whoever has signed in as well
    found = signed_in(db.session(), area_key(secret(), "staff"))
    return User(found) if found else None


def same_origin() -> None:
    """An unsafe request comes from our own pages: Sec-Fetch-Site says so, else Origin."""
    if request.method in SAFE or _rule() is MACHINE:
        return
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin", "")
    own = origin == f"{request.scheme}://{request.host}" if site is None else site == "same-origin"
    if not own:
        abort(403, _("Forespørgslen kom fra et andet websted."))


def _rule() -> Any:
    return getattr(current_app.view_functions.get(request.endpoint or ""), "rule", None)


def viewer() -> None:
    """Who asks, set once, before the first guarded row is read."""
    g.place, g.arrival, g.visit, g.locked, g.speaks, found = None, None, None, None, None, STRANGER
    session_ = db.session()
    session_.info["reading"], session_.info["site"] = True, current_app.config["COUNSELLING_SITE"]
    sees(session_, STRANGER)
    if request.endpoint is None:
        return
    if request.blueprint != "feed":
        secret()
    if request.blueprint == "book":
        found = _parent(request.view_args or {})
    elif request.blueprint == ANONYMOUS and _rule() is CODE_HOLDER:
        g.visit = visiting.visitor(session_, secret())
        found = g.visit.viewer if g.visit else STRANGER
    elif request.blueprint == "feed":
        found = subscribed(session_, token_hash((request.view_args or {})["secret"])) or STRANGER
    elif current_user.is_authenticated:
        found = _staff(current_user.found)
    if request.method not in SAFE:
        session_.rollback()  # what has begun by reading cannot write
    sees(session_, found)
    session_.info["acting"] = Acting(
        unit_id=g.place.id if g.place else None, purpose=(request.blueprint or "").rpartition(".")[2]
    )
    session_.info["writing"] = request.method not in SAFE
    session_.info["reading"] = request.method in SAFE


def _parent(values: dict[str, Any]) -> Viewer:
    if "token" in values:
        g.arrival = arrived(db.session(), token_hash(values["token"]), area_key(secret(), "book"))
        g.speaks = g.arrival and g.arrival.language
    return g.arrival.viewer if g.arrival and g.arrival.confirmed_at else STRANGER


def _staff(found: SignedIn) -> Viewer:
    g.speaks = found.viewer.language
    idle = timedelta(minutes=current_app.config["SETTINGS"].idle_minutes)
    if found.locked or found.seen_at < now() - idle:
        g.locked = found
        return STRANGER
    for one in found.viewer.memberships:
        if one.actor == g.actor and one.slug == g.unit_slug:
            g.place = Place(one.unit_id, one.actor, one.slug, one.unit_name, one.kind)
    return found.viewer


def guard() -> AnyResponse | None:
    """The rule under the route, asked of the viewer; strangers are shown the way in."""
    if request.endpoint is None:
        return None
    who, rule = db.session().info["viewer"], current_app.view_functions[request.endpoint].rule  # type: ignore[union-attr]
    if rule.admits(who, g.place):
        return None
    if rule in {GUARDIAN, CUSTODY}:
        return _confirm(who)
    if rule is CODE_HOLDER:
        # 307: what had been written goes along, and is there when the code has been typed again
        return redirect(url_for(f"{ANONYMOUS}.enter"), 303 if request.method in SAFE else 307)
    if who.staff is not None:
        abort(403, _("Du er logget ind, men har ikke adgang hertil med dine roller."))
    if request.method not in SAFE:
        abort(403, _("Du er ikke logget ind længere. Log ind i en ny fane, og send så igen."))
    way = url_for("account.unlock" if g.locked else "account.login", next=request.full_path.rstrip("?"))
    return Response(headers={"HX-Redirect": way}) if htmx else redirect(way, 303)


def _confirm(who: Viewer) -> AnyResponse:
    arrival: Arrival | None = g.arrival
    if arrival is None:
        abort(404, _("Linket virker ikke længere."))
    if who.guardian is not None:
        abort(403, _("Det er kun for den, der har forældremyndigheden."))
    token = request.view_args["token"]  # type: ignore[index]
    asked = request.path.partition(token)[2].strip("/") if request.method in SAFE else ""
    way = url_for("book.confirm", token=token, videre=asked or None)
    if request.method not in SAFE:
        return render("book/way_in/again.html", 403, way=way)
    return Response(headers={"HX-Redirect": way}) if htmx else redirect(way, 303)


def settle(response: Response) -> Response:
    """Status 400 and up rolls back, else an unsafe method commits once; what was seen is logged before it is shown.

    Also on a form that comes back with its faults: else whoever sends an empty one has looked, and nobody knows.
    """
    session_, well = db.session(), response.status_code < 400  # noqa: PLR2004 -- HTTP's own line between right and wrong
    if well and request.method not in SAFE:
        session_.commit()
    else:
        session_.rollback()
    audit.flush_looks(db.engine, session_)
    if well:
        _touch()
    return response


def _touch() -> None:
    """Somebody is there; a page that asks by itself (`g.unattended`) does not keep a screen open that nobody looks at."""
    if g.get("visit") and g.visit.seen_at < now() - TOUCHED:
        visiting.touch(db.engine, secret())
    user = current_user if current_user.is_authenticated and not g.locked else None
    if user and not g.get("unattended") and user.found.seen_at < now() - TOUCHED:
        touch(db.engine, user.get_id(), g.place.id if g.place else None)


def _take_unit(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    g.actor = (request.blueprint or "").partition(".")[0]
    g.unit_slug = (values or {}).pop("unit", None)


def _put_unit(endpoint: str, values: dict[str, Any]) -> None:
    if "unit" not in values and g.get("unit_slug") and current_app.url_map.is_endpoint_expecting(endpoint, "unit"):
        values["unit"] = g.unit_slug


def register(app: Flask) -> None:
    """Extensions, and the six steps in their order."""
    for extension in (db, htmx, csrf):
        extension.init_app(app)
    # An error page may be all that can be shown: it must not ask the database who is looking at it.
    login_manager.init_app(app, add_context_processor=False)
    with app.app_context():
        store.prepare(db.engine)
        install(db.session, db.engine)
    login_manager.session_protection = None
    app.url_map.converters["slug"] = SlugConverter
    app.url_value_preprocessor(_take_unit)
    app.url_defaults(_put_unit)
    for step in (same_origin, viewer, guard):
        app.before_request(step)
    app.after_request(settle)
