"""What stands around every page: whose day it is, for which unit, and the ways on."""

from dataclasses import dataclass, field
from functools import lru_cache

from flask import Flask, current_app, g, request, url_for
from flask_login import current_user

from blueprints.headers import anonymous
from blueprints.language import ANONYMOUS_IN, CITIZENS_IN, chosen, for_citizens, spoken
from blueprints.ready import address
from blueprints.rules import Place
from blueprints.web import db
from domain.access import Staff, Viewer

KEPT = ("q", "videre", "uge", "alle", "sammen", "distrikt")
"""What an address says besides the language: it goes along to the same page in another."""


@dataclass(frozen=True, kw_only=True)
class Frame:
    """What base.html asks for. `units`: (actor, name, href, current); `sections`: (href, icon, label, current).

    `tongue`: the language that a parent has chosen for this page, where they are written to in another, and the page's address behind the token.
    """

    actor: str | None = None
    unit: Place | None = None
    units: tuple[tuple[str, str, str, bool], ...] = ()
    sections: tuple[tuple[str, str, str, bool], ...] = ()
    user: str | None = None
    email: str = ""
    search: str | None = None
    idle_minutes: int = 0
    demo: bool = False
    anonymous: bool = False
    languages: tuple[tuple[str, str, str, bool], ...] = field(default=())
    tongue: tuple[str, str] | None = None


def around() -> dict[str, Frame]:
    """The frame for this request; strangers and parents get it without the staff's ways, and on the anonymous pages nobody is known."""
    settings = current_app.config["SETTINGS"]
    if anonymous():
        return {"frame": Frame(anonymous=True, languages=_languages())}
    mailbox = bool(settings.demo) and not settings.mail_url
    user = current_user if g.get("place") or g.get("staff_frame") else None
    if user is None or not user.is_authenticated:
        actor = "foraeldre" if request.blueprint == "book" else None
        languages = _languages() if for_citizens() else ()
        return {"frame": Frame(actor=actor, demo=mailbox, languages=languages, tongue=_tongue())}
    place: Place | None = g.place
    actor = place.actor if place else g.actor if g.actor in current_app.extensions["actors"] else None
    return {
        "frame": Frame(
            actor=actor,
            unit=place,
            units=_units(user.found.viewer, place),
            sections=_sections(place) if place else (),
            user=user.found.viewer.name,
            email=user.found.email,
            search=_search(place),
            idle_minutes=settings.idle_minutes,
            demo=mailbox,
        )
    }


def _units(viewer: Staff, place: Place | None) -> tuple[tuple[str, str, str, bool], ...]:
    """Each of theirs once, and whether they are in it."""
    here = place and place.id
    return tuple(
        (one.actor, one.unit_name, address(f"{one.actor}.day.show", unit=one.slug), one.unit_id == here)
        for one in {(one.actor, one.slug): one for one in viewer.memberships}.values()
    )


def _languages() -> tuple[tuple[str, str, str, bool], ...]:
    """The same page in the others. Not on the answer to a form: there is no way back to that."""
    if request.method != "GET" or request.endpoint is None or request.routing_exception:
        return ()
    values = dict(request.view_args or {}) | {name: request.args[name] for name in KEPT if name in request.args}
    offered = ANONYMOUS_IN if anonymous() else CITIZENS_IN
    return tuple(
        (code, name, url_for(request.endpoint, **values, sprog=code), code == chosen())
        for code, name in offered.items()
    )


def _tongue() -> tuple[str, str] | None:
    arrival, said = g.get("arrival"), chosen()
    if request.method != "GET" or arrival is None or not arrival.confirmed_at or arrival.language == said:
        return None
    return said, request.path.partition((request.view_args or {})["token"])[2].strip("/")


def _sections(place: Place) -> tuple[tuple[str, str, str, bool], ...]:
    here, viewer = (request.blueprint or "").partition(".")[2], db.session().info["viewer"]
    return _open_to(spoken(), request.root_path, here, viewer, place)


@lru_cache(maxsize=1024)
def _open_to(
    _language: str, _root: str, here: str, viewer: Viewer, place: Place
) -> tuple[tuple[str, str, str, bool], ...]:
    """Kept: what somebody may go to in a unit hangs on their roles there alone."""
    return tuple(
        (address(f"{place.actor}.{one.start}", unit=place.slug), one.icon, str(one.label), one.blueprint.name == here)
        for one in current_app.extensions["actors"][place.actor]
        if vars(current_app.view_functions[f"{place.actor}.{one.start}"])["rule"].admits(viewer, place)
    )


def _search(place: Place | None) -> str | None:
    endpoint = f"{place.actor}.children.index" if place else ""
    return address(endpoint, unit=place.slug) if place and endpoint in current_app.view_functions else None


def may(endpoint: str) -> bool:
    """Whether a link inside the acting mount leads anywhere for whoever looks: the rule under its route, if the actor has it. No query."""
    view = current_app.view_functions.get(f"{g.actor}.{endpoint}")
    return view is not None and bool(vars(view)["rule"].admits(db.session().info["viewer"], g.place))


def register(app: Flask) -> None:
    app.context_processor(around)
    app.jinja_env.globals["may"] = may
