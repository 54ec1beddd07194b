"""Promises broken one line at a time, in a copy of the code: each time a test must turn red."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from tests.servers import ROOT

SHELVES = (
    "app.py",
    "config.py",
    "blueprints",
    "domain",
    "templates",
    "static",
    "migrations",
    "tests",
    "pyproject.toml",
)


class Mutant(NamedTuple):
    promise: str
    file: str
    line: str
    broken: str
    tests: str


MUTANTS = (
    Mutant("the net lies over every read", "domain/access/net.py", "statement.options(NET)", "statement", "tests/domain/test_net.py"),
    Mutant("nothing goes round the net", "domain/access/wall.py", "    if bad is not None:", "    if False:", "tests/domain/test_net.py"),
    Mutant("who may write is asked of the row as it was, too", "domain/access/writes.py", "if not all(asked)", "if not any(asked)", "tests/domain/test_writes.py"),
    Mutant("what is seen is logged", "domain/audit.py", "    if not noted:", "    if True:", "tests/domain/test_audit.py"),
    Mutant("no route without a rule", "blueprints/rules.py", "    if bare:", "    if False:", "tests/rules/test_routes.py"),
    Mutant("no other site sends our forms", "blueprints/web.py", "    if not own:", "    if False:", "tests/web/test_same_origin.py"),
    Mutant("a refused form changes nothing", "blueprints/web.py", "response.status_code < 400", "response.status_code < 600", "tests/web/test_administration.py"),
    Mutant("a shared screen locks itself", "blueprints/web.py", "found.locked or found.seen_at < now() - idle", "found.locked", "tests/web/test_account.py"),
    Mutant("few tries at a password", "domain/access/throttle.py", "account, place), free=5", "account, place), free=500", "tests/web/test_account.py"),
    Mutant("few tries at a second check", "domain/starts/second_check.py", "TRIES = 5", "TRIES = 500", "tests/domain/test_second_check.py"),
    Mutant("an ended link is closed", "domain/access/sessions.py", 'Link.expires_on >= bindparam("today")', 'bindparam("today").is_not(None)', "tests/web/test_book_way_in.py"),
    Mutant("a no of one holder is a no", "domain/consent/verbs.py", "    if NO in latest:", "    if False:", "tests/web/test_book_consent.py"),
    Mutant("every holder must say yes", "domain/consent/verbs.py", "all(value == YES", "any(value == YES", "tests/web/test_book_consent.py"),
    Mutant("after a no she leaves the conversation", "domain/journey/talk.py", "    verbs.leave(session, appointment, SUNDHEDSPLEJERSKE)\n", "", "tests/web/test_consent_over_time.py"),
    Mutant("openings are wall time", "domain/base.py", 'ZoneInfo("Europe/Copenhagen")', 'ZoneInfo("UTC")', "tests/domain/test_openings.py"),
    Mutant("nothing on a public holiday", "domain/booking/openings.py", "def public_holiday(day: date) -> str | None:", "def public_holiday(day: date) -> str | None:\n    return None", "tests/domain/test_openings.py"),
    Mutant("a double click books once", "domain/booking/verbs.py", "        if twin is None:", "        if True:", "tests/domain/test_booking.py"),
    Mutant("a cancelled time is free again", "domain/booking/verbs.py", "        release(session, appointment.id)\n", "", "tests/domain/test_booking.py"),
    Mutant("a calendar replaces the older version", "domain/booking/verbs.py", "appointment.sequence += 1", "appointment.sequence += 0", "tests/domain/test_booking.py"),
    Mutant("parents move until midnight before", "domain/booking/limits.py", "today() < local_day(first)", "today() <= local_day(first)", "tests/domain/test_booking.py"),
    Mutant("the calendar knows its zone", "domain/booking/calendar.py", "    calendar.add_component(copenhagen())\n", "", "tests/domain/test_calendar.py"),
    Mutant("a message is queued once", "domain/outbox.py", ".on_conflict_do_nothing()", "", "tests/domain/test_outbox.py"),
    Mutant("nothing is sent after its time", "domain/outbox.py", "_free(at), Outbox.expires_at <= at)", "_free(at), Outbox.expires_at <= at - KEPT)", "tests/domain/test_outbox.py"),
    Mutant("two workers never hold one message", "domain/outbox.py", ".values(held_until=at + hold,", ".values(held_until=at - hold,", "tests/domain/test_outbox.py"),
    Mutant("an own calendar's times are not offered", "domain/booking/grid.py", " | busy[i])", ")", "tests/domain/test_busy_search.py"),
    Mutant("no calendar is fetched from inside the house", "domain/calendars/reach.py", "if limits.admits(one)", "if True", "tests/domain/test_calendar_reading.py"),
    Mutant("a name is looked up once", "domain/calendars/reach.py", "socket.create_connection((str(found), port)", "socket.create_connection((host, port)", "tests/domain/test_calendar_reading.py"),
    Mutant("no more of a file than we take", "domain/calendars/reach.py", "        if len(body) > LARGEST:", "        if False:", "tests/domain/test_calendar_reading.py"),
    Mutant("a free event takes no time", "domain/calendars/expand.py", "if _taken(one) and (span", "if (span", "tests/domain/test_calendar_files.py"),
    Mutant("no title gets past the first reading", "domain/calendars/lines.py", "elif name in KEPT.get(component, ()):", "elif component in KEPT:", "tests/domain/test_calendar_files.py"),
    Mutant("another feed address ends the one before", "domain/calendars/own.py", "    link.version += 1", "    link.version = 1", "tests/web/test_feed.py"),
    Mutant("a double booking is told to its owner", "domain/calendars/sync.py", "        doubles.find(session, [taken.resource_id])", "        pass", "tests/web/test_calendar_sync.py"),
)  # fmt: skip


def prove() -> list[str]:
    """A line for each; the ones that begin with SURVIVED are promises that no test keeps."""
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name)
        for shelf in SHELVES:
            source = ROOT / shelf
            (shutil.copytree if source.is_dir() else shutil.copy)(source, copy / shelf)
        return [_try(mutant, copy) for mutant in MUTANTS]


def _try(mutant: Mutant, copy: Path) -> str:
    file = copy / mutant.file
    whole = file.read_text()
    if mutant.line not in whole:
        return f"SURVIVED {mutant.promise}: the line it breaks is no longer in {mutant.file}"
    file.write_text(whole.replace(mutant.line, mutant.broken, 1))
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-n", "0", "-p", "no:cacheprovider", mutant.tests]
    run = subprocess.run(command, cwd=copy, capture_output=True, text=True, check=False)
    file.write_text(whole)
    return f"{'SURVIVED' if run.returncode == 0 else 'killed  '} {mutant.promise}: {mutant.tests}"
