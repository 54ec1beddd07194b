"""What a family may ask for besides a time: an interpreter, to be rung up, and to be written to in another language."""

from flask import Response, abort, flash, redirect, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse
from wtforms import RadioField, SelectChoice, SelectField, StringField, ValidationError
from wtforms.validators import DataRequired, Length, Optional

from blueprints.book.link import bp, guardian, onward, page, stand, start
from blueprints.danish import Form
from blueprints.language import CITIZENS_IN
from blueprints.rules import GUARDIAN, allow
from blueprints.web import db, done
from blueprints.words.talks import BY
from domain.booking.showing.interpreters import IN_PERSON
from domain.journey import family
from domain.people.family import speak as speaks

OTHER, NONE = "andet", "ingen"
LANGUAGES = (
    ("arabisk", "العربية · arabisk"),
    ("dari", "دری · dari"),
    ("engelsk", "English · engelsk"),
    ("farsi", "فارسی · farsi"),
    ("kurdisk", "Kurdî · kurdisk"),
    ("polsk", "Polski · polsk"),
    ("rumænsk", "Română · rumænsk"),
    ("somali", "Soomaali · somali"),
    ("tigrinya", "ትግርኛ · tigrinya"),
    ("tyrkisk", "Türkçe · tyrkisk"),
    ("ukrainsk", "Українська · ukrainsk"),
    ("urdu", "اردو · urdu"),
)


class InterpreterForm(Form):
    language = RadioField(
        _l("Hvilket sprog skal tolken tale?"),
        [DataRequired(_l("Vælg et sprog."))],
        choices=[
            SelectChoice(*one)
            for one in (*LANGUAGES, (OTHER, _l("Et andet sprog")), (NONE, _l("Vi har ikke brug for tolk")))
        ],
    )
    way = RadioField(
        _l("Hvordan skal tolken være med?"),
        choices=[SelectChoice(*one) for one in BY.items()],
        default=IN_PERSON,
        validators=[Optional()],
    )
    other = StringField(_l("Hvis det er et andet sprog: hvilket?"), [Length(max=60)])

    def validate_other(self, _field: StringField) -> None:
        if self.language.data == OTHER and not self.chosen():
            raise ValidationError(_("Skriv, hvilket sprog det er."))

    def chosen(self) -> str:
        """The language as the house reads it; empty for none."""
        own_words = (self.other.data or "").strip()
        return {OTHER: own_words, NONE: ""}.get(self.language.data, self.language.data)


class TongueForm(Form):
    """The one that the page is in, when the button is pressed."""

    language = SelectField(choices=[*CITIZENS_IN])


@bp.route("/<string:token>/tolk", methods=["GET", "POST"])
@allow(GUARDIAN)
def interpreter(token: str) -> AnyResponse:
    """Ordered by the house, for the conversation."""
    form = InterpreterForm()
    if form.validate_on_submit():
        family.interpreter(db.session(), start(), form.chosen(), form.way.data or IN_PERSON)
        text = _("Det er noteret. Børnehuset bestiller tolken.") if form.chosen() else _("Det er noteret.")
        return done(text, ".overview")
    found = stand()
    if not form.is_submitted() and found.interpreter:
        known = dict(LANGUAGES)
        form.language.data = found.interpreter if found.interpreter in known else OTHER
        form.other.data = "" if found.interpreter in known else found.interpreter
        form.way.data = found.interpreter_way or IN_PERSON
    return page("start/interpreter", 422 if form.errors else 200, stood=found, form=form)


@bp.get("/<string:token>/ring")
@allow(GUARDIAN)
def call(token: str) -> Response:
    """What happens when one asks, and when."""
    return page("start/call", stood=stand())


@bp.post("/<string:token>/ring")
@allow(GUARDIAN)
def call_me(token: str) -> AnyResponse:
    """The house has it on Min dag at once."""
    family.call_wanted(db.session(), start())
    return done(_("Børnehuset ringer til jer inden to hverdage."), ".overview")


@bp.post("/<string:token>/sprog")
@allow(GUARDIAN)
def speak(token: str) -> AnyResponse:
    """Remembered: this parent's pages and messages are in that language from now on. Back to the page where it was asked for."""
    form = TongueForm()
    if not form.validate():
        abort(422)
    speaks(db.session(), guardian(), form.language.data)
    flash(_("Vi skriver til dig på dette sprog fra nu af."), "ok")
    return redirect(onward(token, request.args.get("videre", "")), 303)
