"""The recovery key on paper: made once, shown once, locked away; it lets one person in when nobody can."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.base import DomainError, today
from domain.counselling.crypto import boxes, codes, tree
from domain.counselling.staff import desk, team, vouching
from domain.counselling.staff.unlocking import Opened
from domain.counselling.tables.desk import Desk
from domain.counselling.tables.team import Epoch


class WrongPaper(DomainError):
    """Not the paper of this team's key, or a letter of it is wrong."""


def make(session: Session, opened: Opened, unit_id: int) -> str:
    """What is to be written down. A paper from before opens nothing that is locked from now on."""
    held = {one.epoch_id: one for one in opened.of_unit(unit_id)}
    if not any(not one.ended for one in held.values()):
        raise team.NoSeat
    public, paper = tree.recovery_pair()
    row = desk.row(session, unit_id)
    row.recovery_public, row.recovery_on = public, today()
    row.recovery_mark = vouching.of_paper(session, unit_id, public)
    for epoch in _epochs(session, unit_id):
        if epoch.id in held:
            epoch.recovery = tree.seal_team(public, opened.team(epoch.id))
    session.flush()
    desk.note(session, "change", Desk, unit_id, "recovery_public")
    return paper


def use(session: Session, opened: Opened, unit_id: int, paper: str) -> None:
    """Whoever has the paper, is on the administrator's list and has unlocked with a passphrase of their own is let in."""
    team.on_the_list(session, unit_id, opened.staff_id)
    try:
        private = tree.paper_key(paper)
    except codes.BadCode as error:
        raise WrongPaper from error
    public, opened_any = team.public_of(session, opened.staff_id), False
    for epoch in _epochs(session, unit_id):
        key = _team_key(private, epoch.recovery)
        if key is not None:
            team.seat(session, epoch.id, opened.staff_id, public, key)
            opened_any = True
    if not opened_any:
        raise WrongPaper
    desk.note(session, "change", Epoch, unit_id, "recovery")


def _team_key(private: boxes.Key, recovery: bytes | None) -> boxes.Key | None:
    """None of an epoch that another paper opens, or none."""
    try:
        return tree.open_team(private, recovery) if recovery else None
    except boxes.Unreadable:
        return None


def _epochs(session: Session, unit_id: int) -> Sequence[Epoch]:
    return session.scalars(select(Epoch).where(Epoch.unit_id == unit_id).order_by(Epoch.number)).all()
