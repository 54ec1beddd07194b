"""A group for new parents as the parent who is invited meets it: when and where, yes or no, and what the others may know."""

from datetime import date
from typing import Any

from flask import Response, abort, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse
from wtforms import BooleanField, IntegerField, SelectField, StringField, TelField
from wtforms.validators import Length

from blueprints.book.link import arrival, bp, guardian
from blueprints.danish import Form, stripped
from blueprints.groups.words import KINDS, THEMES
from blueprints.rules import GUARDIAN, allow
from blueprints.web import db, done, render
from blueprints.words.contact import MOBILE
from domain.base import now, quarter, today
from domain.groups import excusing, making, reading, seats, sharing
from domain.groups.came import EXCUSED
from domain.groups.keeping import LASTS
from domain.groups.sharing import Chosen
from domain.groups.tables import HOLDS, INVITED, LEFT, NO, WAITS, GroupCard, GroupMeeting

STANDINGS = {
    INVITED: ("info", "mail", _l("Du er inviteret")),
    HOLDS: ("ok", "check", _l("Du har plads")),
    WAITS: ("warn", "hourglass", _l("Du står på venteliste")),
    NO: ("none", "close", _l("Du har sagt nej tak")),
    LEFT: ("none", "logout", _l("Du er ikke med længere")),
}
"""(state, icon, text) for ui.state."""
COMES = "kommer"


class ReplyForm(Form):
    """The button that was pressed is the answer."""

    value = SelectField(choices=[seats.YES, NO])


class ExcuseForm(Form):
    """Whether one comes to one meeting: the button that was pressed. `first`: when it was to be."""

    value = SelectField(choices=[EXCUSED, COMES])
    first = IntegerField()


class ShareForm(Form):
    """What is ticked is shown; what is not is nobody's to know."""

    name = BooleanField(_l("Mit fornavn"))
    first_name = StringField(_l("Fornavn"), [Length(max=40)], filters=[stripped])
    phone = BooleanField(_l("Mit mobilnummer"))
    mobile = TelField(_l("Mobil"), MOBILE)
    age = BooleanField(_l("Mit barns alder i uger"))

    def chosen(self) -> Chosen:
        return Chosen(
            first_name=(self.first_name.data or "") if self.name.data else "",
            mobile=(self.mobile.data or "") if self.phone.data else "",
            age=bool(self.age.data),
        )


class WishForm(Form):
    kind = SelectField(_l("Hvilken slags gruppe vil du helst med i?"))
    declined = BooleanField(_l("Jeg vil ikke med i en gruppe"))


@bp.get("/<string:token>/gruppe/<int:group_id>")
@allow(GUARDIAN)
def group(token: str, group_id: int) -> Response:
    """What one is invited to, how one stands, and what one lets the others know."""
    return _page(group_id)


@bp.get("/<string:token>/gruppemoede/<int:meeting_id>")
@allow(GUARDIAN)
def group_meeting(token: str, meeting_id: int) -> AnyResponse:
    """From a mail about one meeting to the group that it is of."""
    met = next(iter(reading.meetings(db.session(), GroupMeeting.id == meeting_id)), None)
    if met is None:
        abort(404, _("Du er ikke med i den gruppe længere."))
    return redirect(url_for(".group", group_id=met.group_id), 303)


@bp.post("/<string:token>/gruppe/<int:group_id>")
@allow(GUARDIAN)
def answer_group(token: str, group_id: int) -> AnyResponse:
    """Yes is a seat, or a place on the waiting list; no is also how one leaves."""
    form = ReplyForm()
    if not form.validate():
        abort(422)
    standing = seats.answer(db.session(), group_id, form.value.data)
    said = {
        HOLDS: _("Du har plads i gruppen. Velkommen."),
        WAITS: _("Gruppen er fuld, så du står på ventelisten. Vi skriver, hvis der bliver plads."),
        LEFT: _("Du er ikke med i gruppen længere."),
    }
    return done(said.get(standing, _("Tak for svaret. Du er ikke skrevet op.")), ".group", group_id=group_id)


@bp.post("/<string:token>/gruppemoede/<int:meeting_id>")
@allow(GUARDIAN)
def excuse(token: str, meeting_id: int) -> AnyResponse:
    """One meeting alone: the seat in the group stays."""
    form = ExcuseForm()
    if not form.validate():
        abort(422)
    comes = form.value.data == COMES
    group_id = excusing.excuse(db.session(), meeting_id, form.first.data, comes=comes)
    text = _("Godt, vi regner med dig.") if comes else _("Tak for beskeden. Du har stadig din plads i gruppen.")
    return done(text, ".group", group_id=group_id)


@bp.post("/<string:token>/gruppe/<int:group_id>/vis")
@allow(GUARDIAN)
def share(token: str, group_id: int) -> AnyResponse:
    """The whole of what the others may know, from this moment."""
    form = ShareForm()
    if not form.validate():
        return _page(group_id, form, 422)
    sharing.share(db.session(), group_id, form.chosen())
    return done(_("Gemt. Det gælder fra nu."), ".group", group_id=group_id)


@bp.route("/<string:token>/gruppeoenske", methods=["GET", "POST"])
@allow(GUARDIAN)
def group_wish(token: str) -> AnyResponse:
    """Which kind this parent would like, or none; the sundhedspleje reads it before it proposes one."""
    form = WishForm()
    form.kind.choices = [("", _("Det er lige meget")), *KINDS.items()]
    if not form.validate_on_submit():
        return render("book/group/wish.html", 422 if form.is_submitted() else 200, form=form)
    making.wish(db.session(), guardian(), arrival().child_id, form.kind.data, declined=form.declined.data)
    return done(_("Tak. Din sundhedsplejerske kan se det."), ".family")


def of_family(born: date) -> dict[str, Any]:
    """For the family's own page: the groups of the parent who asks; None when the child is too old for any."""
    found = reading.of_parent(db.session(), arrival().child_id)
    return {"groups": found if found or born > today() - LASTS else None, "stands": STANDINGS}


def _page(group_id: int, form: ShareForm | None = None, status: int = 200) -> Response:
    session = db.session()
    found, stands = reading.asked(session, group_id) or abort(404, _("Du er ikke med i den gruppe længere."))
    coming = (GroupMeeting.group_id == group_id, GroupMeeting.cancelled_at.is_(None))
    meetings = reading.meetings(session, *coming, GroupMeeting.first + GroupMeeting.quarters > quarter(now()))
    cards = reading.cards(session, group_id) if stands == HOLDS else []
    mine = next((one for one in cards if one.guardian_id == guardian()), None)
    return render(
        "book/group/show.html",
        status,
        group=found,
        standing=stands,
        stands=STANDINGS,
        meetings=meetings,
        themes=THEMES,
        form=form or ShareForm(formdata=None, data=_shared(mine)),
        others=[one for one in cards if one is not mine],
        age=_age,
    )


def _shared(card: GroupCard | None) -> dict[str, Any]:
    if card is None:
        return {}
    ticks = {"name": bool(card.first_name), "phone": bool(card.mobile), "age": card.born_week is not None}
    return ticks | {"first_name": card.first_name, "mobile": card.mobile}


def _age(card: GroupCard) -> str:
    if card.born_week is None:
        return ""
    return ngettext("%(num)d uge", "%(num)d uger", max(0, (today() - card.born_week).days // 7))
