"""Rows written past the product, many at once: what is measured or broken must be there before anybody looks."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import count
from typing import Any

from sqlalchemy import Connection, NullPool, create_engine, func, insert, select, text

from domain import store
from domain.base import Base
from domain.schema import metadata


def opened(url: str) -> Any:
    """A transaction behind all nets, and without them; nothing is connected when it has ended."""
    engine = create_engine(url, poolclass=NullPool)
    store.prepare(engine, synchronous="OFF")
    return engine.begin()


class Rows:
    """Rows with numbers of their own, written table by table."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.kept: dict[str, dict[tuple[str, ...], list[dict[str, Any]]]] = defaultdict(lambda: defaultdict(list))
        self.numbers: dict[str, Iterator[int]] = {}

    def add(self, entity: type[Base], **values: Any) -> int:
        """The number that it gets."""
        table = entity.__table__
        if _numbered(table) and "id" not in values:
            if table.name not in self.numbers:
                self.numbers[table.name] = count((self.connection.scalar(select(func.max(table.c.id))) or 0) + 1)
            values["id"] = next(self.numbers[table.name])
        self.kept[table.name][tuple(values)].append(values)
        return values.get("id", 0)

    def write(self) -> None:
        for table in metadata.sorted_tables:
            for rows in self.kept.pop(table.name, {}).values():
                self.connection.execute(insert(table), rows)

    def settle(self) -> None:
        """PostgreSQL's counters stand after the numbers that were given, and both know what they hold."""
        if self.connection.dialect.name == "postgresql":
            for table in filter(_numbered, metadata.sorted_tables):
                last = f'(SELECT coalesce(max(id), 0) + 1 FROM "{table.name}")'
                self.connection.execute(
                    text(f"SELECT setval(pg_get_serial_sequence('\"{table.name}\"', 'id'), {last})")
                )
        self.connection.execute(text("ANALYZE"))


def _numbered(table: Any) -> bool:
    return "id" in table.c and table.c.id.type.python_type is int
