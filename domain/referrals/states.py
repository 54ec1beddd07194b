"""The states of a referral, and what each of them means to whoever has to do something about it."""

from sqlalchemy.orm import Mapped

DRAFT, ASKED, SENT, WAITING, OFFERED, RUNNING, FOLLOWED, ENDED, DECLINED, WITHDRAWN = (
    *("kladde", "venter-paa-samtykke", "sendt", "venteliste", "tilbudt"),
    *("i-gang", "fulgt-op", "afsluttet", "afvist", "trukket"),
)
STATES = (DRAFT, ASKED, SENT, WAITING, OFFERED, RUNNING, FOLLOWED, ENDED, DECLINED, WITHDRAWN)
QUEUE, SEATED, OVER = (SENT, WAITING), (OFFERED, RUNNING, FOLLOWED), (ENDED, DECLINED, WITHDRAWN)
"""Waits for a place, has one, and is over: what is over stays so."""
WRITABLE = (DRAFT, ASKED, *QUEUE)
"""What has been offered stays as it was put."""
HELPS = (WAITING, *SEATED, ENDED, DECLINED)
"""What Familiehuset has made of it."""


class Stands:
    """Whatever has a referral's state."""

    state: Mapped[str]

    @property
    def draft(self) -> bool:
        """Nobody but its writer's unit has heard of it."""
        return self.state == DRAFT

    @property
    def asked(self) -> bool:
        """The parents have been asked, and not all of them say yes."""
        return self.state == ASKED

    @property
    def new(self) -> bool:
        """Familiehuset has it, and has done nothing about it."""
        return self.state == SENT

    @property
    def waits(self) -> bool:
        """For a place."""
        return self.state in QUEUE

    @property
    def offered(self) -> bool:
        """A place, which the family can say yes or no to."""
        return self.state == OFFERED

    @property
    def writable(self) -> bool:
        """In other words than now."""
        return self.state in WRITABLE

    @property
    def over(self) -> bool:
        """It stays as it is."""
        return self.state in OVER

    @property
    def answered(self) -> bool:
        """Familiehuset has ended it, with a text to its writer."""
        return self.state in {ENDED, DECLINED}
