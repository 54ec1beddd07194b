"""What every table and rule stands on: the base class, one clock, and the parent of all domain errors."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import DDL, CheckConstraint, DateTime, Dialect, MetaData, TypeDecorator, event
from sqlalchemy import JSON as PLAIN_JSON
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, registry

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
QUARTER = 900
"""Seconds in the step that all booked time is counted in."""

JSON = PLAIN_JSON().with_variant(JSONB(), "postgresql")


class DomainError(Exception):
    """A rule of the domain said no. The web shelf turns each kind into a status and a sentence."""


class UtcDateTime(TypeDecorator[datetime]):
    """Aware datetimes only. SQLite keeps no zone, so UTC is written and put back by hand."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            message = "a time without a zone cannot be stored"
            raise ValueError(message)
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


class Base(DeclarativeBase):
    # A registry of its own, and not the class's attributes: Flask-SQLAlchemy makes a subclass, which may not repeat them.
    registry = registry(
        # Alembic can only change a constraint that has the same name on every machine.
        metadata=MetaData(
            naming_convention={
                "ix": "ix_%(table_name)s_%(column_0_N_name)s",
                "uq": "uq_%(table_name)s_%(column_0_N_name)s",
                "ck": "ck_%(table_name)s_%(constraint_name)s",
                "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
                "pk": "pk_%(table_name)s",
            }
        ),
        type_annotation_map={
            datetime: UtcDateTime,
            dict[str, Any]: JSON,
            dict[str, str]: JSON,
            list[str]: JSON,
            list[int]: JSON,
        },
    )


def one_of(column: str, words: Iterable[str]) -> CheckConstraint:
    """The column of a table holds one of these words of ours, and the database refuses every other."""
    return CheckConstraint(among(column, words), name=column)


def among(column: str, words: Iterable[str]) -> str:
    """The same as SQL, for a constraint that says more."""
    listed = ", ".join(f"'{word}'" for word in words)
    return f"{column} IN ({listed})"


def after_tables(statements: Mapping[str, Iterable[str]]) -> None:
    """Triggers, by dialect: made with the tables, where they are not made by migrations."""
    for dialect, said in statements.items():
        for sql in said:
            made = DDL(sql).execute_if(dialect=dialect)  # type: ignore[no-untyped-call]
            event.listen(Base.metadata, "after_create", made)


def _wall_clock() -> datetime:
    return datetime.now(UTC)


clock: Callable[[], datetime] = _wall_clock
"""Tests put their own here; nothing else in the domain asks the machine what time it is."""


def now() -> datetime:
    return clock().astimezone(UTC)


def today() -> date:
    return now().astimezone(COPENHAGEN).date()


def quarter(at: datetime) -> int:
    """The quarter of an hour, counted in UTC since 1970, that this moment falls in."""
    if at.tzinfo is None:
        message = "a time without a zone has no quarter"
        raise ValueError(message)
    return int(at.timestamp() // QUARTER)


def moment(number: int) -> datetime:
    """The moment, in UTC, at which this quarter begins."""
    return datetime.fromtimestamp(number * QUARTER, UTC)


def N_(text: str) -> str:  # noqa: N802 - the name that gettext's extraction knows for a text translated where it is shown
    return text
