"""Who may call what: the rule that stands under every route, and the net that misses it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from flask import Flask

from domain.access import Viewer

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True)
class Place:
    """The acting unit, found by the address among the viewer's own."""

    id: int
    actor: str
    slug: str
    name: str
    kind: str


@dataclass(frozen=True)
class Rule:
    """Who may call an endpoint. `admits` asks the viewer alone: no query."""

    name: str
    admits: Callable[[Viewer, Place | None], bool]


PUBLIC = Rule("public", lambda _viewer, _place: True)
MACHINE = Rule("machine", lambda _viewer, _place: True)
"""Asked by a program, without a browser's cookies: the view looks at its signature, and at nothing else."""
SIGNED_IN = Rule("signed-in", lambda viewer, _place: viewer.staff is not None)
MEMBER = Rule("member", lambda viewer, place: viewer.staff is not None and place is not None)
GUARDIAN = Rule("guardian", lambda viewer, _place: viewer.guardian is not None)
CODE_HOLDER = Rule("code-holder", lambda viewer, _place: viewer.case is not None)
CUSTODY = Rule("custody", lambda viewer, _place: viewer.guardian is not None and bool(viewer.custody()))


@cache
def role(*names: str) -> Rule:
    """Members of the acting unit who have one of these roles there."""
    wanted = frozenset(names)
    return Rule(
        " | ".join(names), lambda viewer, place: place is not None and not wanted.isdisjoint(viewer.roles(place.id))
    )


@cache
def actor(*names: str) -> Rule:
    """Members of the acting unit, where it is one of these actors'."""
    return Rule(" | ".join(names), lambda _viewer, place: place is not None and place.actor in names)


def allow(rule: Rule) -> Callable[[F], F]:
    """Written under the route: the rule that the guard asks, and that the route net misses when it is not there."""

    def mark(view: F) -> F:
        view.rule = rule  # type: ignore[attr-defined]
        return view

    return mark


def check_routes(app: Flask) -> None:
    """The route net: without a rule on every endpoint the app refuses to start."""
    bare = [str(rule) for rule in app.url_map.iter_rules() if not hasattr(app.view_functions[rule.endpoint], "rule")]
    if bare:
        message = f"endpoints without @allow: {', '.join(sorted(bare))}"
        raise RuntimeError(message)
