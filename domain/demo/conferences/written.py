"""What the tasks of the demo say, each in its own words, and what becomes of them. Nobody is named, and nothing is anybody's."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from domain.conferences.tables.task import CHILD, DEVELOPMENT, GROUP, PARENTS, STAFF
from domain.consent import NO, YES


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What somebody writes, how many days ago, and what becomes of it. `child`: which of the house's children it names, by number."""

    login: str
    kind: str
    title: str
    days: int
    seen: str
    wanted: str
    sheet: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Any] = field(default_factory=dict)
    child: int | None = None
    answer: str | None = None
    ends: str = "indsend"


WRITTEN = (
    Draft(
        login="paedagog",
        kind=CHILD,
        title="Få ord i samlingen",
        days=9,
        child=0,
        answer=YES,
        seen="Barnet siger få ord i samlingen og går væk, når legen kræver ord. Det sker hver dag, mest om formiddagen.",
        wanted="Et råd om, hvad vi kan prøve først.",
        sheet={
            "worries": "Få ord på dansk.\nTrækker sig, når flere leger sammen.",
            "works": "Leger længe med ét barn ad gangen.\nSynger hele sange derhjemme.",
            "must_happen": "Er med i en leg med to andre hver formiddag.",
        },
        words={
            "roles": ("logopaed", "psykolog"),
            "urgency": 2,
            "numbers": {"Os, der skriver": [4, "Det går langsomt fremad"], "Forældrene": [6, ""]},
        },
    ),
    Draft(
        login="paedagog",
        kind=CHILD,
        title="Uro ved måltiderne",
        days=2,
        child=1,
        ends="spurgt",
        seen="Barnet rejser sig fem-seks gange under frokosten og tager mad fra de andre. Om formiddagen er det roligt.",
        wanted="Hvordan får vi et roligt måltid uden at skille barnet ud?",
        sheet={"worries": "De andre vil ikke sidde ved siden af.", "works": "Spiser i ro, når vi er tre ved bordet."},
    ),
    Draft(
        login="paedagog",
        kind=CHILD,
        title="Svært ved at sige farvel",
        days=5,
        child=2,
        answer=NO,
        ends="spurgt",
        seen="Barnet græder længe hver morgen og spørger om sin mor op ad formiddagen.",
        wanted="En anden måde at tage imod på.",
    ),
    Draft(
        login="paedagog",
        kind=CHILD,
        title="Et barn, der bider",
        days=31,
        seen="Barnet har bidt tre andre børn på to uger, hver gang tæt på døren, når flere skal ud på samme tid.",
        wanted="Psykologens blik på, hvad der går forud.",
        sheet={
            "worries": "De andre børn holder afstand.",
            "works": "Barnet vil gerne trøste bagefter.",
            "must_happen": "Ingen bliver bidt, og barnet har en at lege med.",
        },
        words={"roles": ("psykolog",), "urgency": 3, "urgency_reason": "Det sker hver dag nu."},
    ),
    Draft(
        login="paedagog",
        kind=GROUP,
        title="Legen på legepladsen deler sig i to",
        days=16,
        seen="De samme otte børn løber og cykler. De andre sidder ved trappen og ser på.",
        wanted="Idéer til lege, hvor flere kan være med.",
        sheet={"worries": "To børn er aldrig med.", "works": "Når en voksen begynder en leg, kommer alle."},
    ),
    Draft(
        login="paedagog",
        kind=PARENTS,
        title="Korte afhentninger",
        days=1,
        ends="kladde",
        seen="Der er ikke tid til at tale sammen, når flere forældre henter på samme tid lige før lukketid.",
        wanted="",
    ),
    Draft(
        login="leder",
        kind=STAFF,
        title="Vi vil blive bedre til at give hinanden råd",
        days=20,
        seen="Når noget er svært på en stue, bliver det på stuen. Vi spørger hinanden for sent.",
        wanted="En enkel måde at give hinanden råd på i hverdagen.",
        words={"roles": ("paedagogisk-vejleder",)},
    ),
    Draft(
        login="leder",
        kind=DEVELOPMENT,
        title="Garderoben kl. 9.30",
        days=27,
        seen="",
        wanted="En vejleders blik på rummet og på de to voksnes roller.",
        sheet={
            "challenge": "Der er uro i garderoben, når hele stuen skal ud på én gang.",
            "information": "Vi har set på det i to uger: det er værst kl. 9.30, når atten børn skal i tøjet sammen.",
            "analysis": "Rummet er smalt, og vi er to voksne. Børnene venter længe.",
            "measures": "Vi vil dele stuen i tre hold og øve tøjet som en leg.",
            "evaluation": "Vi ser på det igen efter seks uger.",
        },
        words={"roles": ("paedagogisk-vejleder",), "minutes": 30},
    ),
    Draft(
        login="leder",
        kind=GROUP,
        title="Støj om formiddagen",
        days=12,
        ends="trukket",
        seen="Der er højt på begge stuer, fra alle er kommet, og til vi går ud.",
        wanted="Forslag til en roligere formiddag.",
    ),
    Draft(
        login="fsr",
        kind=PARENTS,
        title="Et samarbejde, der er gået i stå",
        days=6,
        seen="En familie siger nej tak til alle møder. De kommer gerne til arrangementer og taler med de andre forældre.",
        wanted="At vi finder ud af sammen, hvem familien har tillid til.",
        words={"urgency": 2},
    ),
    Draft(
        login="sundhedsplejerske",
        kind=CHILD,
        title="Søvn og mad efter en flytning",
        days=4,
        child=3,
        answer=YES,
        seen="Familien er flyttet to gange i år. Forældrene fortæller, at barnet vågner om natten og spiser meget lidt.",
        wanted="At vi siger og gør det samme hjemme og i huset.",
    ),
    Draft(
        login="paedagog",
        kind=CHILD,
        title="Svært ved at komme med i legen",
        days=372,
        child=1,
        answer=YES,
        ends="indsats",
        seen="Barnet står ved siden af og ser på. Når en voksen hjælper det ind, leger det med.",
        wanted="Hvordan hjælper vi barnet ind i legen uden at blive der?",
        words={"roles": ("psykolog",)},
    ),
)
