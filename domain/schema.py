"""Every table there is, for those who need them all at once: migrations, tests, and the app as it starts."""

from domain import audit, consent, due, outbox, people
from domain.access import citizens, staff, throttle, units
from domain.base import Base
from domain.booking import tables as booking
from domain.booking.showing import interpreters, windows
from domain.booking.taking import waitlist
from domain.calendars import tables as calendars
from domain.caseload import tables as caseload
from domain.conferences.tables import effort, locks, meeting, series, task
from domain.conferences.tasks import reached
from domain.counselling import tables as counselling
from domain.courses import tables as courses
from domain.events import tables as events
from domain.figures import tally
from domain.groups import came
from domain.groups import tables as groups
from domain.guide import tables as guide
from domain.inquiries import tables as inquiries
from domain.referrals import tables as referrals
from domain.starts import tables as starts
from domain.starts.importing import tables as lists
from domain.visits import tables as visits

PARTS = (
    audit,
    booking,
    calendars,
    came,
    caseload,
    citizens,
    consent,
    counselling,
    courses,
    due,
    effort,
    events,
    guide,
    groups,
    inquiries,
    interpreters,
    lists,
    locks,
    meeting,
    outbox,
    people,
    reached,
    referrals,
    series,
    staff,
    starts,
    tally,
    task,
    throttle,
    units,
    visits,
    waitlist,
    windows,
)
metadata = Base.metadata
