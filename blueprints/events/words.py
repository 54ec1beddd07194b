"""What each kind of event is called."""

from flask_babel import lazy_gettext as _l

from domain.events.tables import MOTHERS, OPEN_HOUSE, OTHER, THEME

KINDS = {
    THEME: _l("Temaaften"),
    MOTHERS: _l("Besøg i mødregruppe"),
    OPEN_HOUSE: _l("Åbent hus"),
    OTHER: _l("Arrangement"),
}
