"""Everything that can be wrong with a list of coming starts: why, and what would be right, as texts for a person."""

from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from domain.base import N_, DomainError

SHOWN, LISTED = 60, 600
"""Letters of a cell, and of anything else, that a text repeats."""


class Odd(Enum):
    """Why a file cannot be read at all. %(name)s is filled in with what was found."""

    EMPTY = N_("Filen er tom.")
    HUGE = N_("Filen er for stor: højst %(most)s MB. Del den i flere.")
    MANY = N_("Filen har for mange rækker: højst %(most)s. Del den i flere.")
    PICTURE = N_("Det er et billede og ikke en liste. Gem listen som Excel-projektmappe (.xlsx) i Excel.")
    DOCUMENT = N_("Det er et dokument og ikke en liste. Gem listen som Excel-projektmappe (.xlsx) i Excel.")
    UTF16 = N_("Filen er gemt som Unicode-tekst. Vælg Gem som, og filtypen Excel-projektmappe (.xlsx).")
    BINARY = N_(
        "Filen er ikke ren tekst: byte %(at)s er et styretegn. Gem listen som Excel-projektmappe (.xlsx) i Excel."
    )
    ENCODING = N_("Filens bogstaver kan ikke læses: byte %(at)s er hverken Windows-1252 eller UTF-8.")
    QUOTES = N_("Et anførselstegn i række %(row)s er ikke lukket, eller der står noget efter det.")
    LONG = N_("En celle i række %(row)s er for lang.")
    DELIMITER = N_("Kolonnerne er ikke adskilt af semikolon. Vælg Gem som, og filtypen CSV (semikolonsepareret).")
    HEADING = N_("Øverste række i arket skal være overskriften med kolonnernes navne.")
    MISSING = N_("Første række mangler %(columns)s. Kolonnen skal stå der, også når den er tom.")
    UNKNOWN = N_("Første række har %(columns)s, som ikke hører til i listen. Slet det.")
    UNKNOWN_NEAR = N_("Første række har kolonnen »%(columns)s«. Den skal hedde »%(near)s«.")
    UNNAMED = N_("Første række har en kolonne uden navn, nummer %(number)s fra venstre. Slet den, eller giv den navn.")
    DOUBLED = N_("Første række har %(columns)s to gange. Slet den ene.")
    NO_ROWS = N_("Filen har en overskrift, men ingen rækker under den.")
    CELLS = N_("Række %(row)s har %(found)s celler, men overskriften har %(expected)s.")
    FORMULA = N_(
        "Cellen »%(column)s« i række %(row)s begynder som en formel: »%(value)s«. Indsæt den som værdi i stedet."
    )
    OLD = N_("Det er en gammel Excel-fil (.xls). Vælg Gem som, og filtypen Excel-projektmappe (.xlsx).")
    LOCKED = N_("Filen er beskyttet med adgangskode. Gem den uden adgangskode, og send den igen.")
    PACKED = N_("Det er en pakket fil, men ikke en Excel-projektmappe (.xlsx).")
    MACROS = N_("Filen har makroer, og dem tager God Start ikke imod. Vælg Gem som, og Excel-projektmappe (.xlsx).")
    LINKS = N_("Filen henter indhold fra andre filer. Bryd kæderne i Excel (Data, Rediger kæder), og gem den igen.")
    BOMB = N_("Filen fylder for meget, når den pakkes ud: højst %(most)s MB. Kopiér listen over i en ny fil.")
    DAMAGED = N_("Filen er beskadiget og kan ikke læses. Åbn den i Excel, gem den igen, og send den så.")
    SHEETS = N_("Filen har flere ark med indhold: %(sheets)s. Lad kun arket med listen være tilbage.")
    CALCULATED = N_("Cellen »%(column)s« i række %(row)s er en formel. Indsæt den som værdi i stedet.")
    ERROR = N_("Cellen »%(column)s« i række %(row)s viser en fejl: »%(value)s«. Ret den, eller gør den tom.")


class ImportProblem(DomainError):
    """The whole file is refused, and nothing has been changed. `reasons`: all of them, where `more` than one could be told."""

    def __init__(self, odd: Odd, *more: "ImportProblem", **values: object) -> None:
        self.odd, self.values = odd, {name: shown(value, LISTED) for name, value in values.items()}
        own = ((self.odd, self.values),)
        self.reasons: tuple[tuple[Odd, dict[str, str]], ...] = sum((one.reasons for one in more), own)
        super().__init__(" ".join(one.value % given for one, given in self.reasons))


class Wrong(Enum):
    """What is wrong with one cell: why, and what would be right."""

    REQUIRED = N_("Cellen er tom."), N_("Den skal udfyldes.")
    LONG = N_("»%(value)s« er for langt."), N_("Højst %(most)s tegn.")
    CPR = N_("Det ligner et CPR-nummer."), N_("Det må ikke gemmes her: slet det.")
    DATE = N_("»%(value)s« er ikke en dato."), N_("Skriv den som 1.5.2026 eller 2026-05-01.")
    YES_NO = N_("»%(value)s« er hverken ja eller nej."), N_("Skriv ja eller nej.")
    CUSTODY = N_("Det står ikke, om forælderen har forældremyndighed."), N_("Skriv ja eller nej.")
    EMAIL = N_("»%(value)s« er ikke en e-mailadresse."), N_("Skriv én adresse, som navn@eksempel.dk.")
    MOBILE = N_("»%(value)s« er ikke et mobilnummer."), N_("Otte cifre, eller + og landekode.")
    LANGUAGE = (
        N_("»%(value)s« er ikke et sprog, God Start skriver på."),
        N_("Et af disse: %(near)s. Andre sprog: brug kolonnen Tolk."),
    )
    INTERPRETER = N_("Det står ikke, hvilket sprog der skal tolkes til."), N_("Skriv sproget i stedet for ja.")
    NAME = N_("»%(value)s« er ikke et navn."), N_("Skriv barnets eller forælderens navn.")
    HOUSE = N_("Der er ikke noget børnehus med navnet »%(value)s«."), N_("Skriv navnet, som det står i God Start.")
    HOUSE_NEAR = N_("Der er ikke noget børnehus med navnet »%(value)s«."), N_("Måske »%(near)s«.")
    HOUSE_TWICE = N_("Der er flere børnehuse med navnet »%(value)s«."), N_("Skriv husets korte navn: »%(near)s«.")
    GROUP = (
        N_("»%(house)s« har ingen stue med navnet »%(value)s«."),
        N_("Lad cellen være tom, eller opret stuen først."),
    )
    GROUP_NEAR = N_("»%(house)s« har ingen stue med navnet »%(value)s«."), N_("Måske »%(near)s«.")
    NURSE = (
        N_("Der er ikke nogen sundhedsplejerske med navnet »%(value)s«."),
        N_("Lad cellen være tom, eller opret hende først."),
    )
    NURSE_NEAR = N_("Der er ikke nogen sundhedsplejerske med navnet »%(value)s«."), N_("Måske »%(near)s«.")
    NURSE_TWICE = (
        N_("Der er flere sundhedsplejersker med navnet »%(value)s«."),
        N_("Skriv hendes e-mailadresse i stedet."),
    )
    BORN_AHEAD = N_("Fødselsdatoen ligger i fremtiden."), N_("En dato til og med i dag.")
    BORN_LONG_AGO = N_("Barnet er ældre end %(most)s år."), N_("En fødselsdato for et barn på 0-6 år.")
    STARTS_BEFORE_BIRTH = N_("Startdatoen ligger før fødselsdatoen."), N_("En dato efter %(born)s.")
    STARTS_LATE = N_("Barnet er ældre end %(most)s år på startdatoen."), N_("En startdato, før barnet går i skole.")
    SAME_PARENT = (
        N_("Forælder 2 er den samme som forælder 1."),
        N_("Lad forælder 2 være tom, eller skriv den anden forælder."),
    )
    DOUBLE_KEY = N_("Nøglen »%(value)s« står også i række %(row)s."), N_("Hver start har sin egen nøgle.")
    DOUBLE_START = (
        N_("Det samme barn og børnehus står også i række %(row)s."),
        N_("Hver start står én gang. Er det to børn, så giv hver start sin nøgle."),
    )
    DOUBLE_CHILD = N_("Det samme barn står også i række %(row)s."), N_("Hvert barn står én gang.")
    AFTER_BIRTH = N_("Dagen ligger før fødslen, eller mere end et år efter."), N_("En dato efter fødslen.")
    NURSE_OF_UNIT = (
        N_("Der er ingen sundhedsplejerske i enheden, der hedder »%(value)s«."),
        N_("Lad cellen være tom, eller skriv navnet, som det står i God Start."),
    )
    CONTRADICTS = (
        N_("Rækken siger noget andet om barnet eller en forælder, end en anden række gør."),
        N_("Skriv det samme i alle rækker om det samme barn og den samme forælder."),
    )
    KEY_OF_ANOTHER = N_("Nøglen »%(value)s« hører til et andet barn."), N_("Hver start har sin egen nøgle.")


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One wrong cell of one row. `why` and `right` are the Danish texts, filled in."""

    column: str
    wrong: Wrong
    values: dict[str, str] = field(default_factory=dict)

    @property
    def why(self) -> str:
        return self.wrong.value[0] % self.values

    @property
    def right(self) -> str:
        return self.wrong.value[1] % self.values

    def to_json(self) -> list[Any]:
        return [self.column, self.wrong.name, self.values]

    @classmethod
    def from_json(cls, kept: list[Any]) -> "Fault":
        column, wrong, values = kept
        return cls(column=column, wrong=Wrong[wrong], values=values)


def shown(value: object, most: int = SHOWN) -> str:
    """As much of it as a sentence can bear."""
    text = str(value)
    return text if len(text) <= most else text[: most - 1] + "…"
