"""What each kind of message says to a family about who its sundhedsplejerske is, and between when and when she comes."""

from flask_babel import lazy_gettext as _l

from blueprints.messages.words import MOVE, OWN, PERSONAL, Words

TO_FAMILIES = {
    "visit-window": Words(
        _l("%(name)s: %(when)s"),
        (_l("Sundhedsplejersken fra %(house)s kommer hjem til jer i det tidsrum."),),
        _l("Se aftalen"),
        OWN,
        None,
        MOVE,
    ),
    "visit-window-moved": Words(
        _l("Nyt tidsrum: %(name)s %(when)s"),
        (_l("Sundhedsplejersken fra %(house)s kommer i et andet tidsrum, end I har fået at vide."),),
        _l("Se aftalen"),
        OWN,
        None,
        MOVE,
    ),
    "new-nurse": Words(
        _l("I får en anden sundhedsplejerske"),
        (_l("En kollega i %(house)s tager over. Jeres aftalte tider står ved magt."), PERSONAL),
        _l("Se, hvem det er"),
        OWN + "/familien",
    ),
    "other-nurse": Words(
        _l("I får en anden sundhedsplejerske i en periode"),
        (_l("En kollega i %(house)s er der for jer imens. Jeres aftalte tider står ved magt."), PERSONAL),
        _l("Se, hvem det er, og hvor længe"),
        OWN + "/familien",
    ),
    "times-changed": Words(
        _l("Flere af jeres tider er ændret"),
        (
            _l("En kollega i %(house)s tager over, og flere af jeres tider er ændret. Se dem alle på din side."),
            PERSONAL,
        ),
        _l("Se jeres tider"),
        OWN + "/familien",
    ),
}
