"""What whoever reads a matter (a task, an inquiry, a referral) is told of the parents' answer to it."""

from domain.asking import RAN_OUT
from domain.consent import MISSING


class Asked:
    """Of a matter with its question: `consent` is the question's state, as asking.state; None before it is put."""

    consent: str | None

    @property
    def unanswered(self) -> bool:
        """Whether they have been asked and have not answered in time: they can be asked again."""
        return self.consent in {MISSING, RAN_OUT}

    @property
    def awaited(self) -> bool:
        """Whether an answer can still come to what they were asked; to ask again only sends the mail again."""
        return self.consent == MISSING
