"""Who is called in each time, and who leads, changed in the middle of a year: what is to come follows."""

from flask import abort, g, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from blueprints import door
from blueprints.conferences.fields import People, RolesForm, groups, names
from blueprints.conferences.mount import PLANNER, bp
from blueprints.rules import allow
from blueprints.web import db, done, render
from domain.base import today
from domain.booking.taking.claims import SlotTaken
from domain.conferences.year import reading, rule, seating
from domain.conferences.year.choices import Choices, choices


class SeatsForm(RolesForm):
    """Who comes and who leads; a room is changed date by date."""

    people = People(_l("Faste deltagere"), coerce=int)
    room = None

    def fill(self, found: Choices) -> None:
        """With those there are to choose from."""
        self.fill_roles(found)
        self.people.choices = names(found, found.people)


@bp.route("/plan/deltagere", methods=["GET", "POST"])
@allow(PLANNER)
def change_seats() -> AnyResponse:
    """Those who are new are called in to what is to come; those who are taken off have their time free."""
    year = request.args.get("aar", rule.school_year(today()), door.number)
    known = reading.series(db.session(), g.place.id, year)
    if known is None:
        abort(404)
    found, form = choices(db.session(), g.place.id), SeatsForm()
    seated = [row.staff_id for row in reading.seats(db.session(), known.id)]
    if request.method == "GET":
        form = SeatsForm(data=RolesForm.typed_roles(known) | {"people": seated})
    form.fill(found)
    if form.validate_on_submit():
        people = found.chosen(form.people.data or ())
        try:
            busy = seating.seat(db.session(), known.id, people, form.roles())
        except SlotTaken:
            form.people.errors = [_("En anden har lige taget tiden hos en af dem. Prøv igen.")]
        else:
            text = _said(busy, set(seated), {one.id for one in people})
            return done(text, ".plan", "warn" if busy else "ok", aar=year)
    status = 422 if form.errors else 200
    return render("conferences/year/seats.html", status, form=form, year=year, groups=groups(form.people, found))


def _said(busy: int, before: set[int], after: set[int]) -> str:
    if busy:
        return ngettext(
            "Gemt. På én dato er en af de nye optaget.", "Gemt. På %(num)d datoer er en af de nye optaget.", busy
        )
    new, gone = bool(after - before), bool(before - after)
    words = {
        (True, True): _("Gemt. De nye er kaldt ind, og de andre har fået tiden fri."),
        (True, False): _("Gemt. De nye er kaldt ind."),
        (False, True): _("Gemt. De, der ikke skal være med mere, har fået tiden fri."),
    }
    return words.get((new, gone), _("Gemt."))
