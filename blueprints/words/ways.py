"""What the ways to hold a conversation are called, and who takes part in it: to parents, and to staff."""

from flask_babel import lazy_gettext as _l

from domain.journey.choosing.plan import ANY_PAEDAGOG, EXTERNAL, HALF_HOUR, PAEDAGOG_ONLY, SUBSTITUTE

WAYS = {
    "": _l("Som planlagt"),
    ANY_PAEDAGOG: _l("Mød en anden pædagog fra huset"),
    SUBSTITUTE: _l("Mød en anden sundhedsplejerske fra jeres distrikt"),
    HALF_HOUR: _l("Hold samtalen på 30 minutter"),
    EXTERNAL: _l("Bestil en tolk udefra i stedet for en af kommunens egne"),
    PAEDAGOG_ONLY: _l("Hold samtalen med pædagogen alene"),
}
NURSES = {
    "egen": _l("Jeres egen sundhedsplejerske"),
    "afløser": _l("Jeres sundhedsplejerskes faste afløser"),
    "en": _l("En sundhedsplejerske fra jeres distrikt"),
}
TO_STAFF = {
    SUBSTITUTE: _l("En anden sundhedsplejerske fra distriktet"),
    "egen": _l("Familiens egen sundhedsplejerske"),
    "afløser": _l("Sundhedsplejerskens faste afløser"),
    "en": _l("En sundhedsplejerske fra distriktet"),
}
"""Where staff are not spoken to as the parents are: ways and nurses by the same names."""
GROUPS = {
    "sundhedsplejerske": _l("En sundhedsplejerske"),
    "paedagog": _l("En pædagog fra gruppen"),
    "leder": _l("En leder fra huset"),
    "tolk": _l("En af kommunens egne tolke"),
}


def way(relax: str, *, staff: bool = False) -> str:
    """What a way to hold it is called, to parents or to staff."""
    return str((WAYS | TO_STAFF if staff else WAYS)[relax])
