"""The birth list: handed in, looked at row by row, and read in; the same page as for the coming starts."""

from typing import Any

from flask import Response, abort, current_app, g, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from werkzeug.wrappers import Response as AnyResponse

from blueprints.danish import Form
from blueprints.door import number
from blueprints.rules import MEMBER, allow
from blueprints.visits.mount import bp
from blueprints.web import db, done, render
from blueprints.words.lists import STATES, VERDICTS, fault
from domain.births import checking, listing
from domain.starts import importing
from domain.starts.importing import ImportProblem
from domain.starts.importing.tables import APPLIED, CHECKED, WRONG, ImportBatch

SHOWN = ["Barn", "Fødselsdato", "Hjemme fra", "Sundhedsplejerske"]  # as the list itself calls them


class BirthsForm(Form):
    """One file."""

    file = FileField(_l("Listen"), [FileRequired(_l("Vælg en fil."))])


@bp.get("/foedselsliste")
@allow(MEMBER)
def births() -> Response:
    """Hand a list in; the latest ones."""
    return _index(BirthsForm())


@bp.post("/foedselsliste")
@allow(MEMBER)
def hand_in() -> AnyResponse:
    """Looked through at once: a district's list is short."""
    form = BirthsForm()
    if not form.validate_on_submit():
        return _index(form, 422)
    try:
        batch = listing.upload(db.session(), g.place.id, form.file.data.filename, form.file.data.read())
    except ImportProblem as problem:
        form.file.errors = [_(odd.value, **values) for odd, values in problem.reasons]
        return _index(form, 422)
    return done(_("Filen er modtaget. Se den igennem, før den læses ind."), ".birth_list", "info", batch_id=batch.id)


@bp.get("/foedselsliste/<int:batch_id>")
@allow(MEMBER)
def birth_list(batch_id: int) -> Response:
    """The verdicts: the wrong rows first, two hundred at most."""
    batch = _batch(batch_id)
    verdict = request.args.get("vis", "")
    shown = verdict if verdict in VERDICTS else next((one for one in VERDICTS if getattr(batch, one)), WRONG)
    rows = importing.rows(db.session(), batch_id, shown, max(request.args.get("side", 1, number), 1))
    return render(
        "visits/births/read.html",
        batch=batch,
        applied=batch.state == APPLIED,
        checked=batch.state == CHECKED,
        rows=[(row, [fault(one) for one in row.what]) for row in rows],
        shown=shown,
        columns=SHOWN,
        tabs=[(_address(batch, one), text, one == shown, getattr(batch, one)) for one, text in VERDICTS.items()],
        again=url_for(".births"),
        apply_to=url_for(".read_in", batch_id=batch.id),
        before=None,
        after=None,
    )


@bp.post("/foedselsliste/<int:batch_id>/laes-ind")
@allow(MEMBER)
def read_in(batch_id: int) -> AnyResponse:
    """All of it, or nothing."""
    try:
        well = listing.apply(db.session(), current_app.config["SECRET_KEY"], _batch(batch_id))
    except importing.NotReady:
        return done(_("Listen kan ikke læses ind, som den er nu."), ".birth_list", "bad", batch_id=batch_id)
    if not well:
        return done(_("Noget er ændret, siden du så den."), ".birth_list", "warn", batch_id=batch_id)
    return done(
        _("Listen er læst ind. Forældrene får hver en mail med linket til familiens side."),
        ".birth_list",
        batch_id=batch_id,
    )


@bp.get("/foedselsliste/skabelon.xlsx")
@allow(MEMBER)
def birth_template() -> Response:
    """An empty list with the right heading."""
    from blueprints.workbook import workbook  # noqa: PLC0415 -- 6 MiB that no other page needs

    return workbook("foedsler.xlsx", [("Fødsler", [checking.COLUMNS])])


def _index(form: BirthsForm, status: int = 200) -> Response:
    batches = importing.latest(db.session(), g.place.id)
    return render("visits/births/index.html", status, form=form, batches=batches, states=STATES)


def _batch(batch_id: int) -> ImportBatch:
    found = importing.batch(db.session(), batch_id)
    if found is None or found.unit_id != g.place.id:
        abort(404, _("Listen findes ikke længere, eller den er en andens."))
    return found


def _address(batch: ImportBatch, verdict: str) -> Any:
    return url_for(".birth_list", batch_id=batch.id, vis=verdict)
