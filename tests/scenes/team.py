"""A Familiehus that takes anonymous messages: one counsellor who holds the team's key, with a password and a reading passphrase."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from domain.access import passwords
from domain.access.staff import Staff
from domain.base import today
from domain.counselling.crypto import slow, tree
from domain.counselling.crypto.boxes import new_pair
from domain.counselling.staff import team, vouching
from domain.counselling.tables.team import Epoch, Member, ReadingKey
from tests.factories import as_house, make_staff, make_unit
from tests.scenes.bookings import added

PASSWORD, PASSPHRASE = "maalt og vejet hver dag", "kølige ænder svømmer sent"


@dataclass
class Team:
    """Ids; `way` is the address of the unit's pages, `login` the counsellor's."""

    unit: int
    way: str
    staff: int
    login: str
    epoch: int


def make_team(session: Session) -> Team:
    unit = make_unit(as_house(session), "familiehus", "Familiehuset", "afdeling", slug="familiehuset")
    staff = make_staff(session, unit, "familieraadgiver")
    row = session.get_one(Staff, staff)
    row.password_hash = passwords.hashed(PASSWORD)
    public = reads(session, staff)
    team_public, team_private = tree.new_epoch()
    mark = vouching.of_epoch(session, unit, 1, team_public)
    epoch = added(session, Epoch(unit_id=unit, number=1, public=team_public, mark=mark, begun_on=today())).id
    session.add(Member(unit_id=unit, staff_id=staff, added_on=today()))
    team.seat(session, epoch, staff, public, team_private)
    session.commit()
    return Team(unit, "/familiehus/familiehuset/", staff, row.login, epoch)


def reads(session: Session, staff_id: int) -> bytes:
    """Somebody with a reading passphrase: their public key."""
    public, private = new_pair()
    salt = slow.new_salt()
    sealed = tree.protect_private(slow.passphrase_key(PASSPHRASE, salt), private)
    mark = vouching.of_person(session, staff_id, public)
    session.add(ReadingKey(staff_id=staff_id, public=public, sealed=sealed, salt=salt, mark=mark, made_on=today()))
    session.flush()
    return public
