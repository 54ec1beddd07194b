"""Underretning: help to write one. What is typed is never kept: it comes in, it stands in the answer, and is gone."""

from flask import Blueprint, Response, request, url_for
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException
from wtforms import RadioField, SelectChoice, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from blueprints import errors
from blueprints.danish import Form, stripped, trimmed
from blueprints.door import number
from blueprints.guide.words import shown
from blueprints.rules import MEMBER, allow
from blueprints.web import db, render
from domain.guide import texts
from domain.guide.tables import UNDERRETNING
from domain.inquiries.handing import prefill

bp = Blueprint("underretning", __name__)
LONGEST, LONGEST_LINE = 10_000, 200
NOW, SOON = "nu", "snart"
URGENCY = {
    NOW: _l("Ja: barnet kan ikke vente. Jeg ringer nu."),
    SOON: _l("Nej, men det skal sendes i dag eller i morgen."),
}
TALKED = {
    "ja": _l("Ja, forældrene ved det"),
    "nej": _l("Nej. Jeg skriver hvorfor nedenfor."),
}
OFF = {"autocomplete": "off", "spellcheck": "false", "translate": "no"}
"""No browser keeps it for the next one at the same PC, nor sends it away to have it spelt or translated."""


def long_(label: str, hint: str, *more: DataRequired) -> TextAreaField:
    words = Length(max=LONGEST, message=_l("Skriv lidt kortere, eller skriv resten i hånden."))
    return TextAreaField(label, [*more, words], filters=[trimmed], description=hint, render_kw=OFF | {"rows": 5})


class DraftForm(Form):
    urgency = RadioField(
        _l("Haster det?"),
        [InputRequired(_l("Vælg, om det haster."))],
        choices=[SelectChoice(*one) for one in URGENCY.items()],
        render_kw={"autocomplete": "off"},
    )
    about = StringField(
        _l("Hvilket barn?"),
        [Length(max=LONGEST_LINE)],
        filters=[stripped],
        description=_l("Navn og det, der skal til for at finde barnet. Skriv cpr-nummeret i hånden på papiret."),
        render_kw=OFF,
    )
    seen = long_(
        _l("Det, jeg har set og hørt"),
        _l("Hvornår, hvor, hvem var der, og hvad blev sagt? Kun det, der skete."),
        DataRequired(_l("Skriv, hvad du har set eller hørt.")),
    )
    meant = long_(_l("Det, jeg tror, det betyder"), _l("Din egen vurdering, for sig selv."))
    well = long_(_l("Det, der går godt"), _l("Hvad lykkes, og hvem har barnet omkring sig?"))
    talked = RadioField(
        _l("Har du talt med forældrene om det?"),
        [InputRequired(_l("Vælg ja eller nej."))],
        choices=[SelectChoice(*one) for one in TALKED.items()],
        render_kw={"autocomplete": "off"},
    )
    why = long_(_l("Hvad sagde de, eller hvorfor ikke?"), _l("Ved mistanke om vold eller overgreb: spørg, før du taler med dem."))  # fmt: skip
    tried = long_(_l("Det, der er prøvet"), _l("Hvad har I og familien gjort, og hvad kom der ud af det?"))


PARTS = ("about", "seen", "meant", "well", "why", "tried")
"""What stands on the paper under its own heading, when something was typed."""


@bp.get("/")
@allow(MEMBER)
def show() -> Response:
    """The duty, the checklist, where it goes, and the fields for a draft; with ?henvendelse=<id> what an inquiry says already."""
    begun = prefill(db.session(), request.args.get("henvendelse", type=number))
    if begun is None:
        return _form(DraftForm(formdata=None))
    return _form(DraftForm(formdata=None, data={"about": begun.child, "seen": begun.seen, "tried": begun.tried}))


@bp.post("/")
@allow(MEMBER)
def draft() -> Response:
    """The paper itself, or the fields again with what is missing. Nothing is looked up, written down or sent."""
    form = DraftForm()
    if not form.validate_on_submit():
        return _form(form, 422)
    said = [(form[name].label.text, form[name].data) for name in PARTS if form[name].data]
    return render(
        "underretning/paper.html",
        said=said,
        urgent=form.urgency.data == NOW,
        urgency=URGENCY[form.urgency.data],
        talked=TALKED[form.talked.data],
        by=current_user.found.viewer.name,
        **_texts(),
    )


def _form(form: DraftForm, status: int = 200) -> Response:
    return render("underretning/show.html", status, form=form, **_texts())


def _texts() -> dict[str, object]:
    """What the administrator has written, by its key: (title, body)."""
    rows = {one.key: one for one in texts.every(db.session(), UNDERRETNING) if one.shown}
    names = {"where": texts.WHERE, "duty": texts.DUTY, "checklist": texts.CHECKLIST}
    return {name: (rows[key].title, shown(rows[key].body, 3)) if key in rows else None for name, key in names.items()}


def kept(error: HTTPException) -> Response:
    """Signed out, locked or too late: what was typed stands in the answer, to be sent again, and nowhere else."""
    typed = [(name, text) for name, text in request.form.items(multi=True) if name != "csrf_token"]
    if request.method != "POST" or not typed or request.headers.get("Sec-Fetch-Site") not in (None, "same-origin"):
        return errors.http_error(error)
    late = isinstance(error, CSRFError)
    return render("underretning/kept.html", error.code or 400, typed=typed, late=late, way=url_for("account.login"))


for code in (400, 403):
    bp.register_error_handler(code, kept)
