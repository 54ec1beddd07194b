"""What the parents' pages call things: topics, wishes, those who may read along; and what is asked of a text."""

from flask_babel import lazy_gettext as _l
from wtforms.validators import DataRequired, Length

from domain.counselling.tables.cases import LONGEST
from domain.counselling.tables.times import BY_PHONE, HERE

TOPICS = {
    "soevn": _l("Søvn"),
    "mad": _l("Mad"),
    "graad": _l("Gråd og uro"),
    "udvikling": _l("Udvikling og sprog"),
    "opdragelse": _l("Opdragelse og grænser"),
    "samliv": _l("Parforhold og samarbejde"),
    "mig": _l("Hvordan jeg selv har det"),
    "andet": _l("Noget andet"),
}
WISHES = {"skriv": _l("Skriv til mig her"), "samtale": _l("Jeg vil gerne tale med nogen")}
ACTORS = {
    "sundhedspleje": _l("En sundhedsplejerske"),
    "fsr": _l("En socialrådgiver"),
    "ppr": _l("En psykolog eller konsulent fra PPR"),
    "dagtilbud": _l("En pædagog"),
    "familiehus": _l("En anden rådgiver i Familiehuset"),
    "forvaltning": _l("En konsulent"),
}
HOW = {HERE: _l("I Familiehuset"), BY_PHONE: _l("Du ringer til os")}
SPOKEN = {
    "da": "Dansk",
    "en": "English",
    "ar": "العربية",
    "tr": "Türkçe",
    "pl": "Polski",
    "uk": "Українська",
    "ur": "اردو",
    "so": "Soomaali",
}
"""The languages that one can ask for an answer in, each in its own."""

TEXT = (
    DataRequired(_l("Skriv, hvad det drejer sig om.")),
    Length(max=LONGEST, message=_l("Det er for langt til én besked: skriv højst 10.000 tegn, og resten i den næste.")),
)
"""The checks of everything that a parent writes."""
