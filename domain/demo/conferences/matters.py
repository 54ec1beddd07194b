"""What the demo's past conferences were about: nobody is named, and nothing is anybody's."""

from typing import NamedTuple

from domain.conferences.tables.task import BAL, CHILD, DEVELOPMENT, GROUP, PARENTS, SOS, STAFF


class Matter(NamedTuple):
    """A task, what was said of it, and the effort that came of it; without a `goal` a decision was enough."""

    kind: str
    title: str
    occupies: str
    notes: str
    decision: str
    goal: str = ""
    who: str = ""
    learned: str = ""
    promise: str = ""
    track: int | None = None
    target: str = ""

    @property
    def frame(self) -> str:
        return BAL if self.kind == DEVELOPMENT else SOS


MATTERS = (
    Matter(
        GROUP,
        "Konflikter mellem fire børn på legepladsen",
        "Hver dag efter frokost opstår der konflikter om cyklerne. Det er de samme fire børn.",
        "Uroen er størst, når der kun er én voksen ude. Børnene finder sammen, når en voksen sætter en leg i gang.",
        "Legepladsen deles i zoner i en periode, og en voksen åbner en leg efter frokost.",
        "Fire børn leger sammen efter frokost uden at en voksen skal skille dem ad",
        "To pædagoger skiftes til at åbne en leg. Ressourcepædagogen er med de første to uger.",
        "Zoner virkede fra første uge. Det gjorde mere end at tale om konflikterne bagefter.",
        "Tegne zonerne og lægge planen i personalerummet",
        1,
    ),
    Matter(
        DEVELOPMENT,
        "Overgangen fra vuggestue til børnehave",
        "Børnene skifter gruppe på én dag. Vi ser utryghed i de første uger.",
        "Analysen viser, at de voksne kender dagen godt, men at børnene ikke gør.",
        "Hvert barn besøger sin nye gruppe fire gange før skiftet.",
        "Alle børn kender to voksne i deres nye gruppe, før de skifter",
        "Stuerne aftaler besøgene. Den pædagogiske vejleder ser på med BAL.",
        "Besøgene skal ligge om formiddagen. Det sværeste var at huske dem.",
        "Sende besøgsplanen til begge grupper",
    ),
    Matter(
        CHILD,
        "Et barn, der ikke siger noget i samlingen",
        "Barnet leger og taler hjemme, men er stille i store grupper. Det har stået på siden sommer.",
        "I små grupper på tre taler barnet. Forældrene genkender det fra familiefester.",
        "Sprogleg i en gruppe på tre, tre gange om ugen.",
        "Barnet fortæller noget selv i en gruppe på fem",
        "Logopæden viser sprogleg. Pædagogen holder gruppen. Forældrene læser højt hver aften.",
        "Barnet talte, da gruppen var lille nok. Vi venter ikke så længe en anden gang.",
        "Observere en samling og skrive tre linjer",
        2,
    ),
    Matter(
        PARENTS,
        "Mange forældre henter sent, og det presser afleveringen",
        "Beskeder går tabt, og forældrene er usikre på, hvordan dagen gik.",
        "Forældrene vil gerne høre én god ting. De venter ikke en lang snak.",
        "Én god ting om hvert barn hver dag, mundtligt eller skriftligt.",
    ),
    Matter(
        STAFF,
        "Nye kolleger er usikre på bekymringssamtaler",
        "Tre nye pædagoger har ikke prøvet at holde en svær samtale med forældre.",
        "De vil gerne øve sig, før det gælder.",
        "To øvegange med socialrådgiveren.",
        "Alle nye kolleger har øvet en samtale, før de holder en",
        "Socialrådgiveren holder to øvegange. Lederen finder tiderne.",
        "At øve højt var ubehageligt og det, der hjalp.",
        "Finde to tider inden jul",
    ),
    Matter(
        CHILD,
        "Et barn, der ofte snubler og undgår at klatre",
        "Barnet bliver stående, når de andre løber op ad bakken. Det siger selv, at det er træt.",
        "Motorikvejlederen ser usikker balance, ikke træthed.",
        "Motorikleg to gange om ugen med to andre børn.",
        "Barnet er med på klatrestativet sammen med de andre",
        "Motorikvejlederen laver et program. Pædagogen gør det til en leg.",
        "Programmet blev brugt, fordi det var en leg.",
        "Vise programmet på personalemødet",
        2,
        "revalidend",
    ),
    Matter(
        GROUP,
        "Uro i garderoben, når alle skal ud på én gang",
        "Tolv børn og to voksne i garderoben. Nogle bliver kede af det hver dag.",
        "Det er rummet og antallet, ikke børnene.",
        "To hold med ti minutters mellemrum.",
    ),
    Matter(
        PARENTS,
        "En familie, der har brug for støtte i hverdagen",
        "Forældrene fortæller selv, at de er pressede. De vil gerne have hjælp.",
        "Forældrene er med på en snak med socialrådgiveren. Det er deres eget ønske.",
        "Socialrådgiveren tager kontakt i denne uge, sammen med forældrene.",
        "Familien har en hverdag, som de selv synes hænger sammen",
        "Socialrådgiveren taler med forældrene. Pædagogen holder fast i de faste rammer.",
        "Familien selv skulle vælge, hvad der kom først.",
        "Ringe til familien",
        3,
        "uddannelseshjaelp",
    ),
)
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
    "challenge": "Skiftet sker for hurtigt for nogle børn.",
    "information": "Vi har set på tre uger i begge grupper.",
    "analysis": "De voksne kender rammen, børnene gør ikke.",
    "measures": "Besøg, faste voksne og et billede af dagen.",
    "evaluation": "Vi ser på det igen efter to måneder.",
}
