"""What each kind of message says to parents, who have a link of their own. To staff: to_staff."""

from dataclasses import dataclass, replace

from flask_babel import lazy_gettext as _l

from domain.booking.finding.places import HOME, PHONE, VIDEO
from domain.booking.showing.calendar import Method
from domain.letter import EMAIL_CHANGED


@dataclass(frozen=True)
class Words:
    """Texts may use %(name)s (of the appointment), %(house)s, %(when)s, %(until)s and, of an offer, %(answer_by)s. `way` is the address under PUBLIC_URL.

    `by_link`: what is only said to who has a link that works.
    """

    subject: str
    lines: tuple[str, ...]
    action: str
    way: str
    method: Method | None = None
    by_link: str = ""


NOTED = {"invitation", "confirmed", "moved", "reminder"}
"""The kinds in which parents read what the administrator has written about the appointment."""
PLACES = {HOME: "", VIDEO: _l("På video"), PHONE: _l("På telefon")}
"""Where there is no address to say; the family knows where its home is."""

OWN, STAFF, INVITED, FRONT = "/book/{token}", "/til/{subject}", "/velkommen/{token}", "/"
OFFER = OWN + "/tilbud"

PERSONAL = _l("Linket er kun dit. Send det ikke videre.")
MOVE = _l("Kan I ikke komme, så flyt eller aflys på din side %(until)s.")

TO_PARENTS = {
    "invitation": Words(
        _l("Velkommen til %(house)s: vælg en tid til start-samtalen"),
        (
            _l("Inden jeres barn begynder i %(house)s, mødes vi til en start-samtale."),
            _l("På din side svarer I på et skema og vælger den tid, der passer jer bedst."),
            PERSONAL,
        ),
        _l("Åbn din side"),
        OWN,
    ),
    "chase": Words(
        _l("Husk at vælge en tid til start-samtalen i %(house)s"),
        (
            _l("I har ikke valgt en tid til start-samtalen i %(house)s endnu."),
            _l("Passer ingen af tiderne, eller vil I hellere ringes op, så skriv det på din side."),
            _l("Ellers ringer %(house)s til jer."),
        ),
        _l("Vælg en tid"),
        OWN,
    ),
    "confirmed": Words(
        _l("Aftalt: %(name)s %(when)s"), (_l("I har en tid i %(house)s."),), _l("Se aftalen"), OWN, "REQUEST", MOVE
    ),
    "moved": Words(
        _l("Flyttet: %(name)s %(when)s"),
        (_l("Jeres tid i %(house)s er flyttet. Her er den nye."),),
        _l("Se aftalen"),
        OWN,
        "REQUEST",
        MOVE,
    ),
    "cancelled": Words(
        _l("Aflyst: %(name)s %(when)s"),
        (_l("Jeres tid i %(house)s er aflyst."),),
        _l("Vælg en ny tid"),
        OWN,
        "CANCEL",
        _l("Vælg en ny tid på din side."),
    ),
    "cancelled-by-us": Words(
        _l("Aflyst: %(name)s %(when)s"),
        (_l("Vi må desværre aflyse jeres tid i %(house)s."), _l("I skal have en ny. Ellers ringer %(house)s til jer.")),
        _l("Vælg en ny tid"),
        OWN,
        "CANCEL",
        _l("Vælg en ny tid på din side."),
    ),
    "substituted": Words(
        _l("Samme tid, en anden medarbejder: %(name)s %(when)s"),
        (_l("I beholder jeres tid i %(house)s. En kollega kommer i stedet for den, I skulle have mødt."),),
        _l("Se, hvem I møder"),
        OWN,
        "REQUEST",
        MOVE,
    ),
    "offer": Words(
        _l("En tidligere tid er ledig: %(name)s %(when)s"),
        (
            _l("I står på venteliste i %(house)s. Denne tid er reserveret til jer indtil %(answer_by)s."),
            _l("Svarer I ikke, går den videre til den næste familie. Har I en tid, beholder I den."),
        ),
        _l("Tag tiden, eller sig nej tak"),
        OFFER,
    ),
    "ask-moved": Words(
        _l("Vil I vælge en anden tid? %(name)s %(when)s"),
        (
            _l("En af dem, I skulle møde i %(house)s, kan ikke komme."),
            _l("Jeres tid står, til I har valgt en anden, eller %(house)s ringer til jer."),
        ),
        _l("Vælg en anden tid"),
        OWN,
    ),
    "reminder": Words(_l("Husk: %(name)s %(when)s"), (_l("Vi ses i %(house)s."),), _l("Se aftalen"), OWN, None, MOVE),
    "reminder-soon": Words(
        _l("Husk i dag: %(name)s %(when)s"), (_l("Vi ses i %(house)s om lidt."),), _l("Se aftalen"), OWN
    ),
    "course-choose": Words(
        _l("Vælg en tid i %(house)s"),
        (_l("På din side vælger I den tid, der passer jer bedst."), PERSONAL),
        _l("Vælg en tid"),
        OWN + "/forloeb/{number}",
    ),
    "course-times": Words(
        _l("Nyt om jeres tider i %(house)s"),
        (_l("Jeres tider i %(house)s er ændret. De står alle på din side."), PERSONAL),
        _l("Se tiderne"),
        OWN + "/forloeb/{number}",
    ),
    "course-ended": Words(
        _l("Jeres tider i %(house)s er aflyst"),
        (_l("Alle jeres kommende tider i %(house)s er aflyst."),),
        _l("Åbn din side"),
        OWN,
    ),
    "referral-consent": Words(  # which unit asks would tell what it is about
        _l("Kommunen vil gerne spørge jer om noget"),
        (
            _l("Kommunen beder om jeres samtykke, før nogen andre får noget at vide. I kan læse det hele på din side."),
            PERSONAL,
        ),
        _l("Læs og svar"),
        OWN + "/henvisning/{number}",
    ),
    "referral-offer": Words(
        _l("Der er et svar til jer i God Start"),
        (_l("Åbn din side for at læse det og svare ja eller nej."), PERSONAL),
        _l("Læs og svar"),
        OWN + "/henvisning/{number}",
    ),
    "task-consent": Words(
        _l("%(house)s vil gerne spørge jer om noget"),
        (
            _l("%(house)s beder om jeres samtykke, før I bliver nævnt på et møde. I kan læse det hele på din side."),
            PERSONAL,
        ),
        _l("Læs og svar"),
        OWN + "/opgave/{number}",
    ),
    "conference-time": Words(
        _l("I er inviteret: %(when)s"),
        (_l("I er inviteret til den del af et møde i %(house)s, der handler om jer."), PERSONAL),
        _l("Se tid og sted"),
        OWN + "/konference/{number}",
    ),
    "visit-choose": Words(
        _l("Vælg en tid til besøg af sundhedsplejersken"),
        (
            _l(
                "%(house)s vil gerne besøge jer derhjemme. På din side vælger I den tid, der passer jer, eller siger nej tak."
            ),
            PERSONAL,
        ),
        _l("Vælg en tid"),
        OWN + "/besoeg/{number}",
    ),
    "new-link": Words(
        _l("Du har fået et nyt link til God Start"),
        (_l("Her er dit nye link til din side om starten i %(house)s. Det gamle virker ikke længere."), PERSONAL),
        _l("Åbn din side"),
        OWN,
    ),
    "new-family-link": Words(
        _l("Du har fået et nyt link til God Start"),
        (_l("Her er dit nye link til din side hos %(house)s. Det gamle virker ikke længere."), PERSONAL),
        _l("Åbn din side"),
        OWN,
    ),
    EMAIL_CHANGED: Words(
        _l("Din e-mail i God Start er ændret"),
        (
            _l("Beskeder fra God Start sendes ikke længere til denne adresse."),
            _l("Har du ikke bedt om det, så ring til kommunen."),
        ),
        "",
        "",
    ),
    "family-link": Words(
        _l("Din side hos %(house)s"),
        (_l("Her står det, I aftaler med kommunen om jeres barn: besøg, grupper og det, vi spørger jer om."), PERSONAL),
        _l("Åbn din side"),
        OWN,
    ),
    "lost-family-link": Words(
        _l("Dit link til God Start"),
        (
            _l("Her er linket til din side hos %(house)s."),
            PERSONAL,
            _l("Har du ikke bedt om det, skal du ikke gøre noget."),
        ),
        _l("Åbn din side"),
        OWN,
    ),
    "lost-link": Words(
        _l("Dit link til God Start"),
        (
            _l("Her er linket til din side om starten i %(house)s."),
            PERSONAL,
            _l("Har du ikke bedt om det, skal du ikke gøre noget."),
        ),
        _l("Åbn din side"),
        OWN,
    ),
}

COMES = (_l("%(house)s kommer hjem til jer."),)
AT_HOME = {
    "confirmed": replace(TO_PARENTS["confirmed"], lines=COMES),
    "moved": replace(TO_PARENTS["moved"], lines=(_l("Jeres tid i %(house)s er flyttet. Her er den nye."), *COMES)),
    "reminder": replace(TO_PARENTS["reminder"], lines=COMES),
    "reminder-soon": replace(TO_PARENTS["reminder-soon"], lines=COMES),
}
"""The same of what is held in the family's own home: nobody is to go anywhere."""
