"""Who asks: every kind of viewer answers every question that a policy may ask."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from domain import base
from domain.access.roles import LEADERS, SOCIAL_WORKER


@dataclass(frozen=True, kw_only=True)
class Membership:
    """One role in one unit, as the viewer query found it. `group_id` narrows it, `district_id` places it."""

    unit_id: int
    actor: str
    slug: str
    unit_name: str
    role: str
    kind: str = ""
    group_id: int | None = None
    district_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Viewer:
    """A stranger: sees nothing. The other viewers differ only in what they answer."""

    name: str = ""
    staff: int | None = None
    guardian: int | None = None
    case: int | None = None
    language: str = "da"

    @property
    def today(self) -> date:
        return base.today()

    @property
    def job(self) -> bool:
        """Whether it is the house itself that works: the worker or a command."""
        return False

    def units(self, actor: str) -> tuple[int, ...]:
        return ()

    def every_unit(self) -> tuple[int, ...]:
        return ()

    def leads(self) -> tuple[int, ...]:
        """The units whose day they see whole."""
        return ()

    def social_work(self) -> tuple[int, ...]:
        """The units where they are a socialrådgiver: who refers a family to help."""
        return ()

    def children(self) -> tuple[int, ...]:
        return ()

    def custody(self) -> tuple[int, ...]:
        return ()

    def roles(self, unit_id: int) -> frozenset[str]:
        return frozenset()


@dataclass(frozen=True, kw_only=True)
class Staff(Viewer):
    """An employee, with the memberships that this session's viewer query found."""

    staff: int
    memberships: tuple[Membership, ...] = ()
    session_id: str = ""

    @cached_property
    def _by_actor(self) -> dict[str, tuple[int, ...]]:
        found: dict[str, dict[int, None]] = {}
        for one in self.memberships:
            found.setdefault(one.actor, {})[one.unit_id] = None
        return {actor: tuple(units) for actor, units in found.items()}

    @cached_property
    def _everywhere(self) -> tuple[int, ...]:
        return tuple(dict.fromkeys(one.unit_id for one in self.memberships))

    def units(self, actor: str) -> tuple[int, ...]:
        return self._by_actor.get(actor, ())

    def every_unit(self) -> tuple[int, ...]:
        return self._everywhere

    def leads(self) -> tuple[int, ...]:
        return tuple(dict.fromkeys(one.unit_id for one in self.memberships if one.role in LEADERS))

    def social_work(self) -> tuple[int, ...]:
        return tuple(dict.fromkeys(one.unit_id for one in self.memberships if one.role == SOCIAL_WORKER))

    def roles(self, unit_id: int) -> frozenset[str]:
        return frozenset(one.role for one in self.memberships if one.unit_id == unit_id)


@dataclass(frozen=True, kw_only=True)
class Guardian(Viewer):
    """A parent who came by a link: its child, then those that they have another link for. Custody counts of the link's own child alone."""

    guardian: int
    child_ids: tuple[int, ...] = ()
    custody_ids: tuple[int, ...] = ()

    def children(self) -> tuple[int, ...]:
        return self.child_ids

    def custody(self) -> tuple[int, ...]:
        return self.custody_ids


@dataclass(frozen=True, kw_only=True)
class CodeHolder(Viewer):
    """Whoever knows the receipt code of one anonymous case."""

    case: int


@dataclass(frozen=True, kw_only=True)
class Job(Viewer):
    """The worker or a command, by its name. `all_units` are (actor, unit id) of every unit there is."""

    name: str
    all_units: tuple[tuple[str, int], ...] = ()

    @property
    def job(self) -> bool:
        return True

    def units(self, actor: str) -> tuple[int, ...]:
        return tuple(unit for of, unit in self.all_units if of == actor)

    def every_unit(self) -> tuple[int, ...]:
        return tuple(unit for _, unit in self.all_units)

    def leads(self) -> tuple[int, ...]:
        return self.every_unit()

    def social_work(self) -> tuple[int, ...]:
        return self.every_unit()


@dataclass(frozen=True)
class Acting:
    """For which unit, and for what purpose, this request acts: from the address, kept in `session.info["acting"]`."""

    unit_id: int | None = None
    purpose: str | None = None


STRANGER = Viewer(name="stranger")
