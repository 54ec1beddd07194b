"""What the parents are asked before a start, as data: sections in their order, each a small set of typed questions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from domain.base import N_

Kind = Literal["line", "text", "one", "many"]
LONGEST = {"line": 200, "text": 4000}


@dataclass(frozen=True, kw_only=True)
class Question:
    """A line, a longer text, or a choice of one or many of `options` (value, text). `health`: masked on a link left open."""

    key: str
    label: str
    kind: Kind = "text"
    hint: str = ""
    options: tuple[tuple[str, str], ...] = ()
    health: bool = False
    required: bool = False

    def cleaned(self, answer: str | Iterable[str] | None) -> str | list[str] | None:
        """What is kept of an answer; None when nothing was said."""
        values = [one for one, _ in self.options]
        if self.kind == "many":
            chosen = set(answer or ())
            return [one for one in values if one in chosen] or None
        text = answer.strip() if isinstance(answer, str) else ""
        if self.kind == "one":
            return text if text in values else None
        return text[: LONGEST[self.kind]] or None

    def said(self, answer: str | list[str]) -> list[str]:
        """The answer as texts to show: the options' own words, or what was written."""
        chosen = answer if isinstance(answer, list) else [answer]
        return [dict(self.options).get(one, one) for one in chosen]


@dataclass(frozen=True, kw_only=True)
class Part:
    """One section: it is saved on its own. The questionnaire is answered when every obligatory one has been saved."""

    key: str
    title: str
    intro: str
    questions: tuple[Question, ...]
    obligatory: bool = True

    @property
    def health(self) -> bool:
        return any(question.health for question in self.questions)

    def cleaned(self, answers: Mapping[str, Any]) -> dict[str, Any]:
        """Only what is asked, and only where something was said."""
        kept = ((question.key, question.cleaned(answers.get(question.key))) for question in self.questions)
        return {key: answer for key, answer in kept if answer is not None}


PARTS = (
    Part(
        key="foedsel",
        title=N_("Fødslen og den første tid"),
        intro=N_("Skriv det, I synes personalet skal vide. I må gerne springe noget over."),
        questions=(
            Question(
                key="foedt",
                kind="one",
                label=N_("Hvornår blev jeres barn født?"),
                health=True,
                options=(
                    ("til-tiden", N_("Omkring terminen")),
                    ("tidligt", N_("Mere end tre uger før termin")),
                    ("ved-ikke", N_("Ved ikke")),
                ),
            ),
            Question(key="foedsel", label=N_("Hvordan gik fødslen?"), health=True),
            Question(
                key="foerste-tid",
                label=N_("Hvordan var de første uger?"),
                hint=N_("For eksempel amning, gråd, indlæggelse."),
                health=True,
            ),
        ),
    ),
    Part(
        key="vaner",
        title=N_("Søvn, mad og trøst"),
        intro=N_("Så kan personalet gøre, som I gør derhjemme."),
        questions=(
            Question(
                key="soevn",
                label=N_("Hvornår og hvordan sover jeres barn?"),
                hint=N_("Tidspunkter, barnevogn eller seng, hvad I gør, når barnet skal sove."),
            ),
            Question(
                key="mad",
                label=N_("Hvad spiser og drikker jeres barn?"),
                hint=N_("Grød, skemad, flaske, amning. Hvad kan barnet lide?"),
            ),
            Question(
                key="maa-ikke-faa",
                label=N_("Er der mad, jeres barn ikke må få?"),
                hint=N_("Allergi, tro eller andet."),
                health=True,
            ),
            Question(
                key="troest",
                kind="many",
                label=N_("Hvad trøster jeres barn?"),
                options=(
                    ("sut", N_("Sut")),
                    ("bamse", N_("Bamse eller nusseklud")),
                    ("baeres", N_("At blive båret")),
                    ("sang", N_("Sang eller rolig stemme")),
                    ("fred", N_("Lidt fred")),
                ),
            ),
            Question(key="troest-andet", kind="line", label=N_("Andet, der hjælper, når barnet er ked af det")),
        ),
    ),
    Part(
        key="udvikling",
        title=N_("Udvikling"),
        intro=N_("Børn er forskellige. Sæt kun kryds ved det, jeres barn gør nu."),
        questions=(
            Question(
                key="kan",
                kind="many",
                label=N_("Hvad kan jeres barn nu?"),
                options=(
                    ("hoved", N_("Holder hovedet selv")),
                    ("ruller", N_("Ruller rundt")),
                    ("sidder", N_("Sidder uden støtte")),
                    ("kravler", N_("Kravler eller kommer frem på gulvet")),
                    ("gaar", N_("Går")),
                    ("pludrer", N_("Pludrer eller siger lyde")),
                    ("ord", N_("Siger ord, som andre forstår")),
                ),
            ),
            Question(key="optaget", label=N_("Hvad er jeres barn optaget af?")),
            Question(
                key="undrer",
                label=N_("Er der noget, I undrer jer over?"),
                hint=N_("For eksempel syn, hørelse, bevægelse eller kontakt."),
                health=True,
            ),
        ),
    ),
    Part(
        key="trivsel",
        title=N_("Trivsel"),
        intro=N_("Hvordan har barnet det, og hvordan har I det?"),
        questions=(
            Question(
                key="barnet",
                kind="one",
                label=N_("Hvordan har jeres barn det for tiden?"),
                health=True,
                options=(
                    ("godt", N_("Godt")),
                    ("svinger", N_("Det svinger")),
                    ("svaert", N_("Det er svært lige nu")),
                ),
            ),
            Question(key="fortael", label=N_("Fortæl gerne mere"), health=True),
            Question(key="sygdom", label=N_("Er der sygdom eller medicin, personalet skal kende?"), health=True),
        ),
    ),
    Part(
        key="sprog",
        title=N_("Sprog derhjemme"),
        intro=N_("Så ved personalet, hvilke ord og sange jeres barn kender."),
        questions=(
            Question(key="sprog", kind="line", label=N_("Hvilke sprog taler I derhjemme?"), required=True),
            Question(key="mest", kind="line", label=N_("Hvilket sprog hører jeres barn mest?")),
            Question(
                key="ord",
                label=N_("Ord, som er gode at kende"),
                hint=N_("For eksempel jeres ord for mad, sut og sove."),
            ),
        ),
    ),
    Part(
        key="hjem",
        title=N_("Hvem barnet bor med"),
        intro=N_("Skriv, hvem der er en del af hverdagen."),
        questions=(
            Question(key="bor-med", label=N_("Hvem bor jeres barn sammen med?"), required=True),
            Question(
                key="to-hjem",
                kind="one",
                label=N_("Bor barnet i mere end ét hjem?"),
                options=(
                    ("nej", N_("Nej")),
                    ("ja", N_("Ja")),
                ),
            ),
            Question(key="soeskende", kind="line", label=N_("Søskende, og hvor gamle de er")),
            Question(key="henter", kind="line", label=N_("Andre, der ofte henter barnet")),
        ),
    ),
    Part(
        key="oensker",
        title=N_("Jeres ønsker"),
        intro=N_("Det kan I vente med til samtalen, hvis I hellere vil det."),
        obligatory=False,
        questions=(
            Question(key="start", label=N_("Hvad er vigtigt for jer, når jeres barn begynder?")),
            Question(key="tale-om", label=N_("Hvad vil I gerne tale om ved samtalen?")),
            Question(
                key="foerste-dage",
                label=N_("Hvordan kan I være med de første dage?"),
                hint=N_("For eksempel korte dage, eller hvem der kan komme."),
            ),
        ),
    ),
)
KEYS = tuple(part.key for part in PARTS)
OBLIGATORY = frozenset(part.key for part in PARTS if part.obligatory)


def part(key: str) -> Part:
    """The section of that name."""
    return PARTS[KEYS.index(key)]
