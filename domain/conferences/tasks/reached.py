"""A child that gets another sundhedspleje: what was put about it reaches the one before no longer.

Done by the database itself, in the same moment and whichever way somebody writes it: a list, a form, a handover of many. The same texts stand
in the migration; a test compares them with what a migrated database has.
"""

from domain.base import after_tables

GOES = "UPDATE OF sundhedspleje_id ON child FOR EACH ROW"
OTHER = "OLD.sundhedspleje_id IS DISTINCT FROM NEW.sundhedspleje_id"
LEAVES = """
DELETE FROM task_reach
WHERE unit_id = OLD.sundhedspleje_id AND task_id IN (SELECT id FROM task WHERE child_id = OLD.id);
""".strip().replace("\n", " ")
STATEMENTS: dict[str, list[str]] = {
    "sqlite": [
        f"CREATE TRIGGER reach_follows_child AFTER {GOES} WHEN OLD.sundhedspleje_id IS NOT NEW.sundhedspleje_id BEGIN {LEAVES} END"
    ],
    "postgresql": [
        f"CREATE OR REPLACE FUNCTION reach_follows_child() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {LEAVES} RETURN NULL; END $$",
        f"CREATE TRIGGER reach_follows_child AFTER {GOES} WHEN ({OTHER}) EXECUTE FUNCTION reach_follows_child()",
    ],
}
"""What the migration runs, by dialect."""

after_tables(STATEMENTS)
