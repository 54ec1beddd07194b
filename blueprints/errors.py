"""Where every error becomes a status and a sentence for a person: one table for the domain's words, one page for HTTP's."""

from typing import Any

from flask import Flask, Response, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection
from werkzeug.exceptions import HTTPException, InternalServerError

from blueprints.conferences.tasks import refusals as tasks
from blueprints.counselling import refusals as counselling
from blueprints.courses import refusals as courses
from blueprints.inquiries import refusals as inquiries
from blueprints.logs import log, trouble
from blueprints.referrals import refusals as referrals
from blueprints.web import db, render
from domain import audit
from domain.access import NotAllowed
from domain.access.administration import NoSuchRole, OwnAccount, Stopped
from domain.access.links import LinkSpent
from domain.access.premises import InUse, NotThere
from domain.asking import NotAsking
from domain.base import DomainError
from domain.booking.kinds.limits import TooFar, TooLate
from domain.booking.taking.claims import SlotTaken
from domain.booking.verbs import Changed, NotBooked
from domain.bounces import NoSuchGuardian
from domain.caseload.handing import PlanChanged, Taken
from domain.caseload.load import BadTarget
from domain.caseload.moving import NoSuchHandover
from domain.caseload.planning import BadPeriod, NoColleague
from domain.conferences.after.agreements import NoSuchAgreement
from domain.conferences.after.efforts import EffortChanged, NoSuchEffort, NoTovholder, StillRuns
from domain.conferences.after.referat import NotHeld, Unsettled
from domain.conferences.before.agenda import FullAgenda, NoNextDate
from domain.conferences.before.template import BadTemplate
from domain.conferences.meeting.door import ItemShut, NoSuchItem
from domain.conferences.meeting.live import NoSuchConference, NotAtTheTable, NotNow
from domain.conferences.meeting.writing import NoSuchField, TooLong
from domain.conferences.tables.locks import Locked
from domain.conferences.year.attending import NotCalledIn
from domain.conferences.year.planning import NotPlanned, YearPlanned
from domain.conferences.year.rule import TooFewDays
from domain.consent import AnsweredTooLate, ConsentMissing
from domain.counselling.parent import casework
from domain.counselling.parent.colleagues import NobodyAsked
from domain.counselling.parent.writing import NotOpen
from domain.cpr import CprRefused
from domain.events.making import Cancelled, NoSuchEvent
from domain.events.seats import NoSuchSeat, SignUpClosed
from domain.frontdesk.absences import BadAbsence
from domain.frontdesk.openings import NoOccurrence
from domain.frontdesk.plans import BadHours
from domain.groups.excusing import HasBegun
from domain.groups.making import AlreadyProposed, NoSuchGroup, NoSuchParent
from domain.groups.meetings import NoNurse, NoSuchMeeting, NoVisitor
from domain.groups.presence import NotBegun
from domain.groups.seats import NoSuchPlace, TooFewPlaces
from domain.journey.by_hand import NoSuchAppointment
from domain.journey.choosing.plan import NoSuchStart
from domain.journey.interpreters import NoOrder
from domain.journey.talk import AlreadyBooked, Closed
from domain.journey.waitlist.waiting import OfferGone
from domain.rounds.going import NoSuchStop, RoundChanged
from domain.starts.letters import NotInvited, WrongCode
from domain.starts.lost_link import NoLink, Unreached
from domain.store import Busy
from domain.tovholder.followed import NotAhead
from domain.tovholder.handing import NotOffered
from domain.visits.booking import NoSuchVisit, VisitOver
from domain.visits.extra import AtSchool, NoSuchSpan
from domain.visits.newborn import AlreadyKnown
from domain.visits.outcome import NotThatDay
from domain.visits.programme import NoProgramme, NoSundhedspleje

WORDS: dict[type[DomainError], tuple[int, Any]] = {
    **counselling.WORDS,
    **tasks.WORDS,
    **inquiries.WORDS,
    **courses.WORDS,
    **referrals.WORDS,
    Taken: (409, _l("En af tiderne er lige blevet taget. Intet er gjort.")),
    PlanChanged: (409, _l("Børn eller aftaler er ændret, siden planen blev lavet. Intet er gjort.")),
    RoundChanged: (409, _l("Et besøg er ændret, siden rækkefølgen blev foreslået. Intet er flyttet.")),
    NoSuchStop: (409, _l("Besøget er ikke på runden længere.")),
    NoColleague: (409, _l("Vælg sundhedsplejersker, der arbejder i enheden.")),
    BadPeriod: (409, _l("Perioden skal begynde i dag eller senere, og slutte efter den er begyndt.")),
    BadTarget: (409, _l("Skriv et antal børn fra 0 til 1000 for dem, der arbejder i enheden.")),
    NoSuchHandover: (404, _l("Børnene er allerede tilbage, eller du har ikke adgang til overdragelsen.")),
    NoSuchAppointment: (404, _l("Aftalen findes ikke, eller du har ikke adgang til den.")),
    NoSuchStart: (404, _l("Starten findes ikke, eller du har ikke adgang til den.")),
    AlreadyBooked: (409, _l("Der er allerede booket en tid. Flyt den i stedet.")),
    Closed: (409, _l("Starten er lukket: barnet starter ikke her.")),
    NoOrder: (409, _l("Der skal ikke bestilles tolk til den tid.")),
    SlotTaken: (409, _l("Tiden er ikke ledig længere. Vælg en anden.")),
    OfferGone: (409, _l("Tiden er ikke reserveret til jer længere. I står stadig på ventelisten.")),
    TooLate: (409, _l("Det er for sent at booke, flytte eller aflyse den tid her. Ring i stedet.")),
    TooFar: (409, _l("Den tid ligger længere ude, end der kan bookes.")),
    NotBooked: (409, _l("Aftalen er aflyst, afsluttet eller ikke begyndt endnu, så det kan ikke gøres nu.")),
    Changed: (409, _l("En anden har lige ændret aftalen. Se, hvordan den er nu, og prøv igen.")),
    NoSuchVisit: (404, _l("Besøget findes ikke, eller du har ikke adgang til det.")),
    VisitOver: (
        409,
        _l("Besøget er holdt, aflyst eller takket nej til, eller det har ingen tid. Se, hvordan det står nu."),
    ),
    NotThatDay: (422, _l("Dagen ligger før barnets fødsel, eller den er ikke kommet endnu.")),
    AtSchool: (422, _l("Da er barnet begyndt i skole. Så er det skolens sundhedsplejerske, der kommer.")),
    NoSuchSpan: (422, _l("Der må højst være to måneder imellem. Lav flere besøg i stedet.")),
    AlreadyKnown: (409, _l("Barnet er her allerede.")),
    NoProgramme: (404, _l("Barnet er ikke i programmet, eller du har ikke adgang til det.")),
    NoSundhedspleje: (409, _l("Barnet har ingen sundhedspleje endnu. Så er der ingen, der kan besøge det.")),
    NoSuchEvent: (404, _l("Arrangementet findes ikke, eller du har ikke adgang til det.")),
    Cancelled: (409, _l("Arrangementet er aflyst.")),
    SignUpClosed: (409, _l("Tilmeldingen er lukket.")),
    NoSuchSeat: (404, _l("Linket virker ikke længere. Tilmeldinger slettes 14 dage efter arrangementet.")),
    NoSuchGroup: (404, _l("Gruppen findes ikke, er afsluttet, eller du har ikke adgang til den.")),
    HasBegun: (409, _l("Mødet er begyndt, så det er for sent at give besked her.")),
    NotBegun: (409, _l("Mødet er ikke begyndt. Indtil da kan I kun notere afbud.")),
    NoSuchMeeting: (404, _l("Mødet findes ikke, er aflyst, eller du har ikke adgang til det.")),
    NoSuchParent: (422, _l("Vælg en forælder til et barn, som I har.")),
    AlreadyProposed: (409, _l("En af forældrene er allerede foreslået en gruppe. Se, hvordan det er nu.")),
    NoSuchPlace: (409, _l("Gruppen er afsluttet, eller I er ikke inviteret til den længere.")),
    TooFewPlaces: (409, _l("Flere pladser er taget, end der så ville være.")),
    NoNurse: (422, _l("Vælg mindst én fra sundhedsplejen, der holder mødet.")),
    NoVisitor: (422, _l("Vælg en pædagog fra et børnehus, når mødet handler om starten i dagtilbud.")),
    CprRefused: (422, _l("Teksten ser ud til at rumme et CPR-nummer. Det må ikke gemmes her: fjern det.")),
    NotAsking: (403, _l("Kun den enhed, der spørger forældrene, noterer deres svar.")),
    NoSuchConference: (404, _l("Konferencen findes ikke, eller du har ikke adgang til den.")),
    NotNow: (409, _l("Det kan ikke gøres nu: konferencen er låst, aflyst eller ikke nået dertil.")),
    FullAgenda: (409, _l("Dagsordenen har allerede hundrede punkter.")),
    NoNextDate: (409, _l("Der er ingen senere dato at udsætte det til. Læg årets datoer først.")),
    NoSuchItem: (404, _l("Punktet findes ikke, eller du har ikke adgang til det.")),
    ItemShut: (403, _l("Punktet er trukket tilbage eller kun for dem, det angår.")),
    NoSuchField: (404, None),
    NotAtTheTable: (409, _l("Den ansvarlige er ikke med ved punktet. Vælg en, der kan læse det.")),
    NoSuchAgreement: (404, _l("Aftalen findes ikke, eller du har ikke adgang til den.")),
    TooLong: (422, _l("Teksten er for lang til ét felt. Del den, eller skriv den kortere. Den er ikke gemt.")),
    NotPlanned: (409, _l("Konferencen er begyndt, holdt eller aflyst, så det kan ikke gøres nu.")),
    NotCalledIn: (404, _l("Den, du valgte, er ikke kaldt ind til konferencen.")),
    TooFewDays: (422, _l("Reglen giver ikke plads til så mange datoer.")),
    BadTemplate: (422, _l("Dagsordenen skal have én linje til opgaver og én til indsatser.")),
    YearPlanned: (409, _l("Skoleåret er allerede planlagt.")),
    NoOccurrence: (404, _l("Den åbne tid findes ikke den dag.")),
    BadHours: (422, _l("Klokkeslættene passer ikke: slut skal ligge efter start, og begge på et helt kvarter.")),
    BadAbsence: (404, _l("Fraværet findes ikke længere.")),
    NotAllowed: (403, _l("Du må ikke ændre det med dine roller.")),
    ConsentMissing: (403, _l("Det kræver et samtykke, som ikke er givet.")),
    AnsweredTooLate: (409, _l("Tiden er gået for det, forældrene blev spurgt om. Svaret er ikke noteret.")),
    NoSuchEffort: (404, _l("Indsatsen findes ikke, eller du har ikke adgang til den.")),
    NoTovholder: (422, _l("Tovholderen skal være en af dem, der kan se opgaven: vælg en fra bordet.")),
    NotAhead: (422, _l("Opfølgningen skal ligge i fremtiden og efter starten.")),
    StillRuns: (409, _l("Opgaven har en indsats i gang. Evaluér den først.")),
    NotOffered: (409, _l("Rollen er ikke tilbudt dig længere.")),
    NotHeld: (409, _l("Det kan ikke gøres endnu: mødet skal være holdt og lukket først.")),
    Unsettled: (
        409,
        _l("Der står to tekster ved siden af hinanden under et punkt. Vælg, hvad der skal stå, og godkend så."),
    ),
    EffortChanged: (409, _l("En anden har lige fulgt op på indsatsen eller lukket den. Se, hvordan den er nu.")),
    Locked: (409, _l("Referatet er godkendt og låst. Skriv en tilføjelse i stedet.")),
    LinkSpent: (404, _l("Linket er brugt eller udløbet. Bed din administrator om et nyt.")),
    NotThere: (404, None),
    NoSuchGuardian: (404, _l("Forælderen findes ikke, eller du har ikke adgang til den.")),
    NotInvited: (409, _l("Send invitationen først: så er der et link at skrive i brevet.")),
    WrongCode: (422, _l("Koden passer ikke, eller brevet er udløbet. Se efter, og prøv igen.")),
    NoLink: (404, _l("Forælderen har intet link, der virker. Det følger med den næste invitation eller besked.")),
    Unreached: (409, _l("Vi kender ingen adresse at sende et nyt link til. Ring til kommunen, så får du et.")),
    InUse: (409, _l("Det er i brug og kan ikke fjernes: der er børn, medarbejdere eller aftaler knyttet til det.")),
    OwnAccount: (409, _l("Du kan ikke lukke dig selv ude. Bed en anden administrator om det.")),
    Stopped: (409, _l("Medarbejderen er stoppet og skal aktiveres, før et link kan sendes.")),
    NoSuchRole: (422, _l("Den rolle eller gruppe findes ikke i den enhed.")),
    casework.NoSuchCase: (404, _l("Det, du leder efter, findes ikke. Det kan være slettet.")),
    NotOpen: (409, _l("Der er ikke åbent for anonyme beskeder lige nu.")),
    NobodyAsked: (409, _l("Den kollega kan ikke læse med længere. Skriv til din rådgiver.")),
    Busy: (503, None),
}
OTHERWISE = (422, None)
UNAVAILABLE = (OperationalError, InterfaceError, NoConnection)
RETRY_AFTER = "5"


def domain_error(error: DomainError) -> Response:
    """A rule said no. A view that can keep the form answers itself; here is the sentence for the rest."""
    status, text = next((WORDS[kind] for kind in type(error).__mro__ if kind in WORDS), OTHERWISE)
    return page(status, text)


def http_error(error: HTTPException) -> Response:
    """HTTP's own; a description that we wrote ourselves is shown."""
    if isinstance(error, CSRFError):
        return page(400, _("Siden har stået åben for længe, eller browseren tager ikke imod cookies."))
    ours = error.description if error.description != type(error).description else None
    return page(error.code or 500, ours)


def unavailable(error: DBAPIError | NoConnection) -> Response:
    """A locked or lost database, or one that everybody wants at once, is not a fault in what was typed: try again soon."""
    log.warning("database unavailable", kind=type(getattr(error, "orig", error)).__name__, endpoint=request.endpoint)
    return page(503)


def broken(error: InternalServerError) -> Response:
    """What nobody foresaw, and what failed at the commit."""
    cause = error.original_exception
    if isinstance(cause, UNAVAILABLE):
        return unavailable(cause)
    if isinstance(cause, DomainError):
        return domain_error(cause)
    if cause is not None:
        trouble("unexpected error", cause, endpoint=request.endpoint)
    return page(500)


def page(status: int, text: Any = None) -> Response:
    """The error page, or the fragment of it where htmx asked for one."""
    session = db.session()
    session.rollback()
    audit.unseen(session)
    partial = request.headers.get("HX-Request-Type") == "partial"
    if not partial:
        response = render("errors/page.html", status, status=status, text=text)
    else:
        response = Response(render_template("errors/fragment.html", status=status, text=text), status)
        response.headers.update({"HX-Retarget": "#besked", "HX-Reswap": "innerHTML"})
    if status == 503:  # noqa: PLR2004
        response.headers["Retry-After"] = RETRY_AFTER
    return response


def register(app: Flask) -> None:
    app.register_error_handler(DomainError, domain_error)
    app.register_error_handler(HTTPException, http_error)
    for kind in UNAVAILABLE:
        app.register_error_handler(kind, unavailable)
    app.register_error_handler(InternalServerError, broken)
