"""What a visit of a page is, and the places that visits go to."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from blueprints.running.worker import Worker
from tests.browser.demo_server import WEDNESDAY, Municipality
from tests.browser.tabs import Tab

HOUSE = "/dagtilbud/troldebo"
NURSES = "/sundhedspleje/skovlunde"
OFFICE = "/forvaltning/forvaltningen"
FAMILIES = "/familiehus/familiehuset"
WELCOME_ENDS = WEDNESDAY + timedelta(days=14)


@dataclass(frozen=True, kw_only=True)
class Visit:
    """`{booked}` in an address is a start in that state, `{child}` its child, `{link}` the first parent's link to the start `of`.

    `before` happens when the browser has opened and before the page, `after` on the page; `main`: also on a phone, and dark.
    """

    shows: tuple[str, ...]
    address: str
    staff: str = ""
    of: str = ""
    confirmed: bool = True
    status: int = 200
    before: Callable[[Municipality], None] | None = None
    after: Callable[[Municipality, Tab], None] | None = None
    main: bool = False


def press(name: str) -> Callable[[Municipality, Tab], None]:
    return lambda _demo, tab: tab.page.get_by_role("button", name=name, exact=True).first.click()


def work(demo: Municipality) -> Worker:
    return Worker(demo.app, threading.Event(), patient=False)
