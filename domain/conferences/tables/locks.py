"""An approved referat is locked by the database itself: whichever way somebody writes, triggers refuse it.

No check constraint can ask another table, and a rule in Python holds only those who go through it. The same texts stand in the
migration; a test compares them with what a migrated database has, as SQLite drops triggers with a table that is made anew.
"""

from collections.abc import Iterator, Mapping

from domain.base import DomainError, after_tables

INSERT, UPDATE, DELETE = "INSERT", "UPDATE", "DELETE"
WRITTEN = ("conference_item", "conference_passage", "conference_rival", "conference_attendance")
NUMBERS = ("task_number", "effort_follow_up")
AGREED = "text, responsible_id, deadline, item_id, conference_id, task_id, child_id, made_at"
ANY: Mapping[str, str] = {INSERT: "", UPDATE: "", DELETE: ""}
RULES: dict[str, Mapping[str, str]] = {
    **dict.fromkeys((*WRITTEN, *NUMBERS), ANY),
    "conference_agreement": {**ANY, UPDATE: AGREED},
    "effort": {INSERT: "", UPDATE: "conference_id, task_id, child_id"},
}
"""By table, what is refused once the conference has been approved; an update of these columns, or of any. What the house is forgetting goes."""
OF_NO_TASK = ("conference_attendance",)
KEPT = ("conference_addition", "effort_follow_up", "task_number", "task_step")
"""Never changed, locked or not."""
SIGNED_BEFORE, NOT_FORGOTTEN = "OLD.approved_at IS NOT NULL", "OLD.forgotten_at IS NULL"
LOCKED, NEVER = "the referat is locked", "is never changed"
SIGNED = "approved_at, approved_by, state, unit_id, series_id, first"


class Locked(DomainError):
    """The referat has been approved: what is to be corrected is said in an addition."""


def sqlite() -> Iterator[str]:
    """The statements in SQLite's words."""
    for table, rules in RULES.items():
        for verb, columns in rules.items():
            rows = {INSERT: ("NEW",), UPDATE: ("NEW", "OLD"), DELETE: ("OLD",)}[verb]
            asked = " OR ".join(_approved(one, table, forget=verb == DELETE) for one in rows)
            yield _refuse(f"locked_{table}_{verb.lower()}", table, verb, columns, asked, LOCKED)
    for table in KEPT:
        yield _refuse(f"kept_{table}", table, UPDATE, "", "1", f"the row {NEVER}")
    yield _refuse("locked_conference_update", "conference", UPDATE, SIGNED, SIGNED_BEFORE, LOCKED)
    yield _refuse("locked_conference_delete", "conference", DELETE, "", f"{SIGNED_BEFORE} AND {NOT_FORGOTTEN}", LOCKED)


def _approved(row: str, table: str, *, forget: bool) -> str:
    asked = f"EXISTS (SELECT 1 FROM conference WHERE id = {row}.conference_id AND approved_at IS NOT NULL"  # noqa: S608 -- our own names
    if not forget:
        return f"{asked})"
    task = f"EXISTS (SELECT 1 FROM task WHERE id = {row}.task_id AND forgotten_at IS NOT NULL)"  # noqa: S608 -- as above
    return f"{asked} AND forgotten_at IS NULL)" + (f" AND NOT {task}" if table not in OF_NO_TASK else "")


def _refuse(name: str, table: str, verb: str, columns: str, asked: str, why: str) -> str:
    which = f"{verb} OF {columns}" if columns else verb
    return (
        f"CREATE TRIGGER {name} BEFORE {which} ON {table} FOR EACH ROW WHEN {asked} "
        f"BEGIN SELECT RAISE(ABORT, '{why}'); END"
    )


HELD = f"""
CREATE OR REPLACE FUNCTION refuse_locked() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE found record; asked integer[] := '{{}}';
BEGIN
  IF TG_OP <> 'INSERT' THEN asked := asked || OLD.conference_id; END IF;
  IF TG_OP <> 'DELETE' THEN asked := asked || NEW.conference_id; END IF;
  FOR found IN SELECT approved_at, forgotten_at FROM conference WHERE id = ANY(asked) ORDER BY id FOR NO KEY UPDATE LOOP
    IF found.approved_at IS NULL THEN CONTINUE; END IF;
    IF TG_OP = 'DELETE' THEN
      IF found.forgotten_at IS NOT NULL THEN CONTINUE; END IF;
      IF EXISTS (SELECT 1 FROM task WHERE id = (to_jsonb(OLD) ->> 'task_id')::integer AND forgotten_at IS NOT NULL) THEN
        CONTINUE;
      END IF;
    END IF;
    RAISE EXCEPTION '{LOCKED}' USING ERRCODE = 'check_violation';
  END LOOP;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$
""".strip()  # noqa: S608 -- our own names
"""The conference's row is held meanwhile: whoever approves waits for who is writing, and the other way round."""
UNCHANGED = f"""
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the row {NEVER}' USING ERRCODE = 'check_violation';
END $$
""".strip()


def postgresql() -> Iterator[str]:
    """The statements in PostgreSQL's words."""
    yield from (HELD, UNCHANGED)
    for table, rules in RULES.items():
        for verb, columns in rules.items():
            which = f"{verb} OF {columns}" if columns else verb
            yield _call(f"locked_{table}_{verb.lower()}", table, which, "refuse_locked")
    for table in KEPT:
        yield _call(f"kept_{table}", table, UPDATE, "refuse_change")
    for name, which, asked in (
        ("update", f"UPDATE OF {SIGNED}", SIGNED_BEFORE),
        ("delete", DELETE, f"{SIGNED_BEFORE} AND {NOT_FORGOTTEN}"),
    ):
        yield _call(f"locked_conference_{name}", "conference", which, "refuse_change", f"WHEN ({asked}) ")


def _call(name: str, table: str, which: str, function: str, when: str = "") -> str:
    return f"CREATE TRIGGER {name} BEFORE {which} ON {table} FOR EACH ROW {when}EXECUTE FUNCTION {function}()"


STATEMENTS: dict[str, list[str]] = {
    "sqlite": [*sqlite()],
    "postgresql": [*postgresql()],
}
"""What the migration runs, by dialect."""


after_tables(STATEMENTS)
