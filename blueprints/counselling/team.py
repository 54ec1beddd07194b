"""The team: who holds its key, letting a colleague in, changing the key when somebody has left, and the key on paper."""

from typing import Any

from flask import Response, g
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from blueprints.counselling.mount import bp, tabs
from blueprints.danish import Form
from blueprints.reading import opened, unlocked
from blueprints.rules import MEMBER, allow
from blueprints.web import db, done, render
from domain.counselling.staff import desk, offline, team
from domain.counselling.staff.offline import WrongPaper
from domain.counselling.staff.unlocking import Opened


class PaperForm(Form):
    paper = TextAreaField(
        _l("Nøglen fra papiret"),
        [InputRequired(_l("Skriv det, der står på papiret.")), Length(max=200, message=_l("Skriv lidt kortere."))],
    )


@bp.get("/hold")
@allow(MEMBER)
def team_() -> Response:
    """Who is to be in it, and who can read. Nobody needs to have unlocked to see that."""
    return _page(200)


def _page(status: int, form: PaperForm | None = None) -> Response:
    session, key = db.session(), opened()
    people = team.members(session, g.place.id)
    me = session.info["viewer"].staff
    return render(
        "counselling/team.html",
        status,
        tabs=tabs("team"),
        people=people,
        me=me,
        listed=any(one.id == me for one in people),
        held=any(one.inside for one in people),
        open=key is not None,
        inside=key is not None and any(not one.ended for one in key.of_unit(g.place.id)),
        state=desk.state(session, g.place.id),
        form=form or PaperForm(formdata=None),
    )


@bp.post("/hold/begynd")
@allow(MEMBER)
@unlocked
def begin(key: Opened) -> AnyResponse:
    """The first key, or a new one where nobody has the last."""
    team.begin(db.session(), key, g.place.id)
    return done(_("Holdet har en nøgle, og du kan læse. Lav nu en nøgle på papir."), ".team_")


@bp.post("/hold/<int:counsellor_id>/luk-ind")
@allow(MEMBER)
@unlocked
def let_in(key: Opened, counsellor_id: int) -> AnyResponse:
    """Joining, and recovery: the digits have been read aloud first."""
    team.let_in(db.session(), key, g.place.id, counsellor_id)
    return done(_("Kollegaen kan læse, næste gang der låses op."), ".team_")


@bp.post("/hold/ny-noegle")
@allow(MEMBER)
@unlocked
def change(key: Opened) -> AnyResponse:
    """Another epoch: every case is locked with a new key, at once."""
    count = team.change(db.session(), key, g.place.id)
    text = ngettext(
        "Holdet har en ny nøgle. Én henvendelse er låst om.",
        "Holdet har en ny nøgle. %(num)d henvendelser er låst om.",
        count,
    )
    return done(text if count else _("Holdet har en ny nøgle."), ".team_")


@bp.post("/hold/forlad")
@allow(MEMBER)
def leave() -> AnyResponse:
    """Oneself, without asking anybody."""
    desk.remove(db.session(), g.place.id, _me())
    return done(_("Du er ikke længere på holdet. De andre bliver bedt om at skifte nøgle."), ".team_")


@bp.post("/hold/papir")
@allow(MEMBER)
@unlocked
def paper(key: Opened) -> Response:
    """Shown in this answer and never again."""
    text = offline.make(db.session(), key, g.place.id)
    return render("counselling/paper.html", paper=text.split("-"), unit=g.place)


@bp.post("/hold/gendan")
@allow(MEMBER)
@unlocked
def recover(key: Opened) -> AnyResponse:
    """With the paper, when nobody can let anybody in."""
    form = PaperForm()
    if form.validate_on_submit():
        try:
            offline.use(db.session(), key, g.place.id, form.paper.data)
            return done(_("Du er lukket ind. Lav en ny nøgle på papir: denne er brugt."), ".team_")
        except WrongPaper:
            form.paper.errors = [_("Det passer ikke. Se efter, om hvert tegn er rigtigt.")]
    return _page(422, form)


def _me() -> Any:
    return db.session().info["viewer"].staff
