"""Kinds of appointment as the administrator changes them: what is wrong is named, what is right counts from now on."""

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from domain.access import Job, sees
from domain.audit import Change
from domain.booking.kinds import editing
from domain.booking.kinds.editing import BadType, Draft
from domain.booking.kinds.types import HOME_VISIT, START_TALK, ensure_types
from domain.booking.tables import AppointmentType

TOUR = Draft(name="Rundvisning", minutes=30, roles=("paedagog",))


@pytest.fixture(autouse=True)
def types(session):
    session.info["writing"] = True
    sees(session, Job(name="test"))
    ensure_types(session)


def written(session):
    statement = select(Change.columns).where(Change.kind == "appointment_type")
    return session.scalars(statement.execution_options(unscoped="test")).all()


def drafted(**values):
    return Draft(**vars(TOUR) | values)


def test_a_type_is_added_under_a_key_of_its_own(session):
    keys = [editing.add(session, drafted(name=name)) for name in ("Rundvisning", "Rundvisning!", "Rundvisning?")]
    assert keys == ["rundvisning", "rundvisning-2", "rundvisning-3"]
    row = session.get_one(AppointmentType, "rundvisning")
    assert (row.minutes, row.roles, row.place, row.cancel_days) == (30, ["paedagog"], "enhed", 1)


def test_a_change_is_kept_and_written_down_by_the_names_of_what_changed(session):
    before = session.get_one(AppointmentType, HOME_VISIT)
    texts = {"da": "  Hav barnets bog klar. ", "en": " "}
    draft = drafted(name=before.name, minutes=45, roles=("sundhedsplejerske",), text_before=texts, horizon_days=90)
    editing.change(session, HOME_VISIT, draft)
    assert (before.minutes, before.text_before) == (45, {"da": "Hav barnets bog klar."})
    [told] = written(session)
    assert set(told) == {
        *("minutes", "text_before", "horizon_days"),
        *("travels", "buffer_before", "buffer_after", "place"),
    }
    editing.change(session, HOME_VISIT, draft)
    assert len(written(session)) == 1  # nothing has changed


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({"name": " "}, ("name", "empty")),
        ({"name": "start-SAMTALE"}, ("name", "taken")),
        ({"minutes": 0}, ("minutes", "range")),
        ({"minutes": 50}, ("minutes", "quarter")),
        ({"minutes": 495}, ("minutes", "range")),
        ({"buffer_before": -15}, ("buffer_before", "range")),
        ({"buffer_after": 20}, ("buffer_after", "quarter")),
        ({"lead_hours": -1}, ("lead_hours", "range")),
        ({"lead_hours": 48, "horizon_days": 2}, ("horizon_days", "lead")),
        ({"horizon_days": 0}, ("horizon_days", "range")),
        ({"cancel_days": 61}, ("cancel_days", "range")),
        ({"offer_hours": 97}, ("offer_hours", "range")),
        ({"roles": ()}, ("roles", "none")),
        ({"roles": ("smed",)}, ("roles", "none")),
        ({"roles": ("paedagog", "paedagog")}, ("roles", "twice")),
        ({"travels": ("leder",)}, ("travels", "roles")),
        ({"place": "skoven"}, ("place", "unknown")),
        ({"text_after": {"ar": "x" * 2001}}, ("text_after", "long")),
    ],
)
def test_what_cannot_be_is_refused_by_the_name_of_its_field(session, values, wrong):
    with pytest.raises(BadType) as refused:
        editing.add(session, drafted(**values))
    assert refused.value.args == wrong


@pytest.mark.parametrize("roles", [("sundhedsplejerske",), ("paedagog", "fsr")])
def test_nobody_comes_to_a_start_conversation_whom_the_parents_are_not_asked_about(session, roles):
    with pytest.raises(BadType) as refused:
        editing.change(session, START_TALK, drafted(name="Start-samtale", roles=roles))
    assert refused.value.args == ("roles", "start")
    editing.change(session, START_TALK, drafted(name="Start-samtale", roles=("leder", "sundhedsplejerske")))


@pytest.mark.parametrize(
    "values", [{"minutes": 50}, {"buffer_before": -15}, {"buffer_after": 5}, {"cancel_days": -1}, {"horizon_days": 0}]
)
def test_the_database_itself_refuses_them(session, values):
    row = session.get_one(AppointmentType, HOME_VISIT)
    for name, value in values.items():
        setattr(row, name, value)
    with pytest.raises(IntegrityError):
        session.flush()
