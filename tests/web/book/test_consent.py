"""The two questions of consent on the parents' own page, and what the overview tells of who can see what."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from domain import audit
from domain.access import Guardian, Membership, Staff, sees
from domain.access.sessions import area_key
from domain.consent import BEFOREHAND, MEETING, NO, NOT_NOW, YES, Answer, Consent, ConsentRequest, shorten
from domain.people import Start
from domain.people.looked import looks_at
from domain.starts.tables import Preparation, Recommendation
from tests.factories import arrive, as_house, browser_of, make_family, make_unit, sign_in
from tests.pages import lint

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)


@pytest.fixture
def family(database, at):
    at(NOW)
    with database.sessions() as session:
        return make_family(session, starts_on=date(2026, 12, 14))


@pytest.fixture
def says(enter, family):
    """`says(guardian, value, purpose)` on their own page."""

    def one(guardian, value, purpose=MEETING):
        return enter(guardian).post(family.way(guardian, "samtykke"), data={"purpose": purpose, "value": value})

    return one


def states(database):
    with database.sessions() as session:
        rows = session.execute(select(ConsentRequest.purpose, ConsentRequest.state).execution_options(unscoped="test"))
        return dict(rows.all())


def in_force(database):
    with database.sessions() as session:
        return set(as_house(session).scalars(select(Consent.purpose)))


def test_both_questions_are_put_and_nobody_has_answered(enter, family, statements):
    mother = enter(family.mother)
    with statements(most=5):
        page = mother.get(family.way(family.mother, "samtykke"))
    assert lint(page.text) == []
    assert page.text.count("Ikke svaret") == 4
    assert "Træk samtykke tilbage" not in page.text


def test_a_question_is_a_yes_when_every_holder_has_said_yes(database, family, says):
    assert says(family.mother, YES).status_code == 303
    assert (states(database)[MEETING], in_force(database)) == ("mangler", {"start-time"})
    says(family.father, YES)
    assert (states(database)[MEETING], in_force(database)) == ("ja", {"start", "start-time"})
    assert states(database)[BEFOREHAND] == "mangler"


def test_each_sees_the_others_answer(enter, family, says):
    says(family.mother, YES)
    says(family.mother, NOT_NOW, BEFOREHAND)
    page = enter(family.father).get(family.way(family.father, "samtykke")).text
    assert lint(page) == []
    assert page.count("Den anden forælders svar:") == 2
    assert page.count("Ikke svaret") == 2


def test_one_click_takes_it_back_at_once(database, enter, family, says):
    says(family.mother, YES)
    says(family.father, YES)
    page = enter(family.mother).get(family.way(family.mother, "samtykke")).text
    assert page.count("Træk samtykke tilbage") == 1
    answer = says(family.mother, NO)
    assert answer.status_code == 303
    assert (states(database)[MEETING], in_force(database)) == ("nej", set())


def test_answers_are_added_and_never_changed(database, family, says):
    for value in (YES, NO, YES):
        says(family.mother, value)
    with database.sessions() as session:
        kept = session.execute(
            select(Answer.value, Answer.guardian_id, Answer.how).order_by(Answer.id).execution_options(unscoped="test")
        ).all()
    assert [tuple(row) for row in kept] == [(one, family.mother, "egen side") for one in (YES, NO, YES)]


@pytest.mark.parametrize(
    "data", [{}, {"purpose": MEETING}, {"purpose": "andet", "value": YES}, {"purpose": MEETING, "value": "måske"}]
)
def test_anything_else_is_no_answer(database, enter, family, data):
    assert enter(family.mother).post(family.way(family.mother, "samtykke"), data=data).status_code == 422
    assert states(database) == {MEETING: "mangler", BEFOREHAND: "mangler"}


def test_who_holds_no_custody_cannot_answer(database, family, says):
    assert says(family.uncle, NO).status_code == 403
    assert states(database)[MEETING] == "mangler"


def test_the_overview_says_who_can_see_what_at_this_moment(enter, family, says):
    mother, way = enter(family.mother), family.way(family.mother)
    assert "Kun hvor og hvornår barnet begynder." in mother.get(way).text
    says(family.mother, YES)
    assert "At barnet begynder, og tiden for samtalen. Ikke skemaet." in mother.get(way).text
    says(family.father, YES)
    assert mother.get(way).text.count("tiden for samtalen, skemaet og anbefalingerne") == 2
    says(family.father, NO)
    assert "Kun hvor og hvornår barnet begynder." in mother.get(way).text


def test_when_its_last_day_is_over_the_page_asks_nothing_and_an_answer_from_before_is_not_taken(
    database, enter, family, says
):
    says(family.mother, YES)
    says(family.father, YES)
    with database.sessions() as session:
        shorten(as_house(session), f"start/{family.start}", NOW.date() - timedelta(days=1))
        session.commit()
    mother, way = enter(family.mother), family.way(family.mother, "samtykke")
    page = mother.get(way).text
    assert lint(page) == []
    assert "Tiden er gået for det, I blev spurgt om." in page
    assert not any(words in page for words in ("Et ja gælder til", 'name="value"', "ændre svaret når som helst"))
    assert "Kun hvor og hvornår barnet begynder." in mother.get(family.way(family.mother)).text
    for value, purpose in ((NO, MEETING), (YES, BEFOREHAND)):
        late = mother.post(way, data={"purpose": purpose, "value": value}, follow_redirects=True)
        assert (late.status_code, "Dit svar er ikke gemt." in late.text) == (200, True)
    assert states(database) == {MEETING: "ja", BEFOREHAND: "mangler"}


def test_the_overview_leads_to_what_is_next(enter, family, says, statements):
    mother = enter(family.mother)
    with statements(most=5):
        page = mother.get(family.way(family.mother))
    assert lint(page.text) == []
    assert "0 af 7 dele gemt" in page.text
    assert page.text.count("button-primary") == 1


def test_who_has_looked_is_shown_by_unit_and_never_by_name(database, enter, family):
    with database.sessions() as session:
        there = Membership(unit_id=family.house, actor="dagtilbud", slug="x", unit_name="x", role="paedagog")
        sees(session, Staff(staff=family.paedagog, memberships=(there,)))
        session.info["acting"] = audit.Acting(unit_id=family.house, purpose="starts")
        audit.seen(session, "Start", [family.child])
        audit.flush_looks(database.engine, session)
    page = enter(family.mother).get(family.way(family.mother)).text
    assert "2.11.2026 kl. 10.00" in page
    assert "Jonas Bech" not in page
    assert "Hvem har kigget" not in enter(family.uncle).get(family.way(family.uncle)).text


def test_who_else_helps_the_family_is_told_to_the_parents_alone(database, family):
    """A look by Familiehuset, or at what one unit has asked another, says that there is something to look at; the house's, where it starts."""
    looks = {
        "Start": family.house,
        "Barn": family.sundhedspleje,
        "Barn,Henvendelse": family.sundhedspleje,
        "Forløb": None,
    }
    with database.sessions() as session:
        looks["Forløb"] = make_unit(as_house(session), "familiehus", "Familiehuset", "center")
        session.commit()
    for kind, unit in looks.items():
        with database.sessions() as session:
            sees(session, Staff(staff=family.paedagog))
            session.info["acting"] = audit.Acting(unit_id=unit, purpose="test")
            audit.seen(session, kind, [family.child])
            audit.flush_looks(database.engine, session)
    mother = Guardian(guardian=family.mother, child_ids=(family.child,), custody_ids=(family.child,))

    def staff(unit, actor):
        return Staff(staff=1, memberships=(Membership(unit_id=unit, actor=actor, slug="x", unit_name="x", role="x"),))

    for viewer, kinds in (
        (mother, {*looks}),
        (staff(family.house, "dagtilbud"), {"Start", "Barn"}),
        (staff(family.sundhedspleje, "sundhedspleje"), {"Start", "Barn", "Barn,Henvendelse"}),
        (staff(looks["Forløb"], "familiehus"), {"Forløb"}),
    ):
        with database.sessions() as session:
            sees(session, viewer)
            assert {row.kind for row in looks_at(session, family.child, 50)} == kinds


def test_an_interpreter_is_asked_for_in_a_language(database, enter, family, statements):
    mother, way = enter(family.mother), family.way(family.mother, "tolk")
    with statements(most=5):
        assert lint(mother.get(way).text) == []
    with statements(most=8):
        assert mother.post(way, data={"language": "arabisk"}).status_code == 303
    assert "I har bedt om tolk: arabisk" in mother.get(family.way(family.mother)).text
    assert mother.post(way, data={"language": "andet"}).status_code == 422
    assert mother.post(way, data={"language": "andet", "other": "Wolof"}).status_code == 303
    assert 'value="Wolof"' in mother.get(way).text
    assert mother.post(way, data={"language": "ingen"}).status_code == 303
    with database.sessions() as session:
        assert session.scalars(select(Start.interpreter).execution_options(unscoped="test")).all() == [""]


def test_the_family_is_rung_up(database, enter, family, statements):
    mother, way = enter(family.mother), family.way(family.mother, "ring")
    with statements(most=5):
        assert lint(mother.get(way).text) == []
    with statements(most=8):
        assert mother.post(way).status_code == 303
    assert "Børnehuset ringer til jer" in mother.get(family.way(family.mother)).text
    with database.sessions() as session:
        assert session.scalars(select(Start.call_wanted_at).execution_options(unscoped="test")).all() == [NOW]


def test_the_recommendations_are_on_the_page_and_on_paper(database, enter, family, statements):
    mother, way = enter(family.mother), family.way(family.mother, "anbefalinger")
    assert mother.get(way).status_code == 404
    with database.sessions() as session:
        there = Membership(unit_id=family.house, actor="dagtilbud", slug="x", unit_name="x", role="paedagog")
        session.info["writing"] = True
        sees(session, Staff(staff=family.paedagog, memberships=(there,)))
        session.add(
            Recommendation(
                start_id=family.start, child_id=family.child, unit_id=family.house, at=NOW, staff_id=family.paedagog,
                text="Sig farvel\n\nKom igen", first_days="Korte dage",
            )
        )  # fmt: skip
        session.commit()
    with statements(most=5):
        page = mother.get(way).text
    assert lint(page) == []
    assert "<p>Sig farvel</p><p>Kom igen</p>" in page
    assert "Læs anbefalingerne" in mother.get(family.way(family.mother)).text
    uncle = enter(family.uncle)
    assert "anbefalinger" not in uncle.get(family.way(family.uncle)).text


def test_what_the_sundhedsplejerske_wrote_is_read_by_who_holds_custody(database, enter, family, at):
    mother, way = enter(family.mother), family.way(family.mother, "fra-sundhedsplejen")
    assert mother.get(way).status_code == 404
    with database.sessions() as session:
        there = Membership(
            unit_id=family.sundhedspleje, actor="sundhedspleje", slug="x", unit_name="x", role="sundhedsplejerske"
        )
        session.info["writing"] = True
        sees(session, Staff(staff=family.nurse, memberships=(there,)))
        session.add(
            Preparation(
                start_id=family.start, child_id=family.child, unit_id=family.sundhedspleje, at=NOW, staff_id=family.nurse,
                text="Forberedelseskanarie",
            )
        )  # fmt: skip
        session.commit()
    assert "fra-sundhedsplejen" in mother.get(family.way(family.mother)).text
    page = mother.get(way).text
    assert lint(page) == []
    assert "Forberedelseskanarie" in page
    at(NOW + timedelta(minutes=16))
    answer = mother.get(way)
    assert (answer.status_code, answer.location) == (
        303,
        family.way(family.mother, "bekraeft?videre=fra-sundhedsplejen"),
    )
    assert mother.post(answer.location, data={"day": "20", "month": "1"}).location == way
    uncle = enter(family.uncle)
    assert "fra-sundhedsplejen" not in uncle.get(family.way(family.uncle)).text
    assert uncle.get(family.way(family.uncle, "fra-sundhedsplejen")).status_code == 403


def test_the_link_of_one_child_opens_no_other(app, database, enter, family):
    with database.sessions() as session:
        other = make_family(session)
    mother = enter(family.mother)
    assert mother.get(other.way(other.mother)).location == other.way(other.mother, "bekraeft")


def test_staff_who_follow_a_link_are_nobody_there(database, client, family):
    with database.sessions() as session:
        sign_in(session, client, family.nurse)
    assert client.get(family.way(family.mother)).status_code == 303


def test_the_browser_has_another_key_for_each_area(client):
    secret = browser_of(client)
    assert len({area_key(secret, area) for area in ("staff", "book", "anonym")}) == 3


def test_nothing_is_answered_after_the_link_has_ended(family, says, at):
    at(NOW + timedelta(weeks=23))
    assert says(family.mother, YES).status_code == 404


def test_who_is_not_asked_cannot_answer(app, database, at):
    at(NOW)
    with database.sessions() as session:
        family = make_family(session, newcomer=True, starts_on=date(2026, 12, 14))
    mother = app.test_client()
    with database.sessions() as session:
        arrive(session, mother, family, family.mother)
    for purpose in (MEETING, BEFOREHAND):
        data = {"purpose": purpose, "value": YES}
        assert mother.post(family.way(family.mother, "samtykke"), data=data).status_code == 403
    assert in_force(database) == set()
