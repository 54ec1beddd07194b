"""Where each template can be seen, by capability: by whom, at which address, and what has to happen first. test_axe.py goes there.

A parents' page of a capability stands with the capability; those of the start itself in parents.py.
"""

from tests.browser.visits import (
    conferences,
    counselling,
    events,
    everybody,
    familiehus,
    forvaltning,
    frontdesk,
    groups,
    inquiries,
    parents,
    starts,
    sundhedspleje,
    tasks,
)

VISITS = (
    *everybody.VISITS,
    *frontdesk.VISITS,
    *parents.VISITS,
    *starts.VISITS,
    *sundhedspleje.VISITS,
    *groups.VISITS,
    *events.VISITS,
    *tasks.VISITS,
    *conferences.VISITS,
    *inquiries.VISITS,
    *counselling.VISITS,
    *familiehus.VISITS,
    *forvaltning.VISITS,
)
