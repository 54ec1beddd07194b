"""What anonymous counselling says no to, in words: a part of the table in blueprints/errors.py."""

from typing import Any

from flask_babel import lazy_gettext as _l

from domain.base import DomainError
from domain.counselling.crypto.boxes import Unreadable
from domain.counselling.crypto.slow import Crowded
from domain.counselling.staff import colleagues, desk, dialogue, passphrase, team, texts, times, work

WORDS: dict[type[DomainError], tuple[int, Any]] = {
    dialogue.NoSuchCase: (404, _l("Henvendelsen er slettet, eller du kan ikke læse den.")),
    Unreadable: (409, _l("Det kan ikke låses op: nøglen passer ikke. Luk siden, og prøv igen.")),
    Crowded: (503, None),
    work.Overtaken: (409, _l("Der er sket noget nyt i henvendelsen. Se, hvordan den er nu, og prøv igen.")),
    work.NotACounsellor: (422, _l("Kollegaen har ikke holdets nøgle og kan ikke læse henvendelsen.")),
    colleagues.NoReader: (422, _l("Kollegaen kan ikke læse med.")),
    desk.NotInTeam: (404, _l("Det kan kun den, som administratoren har sat på holdet.")),
    passphrase.NoPassphrase: (409, _l("Der er ikke valgt en læsekode endnu.")),
    team.NoSeat: (403, _l("Det kræver, at du har holdets nøgle.")),
    team.InUseAlready: (409, _l("En på holdet har nøglen. Bed om at blive lukket ind.")),
    texts.NoSuchText: (404, _l("Teksten er slettet.")),
    times.NoSuchTime: (404, _l("Tiden er trukket tilbage.")),
    times.TimeIsTaken: (409, _l("Tiden er valgt af nogen. Aflys den med en besked til forælderen.")),
}
