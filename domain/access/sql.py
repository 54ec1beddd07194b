"""Reads SQL as SQLAlchemy writes it, as far as is needed to see which SELECT reads which table under which policy."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

TOKEN = re.compile(
    r"""/\*net\ (?P<mark>.*?)\*/ | /\*.*?\*/ | --[^\n]* | '(?:[^']|'')*'
    | (?P<name>(?:"(?:[^"]|"")*"|\w+)(?:\.(?:"(?:[^"]|"")*"|\w+|\*))*)
    | (?P<sign>[(),])""",
    re.VERBOSE | re.DOTALL,
)
BEFORE_TABLES = {"FROM", "JOIN", "USING"}
BEFORE_A_TABLE = {"INTO", "UPDATE", "TABLE"}
BETWEEN = {"ONLY", "LATERAL"}
AFTER_TABLES = {
    *("WHERE", "GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET", "WINDOW", "FOR"),
    *("UNION", "INTERSECT", "EXCEPT", "SET", "VALUES", "RETURNING"),
}
SCHEMAS = {"main", "temp", "public"}


@dataclass
class Read:
    """A table where a table is read or written, and the name it goes by there."""

    table: str
    alias: str


@dataclass
class Scope:
    """One SELECT (or the statement around them): its tables, the aliases its policies hold, and bad joins."""

    tables: list[Read] = field(default_factory=list)
    held: set[str] = field(default_factory=set)
    keeps_both_sides: bool = False


@dataclass
class Level:
    """One pair of parentheses. `expecting`: a table comes next; `listing`: after a comma, another one does."""

    scope: Scope
    expecting: bool = False
    listing: bool = False


def strays(sql: str, guarded: Collection[str]) -> Iterator[str]:
    """The guarded tables (lower case) that some SELECT or write names without holding their policy against it."""
    for scope in Reader().read(sql):
        for read in scope.tables:
            # a full join hands out what ON refuses
            if read.table in guarded and (read.alias not in scope.held or scope.keeps_both_sides):
                yield read.table


class Reader:
    """A pass over the tokens. What stands inside a policy is not looked at: that is the policy's own business."""

    def __init__(self) -> None:
        self.scopes = [Scope()]
        self.levels = [Level(self.scopes[0])]
        self.table: Read | None = None
        self.aliased: Read | None = None
        self.skip_to: int | None = None

    def read(self, sql: str) -> list[Scope]:
        for token in TOKEN.finditer(sql):
            if sign := token["sign"]:
                self._sign(sign)
            elif self.skip_to is None and token["mark"]:
                self.levels[-1].scope.held.add(_plain(token["mark"].rpartition(".")[0]))
                self.skip_to = len(self.levels) - 1
            elif self.skip_to is None and token["name"]:
                self._name(token["name"])
        return self.scopes

    def _sign(self, sign: str) -> None:
        self.table = None
        level = self.levels[-1]
        if sign == "(":
            self.levels.append(Level(level.scope, level.expecting, level.expecting))
        elif sign == ",":
            level.expecting = level.listing
        elif len(self.levels) > 1:
            self.levels.pop()
            self.levels[-1].expecting = False
            if self.skip_to == len(self.levels):
                self.skip_to = None

    def _name(self, name: str) -> None:
        level, word, before = self.levels[-1], name.upper(), self.table
        self.table = None
        if self.aliased is not None:
            self.aliased.alias, self.aliased = _plain(name), None
            return
        if word == "SELECT":
            self.scopes.append(Scope())
            self.levels[-1] = Level(self.scopes[-1])
        elif word in BEFORE_TABLES | BEFORE_A_TABLE:
            level.expecting, level.listing = True, word in BEFORE_TABLES
        elif word in AFTER_TABLES:
            level.expecting = level.listing = False
        elif word in {"FULL", "RIGHT"}:
            level.scope.keeps_both_sides = True
        elif word == "AS":
            self.aliased = before
        elif level.expecting and word not in BETWEEN:
            self._table(name, level)

    def _table(self, name: str, level: Level) -> None:
        level.expecting = False
        *schema, table = (_plain(part) for part in name.split("."))
        if not schema or schema[0] in SCHEMAS:
            self.table = Read(table, alias=table)
            level.scope.tables.append(self.table)


def _plain(name: str) -> str:
    return name.strip('"').lower()
