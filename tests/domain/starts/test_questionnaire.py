"""The questionnaire: section by section, two writers, and what it takes to be answered."""

import pytest
from sqlalchemy import select

from domain.access import Membership, NotAllowed, Staff, sees
from domain.audit import Change
from domain.due import Due
from domain.people import Start
from domain.starts.questionnaire import Conflict, save, sections
from domain.starts.questions import KEYS, OBLIGATORY, PARTS, part
from tests.factories import as_guardian, as_house, make_family


@pytest.fixture
def family(database):
    with database.sessions() as session:
        return make_family(session)


@pytest.fixture
def writes(database, family):
    """`writes(guardian, section, answers, version)`: saved in a session of the guardian's own."""

    def one(guardian, section, answers, version=0):
        with database.sessions() as session:
            saved = save(as_guardian(session, family, guardian), family.start, section, answers, version)
            session.commit()
            return saved

    return one


def test_a_section_is_kept_with_who_wrote_it(database, family, writes):
    saved = writes(family.mother, "sprog", {"sprog": " Dansk og polsk ", "mest": "", "andet": "hul i hegnet"})
    assert (saved.version, dict(saved.answers), saved.guardian_id) == (1, {"sprog": "Dansk og polsk"}, family.mother)
    with database.sessions() as session:
        assert set(sections(as_guardian(session, family, family.father), family.start)) == {"sprog"}


def test_the_later_of_two_sees_what_the_earlier_wrote(database, family, writes):
    writes(family.mother, "vaner", {"mad": "Grød"})
    with pytest.raises(Conflict) as refused:
        writes(family.father, "vaner", {"mad": "Kun mælk"})
    theirs = refused.value.theirs
    assert (theirs.version, theirs.answers, theirs.guardian_id) == (1, {"mad": "Grød"}, family.mother)
    together = writes(family.father, "vaner", {"mad": "Grød og mælk"}, version=theirs.version)
    assert (together.version, together.guardian_id) == (2, family.father)


def test_the_same_form_sent_twice_is_saved_once(family, writes):
    writes(family.mother, "vaner", {"mad": "Grød"})
    assert writes(family.mother, "vaner", {"mad": "Grød"}).version == 1


def test_it_is_answered_when_every_obligatory_section_is_saved(database, family, writes):
    for key in OBLIGATORY - {"hjem"}:
        writes(family.mother, key, {"sprog": "Dansk"})
    assert not _answered(database, family)
    writes(family.father, "hjem", {"bor-med": "Os begge"})
    assert _answered(database, family)
    with database.sessions() as session:
        told = session.scalars(select(Due).where(Due.kind == "skema").execution_options(unscoped="test"))
        assert [(row.unit_id, row.done_at is not None, row.purpose) for row in told] == [(family.house, True, "start")]


def test_a_guardian_without_custody_neither_reads_nor_writes_it(database, family, writes):
    writes(family.mother, "vaner", {"mad": "Grød"})
    with database.sessions() as session:
        assert sections(as_guardian(session, family, family.uncle), family.start) == {}
    with pytest.raises(NotAllowed):
        writes(family.uncle, "hjem", {"bor-med": "Mig"})


def test_the_audit_names_the_columns_and_never_the_text(database, family, writes):
    writes(family.mother, "trivsel", {"fortael": "Hemmelighedskanarie"})
    writes(family.mother, "trivsel", {"fortael": "Hemmelighedskanarie to"}, version=1)
    with database.sessions() as session:
        rows = session.scalars(
            select(Change)
            .where(Change.kind == "questionnaire_section")
            .order_by(Change.id)
            .execution_options(unscoped="test")
        ).all()
    assert [(row.verb, row.guardian_id, row.child_id) for row in rows] == [
        ("create", family.mother, family.child),
        ("change", family.mother, family.child),
    ]
    assert rows[1].columns == ["answers", "at", "version"]


def test_the_house_may_write_it_down_with_the_parents(database, family):
    with database.sessions() as session:
        session.info["writing"] = True
        there = Membership(unit_id=family.house, actor="dagtilbud", slug="x", unit_name="x", role="paedagog")
        sees(session, Staff(staff=family.paedagog, memberships=(there,)))
        assert save(session, family.start, "vaner", {"mad": "Grød"}, 0).guardian_id is None


def test_every_section_has_questions_that_keep_only_what_they_offer():
    assert len(set(KEYS)) == len(PARTS)
    for one in PARTS:
        assert one.questions
        assert len({question.key for question in one.questions}) == len(one.questions)
    wellbeing = part("trivsel")
    assert wellbeing.cleaned({"barnet": "godt", "fortael": "x" * 5000}) == {"barnet": "godt", "fortael": "x" * 4000}
    assert wellbeing.cleaned({"barnet": "<script>"}) == {}
    assert part("udvikling").cleaned({"kan": ["ruller", "flyver", "hoved"]}) == {"kan": ["hoved", "ruller"]}


def _answered(database, family) -> bool:
    with database.sessions() as session:
        return (
            as_house(session).scalar(
                select(Start.answered_at).where(Start.id == family.start).execution_options(unscoped="test")
            )
            is not None
        )
