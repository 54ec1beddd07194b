"""How it goes with a question to the parents, for whoever reads the matter that it is about."""

from domain.asking import RAN_OUT
from domain.consent import MISSING


class Asked:
    """What a matter that is read whole says of the parents' answer: `consent` is the question's state, as asking.state."""

    consent: str | None

    @property
    def unanswered(self) -> bool:
        """They have been asked, and no answer of theirs counts: they can be asked once more."""
        return self.consent in {MISSING, RAN_OUT}

    @property
    def awaited(self) -> bool:
        """An answer can come by itself: asking once more is a mail once more."""
        return self.consent == MISSING
