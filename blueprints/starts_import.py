"""The municipality's list of coming starts: handed in, looked at, read in. The page shows what the file holds, and nothing else."""

from typing import Any

from flask import Blueprint, Response, abort, g, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from werkzeug.wrappers import Response as AnyResponse

from blueprints.danish import Form
from blueprints.door import number
from blueprints.rules import allow, role
from blueprints.web import db, done, htmx, render
from blueprints.words.lists import STATES, VERDICTS, fault
from domain.starts import importing
from domain.starts.importing import ImportProblem
from domain.starts.importing.tables import (
    APPLYING,
    CHECKED,
    UPLOADED,
    WRONG,
    ImportBatch,
)

bp = Blueprint("starts_import", __name__)
READER = role("administrator", "pladsanvisning")
WORKING = (UPLOADED, APPLYING)
SHOWN = ["Barn", "Fødselsdato", "Børnehus", "Startdato"]  # as the list itself calls them


class UploadForm(Form):
    """One file."""

    file = FileField(_l("Listen"), [FileRequired(_l("Vælg en fil."))])


@bp.get("/")
@allow(READER)
def index() -> Response:
    """Hand a list in; the latest ones."""
    return _index(UploadForm())


@bp.post("/")
@allow(READER)
def upload() -> AnyResponse:
    """Keep the file for the worker; what is no such list is refused at once."""
    form = UploadForm()
    if not form.validate_on_submit():
        return _index(form, 422)
    try:
        batch = importing.upload(db.session(), g.place.id, form.file.data.filename, form.file.data.read())
    except ImportProblem as problem:
        form.file.errors = [_(odd.value, **values) for odd, values in problem.reasons]
        return _index(form, 422)
    return done(_("Filen er modtaget. Du kan blive her eller gå videre imens."), ".show", "info", batch_id=batch.id)


@bp.get("/<int:batch_id>")
@allow(READER)
def show(batch_id: int) -> AnyResponse:
    """How far the work has come, and then the verdicts: the wrong rows first, two hundred at a time."""
    batch = _batch(batch_id)
    if batch.state not in WORKING and (htmx.target or "").endswith("fremgang"):
        return Response(headers={"HX-Redirect": url_for(".show", batch_id=batch_id)})
    verdict = request.args.get("vis", "")
    shown = verdict if verdict in VERDICTS else next((one for one in VERDICTS if getattr(batch, one)), WRONG)
    page = max(request.args.get("side", 1, number), 1)
    rows = importing.rows(db.session(), batch_id, shown, page) if batch.state == CHECKED else ()
    return render(
        "starts_import/show.html",
        batch=batch,
        working=batch.state in WORKING,
        rows=[(row, [fault(one) for one in row.what]) for row in rows],
        shown=shown,
        columns=SHOWN,
        again=url_for(".index"),
        apply_to=url_for(".apply", batch_id=batch.id),
        tabs=[(_address(batch, one), text, one == shown, getattr(batch, one)) for one, text in VERDICTS.items()],
        **_pages(batch, shown, page),
    )


@bp.post("/<int:batch_id>/laes-ind")
@allow(READER)
def apply(batch_id: int) -> AnyResponse:
    """One button; the worker does the rest."""
    try:
        importing.apply(db.session(), _batch(batch_id))
    except importing.NotReady:
        return done(_("Listen kan ikke læses ind, som den er nu."), ".show", "bad", batch_id=batch_id)
    return done(_("Listen læses ind. Du kan blive her eller gå videre imens."), ".show", "info", batch_id=batch_id)


@bp.get("/skabelon.xlsx")
@allow(READER)
def template() -> Response:
    """An empty list with the right heading."""
    from blueprints.workbook import workbook  # noqa: PLC0415 -- 6 MiB that no other page needs

    return workbook("starter.xlsx", [("Starter", [importing.COLUMNS])])


def _index(form: UploadForm, status: int = 200) -> Response:
    batches = importing.latest(db.session(), g.place.id)
    return render("starts_import/index.html", status, form=form, batches=batches, states=STATES)


def _batch(batch_id: int) -> ImportBatch:
    return importing.batch(db.session(), batch_id) or abort(
        404, _("Listen findes ikke længere, eller den er en andens.")
    )


def _pages(batch: ImportBatch, shown: str, page: int) -> dict[str, Any]:
    more = getattr(batch, shown) > page * importing.PAGE
    return {
        "before": (_address(batch, shown, page - 1), _("Forrige")) if page > 1 else None,
        "after": (_address(batch, shown, page + 1), _("Næste")) if more else None,
    }


def _address(batch: ImportBatch, verdict: str, page: int = 1) -> str:
    return url_for(".show", batch_id=batch.id, vis=verdict, side=page if page > 1 else None)
