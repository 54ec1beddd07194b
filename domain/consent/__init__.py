"""Consent: nothing about a child passes to anyone without it."""

from domain.consent.tables import BEFOREHAND as BEFOREHAND
from domain.consent.tables import CONFERENCE as CONFERENCE
from domain.consent.tables import GRANTED as GRANTED
from domain.consent.tables import MEETING as MEETING
from domain.consent.tables import MISSING as MISSING
from domain.consent.tables import NO as NO
from domain.consent.tables import NOT_NOW as NOT_NOW
from domain.consent.tables import PURPOSES as PURPOSES
from domain.consent.tables import REFUSED as REFUSED
from domain.consent.tables import TIME as TIME
from domain.consent.tables import YES as YES
from domain.consent.tables import Answer as Answer
from domain.consent.tables import Consent as Consent
from domain.consent.tables import ConsentMissing as ConsentMissing
from domain.consent.tables import ConsentRequest as ConsentRequest
from domain.consent.tables import attending as attending
from domain.consent.tables import attends as attends
from domain.consent.tables import covered as covered
from domain.consent.tables import covered_tasks as covered_tasks
from domain.consent.verbs import answer as answer
from domain.consent.verbs import ask as ask
from domain.consent.verbs import holders as holders
from domain.consent.verbs import of_child as of_child
from domain.consent.verbs import recompute as recompute
from domain.consent.verbs import reopen as reopen
from domain.consent.verbs import withdraw as withdraw
