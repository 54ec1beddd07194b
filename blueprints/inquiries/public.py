"""Parents who ask FSR or PPR themselves: no account, a name and a way to reach them, no CPR number; and the link by which they follow it."""

from dataclasses import replace
from functools import partial
from typing import Any
from uuid import uuid4

from flask import Blueprint, Response, current_app, request, url_for
from flask_babel import force_locale, get_locale, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse
from wtforms import EmailField, HiddenField, RadioField, SelectChoice, SelectField, StringField, TelField
from wtforms.validators import InputRequired, Length, ValidationError

from blueprints.danish import Form, stripped
from blueprints.guide.words import Helper, named
from blueprints.language import CITIZENS_IN, chosen, same_language, written
from blueprints.rules import PUBLIC, allow
from blueprints.web import db, done, render
from blueprints.words.about_people import LINE, no_cpr, several
from blueprints.words.contact import ADDRESS, MOBILE, NAME
from blueprints.words.offered import NotHad, picker, pressed
from blueprints.words.times import spoken
from domain.access import throttle
from domain.inquiries import meeting, parent, reading, streets
from domain.inquiries.handing import OFFER
from domain.inquiries.parent import Request
from domain.inquiries.receiving import Nobody
from domain.inquiries.streets import UnknownStreet
from domain.inquiries.tables import CLOSED, SOCIAL, SPARRING, WITH_PARENTS, WITHDRAWN

bp = Blueprint("inquire", __name__, url_prefix="/henvendelse")
bp.url_defaults(same_language)
OWN, HOUSEHOLD, LONGEST = 4, 30, 60.0
"""Requests an hour that cost nothing: with one address or number, and from one network. Then a minute's wait at most."""


class RequestForm(Form):
    kind = RadioField(
        _l("Hvem vil du tale med?"),
        choices=[
            SelectChoice(SOCIAL, _l("En forebyggende socialrådgiver: om barnet, familien eller hverdagen")),
            SelectChoice(SPARRING, _l("PPR: om barnets udvikling, sprog, leg eller trivsel")),
        ],
        default=SOCIAL,
    )
    address = StringField(
        _l("Jeres vej og husnummer"),
        [Length(max=LINE)],
        filters=[stripped],
        description=_l("Så finder vi jeres distrikt. Adressen bliver ikke gemt."),
    )
    district = SelectField(_l("Eller vælg jeres distrikt"), coerce=int)
    title = StringField(
        _l("Hvad drejer det sig om?"),
        [InputRequired(_l("Skriv et par ord.")), Length(max=LINE), no_cpr],
        filters=[stripped],
    )
    seen = several(
        _l("Fortæl lidt mere"),
        _l("Så meget eller lidt, du vil. Skriv ikke CPR-nummer."),
        InputRequired(_l("Skriv, hvad det drejer sig om.")),
        rows=6,
    )
    name = StringField(_l("Dit navn"), [InputRequired(_l("Skriv dit navn.")), NAME, no_cpr])
    email = EmailField(_l("E-mail"), ADDRESS)
    mobile = TelField(_l("Mobil"), MOBILE)
    key = HiddenField(validators=[Length(max=64)])

    def validate_mobile(self, field: Any) -> None:
        if not field.data and not self.email.data and not self.email.errors:
            raise ValidationError(_("Skriv din e-mail eller dit mobilnummer, så vi kan svare."))

    def validate_district(self, field: Any) -> None:
        """By the address, unless it is chosen."""
        if self.kind.data != SOCIAL or field.data:
            return
        try:
            field.data = streets.district_of(db.session(), self.address.data or "")
        except UnknownStreet as error:
            raise ValidationError(_("Vi kender ikke vejen. Vælg jeres distrikt på listen.")) from error


@bp.route("/", methods=["GET", "POST"])
@allow(PUBLIC)
def index() -> AnyResponse:
    """One form; whoever does not want to say who they are is shown the way to the anonymous counselling."""
    form = RequestForm()
    form.district.choices = [(0, _("Find det ved adressen")), *streets.districts(db.session())]
    if not form.validate_on_submit():
        return _page(form, 422 if form.is_submitted() else 200)
    db.session().rollback()  # what was read to look the form through: tries are counted in a transaction of their own
    try:
        throttle.count(db.engine, _tries(form.email.data or form.mobile.data))
        token = parent.put(db.session(), str(current_app.secret_key), _request(form))
    except throttle.TooManyTries as error:
        wait = ngettext(
            "Vent %(num)d sekund, og prøv så igen.", "Vent %(num)d sekunder, og prøv så igen.", error.seconds
        )
        form.form_errors.append(_("For mange henvendelser på kort tid.") + " " + wait)
        return _page(form, 429)
    except Nobody:
        form.form_errors.append(_("Der er ingen at spørge i distriktet. Ring til kommunen."))
        return _page(form, 409)
    return done(_("Tak. Her kan du følge din henvendelse."), ".follow", token=token)


@bp.get("/<string:token>")
@allow(PUBLIC)
def follow(token: str) -> Response:
    """Where it has got to, the answer, the time, and the times to choose from."""
    return _own(token)


@bp.post("/<string:token>/tid")
@allow(PUBLIC)
def choose(token: str) -> AnyResponse:
    """One of the free times, or another instead of the one they had."""
    session, inquiry = db.session(), parent.for_them(db.session(), token)
    try:
        with force_locale(_spoken(inquiry.parent_language)):
            booked = pressed(partial(meeting.book, session, meeting.plan(session, inquiry)))
    except NotHad as missed:
        return _own(token, missed)
    with force_locale(_spoken(inquiry.parent_language)):
        return done(_("Aftalt %(when)s.", when=spoken(booked.first, booked.quarters)), ".follow", token=token)


@bp.post("/<string:token>/traek")
@allow(PUBLIC)
def take_back(token: str) -> AnyResponse:
    """They do not need it any longer."""
    language = _spoken(parent.take_back(db.session(), token))
    with force_locale(language):
        text = _("Din henvendelse er trukket tilbage, og det, du skrev, er slettet.")
        return done(text, ".index", sprog=language)


def _own(token: str, missed: NotHad | None = None) -> Response:
    found = parent.by_token(db.session(), token)
    with force_locale(_spoken(found.Inquiry.parent_language)):
        return _followed(token, found, missed)


def _followed(token: str, found: Any, missed: NotHad | None) -> Response:
    session, inquiry = db.session(), found.Inquiry
    when = reading.when(session, inquiry) if inquiry.has_time else None
    times = None
    if inquiry.meets == WITH_PARENTS and inquiry.state not in (CLOSED, WITHDRAWN):
        plan = meeting.plan(session, inquiry)
        times = picker(meeting.times(session, plan), plan.quarters, partial(url_for, ".follow", token=token), missed)
        times = replace(times, sent_to=url_for(".choose", token=token, uge=times.week.monday.isoformat()))
    return render(
        "inquire/follow.html",
        missed.status if missed else 200,
        token=token,
        inquiry=inquiry,
        found=found,
        picker=times,
        when=spoken(*when) if when else "",
        over=inquiry.state in (CLOSED, WITHDRAWN),
        offer=_offer(inquiry.led_to),
        languages=_languages("inquire.follow", token=token),
    )


def _offer(led_to: str) -> Helper | None:
    """Who can help instead, when they have been shown on."""
    kind, _slash, key = led_to.partition("/")
    return named(db.session(), key) if kind == OFFER else None


def _page(form: RequestForm, status: int) -> Response:
    form.key.data = form.key.data or uuid4().hex
    return render(
        "inquire/index.html",
        status,
        form=form,
        languages=_languages("inquire.index"),
        sent_to=url_for(".index"),
    )


def _request(form: RequestForm) -> Request:
    same = {name: form[name].data or "" for name in ("title", "seen", "name", "email", "mobile")}
    district = form.district.data or None
    key = form.key.data or uuid4().hex
    return Request(kind=form.kind.data, district_id=district, wanted="", language=chosen(), key=key, **same)


def _spoken(language: str) -> str:
    """What was chosen on the page, else what they wrote in: a mail's link does not say."""
    return chosen() if request.args.get("sprog") in CITIZENS_IN else written(language or "da")


def _languages(endpoint: str, **values: Any) -> list[tuple[str, str, str, bool]]:
    said = str(get_locale())
    return [(code, name, url_for(endpoint, **values, sprog=code), code == said) for code, name in CITIZENS_IN.items()]


def _tries(contact: str) -> throttle.Buckets:
    """Apart from other tries. Keys are hashes: nothing says who it was, or from where."""
    secret, address = str(current_app.secret_key), request.remote_addr
    own = throttle.buckets(secret, f"inquiry {contact}", address).own
    household = throttle.buckets(secret, "inquiry", address).own
    return throttle.Buckets(
        replace(own, free=OWN, longest=LONGEST), replace(household, free=HOUSEHOLD, longest=LONGEST)
    )
