"""The list against what stands: new, changed, unchanged or wrong; written all at once or not at all; twice changes nothing."""

from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from sqlalchemy import func, select

from domain import bulk, consent
from domain.access import Job, sees
from domain.access.citizens import Guardianship
from domain.access.jobs import work_as
from domain.audit import Change
from domain.base import now
from domain.consent import Answer, Consent, ConsentRequest
from domain.people import Child, Guardian, Start
from domain.starts.importing import Orders, looking, read
from domain.starts.tables import Preparation, Recommendation, Section
from tests.scenes.lists import EXAMPLE, TODAY, file, nurse, row, town

TWINS = {"Nøgle": "", "Forælder_2": "Ib Dam", "E_mail_2": "ib@example.org", "Forældremyndighed_2": "ja"}
KEPT = (Child, Guardian, Guardianship, Start, ConsentRequest, Consent, Change)


class Municipality:
    """A town with its units, and what importing a list into it does."""

    def __init__(self, database, at) -> None:
        self.sessions, self._at = database.sessions, at
        self.on(TODAY)
        with self.writing() as session:
            self.units = town(session)
            session.commit()

    def on(self, moment: datetime) -> None:
        self._at(moment)

    def writing(self):
        session = self.sessions()
        session.info["writing"] = True
        sees(session, Job(name="test"))
        return session

    def look(self, *rows, content=None):
        return looking.glance(self.sessions, read(content or file(*rows)), Orders())

    def load(self, *rows, content=None) -> list[str]:
        """The verdicts of a list that is applied."""
        finished = []
        found = looking.apply(
            self.sessions, read(content or file(*rows)), Orders(), lambda _, applied: finished.append(applied)
        )
        assert len(finished) == (1 if found.sound else 0)
        self.applied = finished[0] if finished else None
        return list(found.verdicts)

    def all(self, *columns, **where):
        statement = select(*columns).execution_options(**bulk.WHY)
        for name, value in where.items():
            statement = statement.where(columns[0].class_.__table__.c[name] == value)
        with self.sessions() as session:
            sees(session, Job(name="test"))
            return [tuple(found) for found in session.execute(statement.order_by(*columns))]

    def one(self, *columns, **where):
        [found] = self.all(*columns, **where)
        return found

    def counts(self) -> dict[str, int]:
        with self.sessions() as session:
            sees(session, Job(name="test"))
            return {
                table.__tablename__: session.scalar(
                    select(func.count()).select_from(table.__table__).execution_options(**bulk.WHY)
                )
                for table in KEPT
            }

    def say_yes(self, guardian: str, *, value: str = consent.YES) -> None:
        """A guardian answers every question of every child there is."""
        later = now() + timedelta(minutes=1)
        self.on(later)
        [(guardian_id,)] = self.all(Guardian.id, name=guardian)
        with self.writing() as session:
            for request_id, child_id in self.all(ConsentRequest.id, ConsentRequest.child_id):
                values = {"request_id": request_id, "child_id": child_id, "guardian_id": guardian_id}
                answer = Answer.__table__.insert().values(**values, value=value, at=later, how="test", noted_by=None)
                session.execute(answer, execution_options=bulk.WHY)
            for (child_id,) in self.all(Child.id):
                consent.recompute(session, child_id)
            session.commit()
        self.on(later + timedelta(minutes=1))

    def in_force(self) -> set[str]:
        return {purpose for (purpose,) in self.all(Consent.purpose)}


@pytest.fixture
def city(database, at) -> Municipality:
    return Municipality(database, at)


def test_a_new_row_becomes_child_guardians_start_and_questions(city):
    assert city.load(row(**TWINS | {"Nøgle": "K1"}, Mobil_1="22334455", Sprog_1="polsk")) == ["new"]
    child, care, own = city.one(Child.name, Child.sundhedspleje_id, Child.sundhedsplejerske_id)
    assert (child, care, own) == ("Alma Dam", city.units["Sundhedsplejen Hedegården"], None)
    assert city.all(Guardian.name, Guardian.email, Guardian.mobile, Guardian.language) == [
        ("Ib Dam", "ib@example.org", "", "da"),
        ("Trine Dam", "trine@example.org", "+4522334455", "pl"),
    ]
    assert city.all(Guardianship.custody) == [(True,), (True,)]
    start_id, key, unit_id, starts_on = city.one(Start.id, Start.key, Start.unit_id, Start.starts_on)
    assert (key, unit_id, starts_on) == ("K1", city.units["Globen"], date(2027, 1, 4))
    asked = city.all(
        ConsentRequest.purpose,
        ConsentRequest.subject,
        ConsentRequest.from_unit_id,
        ConsentRequest.to_unit_id,
        ConsentRequest.until,
        ConsentRequest.state,
    )
    until = date(2027, 1, 4) + timedelta(weeks=16)
    assert asked == [
        (consent.MEETING, f"start/{start_id}", unit_id, care, until, "mangler"),
        (consent.BEFOREHAND, f"start/{start_id}", care, unit_id, until, "mangler"),
    ]
    assert city.applied.created == (start_id,)


def test_the_named_sundhedsplejerske_and_her_unit_are_the_childs(city):
    with city.writing() as session:
        mette = nurse(session, city.units["Sundhedsplejen Skovlunde"], "Mette Krog")
        session.commit()
    city.load(row(Sundhedsplejerske="mette krog"))
    assert city.one(Child.sundhedspleje_id, Child.sundhedsplejerske_id) == (
        city.units["Sundhedsplejen Skovlunde"],
        mette,
    )
    assert city.load(row()) == ["unchanged"]


def test_newcomers_and_children_that_no_sundhedspleje_knows_are_not_asked(city):
    city.load(row(Nøgle="K1", Tilflytter="ja"), row(Nøgle="K2", Barn="Bo By", Børnehus="Dagplejen"))
    assert city.all(ConsentRequest.id) == []


def test_an_old_list_asks_nobody_about_what_is_over(city):
    city.load(row(Fødselsdato="3.2.2025", Startdato="4.1.2026"))
    assert (len(city.all(Start.id)), city.all(ConsentRequest.id)) == (1, [])


def test_the_example_twice_changes_nothing(city):
    content = EXAMPLE.read_bytes()
    assert city.load(content=content) == ["new"] * 10
    before = city.counts()
    assert city.look(content=content).plan.empty
    assert city.load(content=content) == ["unchanged"] * 10
    assert city.counts() == before
    assert (before["child"], before["guardian"], before["start"], before["consent_request"]) == (10, 14, 10, 16)


def test_one_wrong_row_keeps_the_whole_list_out(city):
    before = city.counts()
    assert city.load(row(), row(Nøgle="K2", Barn="Bo Dam", Børnehus="Gloeben")) == ["new", "wrong"]
    assert city.counts() == before


def test_what_has_changed_is_written_and_told_to_the_audit_by_the_names_of_the_columns(city):
    city.load(row())
    changed = row(Barn="Alma Sofie Dam", Startdato="1.2.2027", E_mail_1="trine.dam@example.org", Gruppe="Sommerfuglen")
    assert city.load(changed) == ["changed"]
    assert city.one(Child.name, Child.sort_name) == ("Alma Sofie Dam", "alma sofie dam")
    assert city.one(Guardian.email) == ("trine.dam@example.org",)
    assert city.all(ConsentRequest.until) == [(date(2027, 2, 1) + timedelta(weeks=16),)] * 2
    [(verb, kind, columns)] = city.all(Change.verb, Change.kind, Change.columns, verb="change")
    assert (verb, kind) == ("change", "start")
    assert columns == ["consent", "group_id", "guardian.email", "name", "sort_name", "starts_on"]
    assert city.applied.redated == city.one(Start.id)


def test_empty_cells_leave_what_the_house_and_the_parents_have_found_out(city):
    city.load(row(Gruppe="Sommerfuglen", Tolk="arabisk", Mobil_1="22334455", Adresse="Vej 1", Adressebeskyttelse="ja"))
    assert city.load(row(E_mail_1="")) == ["unchanged"]
    assert city.one(Start.interpreter) == ("arabisk",)
    assert city.one(Child.address_protected) == (True,)


def test_a_protected_address_that_the_list_no_longer_holds_is_forgotten(city):
    city.load(row(Adresse="Vej 1"))
    assert city.load(row(Adresse="", Adressebeskyttelse="ja")) == ["changed"]
    assert city.one(Child.address, Child.address_protected) == ("", True)


def test_twins_without_a_key_keep_apart_whatever_the_order_of_the_rows(city):
    alma, bo = row(**TWINS, Barn="Alma Dam"), row(**TWINS, Barn="Bo Dam")
    city.load(alma, bo)
    assert city.all(Start.key) == [("2026-02-03/globen/1",), ("2026-02-03/globen/2",)]
    assert len(city.all(Guardian.id)) == 2
    before = dict(city.all(Child.name, Child.id))
    assert city.load(bo, alma) == ["unchanged", "unchanged"]
    assert dict(city.all(Child.name, Child.id)) == before


def test_twins_without_a_key_may_get_their_names_later(city):
    city.load(row(**TWINS, Barn="Tvilling A"), row(**TWINS, Barn="Tvilling B"))
    ids = city.all(Child.id)
    assert city.load(row(**TWINS, Barn="Alma Dam"), row(**TWINS, Barn="Bo Dam")) == ["changed", "changed"]
    assert city.all(Child.id, Child.name) == [(ids[0][0], "Alma Dam"), (ids[1][0], "Bo Dam")]


def test_children_who_only_share_the_day_and_the_house_are_never_taken_for_each_other(city):
    city.load(row(Nøgle=""))
    other = row(Nøgle="", Barn="Bo Krog", Forælder_1="Trine Dam", E_mail_1="another@example.org")
    assert city.load(other) == ["new"]
    assert city.all(Child.name) == [("Alma Dam",), ("Bo Krog",)]
    assert len(city.all(Guardian.id)) == 2


def test_a_brother_and_a_sister_have_the_same_guardian_when_address_and_name_agree(city):
    city.load(row())
    sister = row(Nøgle="K2", Barn="Bo Dam", Fødselsdato="1.1.2024", Børnehus="Regnbuen")
    city.load(sister, row(Nøgle="K3", Barn="Cleo By", Fødselsdato="1.1.2025", E_mail_1="", Forælder_1="Trine Dam"))
    assert [len(city.all(Guardianship.child_id, guardian_id=one)) for (one,) in city.all(Guardian.id)] == [2, 1]


def test_two_parents_with_one_mailbox_stay_two(city):
    both = {"Forælder_2": "Ib Dam", "E_mail_2": "trine@example.org", "Forældremyndighed_2": "ja"}
    city.load(row(**both))
    assert city.load(row(**both)) == ["unchanged"]
    assert city.load(row(**both | {"Forælder_2": "Ole Krog"})) == ["changed"]
    assert [name for (name,) in city.all(Guardian.name)] == ["Ib Dam", "Ole Krog", "Trine Dam"]
    assert len(city.all(Guardianship.guardian_id)) == 2


def test_a_new_key_for_a_start_that_had_none_is_taken_over(city):
    city.load(row(Nøgle=""))
    assert city.load(row(Nøgle="K7")) == ["changed"]
    assert city.all(Start.key) == [("K7",)]
    assert city.load(row(Nøgle="")) == ["unchanged"]


@pytest.mark.parametrize(
    ("second", "fault"),
    [
        ({"Barn": "Bo By", "Fødselsdato": "1.1.2026"}, ("Nøgle", "DOUBLE_KEY")),
        ({"Nøgle": "K2"}, ("Barn", "DOUBLE_START")),
    ],
)
def test_a_row_that_stands_twice_is_wrong_and_says_where_the_first_is(city, second, fault):
    found = city.look(row(), row(**second))
    assert found.verdicts == ["new", "wrong"]
    [told] = found.rows[1].faults
    assert (told.column, told.wrong.name, told.values["row"]) == (*fault, "2")


def test_a_key_that_belongs_to_another_child_is_wrong(city):
    city.load(row())
    found = city.look(row(Barn="Bo By", Fødselsdato="1.1.2026", Forælder_1="Ib By", E_mail_1="ib@example.org"))
    assert [fault.wrong.name for fault in found.rows[0].faults] == ["KEY_OF_ANOTHER"]


def test_a_change_of_custody_ends_what_was_said(city):
    both = {"Forælder_2": "Ib Dam", "E_mail_2": "ib@example.org", "Forældremyndighed_2": "nej"}
    city.load(row(**both))
    city.say_yes("Trine Dam")
    assert city.in_force() == {"start", "start-time", "start-before"}
    assert city.load(row(**both | {"Forældremyndighed_2": "ja"})) == ["changed"]
    assert (city.in_force(), city.all(ConsentRequest.state)) == (set(), [("mangler",), ("mangler",)])
    assert city.applied.ended == city.one(Child.id)


def test_a_parent_who_has_left_the_list_is_no_longer_a_guardian(city):
    both = {"Forælder_2": "Ib Dam", "E_mail_2": "ib@example.org", "Forældremyndighed_2": "nej"}
    city.load(row(**both))
    city.say_yes("Trine Dam")
    city.load(row())
    assert city.all(Guardianship.guardian_id) == city.all(Guardian.id, name="Trine Dam")
    assert city.in_force() == {"start", "start-time", "start-before"}


def test_a_change_of_house_ends_what_was_said_and_the_new_house_asks_anew(city):
    city.load(row())
    city.say_yes("Trine Dam")
    child_id, start_id = city.one(Child.id) + city.one(Start.id)
    with city.writing() as session:
        home, care = city.units["Globen"], city.units["Sundhedsplejen Hedegården"]
        staff_id = nurse(session, home, "Pia Krog", "paedagog")
        same = {"start_id": start_id, "child_id": child_id, "at": now()}
        values = [
            (Section, {"unit_id": home, "section": "a", "answers": {}, "version": 1, "guardian_id": None}),
            (Recommendation, {"unit_id": home, "text": "t", "first_days": "", "staff_id": staff_id}),
            (Preparation, {"unit_id": care, "text": "t", "staff_id": staff_id}),
        ]
        for table, own in values:
            session.execute(table.__table__.insert().values(**same | own), execution_options=bulk.WHY)
        session.commit()
    assert city.load(row(Børnehus="Fregatten")) == ["changed"]
    fregatten = city.units["Fregatten"]
    assert city.one(Start.unit_id) == (fregatten,)
    assert city.in_force() == set()
    assert {unit for (unit,) in city.all(ConsentRequest.from_unit_id)} == {
        fregatten,
        city.units["Sundhedsplejen Hedegården"],
    }
    assert (city.one(Section.unit_id), city.one(Recommendation.unit_id)) == ((fregatten,), (fregatten,))
    assert city.one(Preparation.unit_id) == (city.units["Sundhedsplejen Hedegården"],)
    [moved] = city.applied.moved
    assert (moved.start, moved.house, moved.before) == (start_id, fregatten, city.units["Globen"])


def test_a_later_day_keeps_what_was_said_for_longer(city):
    city.load(row())
    city.say_yes("Trine Dam")
    city.load(row(Startdato="1.3.2027"))
    assert city.all(Consent.until) == [(date(2027, 3, 1) + timedelta(weeks=16),)] * 3


def test_whoever_turns_out_to_be_a_newcomer_is_asked_no_longer(city):
    city.load(row())
    city.say_yes("Trine Dam")
    assert city.load(row(Tilflytter="ja")) == ["changed"]
    assert {until for (until,) in city.all(Consent.until)} == {date.min}
    assert city.load(row(Tilflytter="ja")) == ["unchanged"]
    assert city.load(row()) == ["changed"]
    assert city.in_force() == {"start", "start-time", "start-before"}


def test_a_start_that_has_begun_is_history_and_the_next_house_is_another_start(city):
    city.load(row())
    city.on(datetime(2028, 1, 1, 9, tzinfo=UTC))
    assert city.load(row(Børnehus="Fregatten", Startdato="1.2.2028")) == ["new"]
    assert city.all(Start.key, Start.unit_id, Start.until) == [
        ("K1", city.units["Globen"], date(2028, 2, 1)),
        ("K1→2", city.units["Fregatten"], date(9999, 12, 31)),
    ]
    assert len(city.all(Child.id)) == 1
    assert city.load(row(Børnehus="Fregatten", Startdato="1.2.2028")) == ["unchanged"]


def test_a_closed_start_stays_closed_until_the_list_says_another_day(city):
    city.load(row())
    with city.writing() as session:
        session.execute(Start.__table__.update().values(closed="udskudt"), execution_options=bulk.WHY)
        session.commit()
    assert city.load(row()) == ["unchanged"]
    assert city.load(row(Startdato="1.5.2027")) == ["new"]
    assert city.all(Start.key, Start.closed) == [("K1", "udskudt"), ("K1→2", "")]


def test_one_child_with_two_starts_is_one_child_and_the_later_row_speaks_for_it(city):
    first = row(Nøgle="K1", Børnehus="Dagplejen", Adresse="Vej 1")
    second = row(Nøgle="K2", Startdato="1.8.2028", Adresse="Vej 2")
    assert city.load(second, first) == ["new", "new"]
    assert city.all(Child.address) == [("Vej 2",)]
    assert city.load(second, first) == ["unchanged", "unchanged"]


def test_a_row_that_contradicts_another_about_the_same_child_is_wrong(city):
    """Is Bo in Globen the child who has moved, or another Bo? Either way the list would change something each time it came."""
    city.load(row(Barn="Bo Dam"))
    moved = row(Barn="Bo Dam", Børnehus="Fregatten")
    found = city.look(moved, row(Nøgle="", Barn="Bo Dam", Forælder_1="Ib Dam", E_mail_1="ib@example.org"))
    assert found.verdicts == ["changed", "wrong"]
    assert [fault.wrong.name for fault in found.rows[1].faults] == ["CONTRADICTS"]


def a_list(random: Random) -> list[dict[str, str]]:
    """Rows about a few children, houses and parents, so that they meet in every way."""
    parents = [
        ("Trine Dam", "trine@example.org", ""),
        ("Trine Holm", "trine@example.org", ""),
        ("Ib Dam", "ib@example.org", "22334455"),
        ("Ib Dam", "ny@example.org", "22334455"),
        ("Ole By", "", "33445566"),
        ("Eva By", "", ""),
    ]
    rows = []
    for _ in range(random.randint(1, 6)):
        one, other = random.sample(parents, 2)
        second = {"Forælder_2": other[0], "E_mail_2": other[1], "Mobil_2": other[2], "Forældremyndighed_2": "ja"}
        rows.append(
            row(
                Nøgle=random.choice(["", "", "K1", "K2", "K3"]),
                Barn=random.choice(["Alma Dam", "Bo Dam", "Tvilling A", "Tvilling B", "Cleo By"]),
                Fødselsdato=random.choice(["3.2.2026", "4.2.2026"]),
                Børnehus=random.choice(["Globen", "Fregatten", "Dagplejen", "Ellekilde"]),
                Startdato=random.choice(["1.10.2026", "1.12.2026", "4.1.2027", "1.3.2027"]),
                Tilflytter=random.choice(["", "ja"]),
                Adresse=random.choice(["", "Vej 1", "Vej 2"]),
                Forælder_1=one[0],
                E_mail_1=one[1],
                Mobil_1=one[2],
                Forældremyndighed_1=random.choice(["ja", "nej"]),
                **(second if random.random() < 0.5 else {}),
            )
        )
    return rows


@pytest.mark.parametrize("seed", range(12))
def test_whatever_is_read_in_changes_nothing_the_second_time_in_any_order(city, seed):
    random = Random(seed)
    for _ in range(4):
        rows = a_list(random)
        while rows and not (found := city.look(*rows)).sound:
            rows = [one for one, verdict in zip(rows, found.verdicts, strict=True) if verdict != "wrong"]
        if rows:
            city.load(*rows)
            random.shuffle(rows)
            again = city.look(*rows)
            assert (set(again.verdicts), again.plan.empty) == ({"unchanged"}, True)


def test_what_others_write_meanwhile_is_taken_in(city, monkeypatch):
    """Between the comparison and the lock somebody writes about the same start: it is compared again."""
    city.load(row())
    original, times = looking._ready, []

    def ready(*args):
        found = original(*args)
        times.append(found.found)
        if len(times) == 1:
            with city.sessions() as session:
                work_as(session, "somebody")
                session.scalars(select(Start)).one().interpreter = "arabisk"
                session.commit()
        return found

    monkeypatch.setattr(looking, "_ready", ready)
    assert city.load(row(Startdato="1.2.2027")) == ["changed"]
    assert len(times) == 2
    assert city.one(Start.starts_on, Start.interpreter) == (date(2027, 2, 1), "arabisk")


@pytest.mark.parametrize("change", ["interpreter", "call_wanted_at"])
def test_when_others_go_on_writing_the_last_comparison_is_made_under_the_lock(city, monkeypatch, change):
    city.load(row())
    original, moments = looking._ready, []

    def ready(session, *args):
        found = original(session, *args)
        moments.append(session.info["writing"])
        if not session.info["writing"]:
            with city.sessions() as other:
                work_as(other, "somebody")
                value = now() if change == "call_wanted_at" else f"sprog {len(moments)}"
                setattr(
                    other.scalars(select(Start)).one(),
                    change,
                    value + timedelta(seconds=len(moments)) if change == "call_wanted_at" else value,
                )
                other.commit()
        return found

    monkeypatch.setattr(looking, "_ready", ready)
    assert city.load(row(Startdato="1.2.2027")) == ["changed"]
    assert moments == [False, False, False, True]
    assert city.one(Start.starts_on) == (date(2027, 2, 1),)


def test_a_failure_on_the_way_leaves_nothing_behind(city):
    before = city.counts()

    def broken(*_):
        raise RuntimeError("as if the power went")

    with pytest.raises(RuntimeError):
        looking.apply(city.sessions, read(file(row())), Orders(), broken)
    assert city.counts() == before
