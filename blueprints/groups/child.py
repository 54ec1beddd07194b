"""One child's proposal: which parent is asked, what they wish, which group; at any age, for whoever came late, by adoption or from elsewhere."""

from flask import Response, abort, g
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse
from wtforms import BooleanField, SelectField

from blueprints.danish import Form
from blueprints.groups.mount import bp
from blueprints.groups.words import KINDS, born, weeks
from blueprints.rules import MEMBER, allow
from blueprints.web import db, done, render
from domain import audit
from domain.groups import making, proposing, reading
from domain.groups.proposing import Newborn
from domain.groups.reading import Shown


class ChildForm(Form):
    parent = SelectField(_l("Hvilken forælder spørges?"), coerce=int)
    kind = SelectField(_l("Hvad ønsker forælderen?"))
    declined = BooleanField(_l("Ønsker ikke en gruppe"))
    group = SelectField(_l("Gruppe"), coerce=int)

    def fill(self, one: Newborn, groups: list[Shown]) -> None:
        """Groups with seats first; whoever is put down for a full one waits when they say yes."""
        self.parent.choices = list(one.parents)
        self.kind.choices = [("", _("Intet særligt")), *KINDS.items()]
        ways = sorted(groups, key=lambda group: (group.left == 0, abs(group.born_from - one.born)))
        self.group.choices = [(0, _("Ingen endnu")), *((way.id, _said(way)) for way in ways)]


@bp.route("/barn/<int:child_id>", methods=["GET", "POST"])
@allow(MEMBER)
def child(child_id: int) -> AnyResponse:
    """What is noted here is seen by the sundhedspleje and by that parent."""
    session = db.session()
    one = proposing.of_child(session, child_id) or abort(
        404, _("Barnet findes ikke, eller du har ikke adgang til det.")
    )
    groups = reading.of_unit(session, g.place.id)
    fits = proposing.best(one, groups)
    form = ChildForm(data={"parent": one.guardian_id, "kind": one.wished, "group": fits.id if fits else 0})
    form.fill(one, groups)
    audit.seen(session, "Barn", [child_id])
    if not form.validate_on_submit():
        return _page(one, form, 422 if form.is_submitted() else 200)
    making.wish(session, form.parent.data, child_id, form.kind.data, declined=form.declined.data)
    if form.declined.data or not form.group.data:
        return done(_("Gemt."), ".index")
    making.propose(session, form.group.data, [(form.parent.data, child_id)])
    return done(
        _("Skrevet op. Forælderen hører først noget, når I inviterer fra gruppen."), ".show", group_id=form.group.data
    )


def _page(one: Newborn, form: ChildForm, status: int) -> Response:
    return render("groups/child.html", status, one=one, form=form, weeks=weeks)


def _said(group: Shown) -> str:
    seats = _("%(left)s ledige", left=group.left) if group.left else _("fuld")
    return f"{group.title} · {KINDS[group.kind]} · {born(group.born_from, group.born_to)} · {seats}"
