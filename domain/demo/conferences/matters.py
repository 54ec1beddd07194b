"""What the demo's past conferences were about: nobody is named, and nothing is anybody's."""

from typing import NamedTuple

from domain.conferences.tables.task import BAL, DEVELOPMENT, GROUP, SOS, STAFF

OF_LEADER = (STAFF, DEVELOPMENT)
"""The kinds that the demo's leaders put themselves; a pædagog puts the others."""


class Matter(NamedTuple):
    """A task, what was said of it, and the effort that came of it; without a `goal` a decision was enough.

    `holds`: the role, at the table, of its tovholder, who also owes what was promised.
    """

    kind: str
    title: str
    occupies: str
    notes: str
    decision: str
    goal: str = ""
    who: str = ""
    learned: str = ""
    promise: str = ""
    holds: str = "paedagog"
    track: int | None = None
    target: str = ""

    @property
    def frame(self) -> str:
        return BAL if self.kind == DEVELOPMENT else SOS


LOOSE = Matter(
    GROUP,
    "Hvem leger hvor i gårdhaven",
    "De store fylder det hele, og de små bliver inde.",
    "Der var ikke tid til at blive enige.",
    "",
)
SHEET = {
    "worries": "Det sker flere gange om ugen og fylder for børnene.",
    "works": "Det går godt, når gruppen er lille, og en voksen er tæt på.",
    "must_happen": "Vi skal vide, hvad der virker, og gøre det hver dag.",
    "challenge": "Rammerne passer til nogle af børnene og ikke til alle.",
    "information": "Vi har set på tre uger på to stuer og skrevet ned, hvad vi så.",
    "analysis": "De voksne kender rammen. Børnene venter, gætter eller går.",
    "measures": "Én ændring ad gangen, en fast voksen og billeder af dagen.",
    "evaluation": "Vi ser på det igen efter to måneder.",
}
