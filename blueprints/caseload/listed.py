"""Children for each sundhedsplejerske, drawn against what is meant; one's own; what is meant; and handovers that run."""

from typing import Any

from flask import Response, g, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse
from wtforms import IntegerField
from wtforms.validators import NumberRange, Optional

from blueprints.caseload.mount import REASONS, bp, people
from blueprints.danish import Form
from blueprints.door import number
from blueprints.rules import MEMBER, allow
from blueprints.web import db, done, render
from domain import audit
from domain.caseload import load, moving, reading
from domain.caseload.load import MOST, Load
from domain.caseload.reading import PAGE


@bp.get("/")
@allow(MEMBER)
def index() -> Response:
    """Everybody, and whoever's children are with others for a while."""
    session = db.session()
    found = load.of_unit(session, g.place.id)
    return render(
        "caseload/index.html",
        rows=found,
        top=max((max(one.children, one.target or 0) for one in found), default=0) or 1,
        children=sum(one.children for one in found),
        nobodys=load.nobodys(session, g.place.id),
        running=reading.running(session, g.place.id),
        reasons=REASONS,
    )


@bp.get("/<int:nurse_id>")
@allow(MEMBER)
def show(nurse_id: int) -> Response:
    """The children of one, a page at a time, to be handed over together or some of them."""
    page = max(0, request.args.get("side", 0, number))
    own, others = people(nurse_id)
    rows = reading.children(db.session(), g.place.id, nurse_id, page)
    audit.seen(db.session(), "Fordeling")
    return render(
        "caseload/show.html",
        own=own,
        others=others,
        rows=rows[:PAGE],
        before=(url_for(".show", nurse_id=nurse_id, side=page - 1), _("Forrige")) if page else None,
        after=(url_for(".show", nurse_id=nurse_id, side=page + 1), _("Næste")) if len(rows) > PAGE else None,
    )


class Targets(Form):
    """A field for the unit, and one for each sundhedsplejerske: see `form_for`."""


def form_for(rows: list[Load], meant: int | None) -> Any:
    """An empty field takes the number away."""

    class Filled(Targets):
        pass

    span = [Optional(), NumberRange(0, MOST)]
    Filled.unit = IntegerField(_l("Alle, der ikke har deres eget"), span, default=meant)
    for one in rows:
        own = one.target if one.own else None
        setattr(Filled, f"person_{one.staff_id}", IntegerField(one.name, span, default=own))
    return Filled()


@bp.route("/maal", methods=["GET", "POST"])
@allow(MEMBER)
def targets() -> AnyResponse:
    """How many children one is meant to have, in the unit and each."""
    session = db.session()
    rows = [one for one in load.of_unit(session, g.place.id) if one.works]
    form = form_for(rows, load.unit_target(session, g.place.id))
    if not form.validate_on_submit():
        fields = [form[f"person_{one.staff_id}"] for one in rows]
        return render("caseload/targets.html", 422 if form.is_submitted() else 200, form=form, fields=fields)
    numbers: dict[int | None, int | None] = {one.staff_id: form[f"person_{one.staff_id}"].data for one in rows}
    load.set_targets(session, g.place.id, numbers | {None: form.unit.data})
    return done(_("Gemt."), ".index")


@bp.post("/overdragelser/<int:handover_id>/tilbage")
@allow(MEMBER)
def come_back(handover_id: int) -> AnyResponse:
    """Earlier than was said; or it never begins."""
    back = moving.come_back(db.session(), handover_id)
    if not back:
        return done(_("Overdragelsen gælder ikke længere. Aftaler, som kollegerne har, bliver hos dem."), ".index")
    text = ngettext("Ét barn er tilbage.", "%(num)d børn er tilbage.", back)
    return done(f"{text} " + _("Aftaler, som kollegerne har, bliver hos dem."), ".index")
