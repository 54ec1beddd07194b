"""The clock, quarters of an hour, and times that come back as they went in."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import create_engine, insert, select
from sqlalchemy.exc import StatementError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from domain import base


class Apart(DeclarativeBase):
    type_annotation_map = {datetime: base.UtcDateTime}


class Event(Apart):
    __tablename__ = "base_event"
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime | None]


@pytest.fixture
def connection(database_url):
    engine = create_engine(database_url)
    Apart.metadata.create_all(engine)
    with engine.connect() as connection:
        yield connection
        connection.rollback()
    Apart.metadata.drop_all(engine)
    engine.dispose()


def test_a_time_comes_back_in_utc_and_the_same_moment(connection):
    given = datetime(2026, 7, 1, 12, 30, tzinfo=timezone(timedelta(hours=2)))
    connection.execute(insert(Event.__table__), [{"id": 1, "at": given}, {"id": 2, "at": None}])
    first, second = connection.scalars(select(Event.__table__.c.at).order_by(Event.__table__.c.id))
    assert (first, first.tzinfo, second) == (given, UTC, None)


def test_times_are_compared_as_moments(connection):
    rows = [{"id": n, "at": datetime(2026, 7, 1, n, tzinfo=UTC)} for n in (9, 10, 11)]
    connection.execute(insert(Event.__table__), rows)
    noon = datetime(2026, 7, 1, 12, tzinfo=base.COPENHAGEN)
    later = select(Event.__table__.c.id).where(Event.__table__.c.at > noon)
    assert connection.scalars(later).all() == [11]


def test_a_time_without_a_zone_is_refused(connection):
    with pytest.raises(StatementError, match="without a zone"):
        connection.execute(insert(Event.__table__), [{"id": 1, "at": datetime(2026, 7, 1)}])  # noqa: DTZ001


def test_today_is_copenhagens(at):
    at(datetime(2026, 6, 30, 22, 15, tzinfo=UTC))
    assert (base.today().isoformat(), base.now().hour) == ("2026-07-01", 22)


@pytest.mark.parametrize("minute", [0, 14])
def test_a_quarter_is_known_by_any_moment_in_it(minute):
    start = datetime(2026, 10, 25, 0, 45, tzinfo=UTC)
    assert base.moment(base.quarter(start + timedelta(minutes=minute))) == start


def test_a_naive_time_has_no_quarter():
    with pytest.raises(ValueError, match="without a zone"):
        base.quarter(datetime(2026, 7, 1))  # noqa: DTZ001
