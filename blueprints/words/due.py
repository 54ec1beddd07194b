"""What each kind of due row is called, and how it looks: the one table from the domain's words to a person's."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from blueprints.events.words import KINDS as EVENTS
from blueprints.referrals.days import KINDS as REFERRALS
from blueprints.words.questions import SAYS, STATE
from blueprints.words.visits import KINDS as VISITS
from domain.groups import told
from domain.groups.tables import DAYCARE, TOGETHER


@dataclass(frozen=True)
class Kind:
    """`text` is what Min dag says while it is open, `told` what the timeline says when it has happened."""

    text: str
    told: str
    icon: str
    state: str = "info"


KINDS = {
    **{kind: Kind(name, name, "persons") for kind, name in EVENTS.items()},
    TOGETHER: Kind(_l("Gruppe for nye forældre"), _l("Gruppe for nye forældre"), "persons"),
    DAYCARE: Kind(_l("Gruppe for nye forældre: god start"), _l("Gruppe for nye forældre: god start"), "persons"),
    told.WANTED: Kind(_l("Foreslå en gruppe for nye forældre"), _l("Foreslog en gruppe"), "persons"),
    told.WAS_INVITED: Kind(_l("Inviteret til en gruppe"), _l("Inviteret til en gruppe"), "mail"),
    told.HAS_A_SEAT: Kind(_l("Har plads i en gruppe"), _l("Fik plads i en gruppe"), "persons", "ok"),
    told.HAS_DECLINED: Kind(_l("Sagde nej til en gruppe"), _l("Sagde nej til en gruppe"), "close", "none"),
    **{kind: Kind(*words) for kind, words in REFERRALS.items()},
    **{f"besoeg-{kind}": Kind(name, name, "home", "warn") for kind, name in VISITS.items()},
    "hjemmebesoeg": Kind(_l("Hjemmebesøg"), _l("Hjemmebesøg"), "home"),
    "besoeg-afholdt": Kind(_l("Besøg afholdt"), _l("Besøg afholdt"), "check", "ok"),
    "besoeg-nej": Kind(_l("Familien sagde nej tak til et besøg"), _l("Sagde nej tak til et besøg"), "close"),
    "foerste-kontakt": Kind(_l("Tal med familien første gang"), _l("Talte med familien første gang"), "call", "warn"),
    "hjemkomst": Kind(_l("Spørg, hvornår barnet kommer hjem"), _l("Barnet kom hjem"), "call", "warn"),
    "koordineringskonference": Kind(_l("Koordineringskonference"), _l("Koordineringskonference"), "summary"),
    "start": Kind(_l("Begynder"), _l("Begyndte"), "person"),
    "inviteret": Kind(_l("Invitation sendt"), _l("Invitation sendt"), "mail"),
    "skema": Kind(_l("Startskema udfyldt"), _l("Startskema udfyldt"), "assignment", "ok"),
    **{f"{purpose}-{state}": Kind(said, said, "lock", STATE[state]) for (purpose, state), said in SAYS.items()},
    "indsats-opfoelgning": Kind(_l("Følg op på en indsats"), _l("Fulgte op på en indsats"), "assignment"),
    "aftale": Kind(_l("Aftale fra en konference"), _l("Aftale fra en konference"), "check"),
    "aftale-over": Kind(_l("En aftales frist er passeret"), _l("En aftale var forsinket"), "hourglass", "warn"),
    "tovholder-tilbud": Kind(_l("Vil du være tovholder?"), _l("Svarede om at være tovholder"), "persons", "warn"),
    "referat-godkend": Kind(_l("Godkend referatet"), _l("Referatet er godkendt"), "edit", "warn"),
    "uden-dato": Kind(_l("Noget mangler en næste dato"), _l("Noget manglede en dato"), "warning", "bad"),
    "samtykke-udloebet": Kind(
        _l("Forældrenes ja er udløbet: spørg dem igen, eller skriv opgaven uden navn"),
        _l("Forældrenes ja til en opgave var udløbet"),
        "lock",
        "bad",
    ),
    "samtykke-udloeber": Kind(
        _l("Forældrenes ja udløber før konferencen: spørg dem igen"),
        _l("Forældrenes ja til en opgave udløb"),
        "hourglass",
        "warn",
    ),
    "samtykke-nej": Kind(
        _l("Forældrene siger nej: skriv opgaven uden navn, eller træk den tilbage"),
        _l("Forældrene sagde nej til en opgave"),
        "lock",
        "bad",
    ),
    "samtykke-mangler": Kind(
        _l("Din opgave mangler forældrenes ja: spørg dem igen, eller skriv den uden navn"),
        _l("En opgave manglede forældrenes ja"),
        "hourglass",
        "warn",
    ),
    "indsats-samtykke-udloebet": Kind(
        _l("Forældrenes ja til en indsats er udløbet: spørg dem igen, eller afslut den"),
        _l("Forældrenes ja til en indsats var udløbet"),
        "lock",
        "bad",
    ),
    "indsats-samtykke-nej": Kind(
        _l("Forældrene siger nej til en indsats: afslut den"), _l("Forældrene sagde nej til en indsats"), "lock", "bad"
    ),
    "indsats-samtykke-mangler": Kind(
        _l("En indsats mangler forældrenes ja: spørg dem igen, eller afslut den"),
        _l("En indsats manglede forældrenes ja"),
        "hourglass",
        "warn",
    ),
    "opgave": Kind(_l("Ny opgave til konferencen"), _l("Ny opgave til konferencen"), "assignment"),
    "henvendelse": Kind(_l("Ny henvendelse"), _l("Henvendelse"), "contact-support", "warn"),
    "henvendelse-taget": Kind(_l("Henvendelse, du har taget"), _l("Henvendelse"), "contact-support"),
    "henvendelse-given": Kind(
        _l("Henvendelse, du har fået af en kollega"), _l("Henvendelse"), "contact-support", "warn"
    ),
    "henvendelse-sendt": Kind(_l("Henvendelse sendt"), _l("Henvendelse sendt"), "send"),
    "henvendelse-svar": Kind(_l("Svar på en henvendelse"), _l("Svar på en henvendelse"), "contact-support", "ok"),
    "henvendelse-lukket": Kind(_l("En henvendelse er lukket"), _l("Henvendelse lukket"), "check", "ok"),
    "henvendelse-videre": Kind(_l("Før en henvendelse videre"), _l("Henvendelse ført videre"), "send", "warn"),
    "henvendelse-trukket": Kind(
        _l("En henvendelse er lukket: forældrene siger ikke længere ja"), _l("En henvendelse er lukket"), "lock"
    ),
    "henvendelse-tid": Kind(_l("Samtale om en henvendelse"), _l("Samtale om en henvendelse"), "calendar-month"),
    "vokset": Kind(
        _l("Luk det: barnet er vokset ud af God Start"), _l("Lukket for et barn, der er vokset"), "hourglass", "warn"
    ),
    "ubesvaret": Kind(
        _l("Luk det, eller spørg igen: forældrene har ikke svaret i tre måneder"),
        _l("Lukket uden svar"),
        "hourglass",
        "warn",
    ),
    "ring": Kind(_l("Ring til familien"), _l("Ringede til familien"), "call", "warn"),
    "mail-afvist": Kind(
        _l("Mail kunne ikke afleveres: ring til familien"), _l("Fik en adresse, der virker"), "mail", "bad"
    ),
    "brev": Kind(_l("Brev udskrevet til en forælder"), _l("Brev udskrevet til en forælder"), "mail"),
    "nyt-link": Kind(_l("Nyt link til en forælder"), _l("Nyt link til en forælder"), "lock"),
    "forbered": Kind(_l("Skriv til start-samtalen"), _l("Skrev til start-samtalen"), "edit"),
    "opfoelgning": Kind(_l("Opfølgning"), _l("Opfølgning"), "calendar-month"),
    "ankommet": Kind(_l("Familien er her"), _l("Familien kom"), "person", "ok"),
    "kom-ikke": Kind(_l("Familien kom ikke: ring"), _l("Ringede til familien"), "call", "bad"),
    "start-samtale": Kind(_l("Start-samtale"), _l("Start-samtale"), "calendar-month"),
    "anbefalinger": Kind(_l("Skriv anbefalinger"), _l("Skrev anbefalinger"), "edit", "warn"),
    "forlod": Kind(_l("Trådt ud af start-samtalen"), _l("Trådt ud af start-samtalen"), "logout", "warn"),
    "fravaer": Kind(
        _l("Fravær: aftaler mangler en løsning"), _l("Aftalerne under fravær er løst"), "hourglass", "warn"
    ),
    "knap-uge": Kind(_l("Der mangler tider til start-samtaler"), _l("Der manglede tider"), "hourglass", "bad"),
    "dobbelt": Kind(_l("Dobbelt: din egen kalender er optaget"), _l("Var dobbelt"), "warning", "bad"),
    "forloeb-opfoelgning": Kind(_l("Følg op på et forløb"), _l("Fulgte op på et forløb"), "assignment"),
    "forloeb-tilbud": Kind(_l("Vil du være tovholder?"), _l("Svarede om at være tovholder"), "persons", "warn"),
    "familie-samtale": Kind(_l("Samtale i Familiehuset"), _l("Samtale i Familiehuset"), "calendar-month"),
    "familie-hjemme": Kind(_l("Besøg hjemme"), _l("Besøg hjemme"), "calendar-month"),
    "familie-video": Kind(_l("Samtale på video"), _l("Samtale på video"), "calendar-month"),
    "tolk": Kind(_l("Bestil tolk"), _l("Bestilte tolk"), "language", "warn"),
    "tolk-bestilt": Kind(_l("Tolken er bestilt, men ikke bekræftet"), _l("Tolken er bekræftet"), "language", "warn"),
    "tolk-afvist": Kind(_l("Tolken kan ikke: find en anden"), _l("Fandt en anden tolk"), "language", "bad"),
    "raadgivning": Kind(
        _l("Nyt i den anonyme rådgivning"), _l("Besvarede anonyme henvendelser"), "contact-support", "warn"
    ),
    "tolk-afbestil": Kind(_l("Afbestil tolken"), _l("Afbestilte tolken"), "language", "warn"),
}
