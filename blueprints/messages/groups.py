"""What each kind of message says to a parent about a group: never which kind of group, nor who is in it."""

from flask_babel import lazy_gettext as _l

from blueprints.messages.words import OWN, PERSONAL, Words
from domain.groups import told

GROUP, GROUP_MEETING = OWN + "/gruppe/{number}", OWN + "/gruppemoede/{number}"
SEE_GROUP = _l("Se gruppen")
CANNOT = _l("Kan du ikke komme den dag, så skriv det på din side. Så ved sundhedsplejersken det.")
LEAVE = _l("Vil du ikke være med længere, så skriv det på din side. Det er lige så let som at sige ja.")
TO_GROUPS = {
    told.INVITED: Words(
        _l("Vil du med i en gruppe for nye forældre?"),
        (
            _l("%(house)s inviterer dig med i en gruppe for nye forældre. På din side ser du, hvor og hvornår."),
            _l("Svar ja eller nej med linket."),
            PERSONAL,
        ),
        _l("Se gruppen, og svar"),
        GROUP,
    ),
    told.SEAT: Words(
        _l("Du har plads i en gruppe for nye forældre"),
        (_l("Vi glæder os til at se dig."),),
        SEE_GROUP,
        GROUP,
        "REQUEST",
        LEAVE,
    ),
    told.WAITING: Words(
        _l("Du står på venteliste til en gruppe for nye forældre"),
        (_l("Gruppen er fuld lige nu."), _l("Bliver der plads, er den din, og så skriver vi til dig.")),
        SEE_GROUP,
        GROUP,
        None,
        LEAVE,
    ),
    told.FREED: Words(
        _l("Du har fået plads i en gruppe for nye forældre"),
        (_l("Der er blevet plads til dig. Du skal ikke gøre noget, hvis du vil komme."),),
        SEE_GROUP,
        GROUP,
        "REQUEST",
        LEAVE,
    ),
    told.GONE: Words(
        _l("Du er ikke længere med i gruppen"),
        (_l("Vi har noteret, at du ikke vil være med. Skifter du mening, kan du skrive det på din side."),),
        _l("Åbn din side"),
        GROUP,
    ),
    told.MEETING: Words(
        _l("Nyt møde i gruppen: %(when)s"),
        (_l("Din gruppe for nye forældre mødes."), CANNOT),
        SEE_GROUP,
        GROUP_MEETING,
        "REQUEST",
        LEAVE,
    ),
    told.MOVED: Words(
        _l("Flyttet: %(name)s %(when)s"),
        (_l("Mødet har fået ny tid eller nyt sted."), CANNOT),
        SEE_GROUP,
        GROUP_MEETING,
        "REQUEST",
        LEAVE,
    ),
    told.CANCELLED: Words(
        _l("Aflyst: %(name)s %(when)s"), (_l("Mødet er desværre aflyst."),), SEE_GROUP, GROUP_MEETING, "CANCEL"
    ),
    told.REMINDER: Words(
        _l("Husk: %(name)s %(when)s"),
        (_l("Vi glæder os til at se dig."), CANNOT),
        SEE_GROUP,
        GROUP_MEETING,
        None,
        LEAVE,
    ),
}
