"""Rows as pages read them."""

from sqlalchemy import literal, select

from domain.access.units import Unit
from domain.rows import plain
from tests.factories import as_house, make_unit


def test_plain_rows_have_their_columns_by_name_and_by_place_in_their_order(session):
    as_house(session)
    for name in ("Regnbuen", "Globen"):
        make_unit(session, "dagtilbud", name=name)
    named = select(Unit.name.label("house"), literal(3).label("seats")).order_by(Unit.name)
    rows = plain(session.execute(named))
    assert rows == [("Globen", 3), ("Regnbuen", 3)]
    assert [row.house for row in rows] == ["Globen", "Regnbuen"]
    assert plain(session.execute(named.where(Unit.name == "Ingen"))) == []
