"""The closed lists of the house: which kinds of units each actor has, and which roles one can have there."""

from domain.base import N_

LEADER, DISTRICT_LEADER, INTERPRETER = "leder", "distriktsleder", "tolk"
SUNDHEDSPLEJERSKE, PAEDAGOG, SOCIAL_WORKER = "sundhedsplejerske", "paedagog", "socialraadgiver"
LEADERS = frozenset({LEADER, DISTRICT_LEADER})
"""Who sees a house's day whole and names a child's contact."""
ACTORS = {
    "sundhedspleje": N_("Sundhedspleje"),
    "dagtilbud": N_("Dagtilbud"),
    "ppr": N_("PPR"),
    "fsr": N_("FSR"),
    "familiehus": N_("Familiehus"),
    "forvaltning": N_("Forvaltning"),
}
ROLES: dict[str, dict[str, str]] = {
    "sundhedspleje": {SUNDHEDSPLEJERSKE: N_("Sundhedsplejerske"), LEADER: N_("Leder")},
    "dagtilbud": {
        PAEDAGOG: N_("Pædagog"),
        LEADER: N_("Pædagogisk leder"),
        DISTRICT_LEADER: N_("Distriktsleder"),
        "dagplejer": N_("Dagplejer"),
    },
    "ppr": {
        "psykolog": N_("Psykolog"),
        "logopaed": N_("Logopæd"),
        "motorikvejleder": N_("Motorikvejleder"),
        "ressourcepaedagog": N_("Ressourcepædagog"),
        "paedagogisk-vejleder": N_("Pædagogisk vejleder"),
        LEADER: N_("Leder"),
    },
    "fsr": {SOCIAL_WORKER: N_("Forebyggende socialrådgiver"), LEADER: N_("Leder")},
    "familiehus": {"familieraadgiver": N_("Familierådgiver"), LEADER: N_("Leder")},
    "forvaltning": {
        "administrator": N_("Administrator"),
        "konsulent": N_("Konsulent"),
        "pladsanvisning": N_("Pladsanvisning"),
        "centerchef": N_("Centerchef"),
        INTERPRETER: N_("Tolk"),
        SOCIAL_WORKER: N_("Socialrådgiver"),
    },
}
DISTRICT, CENTER = {"distrikt": N_("Distrikt")}, {"center": N_("Hele kommunen")}
KINDS: dict[str, dict[str, str]] = {
    "sundhedspleje": DISTRICT,
    "dagtilbud": {
        "boernehus": N_("Børnehus"),
        "dagpleje": N_("Dagpleje"),
        "skole": N_("Skole"),
        "klub": N_("Klub"),
        "bfo": N_("BFO"),
        "distrikt": N_("Distrikt (alle husene i det)"),
    },
    "ppr": CENTER,
    "fsr": DISTRICT,
    "familiehus": CENTER,
    "forvaltning": CENTER | {"team": N_("Team (Familieteamet, Handicapteamet)")},
}


def role_name(actor: str, role: str) -> str:
    """In Danish; whoever shows it translates it."""
    return ROLES.get(actor, {}).get(role, role)
