"""Anonym rådgivning, as the administrator sees it: who is to be in the team, what is promised and written in public, how many. Never what is said."""

from typing import Any

from flask import request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse
from wtforms import BooleanField, IntegerField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange

from blueprints.counselling.standing import FIRST, LAST, shown
from blueprints.danish import Form, trimmed
from blueprints.door import number
from blueprints.forvaltning.people import ADMINISTRATOR, bp
from blueprints.rules import allow
from blueprints.web import db, done, render
from domain.base import today
from domain.counselling.staff import desk
from domain.figures import counselling as figures
from domain.starts.importing.cells import LANGUAGES

LONGEST = 2_000
NAMES = {
    "answer": _l("Hvornår kommer der svar?"),
    "urgent": _l("Hvem kan man ringe til nu?"),
    "network": _l("Hvilke af kommunens systemer ser stadig, hvilken internetadresse man skriver fra?"),
}
LIMITS = {"answer_days": (1, 30), "retention_days": (7, 365), "backup_days": (0, 365)}


def days(name: str, label: Any, hint: Any) -> IntegerField:
    least, most = LIMITS[name]
    words = _l("Skriv et tal fra %(least)s til %(most)s.", least=least, most=most)
    return IntegerField(label, [InputRequired(words), NumberRange(least, most, words)], description=hint)


class DeskForm(Form):
    open = BooleanField(_l("Der kan skrives til rådgivningen"))
    answer_days = days("answer_days", _l("Svar inden for så mange arbejdsdage"), _l("Det loves, før man skriver."))
    retention_days = days(
        "retention_days", _l("Slettes så mange dage efter sidste besked"), _l("Gælder fra næste gang, der sker noget.")
    )
    backup_days = days(
        "backup_days", _l("Sikkerhedskopier kan holde det slettede så mange dage"), _l("Det står på forældrenes side.")
    )


class TextsForm(Form):
    """One field for each text and language, added below."""


for name in NAMES:
    for code, (language, *_others) in LANGUAGES.items():
        checks = [Length(max=LONGEST, message=_l("Skriv lidt kortere."))]
        setattr(TextsForm, f"{name}_{code}", TextAreaField(language.capitalize(), checks, filters=[trimmed]))


@bp.get("/raadgivning")
@allow(ADMINISTRATOR)
def counselling() -> AnyResponse:
    """Straight to the only Familiehus, else to the one that is asked for, or the first."""
    return _page(request.args.get("hus", None, number), 200)


@bp.post("/raadgivning/<int:house_id>")
@allow(ADMINISTRATOR)
def decide(house_id: int) -> AnyResponse:
    """Days, and whether one can write at all."""
    form = DeskForm()
    if not form.validate_on_submit():
        return _page(house_id, 422, form)
    wanted = {name: form[name].data for name in LIMITS}
    desk.state(db.session(), house_id)
    desk.decide(db.session(), house_id, open_=form.open.data, days=wanted)
    return done(_("Gemt."), ".counselling", hus=house_id)


def _page(house_id: int | None, status: int, form: DeskForm | None = None) -> AnyResponse:
    session = db.session()
    houses = desk.desks(session)
    if not houses:
        return done(_("Opret først et Familiehus her."), ".units", "info")
    state = desk.state(session, house_id or houses[0].id)
    year = min(max(request.args.get("aar", today().year, number), FIRST), LAST)
    same = {name: getattr(state, name) for name in ("open", *LIMITS)}
    return render(
        "adgang/counselling/index.html",
        status,
        form=form or DeskForm(formdata=None, data=same),
        people=desk.people(session, state.unit_id),
        missing=[label for name, label in NAMES.items() if not state.texts.get(name, {}).get("da")],
        houses=[(url_for(".counselling", hus=one.id), one.name, one.id == state.unit_id) for one in houses],
        **shown(figures.year(session, state.unit_id, year), state),
    )


@bp.post("/raadgivning/<int:house_id>/hold/<int:counsellor_id>")
@allow(ADMINISTRATOR)
def counsellor(house_id: int, counsellor_id: int) -> AnyResponse:
    """On the list: a colleague who can read lets them in. Without one they read nothing."""
    desk.add(db.session(), house_id, counsellor_id)
    return done(_("Sat på holdet. En kollega på holdet skal nu lukke den nye ind."), ".counselling", hus=house_id)


@bp.post("/raadgivning/<int:house_id>/hold/<int:counsellor_id>/fjern")
@allow(ADMINISTRATOR)
def no_counsellor(house_id: int, counsellor_id: int) -> AnyResponse:
    """Off the list and out at once."""
    desk.remove(db.session(), house_id, counsellor_id)
    return done(_("Taget af holdet. De andre bliver bedt om at skifte nøgle."), ".counselling", hus=house_id)


@bp.route("/raadgivning/<int:house_id>/tekster", methods=["GET", "POST"])
@allow(ADMINISTRATOR)
def counselling_texts(house_id: int) -> AnyResponse:
    """What is read before the box, in each language; an empty one is read in Danish."""
    state = desk.state(db.session(), house_id)
    typed = {f"{name}_{code}": state.texts.get(name, {}).get(code, "") for name in NAMES for code in LANGUAGES}
    form = TextsForm(data=typed)
    if form.validate_on_submit():
        texts = {name: {code: form[f"{name}_{code}"].data or "" for code in LANGUAGES} for name in NAMES}
        desk.say(db.session(), house_id, texts)
        return done(_("Teksterne er gemt og kan læses nu."), ".counselling", hus=house_id)
    fields = [(name, label, [(code, form[f"{name}_{code}"]) for code in LANGUAGES]) for name, label in NAMES.items()]
    return render("adgang/counselling/texts.html", 422 if form.errors else 200, form=form, state=state, texts=fields)
