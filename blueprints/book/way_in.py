"""The ways in: a new link for who has lost theirs, and the second check that every link asks for."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from babel.dates import get_month_names
from flask import Response, abort, current_app, g, redirect, request, url_for
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse
from wtforms import IntegerField, SelectChoice, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from blueprints.book.link import bp, browser, onward
from blueprints.danish import Form
from blueprints.messages.sms import has_sms
from blueprints.rules import PUBLIC, allow
from blueprints.web import db, done, render
from domain.access import throttle
from domain.base import now
from domain.starts import letters, lost_link
from domain.starts.second_check import TooManyTries, WrongDay
from domain.starts.second_check import confirm as open_browser

CODES = 10
"""Codes that may be mistyped at no cost from one network; each further one waits twice as long, up to a quarter of an hour."""
HOUSEHOLD = 30
"""Tries that cost nothing from one network: a whole house's parents may sit behind it."""


class LostForm(Form):
    contact = StringField(
        _l("E-mail eller mobilnummer"),
        [DataRequired(_l("Skriv din e-mail eller dit mobilnummer.")), Length(max=200)],
    )


class CodeForm(Form):
    code = StringField(
        _l("Koden i brevet"),
        [DataRequired(_l("Skriv koden, som den står i brevet.")), Length(max=40)],
        description=_l("Ti bogstaver og tal. Bindestregen kan udelades."),
    )


class BirthdayForm(Form):
    day = IntegerField(
        _l("Dag"), [InputRequired(_l("Skriv dagen.")), NumberRange(1, 31, _l("Skriv et tal fra 1 til 31."))]
    )
    month = SelectField(_l("Måned"), [InputRequired(_l("Vælg måneden."))])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = get_month_names("wide", "stand-alone", get_locale())
        self.month.choices = [
            SelectChoice("", _("Vælg måned")),
            *(SelectChoice(str(number), name) for number, name in names.items()),
        ]


@bp.route("/", methods=["GET", "POST"])
@allow(PUBLIC)
def lost() -> Response:
    """A lost link: the answer is the same whether we know the address or not."""
    form = LostForm()
    if not form.validate_on_submit():
        return _asked(422 if form.errors else 200, form)
    typed = form.contact.data.strip().lower()
    try:
        throttle.count(db.engine, _tries(typed))
    except throttle.TooManyTries as error:
        form.contact.errors = [_waiting(timedelta(seconds=error.seconds))]
        return _asked(429, form)
    lost_link.send_again(db.session(), typed)
    return render("book/way_in/lost.html", form=form, sent=True)


@bp.post("/kode")
@allow(PUBLIC)
def by_code() -> AnyResponse:
    """The short code of a printed letter leads to the same second check as the link."""
    form = CodeForm()
    if not form.validate_on_submit():
        return _asked(422, code=form)
    tried = _code_tries()
    try:
        throttle.count(db.engine, tried)
        token = letters.open_code(db.session(), str(current_app.secret_key), form.code.data)
    except throttle.TooManyTries as error:
        form.code.errors = [_waiting(timedelta(seconds=error.seconds))]
        return _asked(429, code=form)
    except letters.WrongCode:
        form.code.errors = [_("Koden passer ikke, eller brevet er udløbet. Se efter, og prøv igen.")]
        return _asked(422, code=form)
    throttle.take_back(db.session(), tried)
    return redirect(url_for(".overview", token=token), 303)


def _asked(status: int, form: LostForm | None = None, code: CodeForm | None = None) -> Response:
    """The page with both ways in; what was typed stays in the one that was used."""
    return render("book/way_in/lost.html", status, form=form or LostForm(None), code=code or CodeForm(None), sent=False)


def _code_tries() -> throttle.Buckets:
    """Counted for the network alone: whoever guesses, guesses another code each time."""
    network = throttle.buckets(str(current_app.secret_key), "code", request.remote_addr).own
    return throttle.Buckets(replace(network, free=CODES), replace(network, free=CODES))


def _tries(typed: str) -> throttle.Buckets:
    """Counted for what was typed and for the network, apart from the tries at passwords."""
    secret, address = str(current_app.secret_key), request.remote_addr
    household = throttle.buckets(secret, "lost", address).own
    return throttle.Buckets(throttle.buckets(secret, f"lost {typed}", address).own, replace(household, free=HOUSEHOLD))


@bp.route("/<string:token>/bekraeft", methods=["GET", "POST"])
@allow(PUBLIC)
def confirm(token: str) -> AnyResponse:
    """The second check: the child's day and month of birth."""
    if g.arrival is None:
        abort(404)
    form = BirthdayForm()
    if not form.validate_on_submit():
        return _birthday(form, 422 if form.errors else 200)
    try:
        open_browser(db.session(), g.arrival.link_id, browser(), form.day.data, int(form.month.data))
    except WrongDay:
        form.form_errors.append(_("Det er ikke den dag, vi kender. Se efter, og prøv igen."))
    except TooManyTries as error:
        form.form_errors.append(_waiting(error.until - now()))
        return _birthday(form, 429)
    else:
        return redirect(onward(token, request.args.get("videre", "")), 303)
    return _birthday(form, 422)


@bp.post("/<string:token>/luk")
@allow(PUBLIC)
def close(token: str) -> AnyResponse:
    """Ends this guardian's links and sends others. Without the second check, as wrong hands may have used up its tries; no new link is shown here."""
    if g.arrival is None:
        abort(404)
    lost_link.close(db.session(), str(current_app.secret_key), g.arrival.viewer.guardian, sms=has_sms())
    return done(_("Dit link er lukket. Et nyt er på vej til dig."), ".lost")


def _birthday(form: BirthdayForm, status: int) -> Response:
    return render("book/way_in/confirm.html", status, form=form)


def _waiting(time: timedelta) -> str:
    minutes = max(1, -(-time // timedelta(minutes=1)))
    text = ngettext("Vent %(num)d minut, og prøv så igen.", "Vent %(num)d minutter, og prøv så igen.", minutes)
    return _("For mange forsøg.") + " " + text
