"""The reader behind the wall: which table is read under which policy, as the SQL says it."""

import pytest

from domain.access.sql import strays

GUARDED = {"child", "note", "start"}
HELD = "(/*net {}.id*/ {}.unit_id IN (1) OR {}.id IN (SELECT start.child_id FROM start WHERE start.unit_id IN (1)))"


def held(alias):
    return HELD.replace("{}", alias)


ALLOWED = {
    "unguarded": "SELECT unit.name FROM unit",
    "held": f"SELECT child.id FROM child WHERE {held('child')}",
    "quoted": f"""SELECT "child".id FROM "child" WHERE {held('"child"')}""",
    "alias": f"SELECT c.id FROM child AS c WHERE {held('c')}",
    "schema": f"SELECT child.id FROM main.child WHERE {held('child')}",
    "several, in a list": f"SELECT 1 FROM child, note WHERE {held('child')} AND {held('note')}",
    "join, held in ON": f"SELECT 1 FROM unit LEFT OUTER JOIN child ON child.unit_id = unit.id AND {held('child')}",
    "join in brackets, held outside": (
        f"SELECT 1 FROM unit LEFT OUTER JOIN (child AS c JOIN note AS n ON n.child_id = c.id AND {held('n')}) "
        f"ON c.unit_id = unit.id AND {held('c')}"
    ),
    "subquery": f"SELECT x.id FROM (SELECT child.id AS id FROM child WHERE {held('child')}) AS x",
    "union": f"SELECT 1 FROM child WHERE {held('child')} UNION SELECT 2 FROM note WHERE {held('note')}",
    "column of that name": "SELECT appointment.start, appointment.note FROM appointment ORDER BY appointment.start",
    "column of that name, compared": "SELECT a.id FROM a WHERE a.x IS DISTINCT FROM a.start",
    "column of that name, extracted": "SELECT EXTRACT(year FROM a.start) AS start FROM a",
    "column of that name, inserted": "INSERT INTO due (id, start, note) VALUES (?, ?, ?)",
    "column of that name, updated": "UPDATE due SET start=?, note=? WHERE due.id = ?",
    "label of that name": "SELECT unit.name AS note FROM unit AS u",
    "row lock": f"SELECT child.id FROM child WHERE {held('child')} FOR UPDATE OF child",
    "upsert": "INSERT INTO due (id) VALUES (?) ON CONFLICT (id) DO UPDATE SET start = excluded.start",
    "words in a string": "SELECT 'from child' FROM unit WHERE unit.name = 'it''s from note'",
    "words in a comment": "SELECT 1 FROM unit /* from child */ -- join note",
    "bind of that name": "SELECT 1 FROM unit WHERE unit.name = %(note)s",
}

REFUSED = {
    "plain": "SELECT child.id FROM child",
    "capitals": "select ID from CHILD",
    "another one's policy": f"SELECT 1 FROM child, note WHERE {held('child')}",
    "the alias's policy missing": f"SELECT 1 FROM child, child AS child_1 WHERE {held('child')}",
    "the plain one's policy missing": f"SELECT 1 FROM child, child AS child_1 WHERE {held('child_1')}",
    "inner": f"SELECT 1 FROM child WHERE {held('child')} AND EXISTS (SELECT 1 FROM child AS c WHERE c.id = child.id)",
    "policy of the outer one": f"SELECT 1 FROM note WHERE EXISTS (SELECT 1 FROM child WHERE child.id = note.id) AND {held('note')} AND {held('child')}",
    "policy of the inner one": f"SELECT 1 FROM child WHERE EXISTS (SELECT 1 FROM child WHERE {held('child')})",
    "second of a union": f"SELECT 1 FROM child WHERE {held('child')} UNION SELECT 1 FROM child",
    "first of a union": f"SELECT 1 FROM child UNION SELECT 1 FROM child WHERE {held('child')}",
    "after a policy": f"SELECT 1 FROM child WHERE {held('child')} AND 1 IN (SELECT note.id FROM note)",
    "common table expression": "WITH c AS (SELECT child.id FROM child) SELECT c.id FROM c",
    "in brackets": "SELECT 1 FROM (unit JOIN child ON child.unit_id = unit.id)",
    "first in brackets": "SELECT 1 FROM (child JOIN unit ON child.unit_id = unit.id)",
    "in a list in brackets": "SELECT 1 FROM (unit, child)",
    "after ON, in a list": "SELECT 1 FROM a JOIN b ON a.id = b.id, child",
    "lateral": "SELECT 1 FROM unit, LATERAL (SELECT child.id FROM child) AS x",
    "only": "SELECT 1 FROM ONLY child",
    "schema": "SELECT 1 FROM public.child",
    "full join": f"SELECT 1 FROM unit FULL OUTER JOIN child ON child.unit_id = unit.id AND {held('child')}",
    "insert": "INSERT INTO child (id) VALUES (?)",
    "update": "UPDATE child SET name=?",
    "update from": "UPDATE due SET x=child.name FROM child WHERE child.id = due.id",
    "delete": "DELETE FROM child WHERE child.id = ?",
    "delete using": "DELETE FROM due USING child WHERE child.id = due.id",
    "table command": "TABLE child",
    "comma in a function in ON": "SELECT 1 FROM a JOIN b ON coalesce(a.id, b.id) = 1 JOIN child ON true",
}


@pytest.mark.parametrize("name", ALLOWED)
def test_allowed(name):
    assert list(strays(ALLOWED[name], GUARDED)) == []


@pytest.mark.parametrize("name", REFUSED)
def test_refused(name):
    assert list(strays(REFUSED[name], GUARDED)) != []


def test_the_stray_is_named():
    assert list(strays(f"SELECT 1 FROM child, note AS n WHERE {held('child')}", GUARDED)) == ["note"]
