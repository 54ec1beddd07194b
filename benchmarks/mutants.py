"""Promises broken one line at a time, in a copy of the code: each time a test must turn red."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from benchmarks import asked_for, at_the_table, visits_and_referrals, with_a_family
from tests.machines.servers import ROOT

SHELVES = (
    "app.py",
    "config.py",
    "blueprints",
    "benchmarks",
    "domain",
    "templates",
    "static",
    "translations",
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


CHILD = '__import__("domain.people").people.Child'
MUTANTS = (
    Mutant("the net lies over every read", "domain/access/net.py", "statement.options(NET)", "statement", "tests/domain/access/test_net.py"),
    Mutant("nothing goes round the net", "domain/access/wall.py", "    if bad is not None:", "    if False:", "tests/domain/access/test_net.py"),
    Mutant("who may write is asked of the row as it was, too", "domain/access/writes.py", "if not all(asked)", "if not any(asked)", "tests/domain/access/test_writes.py"),
    Mutant("what is seen is logged", "domain/audit.py", "    if not (noted or by_day):", "    if True:", "tests/domain/test_audit.py"),
    Mutant("what is written out is escaped", "blueprints/ready.py", "return escape(str(value) if kind is LazyString else value)", "return str(value)", "tests/web/everywhere/test_macros.py"),
    Mutant("what somebody wrote is escaped", "blueprints/ready.py", "return html.escape(value)", "return value", "tests/web/everywhere/test_macros.py"),
    Mutant("no route without a rule", "blueprints/rules.py", "    if bare:", "    if False:", "tests/rules/test_routes.py"),
    Mutant("no other site sends our forms", "blueprints/web.py", "    if not own:", "    if False:", "tests/web/everywhere/test_same_origin.py"),
    Mutant("a refused form changes nothing", "blueprints/web.py", "response.status_code < 400", "response.status_code < 600", "tests/web/account/test_administration.py"),
    Mutant("a shared screen locks itself", "blueprints/web.py", "found.locked or found.seen_at < now() - idle", "found.locked", "tests/web/account/test_account.py"),
    Mutant("few tries at a password", "domain/access/throttle.py", "account, place), free=5", "account, place), free=500", "tests/web/account/test_account.py"),
    Mutant("few tries at a second check", "domain/starts/second_check.py", "TRIES = 5", "TRIES = 500", "tests/domain/starts/test_second_check.py"),
    Mutant("an ended link is closed", "domain/access/sessions.py", 'Link.expires_on >= bindparam("today")', 'bindparam("today").is_not(None)', "tests/web/book/test_way_in.py"),
    Mutant("a no of one holder is a no", "domain/consent/verbs.py", "    if NO in latest:", "    if False:", "tests/web/book/test_consent.py"),
    Mutant("every holder must say yes", "domain/consent/verbs.py", "all(value == YES", "any(value == YES", "tests/web/book/test_consent.py"),
    Mutant("after a no she leaves the conversation", "domain/journey/talk.py", "    verbs.leave(session, appointment, SUNDHEDSPLEJERSKE)\n", "", "tests/web/book/test_consent_over_time.py"),
    Mutant("openings are wall time", "domain/base.py", 'ZoneInfo("Europe/Copenhagen")', 'ZoneInfo("UTC")', "tests/domain/booking/test_openings.py"),
    Mutant("nothing on a public holiday", "domain/booking/finding/openings.py", "def public_holiday(day: date) -> str | None:", "def public_holiday(day: date) -> str | None:\n    return None", "tests/domain/booking/test_openings.py"),
    Mutant("a double click books once", "domain/booking/verbs.py", "        if twin is None:", "        if True:", "tests/domain/booking/test_booking.py"),
    Mutant("a cancelled time is free again", "domain/booking/verbs.py", "        release(session, appointment.id)\n", "", "tests/domain/booking/test_booking.py"),
    Mutant("a calendar replaces the older version", "domain/booking/taking/versions.py", "appointment.sequence += 1", "appointment.sequence += 0", "tests/domain/booking/test_booking.py"),
    Mutant("parents move until midnight before", "domain/booking/kinds/limits.py", "today() > local_day(first) - cancel_days * ONE_DAY", "today() > local_day(first)", "tests/domain/booking/test_booking.py"),
    Mutant("the calendar knows its zone", "domain/booking/showing/calendar.py", "    calendar.add_component(copenhagen())\n    calendar.add_component(event", "    calendar.add_component(event", "tests/domain/calendars/test_entry.py"),
    Mutant("a message is queued once", "domain/outbox.py", ".on_conflict_do_nothing()", "", "tests/domain/test_outbox.py"),
    Mutant("nothing is sent after its time", "domain/outbox.py", "_free(at), Outbox.expires_at <= at)", "_free(at), Outbox.expires_at <= at - KEPT)", "tests/domain/test_outbox.py"),
    Mutant("two workers never hold one message", "domain/outbox.py", ".values(held_until=at + hold,", ".values(held_until=at - hold,", "tests/domain/test_outbox.py"),
    Mutant("an own calendar's times are not offered", "domain/booking/finding/grid.py", " | busy[i])", ")", "tests/domain/booking/test_busy_search.py"),
    Mutant("no calendar is fetched from inside the house", "domain/calendars/reach.py", "if limits.admits(one)", "if True", "tests/domain/calendars/test_reading.py"),
    Mutant("a name is looked up once", "domain/calendars/reach.py", "socket.create_connection((str(found), port)", "socket.create_connection((host, port)", "tests/domain/calendars/test_reading.py"),
    Mutant("no more of a file than we take", "domain/calendars/reach.py", "        if len(body) > LARGEST:", "        if False:", "tests/domain/calendars/test_reading.py"),
    Mutant("a free event takes no time", "domain/calendars/expand.py", "if _taken(one) and (span", "if (span", "tests/domain/calendars/test_files.py"),
    Mutant("no title gets past the first reading", "domain/calendars/lines.py", "elif name in KEPT.get(component, ()):", "elif component in KEPT:", "tests/domain/calendars/test_files.py"),
    Mutant("another feed address ends the one before", "domain/calendars/own.py", "    link.version += 1", "    link.version = 1", "tests/web/frontdesk/test_feed.py"),
    Mutant("a double booking is told to its owner", "domain/calendars/sync.py", "        doubles.find(session, [taken.resource_id])", "        pass", "tests/web/frontdesk/test_calendar_sync.py"),
    Mutant("a feed holds no name", "domain/calendars/feed.py", 'AppointmentType.name, place.label("place"))\n', f'{CHILD}.name, place.label("place")).join({CHILD}, {CHILD}.id == getattr(row, "child_id", 0))\n', "tests/web/frontdesk/test_feed.py"),
    Mutant("an address that carries one of the house is refused", "domain/calendars/reach.py", "return _open(found) and (inner is None or _open(inner))", "return _open(found)", "tests/domain/calendars/test_reading.py"),
    Mutant("a time is held for one family, then for the next", "domain/journey/waitlist/line.py", "if inside and not again and", "if inside and", "tests/domain/journey/test_waiting.py"),
    Mutant("what is held too long is nobody's any more", "domain/journey/waitlist/waiting.py", "Reservation.state == OFFERED, Reservation.until > now())", "Reservation.state == OFFERED)", "tests/domain/journey/test_waiting.py::test_once_its_time_is_up_it_is_not_taken_even_if_nobody_has_freed_it_yet"),
    Mutant("nobody is offered a time at night", "domain/journey/waitlist/line.py", "_line(session) if _awake(now()) else []", "_line(session)", "tests/domain/journey/test_waiting.py::test_nobody_is_asked_at_night"),
    Mutant("on a sick day each is told once", "domain/journey/absence/sickday.py", "{kind: before & after,", "{kind: before | after,", "tests/web/frontdesk/test_sick_day.py"),
    Mutant("what has changed since the page was shown is left for another look", "domain/journey/absence/sickday.py", "if choice.sequence != hit.appointment.sequence or", "if", "tests/web/frontdesk/test_sick_day.py::test_what_has_changed_since_the_page_was_shown_is_left_for_another_look"),
    Mutant("seats are never oversold", "domain/events/seats.py", "holds = guest.seats <= hall.seats - hall.taken", "holds = True", "tests/domain/test_events.py"),
    Mutant("a group's seats are never oversold", "domain/groups/seats.py", "HOLDS if hall.taken < hall.seats else WAITS", "HOLDS", "tests/domain/test_groups.py"),
    Mutant("who has no seat reads no card", "domain/groups/tables.py", "both = and_(cls.group_id.in_(mine), ", "both = and_(", "tests/domain/test_groups.py"),
    Mutant("what whoever has left had shown is read by nobody", "domain/groups/seats.py", "session.execute(delete(GroupCard).where(*which), execution_options=CARDS)", "pass", "tests/domain/test_groups.py"),
    Mutant("no SMS after the meeting has begun", "domain/journey/telling.py", "expires_at=starts if one.appointment.state == BOOKED else None", "expires_at=None", "tests/web/messages/test_reminders.py::test_nobody_is_reminded_after_the_meeting_has_begun"),
    Mutant("a receipt is signed", "blueprints/receipts.py", '"verify_aud": False', '"verify_signature": False', "tests/web/messages/test_sms.py::test_a_receipt_that_they_have_not_signed_is_refused"),
    Mutant("few tries at a letter's code", "blueprints/book/way_in.py", "        throttle.count(db.engine, tried)\n", "", "tests/web/starts/test_letters.py"),
    Mutant("the follow-up moves along", "domain/journey/talk.py", "        along(session, appointment)\n", "        pass\n", "tests/domain/journey/test_follow_up.py"),
    Mutant("under five is not told", "domain/figures/hiding.py", "return 0 < number < FEWEST", "return False", "tests/domain/figures/test_hiding.py"),
    Mutant("a sundhedspleje is told no figure that consent alone tells", "blueprints/figures/year.py", "or one in WITHOUT_CONSENT]", "or one]", "tests/web/actors/test_figures.py"),
    Mutant("a zip bomb is refused", "domain/starts/importing/package.py", "whole > min(MOST_BYTES, TIMES * packed)", "False", "tests/domain/starts/test_importing_workbook.py"),
    Mutant("a warning is looked at again", "domain/journey/choosing/offered.py", "        doubts.accepted(_about(joint, offer, others), shown)\n", "        pass\n", "tests/web/starts/test_moving.py"),
    Mutant("what is booked keeps its roles", "domain/journey/choosing/people.py", "    if start.booked is None:", "    if True:", "tests/web/starts/test_moving.py::test_what_is_booked_keeps_its_roles_when_the_type_gets_others"),
    Mutant("whoever was not there says nothing of what became of it", "domain/journey/outcome.py", "    if not _theirs(", "    if False and not _theirs(", "tests/web/starts/test_outcomes.py"),
    Mutant("who interprets sees the own conversations alone", "domain/booking/showing/interpreted.py", '        Participant.staff_id == bindparam("staff"),\n', "", "tests/web/starts/test_interpreting.py"),
    Mutant("those who send slowly hold up nobody", "blueprints/running/turns.py", "self.sending.acquire(blocking=False)", "self.sending.acquire()", "tests/web/running/test_serve.py::test_those_who_send_slowly_hold_up_nobody"),
    Mutant("a name is one line", "domain/starts/importing/cells.py", 'text = " ".join(cell.split())', "text = cell", "tests/web/starts/test_starts.py::test_by_hand_the_rules_are_those_of_the_list"),
    Mutant("a follow-up that was moved alone stays", "domain/booking/showing/of_start.py", "after.state == BOOKED, ~after.alone)", "after.state == BOOKED)", "tests/domain/journey/test_follow_up.py"),
    Mutant("who did not come is rung up", "domain/journey/outcome.py", "        due.put(session, missed(appointment))\n", "", "tests/domain/journey/test_outcomes.py"),
    Mutant("a time that is excused beforehand is free again", "domain/journey/outcome.py", "if state == EXCUSED and", "if False and", "tests/domain/journey/test_outcomes.py"),
    Mutant("what a sick day leaves is on the leader's Min dag", "domain/frontdesk/absences.py", "    if hits.appointments:\n", "    if False:\n", "tests/web/frontdesk/test_sick_day.py"),
    Mutant("what a sick day has solved is not on it any longer", "domain/journey/absence/sickday.py", "        due.done(session, *(open_[one] for one in over))\n", "        pass\n", "tests/web/frontdesk/test_sick_day.py"),
    Mutant("a child is not to be had for its name", "domain/starts/adding.py", "            raise KnownElsewhere\n", "            pass\n", "tests/domain/starts/test_adding.py"),
    Mutant("the address before is told", "domain/bounces.py", 'before not in {"", email}', "False", "tests/web/messages/test_bounces.py"),
    Mutant("one address is one sign-up", "domain/events/seats.py", "or_(same_form, same_mail)", "same_form", "tests/domain/test_events.py"),
    Mutant("what only reads leaves its statements prepared", "domain/store.py", "        driver.commit()\n", "        pass\n", "tests/domain/test_store.py"),
    Mutant("what only reads cannot write", "domain/store.py", "        _hold_to_reading(connection, reading=True)\n", "        pass\n", "tests/domain/test_store.py"),
    Mutant("what a parent writes stands nowhere in clear", "domain/counselling/parent/writing.py", "counting.add(session, to.unit_id, letter.topic, opened=1)", "counting.add(session, to.unit_id, letter.text, opened=1)", "tests/promises/test_left_behind.py::test_no_word_of_it"),
    Mutant("the code stands nowhere", "blueprints/anonym/letter.py", "    keys = slow.code_keys(site(), code)\n    try:\n        to", "    keys = slow.code_keys(site(), code)\n    __import__('blueprints.logs').logs.log.error('x', code=code)\n    try:\n        to", "tests/promises/test_left_behind.py::test_nor_the_code"),
    Mutant("an error names no address", "blueprints/errors.py", 'trouble("unexpected error", cause, endpoint=request.endpoint)', 'trouble("unexpected error", cause, endpoint=request.endpoint, of=request.remote_addr)', "tests/promises/test_left_behind.py::test_nor_who_it_was_whatever_went_wrong"),
    Mutant("nobody logs who asks", "blueprints/running/serve.py", "--log-level error --no-access-log", "--log-level error", "tests/promises/test_on_the_wire.py::test_nobody_logs_who_asks_whatever_the_environment_says"),
    Mutant("three areas cannot be joined", "domain/access/sessions.py", "person=area.encode()", 'person=b"one"', "tests/promises/test_left_behind.py::test_one_browser_as_staff_parent_and_nobody_cannot_be_joined"),
    Mutant("what is deleted is written over", "domain/store.py", '"secure_delete=ON",', '"secure_delete=OFF",', "tests/promises/test_left_behind.py::test_what_is_deleted_leaves_the_files_with_its_keys"),
    Mutant("nothing is written to a planted key", "domain/counselling/parent/writing.py", "found.number, found.public), found.mark", "found.number, found.public), vouching.of_epoch(session, found.unit_id, found.number, found.public)", "tests/domain/counselling/test_planted_keys.py"),
    Mutant("a counsellor written in by hand is not taken along", "domain/counselling/staff/team.py", "if vouching.same(tree.seat_mark(held, row.staff_id, row.public), row.mark):", "if row.mark:", "tests/domain/counselling/test_planted_keys.py"),
    Mutant("a yes hands nothing to a planted key", "domain/counselling/parent/colleagues.py", "(yes and not _ours(session, found))", "(yes and found.public is None)", "tests/domain/counselling/test_planted_keys.py"),
    Mutant("an ended code is no code", "domain/counselling/parent/visiting.py", "Case.lookup == keys.lookup, Case.expires_on >= today()", "Case.lookup == keys.lookup", "tests/promises/test_left_behind.py::test_wrong_ended_and_deleted_codes_are_told_the_same"),
    Mutant("a text that cannot be opened leaves the page standing", "domain/counselling/parent/reading.py", "except (Unreadable, KeyError, ValueError):", "except (KeyError, ValueError):", "tests/promises/test_left_behind.py::test_a_text_that_was_moved_to_another_case_is_refused_and_the_page_stands"),
    Mutant("a form that is sent twice is one", "domain/counselling/parent/writing.py", "    except IntegrityError:\n        return False", "    except IntegrityError:\n        return True", "tests/promises/test_left_behind.py::test_a_form_that_is_sent_twice_at_once_is_one_case"),
    Mutant("without the passphrase nobody gets in", "blueprints/reading.py", "return way_in() if found is None else", "return", "tests/promises/test_who_can_read.py::test_a_forged_session_reads_no_word"),
    Mutant("a second cookie opens one session alone", "domain/counselling/staff/unlocking.py", 'Reading.session_id == bindparam("session"), ', "", "tests/promises/test_who_can_read.py::test_without_the_second_cookie_nothing_opens_also_after_a_restart"),
    Mutant("the anonymous pages run no script", "blueprints/headers.py", "STRICT if anonymous() else WITH_SCRIPT", "WITH_SCRIPT", "tests/promises/test_on_the_wire.py::test_every_anonymous_address_by_every_method_owes_the_headers"),
    Mutant("no browser keeps a page", "blueprints/headers.py", '"Cache-Control": "no-store"', '"Cache-Control": "private"', "tests/promises/test_on_the_wire.py::test_every_anonymous_address_by_every_method_owes_the_headers"),
    Mutant("the anonymous pages load no script", "templates/base.html", "{%- if not frame.anonymous %}\n  <script", "{%- if true %}\n  <script", "tests/promises/test_on_the_wire.py::test_the_pages_load_nothing_but_our_own_and_no_script"),
    Mutant("nothing comes from elsewhere", "templates/base.html", '<link rel="icon" href="', '<link rel="icon" href="//cdn.example', "tests/promises/test_on_the_wire.py::test_the_pages_load_nothing_but_our_own_and_no_script"),
    Mutant("the cookie says nothing of where one was", "blueprints/web.py", "        generate_csrf()\n", "", "tests/promises/test_on_the_wire.py::test_the_cookie_is_the_same_on_every_public_page"),
    Mutant("the exit forgets the cookie", "blueprints/anonym/leave.py", "    session.clear()\n", "", "tests/promises/test_on_the_wire.py::test_the_exit_forgets_the_cookie_and_says_nothing_of_where_one_was"),
    Mutant("a flood is asked", "blueprints/anonym/gate.py", "own > FREE", "own > 1000 * FREE", "tests/web/counselling/test_gate.py"),
    Mutant("a flood closes nobody else's door", "blueprints/anonym/gate.py", "over, kept = own > FREE", "over, kept = everybody > FREE", "tests/web/counselling/test_gate.py::test_another_network_is_not_asked"),
    Mutant("each day has another key", "blueprints/flooding.py", "if self._day[0] != at.toordinal():", "if not self._day[0]:", "tests/web/everywhere/test_flooding.py"),
    Mutant("counts are forgotten within the hour", "blueprints/flooding.py", "here - SLICES < self._labels[n] <= here", "True", "tests/web/everywhere/test_flooding.py"),
    Mutant("a code is had without a script", "templates/anonym/letter.html", '{{ ui.button(_("Send, og få din kode")) }}', '<button type="button">{{ _("Send, og få din kode") }}</button>', "tests/browser/test_anonymous.py"),
    Mutant("what has run out is deleted", "domain/counselling/keeping/expiry.py", "select(Case.id).where(Case.expires_on < today())", "select(Case.id).where(Case.expires_on < today() - NONCE_LASTS)", "tests/domain/counselling/test_keeping.py"),
    Mutant("a day later nothing says that anybody came", "domain/counselling/keeping/expiry.py", "gone = Gone(bookings=_meetings(session))", "gone = Gone()", "tests/domain/counselling/test_keeping.py"),
)  # fmt: skip


def prove() -> list[str]:
    """A line for each; the ones that begin with SURVIVED are promises that no test keeps."""
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name)
        for shelf in SHELVES:
            source = ROOT / shelf
            (shutil.copytree if source.is_dir() else shutil.copy)(source, copy / shelf)
        return [_try(mutant, copy) for mutant in every()]


def every() -> tuple[Mutant, ...]:
    """Those of this file, and of the capabilities that keep theirs apart."""
    more = (*at_the_table.BROKEN, *visits_and_referrals.BROKEN, *with_a_family.BROKEN, *asked_for.BROKEN)
    return (*MUTANTS, *(Mutant(*one) for one in more))


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
