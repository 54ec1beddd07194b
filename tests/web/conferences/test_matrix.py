"""Who reads what of a task: role by item by consent, as tests/rules/conferences.csv says, on every page of Konferencer and of the parents."""

import csv
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import select, update

from domain.access import Guardian, Membership, Staff
from domain.access.citizens import Link
from domain.access.units import Unit
from domain.base import today
from domain.conferences import after
from domain.conferences.after import efforts, referat
from domain.conferences.before import agenda
from domain.conferences.meeting import agreements, running
from domain.conferences.meeting.writing import save
from domain.conferences.tables.effort import Effort
from domain.conferences.tables.meeting import NOTES, Agreement, Item
from domain.conferences.tables.series import BEGUN
from domain.conferences.tables.task import CHILD
from domain.conferences.tasks import asking, writing
from domain.conferences.tasks.writing import Words
from domain.consent import NO, YES, Consent
from tests.databases import sqlite_only
from tests.factories import SECRET, make_child, make_guardian, make_staff, make_start, make_unit, open_link
from tests.routes import routes
from tests.scenes.municipality import Browser, arrive, sign_in
from tests.scenes.round_table import NURSE, lay, meet
from tests.scenes.tasks import opened

pytestmark = sqlite_only
TABLE = Path(__file__).parents[2] / "rules" / "conferences.csv"
CASES = ("kladde", "kladde-navn", "anonym", "navn-ja", "navn-nej", "navn-udloebet", "laast-nej")
WORD = re.compile(r"(titel|tekst|navn|note|aftale|maal|tal)(\d)kanarie", re.IGNORECASE)
GROUPS = {"opgave": ("titel", "tekst"), "bordet": ("note", "aftale", "maal", "tal")}
PARENTS = ("mor", "onkel")


def expected():
    rows = csv.reader(TABLE.read_text().splitlines(), skipinitialspace=True)
    head, *rows = [[cell.strip() for cell in row] for row in rows if not row[0].startswith("#")]
    return {(row[0], row[1], who): cell for row in rows for who, cell in zip(head[2:], row[2:], strict=True)}, head[2:]


class Round:
    """The table of tests/scenes/round_table.py, those who do not sit there, a family, and one task for each case."""

    def __init__(self, database):
        self.database, self.table = database, lay(database, state=BEGUN, days=0)
        self.tasks, self.values = {}, {"conference_id": [self.table.conference]}
        with self.table.home() as session:
            self.outside(session)
            self.family(session)
            locked = meet(session, self.table, 0, state=BEGUN)
        self.values["conference_id"].append(locked)
        for number, case in enumerate(CASES):
            self.tasks[case] = self.put(case, number, locked if case == "laast-nej" else self.table.conference)
        for conference in self.values["conference_id"]:
            self.hold(conference)
        self.lock(locked)
        self.turn()
        with self.table.home() as session:
            for name, of in (("item_id", Item), ("effort_id", Effort), ("agreement_id", Agreement)):
                ids = select(of.id).execution_options(unscoped="the test asks for each")
                self.values[name] = list(session.scalars(ids))
        self.values |= {"task_id": [*self.tasks.values()], "about": ["enkeltbarn"], "role": ["psykolog"]}

    def outside(self, session):
        units = self.table.units
        elsewhere = make_unit(session, name="Valhalla")
        for who, unit, role in (
            ("skriver", units["dagtilbud"], "paedagog"),
            ("kollega", units["dagtilbud"], "paedagog"),
            ("leder andetsteds", elsewhere, "leder"),
            ("logopaed", units["ppr"], "logopaed"),
            ("socialraadgiver ude", units["fsr"], "socialraadgiver"),
        ):
            self.table.staff[who] = make_staff(session, unit, role)
            actor = "ppr" if role == "logopaed" else "fsr" if role == "socialraadgiver" else "dagtilbud"
            self.table.places[who] = Membership(unit_id=unit, actor=actor, slug="", unit_name="", role=role)

    def family(self, session):
        own = self.table.units["sundhedspleje"]
        nurse = self.table.staff[NURSE]
        self.child = make_child(session, "Navn9kanarie", sundhedspleje_id=own, sundhedsplejerske_id=nurse)
        self.guardians = {
            "mor": make_guardian(session, self.child, name="Mor"),
            "onkel": make_guardian(session, self.child, name="Onkel", custody=False),
        }
        self.start = make_start(session, self.child, self.table.house)
        self.tokens = {
            who: open_link(session, self.start, self.child, one, today() + timedelta(weeks=60))
            for who, one in self.guardians.items()
        }

    def seat(self, who):
        place = self.table.places[who]
        return opened(self.database.sessions, Staff(staff=self.table.staff[who], memberships=(place,)))

    def answer(self, task_id, value):
        mother = self.guardians["mor"]
        parent = Guardian(guardian=mother, child_ids=(self.child,), custody_ids=(self.child,))
        with opened(self.database.sessions, parent) as session:
            asking.answer(session, task_id, mother, value)
            session.commit()

    def put(self, case, number, conference):
        house, named = self.table.house, "navn" in case or "laast" in case
        words = Words(
            title=f"Titel{number}kanarie",
            occupies=f"Tekst{number}kanarie",
            numbers={"Os": [4, f"Tal{number}kanarie"]},
            roles=("psykolog",),
        )
        with self.seat("skriver") as session:
            task = writing.write(session, house, house, CHILD, words, self.start if named else None).id
            if named:
                asking.ask(session, SECRET, task)
            session.commit()
        if case.startswith("kladde"):
            return task
        if named:
            self.answer(task, YES)
        with self.seat("skriver") as session:
            writing.submit(session, task, sure=True)
            session.commit()
        with self.table.seat() as session:
            item = agenda.put(session, conference, task).id
            session.commit()
        with self.table.seat() as session:
            save(session, item, NOTES, f"Note{number}kanarie", 0)
            agreements.agree(session, item, f"Aftale{number}kanarie", self.table.staff["psykolog"], 3)
        return task

    def hold(self, conference):
        """Everything on its agenda is discussed, and becomes an effort."""
        with self.table.seat() as session:
            running.begin(session, conference)
            items = session.execute(select(Item.id, Item.task_id).where(Item.conference_id == conference)).all()
            for item, _task in items:
                running.conclude(session, item)
        numbers = {task: number for number, task in enumerate(self.tasks.values())}
        for _item, task in items:
            self.effort(task, f"Maal{numbers[task]}kanarie", conference)

    def effort(self, task, goal, conference):
        plan = after.Plan(
            goal=goal,
            tovholder_id=self.table.staff["psykolog"],
            starts_on=today(),
            follow_up_on=today() + timedelta(weeks=4),
        )
        with self.table.seat() as session:
            efforts.start_effort(session, task, plan, conference)

    def lock(self, conference):
        with self.table.seat() as session:
            referat.close(session, conference)
            referat.approve(session, conference)

    def turn(self):
        """What the parents say no to after all, and what has run out."""
        for case in ("navn-nej", "laast-nej"):
            self.answer(self.tasks[case], NO)
        with self.table.home() as session:
            over = Consent.matter_id == self.tasks["navn-udloebet"]
            session.execute(update(Consent).where(over).values(until=today() - timedelta(days=1)))

    def ways(self, app, who):
        """Every page of Konferencer that asks for nothing but what is here, Min dag, and where mails point."""
        place = self.table.places[who]
        with self.table.home() as session:
            slug = self.slug(session, place.unit_id)
        adapter = app.url_map.bind("localhost")
        yield from (f"/til/task/{task}" for task in self.tasks.values())
        for rule in routes(app):
            actor, _, endpoint = rule.endpoint.partition(".")
            mine = actor == place.actor and (endpoint.startswith("conferences.") or endpoint == "day.show")
            known = self.values | {"unit": [slug]}
            if not mine or "GET" not in rule.methods or rule.arguments - known.keys() or endpoint.endswith("pdf"):
                continue
            many = next((known[name] for name in rule.arguments if len(known[name]) > 1), [None])
            for one in many:
                values = {name: known[name][0] if len(known[name]) == 1 else one for name in rule.arguments}
                yield adapter.build(rule.endpoint, values)
        if place.actor == "dagtilbud":
            yield from (f"/dagtilbud/{slug}/konferencer/opgaver?liste={one}" for one in ("venter", "i-gang", "mine"))

    def slug(self, session, unit):

        return session.scalar(select(Unit.slug).where(Unit.id == unit))


def read(app, round_, who):
    """Every word of the canaries that anybody finds who looks everywhere."""
    with round_.table.home() as session:
        if who in PARENTS:
            link = session.scalars(select(Link.id).where(Link.guardian_id == round_.guardians[who])).one()
            secret, own = arrive(session, link), f"/book/{round_.tokens[who]}"
            ways = [own, *(f"{own}/opgave/{task}" for task in round_.tasks.values())]
        else:
            secret, ways = sign_in(session, round_.table.staff[who]), None
    browser, found = Browser(app, secret), set()
    for way in ways or round_.ways(app, who):
        answer = browser.get(way)
        assert answer.status_code < 500, way
        text = answer.text if answer.mimetype == "text/html" else ""
        found |= {(kind.lower(), int(number)) for kind, number in WORD.findall(text)}
    return found


def test_everybody_reads_what_the_table_says(app, database, at):
    at(datetime(2026, 11, 16, 9, tzinfo=UTC))
    cells, people = expected()
    round_, wrong = Round(database), []
    for who in people:
        found = read(app, round_, who)
        for (what, case, _who), cell in cells.items():
            if _who != who:
                continue
            number = CASES.index(case)
            seen = {kind for kind in GROUPS[what] if (kind, number) in found}
            if bool(seen) != (cell == "ja"):
                wrong.append(f"{who}, {what}, {case}: {sorted(seen) or 'nothing'}, and not {cell}")
    assert not wrong, "\n".join(wrong)
    assert {(what, case) for what, case, _who in cells} >= {("opgave", case) for case in CASES}
