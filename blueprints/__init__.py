"""THE table: who works here, which capabilities each has, and the word for each in the address.

A folder is a capability, but for `running` (the processes, the worker's duties, the command line) and `words` (what several pages say of
the same thing); and so are day, children, citizen, poster, til, feed, receipts, starts_import and demo_mail. In a folder `mount` has the
blueprint. Conferences has two (each house's, and the administration's centre), and anonymous counselling three: anonym for parents,
counselling for Familiehuset, readalong for a colleague who has been brought into one case; groups has a second for the houses that visit one. Every request passes running.turns, door, web
(which answers with answers) and rules, headers, errors, frame, language, assets and logs; what is sealed to its reader passes reading as
well. Forms share danish and words.contact; behind, flooding, squares (QR codes) and workbook (.xlsx) each do one thing for several.
"""

from typing import NamedTuple

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _l

from blueprints import (
    account,
    anonym,
    book,
    caseload,
    children,
    citizen,
    conferences,
    counselling,
    courses,
    day,
    demo_mail,
    events,
    feed,
    figures,
    forvaltning,
    frontdesk,
    groups,
    guide,
    inquiries,
    poster,
    readalong,
    receipts,
    referrals,
    rounds,
    sign_up,
    starts,
    starts_import,
    til,
    underretning,
    visits,
)


class Capability(NamedTuple):
    """A shared part of the product: its blueprint, its word in the address, and how it stands in the menu."""

    blueprint: Blueprint
    word: str
    label: str
    icon: str
    start: str


DAY = Capability(day.bp, "", _l("Min dag"), "home", "day.show")
FRONTDESK = Capability(frontdesk.bp, "frontdesk", _l("Frontdesk"), "calendar-month", "frontdesk.week")
STARTS = Capability(starts.bp, "starter", _l("Starter"), "assignment", "starts.index")
CHILDREN = Capability(children.bp, "boern", _l("Børn"), "person", "children.index")
FIGURES = Capability(figures.bp, "tal", _l("Tal"), "analytics", "figures.index")
EVENTS = Capability(events.bp, "arrangementer", _l("Arrangementer"), "persons", "events.index")
GROUPS = Capability(groups.bp, "grupper", _l("Grupper"), "persons", "groups.index")
VISITED = Capability(groups.visiting, "grupper", _l("Grupper"), "persons", "group_visits.index")
CASELOAD = Capability(caseload.bp, "fordeling", _l("Fordeling"), "persons", "caseload.index")
ROUNDS = Capability(rounds.bp, "runde", _l("Runde"), "location", "rounds.show")
CONFERENCES = Capability(conferences.bp, "konferencer", _l("Konferencer"), "summary", "conferences.index")
CENTRE = Capability(conferences.central, "konferencer", _l("Konferencer"), "summary", "conference_centre.index")
COURSES = Capability(courses.bp, "forloeb", _l("Forløb"), "assignment", "courses.index")
INQUIRIES = Capability(inquiries.bp, "henvendelser", _l("Henvendelser"), "contact-support", "inquiries.index")
COUNSELLING = Capability(counselling.bp, "raadgivning", _l("Rådgivning"), "contact-support", "counselling.index")
VISITS = Capability(visits.bp, "besoeg", _l("Besøg"), "list-bulleted", "visits.index")
READALONG = Capability(readalong.bp, "raadgivning", _l("Rådgivning"), "contact-support", "readalong.index")
REFERRALS = Capability(referrals.bp, "henvisninger", _l("Henvisninger"), "send", "referrals.index")
RECEIVED = Capability(referrals.received_bp, "henvisninger", _l("Henvisninger"), "send", "received.index")
IMPORT = Capability(starts_import.bp, "import", _l("Import"), "upload-file", "starts_import.index")
TEXTS = Capability(guide.editing, "tekster", _l("Tekster"), "edit", "texts.index")
UNDERRETNING = Capability(underretning.bp, "underretning", _l("Underretning"), "warning", "underretning.show")
ACCESS = Capability(forvaltning.bp, "adgang", _l("Adgang"), "lock", "adgang.index")

ACTORS: dict[str, tuple[Capability, ...]] = {
    "sundhedspleje": (
        *(DAY, FRONTDESK, ROUNDS, VISITS, STARTS, CHILDREN, GROUPS),
        *(CASELOAD, INQUIRIES, CONFERENCES, EVENTS, READALONG, FIGURES),
    ),
    "dagtilbud": (DAY, FRONTDESK, STARTS, CHILDREN, INQUIRIES, CONFERENCES, EVENTS, VISITED, FIGURES),
    "ppr": (DAY, FRONTDESK, CHILDREN, INQUIRIES, CONFERENCES, EVENTS, READALONG),
    "fsr": (DAY, INQUIRIES, REFERRALS, FRONTDESK, CHILDREN, CONFERENCES, EVENTS, READALONG, UNDERRETNING),
    "familiehus": (DAY, FRONTDESK, RECEIVED, COURSES, COUNSELLING, CHILDREN, EVENTS),
    "forvaltning": (DAY, FRONTDESK, REFERRALS, CENTRE, FIGURES, IMPORT, TEXTS, ACCESS),
}


PUBLIC: tuple[Blueprint, ...] = (
    citizen.bp,
    guide.bp,
    til.bp,
    account.bp,
    book.bp,
    feed.bp,
    receipts.bp,
    sign_up.bp,
    inquiries.public_bp,
    anonym.bp,
)


def mount(app: Flask) -> None:
    """Put every blueprint where the table says. Each actor is a blueprint that the shared capabilities are nested under."""
    app.extensions["actors"] = ACTORS
    for name, capabilities in ACTORS.items():
        actor = Blueprint(name, __name__, url_prefix=f"/{name}")
        actor.add_url_rule("/", "home", day.gather)
        for capability in capabilities:
            actor.register_blueprint(capability.blueprint, url_prefix=f"/<slug:unit>/{capability.word}")
        actor.register_blueprint(poster.bp, url_prefix="/<slug:unit>/plakat")
        if UNDERRETNING not in capabilities:  # everybody's to use; in the menu where one is asked about it
            actor.register_blueprint(underretning.bp, url_prefix=f"/<slug:unit>/{UNDERRETNING.word}")
        app.register_blueprint(actor)
    for public in PUBLIC:
        app.register_blueprint(public)
    if demo_mail.applies(app.config["SETTINGS"]):
        app.register_blueprint(demo_mail.bp)
